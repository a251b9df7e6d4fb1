package simserver

import (
	"fmt"
	"slices"
	"strings"
)

// Fault is an order that injects faults for some DNs or for all. ParseFault makes it
// from a text.
type Fault struct {
	// DNs are the DNs that the order is for. Empty means all.
	DNs []string
	// Applications are the ApplicationNames of the clients that an order about
	// connections is for. Empty means all.
	Applications []string

	text  string
	steps []step
}

// step is one word of an order. It changes a behaviour or the path of connections, or
// acts on a DN, on clients or on the whole server.
type step struct {
	word   string
	value  string // after the equals sign
	change func(*Behaviour)
	at     func(*state, *address)
	tells  bool // at only sends events to clients that have registered the DN
	path   func(*Path)
	// resets ends what other words did to the path of connections. It belongs to change, and is
	// for an order without DNs; if that names applications, change is not carried out.
	resets  func(*Path)
	present bool // path is only for clients that are connected now
	clients func(*state, Target)
	server  func(*Server, *state) error
}

func (s *step) ofConnections() bool { return s.path != nil || s.clients != nil }

func serverStep(do func(*Server, *state)) step {
	return step{server: func(s *Server, st *state) error {
		do(s, st)
		return nil
	}}
}

type faultWord struct {
	FaultWord
	parse func(value string) (step, bool)
}

// FaultWords returns the words of a fault text in a fixed order, for help texts.
func FaultWords() []FaultWord {
	words := []FaultWord{
		{"dn", "NUMBER", "the DN that the order is for, may be repeated; the default is all"},
		{"app", "NAME", "the application whose connections the order is for, may be repeated; the default is all"},
	}
	for _, word := range faultWords() {
		words = append(words, word.FaultWord)
	}
	return words
}

// ParseFault parses an order such as "dn=7003,echo=off,error=59": words and values
// from FaultWords, separated by commas. The text is used both as the value of a flag
// and as an order to a running server. The error is a sentence that names the
// offending word.
func ParseFault(text string) (Fault, error) {
	fault := Fault{text: text}
	words := faultWords()
	for item := range strings.SplitSeq(text, ",") {
		item = strings.TrimSpace(item)
		word, value, _ := strings.Cut(item, "=")
		if item == "" {
			return Fault{}, fmt.Errorf("the fault %q has an empty item; write word=value, separated by commas", text)
		}
		switch {
		case word == "dn" && value == "":
			return Fault{}, fmt.Errorf("the fault %q has no DN after dn=", text)
		case word == "dn":
			fault.DNs = append(fault.DNs, value)
			continue
		case word == "app" && value == "":
			return Fault{}, fmt.Errorf("the fault %q has no application after app=", text)
		case word == "app":
			fault.Applications = append(fault.Applications, value)
			continue
		}
		at := slices.IndexFunc(words, func(st faultWord) bool { return st.Word == word })
		if at < 0 {
			return Fault{}, fmt.Errorf("the fault %q has the unknown word %q; use dn, app, %s", text, word, wordList(words))
		}
		parsed, ok := words[at].parse(value)
		if !ok {
			return Fault{}, fmt.Errorf("the fault %q: %s takes %s, not %q", text, word, words[at].Values, value)
		}
		parsed.word, parsed.value = word, value
		fault.steps = append(fault.steps, parsed)
	}
	return fault, fault.check(text)
}

func (f *Fault) check(text string) error {
	if len(f.steps) == 0 {
		return fmt.Errorf("the fault %q does not say what to do; add a word such as echo=off", text)
	}
	for _, s := range f.steps {
		switch {
		case s.server != nil && len(f.DNs) > 0:
			return fmt.Errorf("the fault %q: %s is for the whole server; leave out dn=", text, s.word)
		case s.server != nil && len(f.Applications) > 0:
			return fmt.Errorf("the fault %q: %s is for the whole server; leave out app=", text, s.word)
		case !s.ofConnections() && len(f.Applications) > 0 && (s.resets == nil || len(f.DNs) > 0):
			return fmt.Errorf("the fault %q: %s is for DNs and not for connections; leave out app=", text, s.word)
		}
	}
	return nil
}

func wordList(words []faultWord) string {
	names := make([]string, len(words))
	for i, word := range words {
		names[i] = word.Word
	}
	return strings.Join(names, ", ")
}

// Order parses a fault text and applies it: ParseFault and Apply.
func (s *Server) Order(text string) error {
	fault, err := ParseFault(text)
	if err != nil {
		return err
	}
	return s.Apply(fault)
}

// Apply applies an order. Faults that the order does not name stay as they are. An
// order for all DNs is also for DNs that have had orders of their own. Apply returns
// an error, and does nothing, if a DN is unknown or, as a *NoEffectError, if one of
// the words has no effect or if everything that the order sets is in force already. It also returns an error if the server cannot listen again;
// the words before that one are then in force.
func (s *Server) Apply(fault Fault) error { return s.apply(fault, false) }

// Preset is Apply for a fault that may take effect later: at a backup, a fault that
// takes effect only when the server is primary is not an error, and neither is a fault that
// is in force already.
func (s *Server) Preset(fault Fault) error { return s.apply(fault, true) }

func (s *Server) apply(fault Fault, later bool) error {
	return s.tryUpdate(func(st *state) error {
		targets := st.ordered
		if len(fault.DNs) > 0 {
			targets = nil
			for _, number := range fault.DNs {
				a, err := st.known(number)
				if err != nil {
					return err
				}
				targets = append(targets, a)
			}
		}
		clients := Target{DNs: fault.DNs, Applications: fault.Applications}
		if err := st.idle(&fault, targets, clients, later); err != nil {
			return err
		}
		for _, step := range fault.steps {
			switch {
			case step.server != nil:
				if err := step.server(s, st); err != nil {
					return err
				}
			case step.path != nil:
				clients.Present = step.present
				st.changePath(clients, step.path)
			case step.clients != nil:
				step.clients(st, clients)
			default:
				if step.resets != nil && len(fault.DNs) == 0 {
					clients.Present = false
					st.changePath(clients, step.resets)
				}
				if len(fault.Applications) == 0 {
					st.apply(step, targets, len(fault.DNs) == 0)
				}
			}
		}
		return nil
	})
}

func (st *state) apply(step step, targets []*address, all bool) {
	if all && step.change != nil {
		step.change(&st.behaviour)
	}
	for _, a := range targets {
		if step.change != nil {
			step.change(&a.behaviour)
		} else {
			step.at(st, a)
		}
	}
}

// SetBehaviour sets the behaviour of one DN. If dn is "", it sets that of all DNs,
// including those that are added later. It returns an error if the DN is unknown.
func (s *Server) SetBehaviour(dn string, behaviour Behaviour) error {
	return s.changeBehaviour(dn, func(b *Behaviour) { *b = behaviour })
}

// Behaviour returns the behaviour of a DN, or that of new DNs if dn is "" or unknown.
func (s *Server) Behaviour(dn string) Behaviour {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.behaviourOf(dn)
}

func (s *Server) changeBehaviour(dn string, change func(*Behaviour)) error {
	fault := Fault{steps: []step{{change: change}}}
	if dn != "" {
		fault.DNs = []string{dn}
	}
	return s.Preset(fault)
}

// faultWords returns all words of an order. Add a new word to one of its tables, and
// to noeffect.go if a backup obeys it.
func faultWords() []faultWord { return slices.Concat(behaviourWords(), sequenceWords(), pathWords()) }
