package scenario

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// maxWait is the longest time that a step may wait.
const maxWait = 24 * time.Hour

func verbs() []string { return []string{"start", "stop", "pause", "resume", "query"} }

// expectations returns the words of expect beside the verbs and a code of Rejected.
func expectations() []string {
	return []string{"enabled", "paused", "disabled", Accepted, Rejected, Nothing}
}

// calls returns the orders about calls. Those of which the value is true need an argument.
func calls() map[string]bool {
	return map[string]bool{
		"ring": true, "dial": true, "answer": false, "hold": false, "retrieve": false, "release": false,
		"consult": true, "transfer": false, "conference": false, "hand-over": true,
	}
}

// keysOf returns the keys that a step of a kind may have besides its own.
func keysOf(kind Kind) []string {
	switch kind {
	case Send:
		return []string{"dn", "role", "conn-id"}
	case Expect:
		return []string{"dn", "role", "within"}
	case Call:
		return []string{"dn", "to"}
	}
	return nil
}

// step reads a step. ok is false if it has a mistake.
func (p *parser) step(node *yaml.Node) (step Step, ok bool) {
	before := len(p.problems)
	kind := p.kind(node)
	if kind == "" {
		return Step{}, false
	}
	keys := p.mapping(node, "the step "+string(kind), append([]string{string(kind)}, keysOf(kind)...)...)
	step = Step{Line: node.Line, Kind: kind, Role: p.role(keys["role"])}
	if kind != Sleep && kind != Fault {
		step.DN = p.dn(node, keys["dn"])
	}
	value := keys[string(kind)]
	switch kind {
	case Send:
		if step.Verb = p.text(value, "send"); step.Verb != "" && !slices.Contains(verbs(), step.Verb) {
			p.wrong(value, "%q is no verb; use %s", step.Verb, strings.Join(verbs(), ", "))
		}
		step.ConnID = p.connID(keys["conn-id"])
	case Expect:
		step.Expected = p.expected(value)
		if keys["within"] != nil {
			step.Within = p.duration(keys["within"], "within")
		}
		if slices.Equal(step.Expected, []string{Nothing}) && step.Within == 0 && keys["within"] == nil {
			p.wrong(node, "expect: nothing needs a time; write for example within: 1s")
		}
	case Sleep:
		step.For = p.duration(value, "sleep")
	case Call:
		step.Order = p.call(value, keys["to"], step.DN)
	case Fault:
		step.Order = p.text(value, "fault")
		p.names(value, step.Order)
	}
	return step, len(p.problems) == before
}

// kind returns the kind of a step, "" if there is none or more than one.
func (p *parser) kind(node *yaml.Node) Kind {
	const all = "send, expect, sleep, call or fault"
	if node.Kind != yaml.MappingNode {
		p.wrong(node, "a step is a mapping with one of %s", all)
		return ""
	}
	var found []Kind
	for i := 0; i+1 < len(node.Content); i += 2 {
		if kind := Kind(node.Content[i].Value); slices.Contains([]Kind{Send, Expect, Sleep, Call, Fault}, kind) {
			found = append(found, kind)
		}
	}
	if len(found) != 1 {
		p.wrong(node, "a step has exactly one of %s; this one has %d", all, len(found))
		return ""
	}
	return found[0]
}

func (p *parser) role(node *yaml.Node) Role {
	if node == nil {
		return Desktop
	}
	role := Role(p.text(node, "role"))
	if role != "" && role != Desktop && role != SecondDesktop {
		p.wrong(node, "%q is no role; use %s or %s", role, Desktop, SecondDesktop)
	}
	return role
}

// dn returns the name of a step's DN, which may be left out if the scenario has only one.
func (p *parser) dn(step, node *yaml.Node) string {
	if node == nil {
		if len(p.scenario.DNs) == 1 {
			return p.scenario.DNs[0].Name
		}
		p.wrong(step, "the step names no DN: write dn: and one of %s", p.dnNames())
		return ""
	}
	name := p.text(node, "dn")
	if name != "" && !p.knows(name) {
		p.wrong(node, "no DN is called %q under dns, which has %s", name, p.dnNames())
	}
	return name
}

func (p *parser) knows(name string) bool {
	return slices.ContainsFunc(p.scenario.DNs, func(dn DN) bool { return dn.Name == name })
}

func (p *parser) dnNames() string {
	names := make([]string, len(p.scenario.DNs))
	for i, dn := range p.scenario.DNs {
		names[i] = dn.Name
	}
	if len(names) == 0 {
		return "no DN"
	}
	return strings.Join(names, ", ")
}

func (p *parser) connID(node *yaml.Node) string {
	if node == nil {
		return CurrentCall
	}
	text := p.text(node, "conn-id")
	if text == "" || text == CurrentCall || text == NoCall {
		return text
	}
	if id, err := strconv.ParseUint(text, 16, 64); len(text) != 16 || err != nil || id == 0 {
		p.wrong(node, "%q is no ConnID; use %s, %s, or 16 hex digits in quotes", text, CurrentCall, NoCall)
	}
	return strings.ToLower(text)
}

func (p *parser) expected(node *yaml.Node) []string {
	nodes := []*yaml.Node{node}
	if node.Kind == yaml.SequenceNode {
		nodes = node.Content
	}
	var words []string
	for _, one := range nodes {
		word := p.text(one, "expect")
		code, coded := strings.CutPrefix(word, Rejected+" ")
		number, err := strconv.Atoi(code)
		switch {
		case word == "":
			continue
		case coded && (err != nil || number <= 0):
			p.wrong(one, "%q is no ErrorCode; write for example rejected 59", code)
		case !coded && !slices.Contains(expectations(), word) && !slices.Contains(verbs(), word):
			p.wrong(one, "%q cannot be expected; use %s, rejected with a code, or another client's %s", word, strings.Join(expectations(), ", "), strings.Join(verbs(), ", "))
		}
		words = append(words, word)
	}
	if slices.Contains(words, Nothing) && len(words) > 1 {
		p.wrong(node, "nothing can be expected only alone")
	}
	if len(nodes) == 0 {
		p.wrong(node, "expect names nothing that could come")
	}
	return words
}

func (p *parser) duration(node *yaml.Node, what string) time.Duration {
	text := p.text(node, what)
	if text == "" {
		return 0
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 || d > maxWait {
		p.wrong(node, "%s: %q is no time; write for example 500ms, 2s or 1m, at most 24h", what, text)
		return 0
	}
	return d
}

// call returns the order for a step call.
func (p *parser) call(node, to *yaml.Node, dn string) string {
	word := p.text(node, "call")
	needs, known := calls()[word]
	switch {
	case word == "":
	case !known:
		p.wrong(node, "%q is nothing that a call can do; use ring, dial, answer, hold, retrieve, release, consult, transfer, conference or hand-over", word)
	case needs && to == nil:
		p.wrong(node, "call: %s needs the other party; write for example to: \"+33123456\" or to: {a DN's name}", word)
	case !needs && to != nil:
		p.wrong(to, "call: %s has no other party", word)
	}
	order := word + " {" + dn + "}"
	if to != nil {
		party := p.text(to, "to")
		if p.knows(party) {
			party = "{" + party + "}"
		} else if strings.ContainsAny(party, " {}") {
			p.wrong(to, "to is a number without blanks, or the name of a DN")
		}
		order += " " + party
	}
	return order
}

// names finds names in braces that are no DN.
func (p *parser) names(node *yaml.Node, order string) {
	for rest := order; ; {
		_, after, found := strings.Cut(rest, "{")
		if !found {
			return
		}
		name, more, closed := strings.Cut(after, "}")
		if !closed || !p.knows(name) {
			p.wrong(node, "in braces stands the name of a DN, of which there are %s", p.dnNames())
			return
		}
		rest = more
	}
}
