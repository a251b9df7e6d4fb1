package recorder

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"capdeck/tlibconn/event"
)

const maxDelay = 24 * time.Hour

// Order is an order to misbehave, for some DNs or for all. ParseOrder reads it from text.
type Order struct {
	// DNs are the DNs that the order applies to; none means all.
	DNs []string

	steps []step
}

// step is one word of an order: a change of a behaviour, an action on a DN, or a restart of the
// recorder.
type step struct {
	word    string
	change  func(*Behaviour)
	at      func(*Recorder, *line)
	sends   bool // at sends an indication
	restart bool
}

// OrderWord describes one word of the text that ParseOrder reads.
type OrderWord struct {
	// Word is the word before the equals sign.
	Word string
	// Values describes the values after the equals sign.
	Values string
	// Meaning describes in one line what the word does.
	Meaning string
}

type orderWord struct {
	OrderWord
	parse func(value string) (step, bool)
}

// OrderWords returns the words of an order's text, in a fixed order, for help texts.
func OrderWords() []OrderWord {
	words := []OrderWord{{"dn", "NUMBER", "apply the order to this DN; may be repeated; default all DNs"}}
	for _, word := range orderWords() {
		words = append(words, word.OrderWord)
	}
	return words
}

// ParseOrder parses an order such as "dn=7003,twice=on,delay=7s": the words and values that
// OrderWords lists, separated by commas. The same text serves as the value of a flag and as an order
// to a running recorder. The error names the faulty word.
func ParseOrder(text string) (Order, error) {
	var order Order
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
		case at < 0:
			return Order{}, fmt.Errorf("the order %q has the unknown word %q; use dn, %s", text, word, wordList(words))
		}
		parsed, ok := words[at].parse(value)
		if !ok {
			return Order{}, fmt.Errorf("the order %q: %s takes %s, not %q", text, word, words[at].Values, value)
		}
		parsed.word = word
		order.steps = append(order.steps, parsed)
	}
	return order, order.check(text)
}

func (o *Order) check(text string) error {
	if len(o.steps) == 0 {
		return fmt.Errorf("the order %q names DNs but no fault; add a word such as silent=on", text)
	}
	for _, s := range o.steps {
		if s.restart && len(o.DNs) > 0 {
			return fmt.Errorf("the order %q: %s applies to the whole recorder; leave out dn=", text, s.word)
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
// an indication cannot be sent, Apply returns an error and does nothing. It also returns the error of a
// failed restart. ctx limits a restart.
func (r *Recorder) Apply(ctx context.Context, order Order) error {
	r.mu.Lock()
	targets, err := r.targets(order.DNs)
	if err != nil {
		r.mu.Unlock()
		return err
	}
	for _, s := range order.steps {
		if err := r.cannotSend(s, targets); err != nil {
			r.mu.Unlock()
			return err
		}
	}
	restart := false
	for _, s := range order.steps {
		restart = restart || s.restart
		for _, l := range targets {
			switch {
			case s.change != nil:
				s.change(&l.behaviour)
			case s.at != nil:
				s.at(r, l)
			}
		}
	}
	r.mu.Unlock()
	if restart {
		return r.Restart(ctx)
	}
	return nil
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

// SetBehaviour sets the behaviour of one DN, or of all DNs if dn is "". It returns an error if the DN is
// not recorded.
func (r *Recorder) SetBehaviour(dn string, behaviour Behaviour) error {
	order := Order{steps: []step{{change: func(b *Behaviour) { *b = behaviour }}}}
	if dn != "" {
		order.DNs = []string{dn}
	}
	return r.Apply(r.context, order)
}

// Behaviour returns the behaviour of a DN, the zero value for one that is not recorded.
func (r *Recorder) Behaviour(dn string) Behaviour {
	r.mu.Lock()
	defer r.mu.Unlock()
	if l := r.lines[dn]; l != nil {
		return l.behaviour
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
			return nil, fmt.Errorf("the recorder does not record the DN %q", dn)
		}
		targets = append(targets, l)
	}
	return targets, nil
}

// orderWords returns the words of an order. A new word is added only here.
func orderWords() []orderWord {
	return []orderWord{
		{OrderWord{"normal", "nothing", "end every fault of the DN's behaviour"}, func(value string) (step, bool) {
			return step{change: func(b *Behaviour) { *b = Behaviour{} }}, value == ""
		}},
		toggle("silent", "ignore commands and send no answers", func(b *Behaviour, on bool) { b.Silent = on }),
		{OrderWord{"delay", "a time such as 7s", "delay each indication by this time"}, parseDelay},
		toggle("indication-key", "send indications under the key screen-capture-indication", func(b *Behaviour, on bool) { b.IndicationKey = on }),
		toggle("utf16", "send the value as UTF-16", func(b *Behaviour, on bool) { b.Unicode = on }),
		{OrderWord{"conn-id", "same, none, ended or foreign", "choose the call that an indication names"}, func(value string) (step, bool) {
			choice := slices.Index([]string{"same", "none", "ended", "foreign"}, value)
			return step{change: func(b *Behaviour) { b.ConnID = ConnIDChoice(choice) }}, choice >= 0
		}},
		toggle("twice", "send each indication twice", func(b *Behaviour, on bool) { b.Twice = on }),
		toggle("wrong", "send an indication that differs from the state", func(b *Behaviour, on bool) { b.Wrong = on }),
		{OrderWord{"start-after", "off or a time such as 1s", "start the capture without a command, this long after the first call was established"}, parseStartAfter},
		{OrderWord{"call-end", "keep, stop or silent-stop", "choose what happens when the call of a capture ends"}, func(value string) (step, bool) {
			choice := slices.Index([]string{"keep", "stop", "silent-stop"}, value)
			return step{change: func(b *Behaviour) { b.CallEnd = CallEnd(choice) }}, choice >= 0
		}},
		{OrderWord{"unasked", "enabled, paused or disabled", "change the state and send an indication that no command asked for"}, func(value string) (step, bool) {
			indication := event.ParseIndication(value)
			return step{at: func(r *Recorder, l *line) { r.unasked(l, indication) }, sends: true}, indication != event.IndicationNone
		}},
		{OrderWord{"state", "enabled, paused or disabled", "change the state without an indication"}, func(value string) (step, bool) {
			indication := event.ParseIndication(value)
			return step{at: func(_ *Recorder, l *line) { l.state = indication }}, indication != event.IndicationNone
		}},
		{OrderWord{"restart", "nothing", "close the connection, forget all states and reconnect"}, func(value string) (step, bool) {
			return step{restart: true}, value == ""
		}},
	}
}

func toggle(word, meaning string, set func(*Behaviour, bool)) orderWord {
	return orderWord{OrderWord{word, "on or off", meaning}, func(value string) (step, bool) {
		return step{change: func(b *Behaviour) { set(b, value == "on") }}, value == "on" || value == "off"
	}}
}

func parseStartAfter(value string) (step, bool) {
	after, err := time.ParseDuration(value)
	if value == "off" {
		after, err = 0, nil
	} else if after <= 0 {
		return step{}, false
	}
	return step{change: func(b *Behaviour) { b.StartAfter = after }}, err == nil && after <= maxDelay
}

func parseDelay(value string) (step, bool) {
	delay, err := time.ParseDuration(value)
	return step{change: func(b *Behaviour) { b.Delay = delay }}, err == nil && delay >= 0 && delay <= maxDelay
}
