package recorder

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"capdeck/tlibconn/event"
)

// Order is an order to misbehave, for some DNs or for all. ParseOrder reads it from text.
type Order struct {
	// DNs are the DNs that the order applies to; none means all.
	DNs []string
	// Verbs are the commands that the order applies to; none means all of them, and indications that no command
	// asked for.
	Verbs []event.Verb

	text  string
	steps []step
}

// step is one word of an order: a change of a behaviour, an action on a DN, or a restart of the
// recorder.
type step struct {
	word    string
	change  func(*Behaviour)
	at      func(*Recorder, *line)
	state   event.Indication // at changes only the state, to this one
	sends   bool             // at sends an indication
	restart bool
	anyVerb bool // the word cannot be restricted to a verb
}

// NoEffectError reports an order that would change nothing. The recorder does nothing then.
type NoEffectError struct {
	// Order is the text of the order.
	Order string
}

// Error returns a sentence with the order.
func (e *NoEffectError) Error() string {
	return fmt.Sprintf("the order %q has no effect: everything in it is so already", e.Order)
}

// ParseOrder parses an order such as "dn=7003,verb=pause,silent=30%": the words and values that
// OrderWords lists, separated by commas. The same text serves as the value of a flag and as an order
// to a running recorder. The error names the faulty word.
func ParseOrder(text string) (Order, error) {
	order := Order{text: text}
	words := orderWords()
	for item := range strings.SplitSeq(text, ",") {
		item = strings.TrimSpace(item)
		word, value, _ := strings.Cut(item, "=")
		at := slices.IndexFunc(words, func(w orderWord) bool { return w.Word == word })
		switch {
		case item == "":
			return Order{}, fmt.Errorf("the order %q has an empty item; write word=value, separated by commas", text)
		case word == "dn" && value == "":
			return Order{}, fmt.Errorf("the order %q has no DN after dn=", text)
		case word == "dn":
			order.DNs = append(order.DNs, value)
			continue
		case word == "verb" && event.ParseVerb(value) == event.VerbNone:
			return Order{}, fmt.Errorf("the order %q: verb takes start, stop, pause, resume or query, not %q", text, value)
		case word == "verb":
			order.Verbs = append(order.Verbs, event.ParseVerb(value))
			continue
		case at < 0:
			return Order{}, fmt.Errorf("the order %q has the unknown word %q; use dn, verb, %s", text, word, wordList(words))
		}
		parsed, ok := words[at].parse(value)
		if !ok {
			return Order{}, fmt.Errorf("the order %q: %s takes %s, not %q", text, word, words[at].Values, value)
		}
		parsed.word = word
		order.steps = append(order.steps, parsed)
	}
	return order, order.check()
}

// AtStart reports whether the order can be one of Options.Orders: it changes behaviours and states, and sends nothing.
func (o *Order) AtStart() bool {
	return !slices.ContainsFunc(o.steps, func(s step) bool { return s.sends || s.restart })
}

func (o *Order) check() error {
	if len(o.steps) == 0 {
		return fmt.Errorf("the order %q names what it applies to but no fault; add a word such as silent=on", o.text)
	}
	for _, s := range o.steps {
		switch {
		case s.restart && len(o.DNs) > 0:
			return fmt.Errorf("the order %q: %s applies to the whole recorder; leave out dn=", o.text, s.word)
		case s.anyVerb && len(o.Verbs) > 0:
			return fmt.Errorf("the order %q: %s does not depend on a command; leave out verb=", o.text, s.word)
		}
	}
	return nil
}

func wordList(words []orderWord) string {
	names := make([]string, len(words))
	for i, word := range words {
		names[i] = word.Word
	}
	return strings.Join(names, ", ")
}

// Order parses and applies an order: it calls ParseOrder and Apply.
func (r *Recorder) Order(ctx context.Context, text string) error {
	order, err := ParseOrder(text)
	if err != nil {
		return err
	}
	return r.Apply(ctx, order)
}

// Apply applies an order. It leaves unchanged what the order does not name. If a DN is not recorded or
// an indication cannot be sent, Apply returns an error and does nothing; if the order would change nothing, it returns
// a NoEffectError. It also returns the error of a failed restart. ctx limits a restart.
func (r *Recorder) Apply(ctx context.Context, order Order) error {
	defer r.deliver()
	restart, err := r.applyAtOnce(&order)
	if err != nil || !restart {
		return err
	}
	return r.Restart(ctx)
}

// applyAtOnce applies an order except for a restart, which it reports.
func (r *Recorder) applyAtOnce(order *Order) (restart bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	targets, err := r.targets(order.DNs)
	if err != nil {
		return false, err
	}
	for _, s := range order.steps {
		if err := r.cannotSend(s, targets); err != nil {
			return false, err
		}
	}
	if !order.acts(targets) && !changes(order.behaviours(targets)) {
		return false, &NoEffectError{Order: order.text}
	}
	r.carryOut(order, targets)
	return slices.ContainsFunc(order.steps, func(s step) bool { return s.restart }), nil
}

// carryOut carries out an order except for a restart. The caller holds the mutex.
func (r *Recorder) carryOut(order *Order, targets []*line) {
	after := order.behaviours(targets)
	for _, l := range targets {
		l.behaviours = after[l.behaviours]
		for _, s := range order.steps {
			if s.at != nil {
				s.at(r, l)
			}
		}
	}
}

// behaviours returns what the order makes of the behaviours of its targets.
func (o *Order) behaviours(targets []*line) map[*behaviours]*behaviours {
	after := map[*behaviours]*behaviours{}
	for _, l := range targets {
		if after[l.behaviours] != nil {
			continue
		}
		changed := l.behaviours
		for _, s := range o.steps {
			if s.change != nil {
				changed = changed.changed(o.Verbs, s.change)
			}
		}
		after[l.behaviours] = changed
	}
	return after
}

func changes(after map[*behaviours]*behaviours) bool {
	for before, changed := range after {
		if *before != *changed {
			return true
		}
	}
	return false
}

// acts reports whether an order does something besides changing behaviours.
func (o *Order) acts(targets []*line) bool {
	for _, s := range o.steps {
		if s.restart || s.sends {
			return true
		}
		if s.state != event.IndicationNone && slices.ContainsFunc(targets, func(l *line) bool { return l.state != s.state }) {
			return true
		}
	}
	return false
}

// cannotSend returns why an indication that an order asks for would not be sent, or would reach no one.
func (r *Recorder) cannotSend(s step, targets []*line) error {
	if !s.sends {
		return nil
	}
	if link := r.life.session.Link(); link.State != event.LinkUp {
		return fmt.Errorf("the recorder cannot send an indication: its link to T-Server is %s", link.State)
	}
	for _, l := range targets {
		if l.refused != "" {
			return fmt.Errorf("the recorder cannot send an indication: T-Server refused its registration of DN %s: %s", l.dn, l.refused)
		}
	}
	return nil
}

// SetBehaviour sets the behaviour of one DN, or of all DNs if dn is "", for all commands. It returns an error if the DN
// is not recorded.
func (r *Recorder) SetBehaviour(dn string, behaviour Behaviour) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var dns []string
	if dn != "" {
		dns = []string{dn}
	}
	targets, err := r.targets(dns)
	after := everywhere(behaviour)
	for _, l := range targets {
		l.behaviours = after
	}
	return err
}

// Behaviour returns the behaviour of a DN, the zero value for one that is not recorded. It is the one for
// indications that no command asked for, which an order with verb= does not change.
func (r *Recorder) Behaviour(dn string) Behaviour { return r.BehaviourFor(dn, event.VerbNone) }

// BehaviourFor returns the behaviour of a DN for a command, the zero value for a DN that is not recorded.
func (r *Recorder) BehaviourFor(dn string, verb event.Verb) Behaviour {
	r.mu.Lock()
	defer r.mu.Unlock()
	if l := r.lines[dn]; l != nil {
		return l.behaviours[verb]
	}
	return Behaviour{}
}

// targets returns the named lines, or all lines in the order of Options.DNs.
func (r *Recorder) targets(dns []string) ([]*line, error) {
	if len(dns) == 0 {
		dns = r.options.DNs
	}
	targets := make([]*line, 0, len(dns))
	for _, dn := range dns {
		l := r.lines[dn]
		if l == nil {
			return nil, notRecorded(dn)
		}
		targets = append(targets, l)
	}
	return targets, nil
}
