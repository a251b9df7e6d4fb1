package scenario

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

const (
	// MaxFile is the largest file in bytes that is read.
	MaxFile = 1 << 20
	// maxSteps and maxDNs bound what a check plays.
	maxSteps = 10_000
	maxDNs   = 100
	// maxProblems is how many mistakes an error names.
	maxProblems = 20
)

// Parse reads a scenario. file is its name for error messages. The error has a line for each
// mistake, which begins with the file's name and the line, and says what is right.
func Parse(file string, text []byte) (*Scenario, error) {
	if len(text) > MaxFile {
		return nil, fmt.Errorf("%s is larger than %d MiB: it is not a scenario", file, MaxFile>>20)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var document yaml.Node
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF):
		return nil, fmt.Errorf("%s is empty: a scenario has the keys scenario, dns and steps", file)
	case err != nil:
		return nil, fmt.Errorf("%s is not valid YAML: %s", file, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	var second yaml.Node
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s holds more than one document: use a file for each scenario", file)
	}
	p := &parser{file: file, scenario: &Scenario{File: file}}
	p.document(&document)
	if len(p.problems) > maxProblems {
		p.problems = append(p.problems[:maxProblems], fmt.Errorf("%s: and %d more", file, len(p.problems)-maxProblems))
	}
	if err := errors.Join(p.problems...); err != nil {
		return nil, err
	}
	return p.scenario, nil
}

// parser collects the mistakes of a file.
type parser struct {
	file     string
	scenario *Scenario
	problems []error
}

// wrong keeps a mistake.
func (p *parser) wrong(node *yaml.Node, format string, arguments ...any) {
	p.problems = append(p.problems, fmt.Errorf("%s:%d: %w", p.file, node.Line, fmt.Errorf(format, arguments...)))
}

func (p *parser) document(document *yaml.Node) {
	root := document
	if root.Kind == yaml.DocumentNode && len(root.Content) == 1 {
		root = root.Content[0]
	}
	keys := p.mapping(root, "a scenario", "scenario", "dns", "steps")
	if keys == nil {
		return
	}
	for _, key := range []string{"scenario", "dns", "steps"} {
		if keys[key] == nil {
			p.wrong(root, "the key %s is missing", key)
		}
	}
	if node := keys["scenario"]; node != nil {
		p.scenario.Name = p.text(node, "scenario")
	}
	if node := keys["dns"]; node != nil {
		p.dns(node)
	}
	if node := keys["steps"]; node != nil {
		p.steps(node)
	}
}

// mapping returns the values of a mapping by key. It returns nil if the node is none. what
// names it, and known are the keys that it may have.
func (p *parser) mapping(node *yaml.Node, what string, known ...string) map[string]*yaml.Node {
	if node.Kind != yaml.MappingNode {
		p.wrong(node, "%s is a mapping of keys to values", what)
		return nil
	}
	keys := map[string]*yaml.Node{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		switch {
		case key.Kind != yaml.ScalarNode || len(known) > 0 && !slices.Contains(known, key.Value):
			p.wrong(key, "%s has no key %q; use %s", what, key.Value, strings.Join(known, ", "))
		case keys[key.Value] != nil:
			p.wrong(key, "the key %q is there twice", key.Value)
		default:
			keys[key.Value] = value
		}
	}
	return keys
}

// text returns a text, "" for anything else.
func (p *parser) text(node *yaml.Node, what string) string {
	switch {
	case node.Kind == yaml.AliasNode || node.Anchor != "":
		p.wrong(node, "%s is an alias or an anchor, which scenarios do not have: write the value", what)
	case node.Kind != yaml.ScalarNode || node.Tag == "!!null" || strings.TrimSpace(node.Value) == "":
		p.wrong(node, "%s is one text on one line", what)
	case strings.ContainsFunc(node.Value, func(r rune) bool { return r < ' ' || r == 0x7f }):
		p.wrong(node, "%s has a control character", what)
	default:
		return strings.TrimSpace(node.Value)
	}
	return ""
}

func (p *parser) dns(node *yaml.Node) {
	if p.mapping(node, "dns") == nil {
		return
	}
	if len(node.Content)/2 > maxDNs {
		p.wrong(node, "dns has more than %d entries", maxDNs)
		return
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		dn := DN{Name: p.text(key, "the name of a DN"), Line: key.Line}
		if value.Tag != "!!null" {
			dn.Number = p.text(value, "the DN "+dn.Name)
		}
		if strings.ContainsAny(dn.Name, "{} \t") {
			p.wrong(key, "the name of a DN has no blanks and no braces")
		}
		p.scenario.DNs = append(p.scenario.DNs, dn)
	}
	if len(p.scenario.DNs) == 0 {
		p.wrong(node, `dns names no DN; write for example agent: "7001"`)
	}
}

func (p *parser) steps(node *yaml.Node) {
	switch {
	case node.Kind != yaml.SequenceNode || len(node.Content) == 0:
		p.wrong(node, "steps is a list of steps, each with a hyphen before it")
		return
	case len(node.Content) > maxSteps:
		p.wrong(node, "steps has more than %d steps", maxSteps)
		return
	}
	for _, child := range node.Content {
		if step, ok := p.step(child); ok {
			p.scenario.Steps = append(p.scenario.Steps, step)
		}
	}
}
