package simserver

import (
	"fmt"
	"slices"
	"strings"
)

// Fault is one order to misbehave, for some DNs or for all, as ParseFault reads
// it from a text.
type Fault struct {
	// DNs are the DNs that the order is for; none means all.
	DNs []string
	// Applications are the ApplicationNames of the clients that the order is
	// for, where it concerns connections; none means all.
	Applications []string

	text  string
	steps []step
}

// step is one word of an order: what it changes in a behaviour or in the path of
// connections, what it does to a DN, to clients, or to the whole server.
type step struct {
	word    string
	change  func(*Behaviour)
	at      func(*world, *address)
	tells   bool // at changes nothing but what clients that have registered the DN are told
	path    func(*Path)
	present bool // path is for the clients that are there only
	clients func(*world, Target)
	server  func(*Server, *world) error
}

func (s *step) ofConnections() bool { return s.path != nil || s.clients != nil }

func serverStep(do func(*Server, *world)) step {
	return step{server: func(s *Server, w *world) error {
		do(s, w)
		return nil
	}}
}

type faultWord struct {
	FaultWord
	parse func(value string) (step, bool)
}

// FaultWords returns the words of a fault text, in a fixed order, for help
// texts.
func FaultWords() []FaultWord {
	words := []FaultWord{
		{"dn", "NUMBER", "the DN that the order is for, may be repeated; without it: all"},
		{"app", "NAME", "the application whose connections the order is for, may be repeated; without it: all"},
	}
	for _, word := range faultWords() {
		words = append(words, word.FaultWord)
	}
	return words
}

// ParseFault reads an order such as "dn=7003,echo=off,error=59": words and
// values as FaultWords lists them, with commas between. The same text is the
// value of a flag and an order to a running server. The error is a sentence
// that names the offending word.
func ParseFault(text string) (Fault, error) {
	fault := Fault{text: text}
	words := faultWords()
	for item := range strings.SplitSeq(text, ",") {
		item = strings.TrimSpace(item)
		word, value, _ := strings.Cut(item, "=")
		if item == "" {
			return Fault{}, fmt.Errorf("the fault %q has an empty item: write word=value, with commas between", text)
		}
		switch {
		case word == "dn" && value == "":
			return Fault{}, fmt.Errorf("the fault %q names no DN behind dn=", text)
		case word == "dn":
			fault.DNs = append(fault.DNs, value)
			continue
		case word == "app" && value == "":
			return Fault{}, fmt.Errorf("the fault %q names no application behind app=", text)
		case word == "app":
			fault.Applications = append(fault.Applications, value)
			continue
		}
		at := slices.IndexFunc(words, func(w faultWord) bool { return w.Word == word })
		if at < 0 {
			return Fault{}, fmt.Errorf("the fault %q has the unknown word %q: there are dn, app, %s", text, word, wordList(words))
		}
		parsed, ok := words[at].parse(value)
		if !ok {
			return Fault{}, fmt.Errorf("the fault %q: %s takes %s, not %q", text, word, words[at].Values, value)
		}
		parsed.word = word
		fault.steps = append(fault.steps, parsed)
	}
	return fault, fault.check(text)
}

func (f *Fault) check(text string) error {
	if len(f.steps) == 0 {
		return fmt.Errorf("the fault %q says for whom, but not what: add a word such as echo=off", text)
	}
	for _, s := range f.steps {
		switch {
		case s.server != nil && len(f.DNs) > 0:
			return fmt.Errorf("the fault %q: %s concerns the whole server, leave dn= out", text, s.word)
		case s.server != nil && len(f.Applications) > 0:
			return fmt.Errorf("the fault %q: %s concerns the whole server, leave app= out", text, s.word)
		case !s.ofConnections() && len(f.Applications) > 0:
			return fmt.Errorf("the fault %q: %s concerns DNs and not connections, leave app= out", text, s.word)
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

// Order reads a fault text and puts it into force: ParseFault and Apply.
func (s *Server) Order(text string) error {
	fault, err := ParseFault(text)
	if err != nil {
		return err
	}
	return s.Apply(fault)
}

// Apply puts an order into force. What it does not name stays as it is; an
// order for all DNs is for those too that have had orders of their own. The
// error says that there is no such DN, or, as a NoEffectError, that one of the
// words has no effect: then nothing is done. Or it says why the server cannot
// listen again: then the words before are in force.
func (s *Server) Apply(fault Fault) error { return s.apply(fault, false) }

// Preset is Apply for what is to hold later: of a backup, faults that take effect
// when it is primary are no error.
func (s *Server) Preset(fault Fault) error { return s.apply(fault, true) }

func (s *Server) apply(fault Fault, later bool) error {
	return s.try(func(w *world) error {
		targets := w.ordered
		if len(fault.DNs) > 0 {
			targets = nil
			for _, number := range fault.DNs {
				a, err := w.known(number)
				if err != nil {
					return err
				}
				targets = append(targets, a)
			}
		}
		clients := Target{DNs: fault.DNs, Applications: fault.Applications}
		if err := w.idle(&fault, targets, clients, later); err != nil {
			return err
		}
		for _, step := range fault.steps {
			switch {
			case step.server != nil:
				if err := step.server(s, w); err != nil {
					return err
				}
			case step.path != nil:
				clients.Present = step.present
				w.changePath(clients, step.path)
			case step.clients != nil:
				step.clients(w, clients)
			default:
				w.apply(step, targets, len(fault.DNs) == 0)
			}
		}
		return nil
	})
}

func (w *world) apply(step step, targets []*address, all bool) {
	if all && step.change != nil {
		step.change(&w.behaviour)
	}
	for _, a := range targets {
		if step.change != nil {
			step.change(&a.behaviour)
		} else {
			step.at(w, a)
		}
	}
}

// SetBehaviour sets the behaviour of one DN, or of all where dn is "": the
// DNs that there are and those that come. The error says that there is no such
// DN.
func (s *Server) SetBehaviour(dn string, behaviour Behaviour) error {
	return s.changeBehaviour(dn, func(b *Behaviour) { *b = behaviour })
}

// Behaviour returns the behaviour of a DN, that of new DNs where dn is "" or
// unknown.
func (s *Server) Behaviour(dn string) Behaviour {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.world.behaviourOf(dn)
}

func (s *Server) changeBehaviour(dn string, change func(*Behaviour)) error {
	fault := Fault{steps: []step{{change: change}}}
	if dn != "" {
		fault.DNs = []string{dn}
	}
	return s.Preset(fault)
}

// faultWords is what an order can say; a new word is added to one of its tables,
// and to what a backup obeys (noeffect.go) where it does.
func faultWords() []faultWord { return slices.Concat(behaviourWords(), sequenceWords(), pathWords()) }
