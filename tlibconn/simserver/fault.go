package simserver

import (
	"fmt"
	"slices"
	"strconv"
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

	steps []step
}

// step is one word of an order: what it changes in a behaviour or in the path of
// connections, what it does to a DN, to clients, or to the whole server.
type step struct {
	word    string
	change  func(*Behaviour)
	at      func(*world, *address)
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

// FaultWord describes one word of the text that ParseFault reads.
type FaultWord struct {
	// Word stands in front of the equals sign.
	Word string
	// Values says what may stand behind it.
	Values string
	// Meaning says in a line what it does.
	Meaning string
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
	var fault Fault
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
// error says that there is no such DN: then nothing is done. Or it says why the
// server cannot listen again: then the words before are in force.
func (s *Server) Apply(fault Fault) error {
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

func (s *Server) changeBehaviour(dn string, change func(*Behaviour)) error {
	fault := Fault{steps: []step{{change: change}}}
	if dn != "" {
		fault.DNs = []string{dn}
	}
	return s.Apply(fault)
}

// faultWords is what an order can say; a new word is added to one of its tables
// and nowhere else.
func faultWords() []faultWord { return slices.Concat(behaviourWords(), pathWords()) }

func behaviourWords() []faultWord {
	return []faultWord{
		{FaultWord{"normal", "nothing", "ends every fault of a DN's behaviour"}, func(value string) (step, bool) {
			return step{change: func(b *Behaviour) { *b = Behaviour{} }}, value == ""
		}},
		choice("echo", "whether the sender gets its own event back", option{"on", func(b *Behaviour) { b.EchoOff = false }}, option{"off", func(b *Behaviour) { b.EchoOff = true }}),
		choice("event", "whether the event follows or overtakes the EventACK", option{"after-ack", func(b *Behaviour) { b.EventFirst = false }}, option{"before-ack", func(b *Behaviour) { b.EventFirst = true }}),
		choice("ack", "EventACK as usual, never, after another client's event, or with UserEvent 49",
			option{"on", func(b *Behaviour) { b.ACKLost, b.ACKHeld, b.ACKUserEvent = false, false, false }},
			option{"lost", func(b *Behaviour) { b.ACKLost, b.ACKHeld, b.ACKUserEvent = true, false, false }},
			option{"after-indication", func(b *Behaviour) { b.ACKLost, b.ACKHeld, b.ACKUserEvent = false, true, false }},
			option{"user-event", func(b *Behaviour) { b.ACKLost, b.ACKHeld, b.ACKUserEvent = false, false, true }}),
		code("error", "off", "the ErrorCode that answers every request to send an event", func(b *Behaviour, value int32) { b.Error = value }),
		{FaultWord{"error-text", "on, off or a text", "the ErrorMessage of such an answer"}, parseErrorText},
		choice("error-reference", "whether such an answer carries the ReferenceID", option{"on", func(b *Behaviour) { b.ErrorNoReference = false }}, option{"off", func(b *Behaviour) { b.ErrorNoReference = true }}),
		{FaultWord{"register", "on, silent or an error code", "accepts registrations, answers none, or refuses them; 125 and 43 say that the client has the DN: it keeps it, without a snapshot"}, parseRegister},
		code("register-again", "on", "the ErrorCode that answers a second registration, 125", func(b *Behaviour, value int32) { b.Again = value }),
		choice("stamps", "what is added to events", option{"sequence", func(b *Behaviour) { b.Stamps = StampsSequence }}, option{"time", func(b *Behaviour) { b.Stamps = StampsTime }}, option{"off", func(b *Behaviour) { b.Stamps = StampsOff }}),
		choice("snapshot", "the form of EventRegistered's Extensions", option{"ints", func(b *Behaviour) { b.Snapshot = SnapshotInts }}, option{"text", func(b *Behaviour) { b.Snapshot = SnapshotText }}, option{"off", func(b *Behaviour) { b.Snapshot = SnapshotOff }}),
		{FaultWord{"service", "out or back", "EventDNOutOfService or EventDNBackInService"}, func(value string) (step, bool) {
			return step{at: func(w *world, a *address) { w.setService(a, value == "out") }}, value == "out" || value == "back"
		}},
		{FaultWord{"unregister", "an error code", "EventUnregistered unasked"}, parseUnregister},
		{FaultWord{"hardware-error", "an error code", "EventHardwareError"}, parseHardwareError},
		{FaultWord{"link", "up or down", "EventLinkConnected or EventLinkDisconnected, 54 meanwhile"}, func(value string) (step, bool) {
			if value == "down" {
				return serverStep(func(_ *Server, w *world) { w.takeLinkDown() }), true
			}
			return serverStep(func(_ *Server, w *world) { w.bringLinkUp() }), value == "up"
		}},
		{FaultWord{"role", "primary or backup", "the server's role, with EventPrimaryChanged"}, func(value string) (step, bool) {
			return serverStep(func(_ *Server, w *world) { w.setRole(value == "backup") }), value == "primary" || value == "backup"
		}},
	}
}

type option struct {
	value  string
	change func(*Behaviour)
}

func choice(word, meaning string, options ...option) faultWord {
	values := make([]string, len(options))
	for i, o := range options {
		values[i] = o.value
	}
	list := strings.Join(values[:len(values)-1], ", ") + " or " + values[len(values)-1]
	return faultWord{FaultWord{word, list, meaning}, func(value string) (step, bool) {
		at := slices.Index(values, value)
		if at < 0 {
			return step{}, false
		}
		return step{change: options[at].change}, true
	}}
}

func code(word, none, meaning string, set func(*Behaviour, int32)) faultWord {
	return faultWord{FaultWord{word, none + " or an error code", meaning}, func(value string) (step, bool) {
		number, ok := errorCode(value)
		if value == none {
			number, ok = 0, true
		}
		return step{change: func(b *Behaviour) { set(b, number) }}, ok
	}}
}

func errorCode(value string) (int32, bool) {
	number, err := strconv.ParseInt(value, 10, 32)
	return int32(number), err == nil && number > 0
}

func parseErrorText(value string) (step, bool) {
	return step{change: func(b *Behaviour) {
		b.ErrorNoText = value == "off"
		b.ErrorText = ""
		if value != "off" && value != "on" {
			b.ErrorText = value
		}
	}}, value != ""
}

func parseRegister(value string) (step, bool) {
	number, ok := errorCode(value)
	return step{change: func(b *Behaviour) {
		b.Silent = value == "silent"
		b.Refuse = number
	}}, ok || value == "on" || value == "silent"
}

func parseHardwareError(value string) (step, bool) {
	number, ok := errorCode(value)
	return step{at: func(w *world, a *address) { w.tellHardwareError(a, number) }}, ok
}

func parseUnregister(value string) (step, bool) {
	number, ok := errorCode(value)
	return step{at: func(w *world, a *address) { w.takeAway(a, nil, number) }}, ok
}
