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

// Order is one order to misbehave, for some DNs or for all, as ParseOrder reads
// it from a text.
type Order struct {
	// DNs are the DNs that the order is for; none means all.
	DNs []string

	steps []step
}

// step is one word of an order: what it changes in a behaviour, what it does to
// a DN, or that the recorder restarts.
type step struct {
	word    string
	change  func(*Behaviour)
	at      func(*Recorder, *line)
	sends   bool // at sends an indication
	restart bool
}

// OrderWord describes one word of the text that ParseOrder reads.
type OrderWord struct {
	// Word stands in front of the equals sign.
	Word string
	// Values says what may stand behind it.
	Values string
	// Meaning says in a line what it does.
	Meaning string
}

type orderWord struct {
	OrderWord
	parse func(value string) (step, bool)
}

// OrderWords returns the words of an order's text, in a fixed order, for help
// texts.
func OrderWords() []OrderWord {
	words := []OrderWord{{"dn", "NUMBER", "the DN that the order is for, may be repeated; without it: all"}}
	for _, word := range orderWords() {
		words = append(words, word.OrderWord)
	}
	return words
}

// ParseOrder reads an order such as "dn=7003,twice=on,delay=7s": words and
// values as OrderWords lists them, with commas between. The same text is the
// value of a flag and an order to a running recorder. The error is a sentence
// that names the offending word.
func ParseOrder(text string) (Order, error) {
	var order Order
	words := orderWords()
	for item := range strings.SplitSeq(text, ",") {
		item = strings.TrimSpace(item)
		word, value, _ := strings.Cut(item, "=")
		at := slices.IndexFunc(words, func(w orderWord) bool { return w.Word == word })
		switch {
		case item == "":
			return Order{}, fmt.Errorf("the order %q has an empty item: write word=value, with commas between", text)
		case word == "dn" && value == "":
			return Order{}, fmt.Errorf("the order %q names no DN behind dn=", text)
		case word == "dn":
			order.DNs = append(order.DNs, value)
			continue
		case at < 0:
			return Order{}, fmt.Errorf("the order %q has the unknown word %q: there are dn, %s", text, word, wordList(words))
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
		return fmt.Errorf("the order %q says for which DN, but not what: add a word such as silent=on", text)
	}
	for _, s := range o.steps {
		if s.restart && len(o.DNs) > 0 {
			return fmt.Errorf("the order %q: %s concerns the whole recorder, leave dn= out", text, s.word)
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

// Order reads an order's text and puts it into force: ParseOrder and Apply.
func (r *Recorder) Order(ctx context.Context, text string) error {
	order, err := ParseOrder(text)
	if err != nil {
		return err
	}
	return r.Apply(ctx, order)
}

// Apply puts an order into force. What it does not name stays as it is. The
// error says that a DN is not recorded or that an indication cannot leave, then
// nothing is done; or that a restart failed. ctx limits a restart.
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

// cannotSend says why an indication that an order asks for would not leave, or
// would reach nobody.
func (r *Recorder) cannotSend(s step, targets []*line) error {
	if !s.sends {
		return nil
	}
	if link := r.life.session.Link(); link.State != event.LinkUp {
		return fmt.Errorf("the recorder cannot send an indication: its link to T-Server is %s", link.State)
	}
	for _, l := range targets {
		if l.refused != "" {
			return fmt.Errorf("the recorder cannot send an indication: T-Server has refused its registration of DN %s: %s", l.dn, l.refused)
		}
	}
	return nil
}

// SetBehaviour sets how one DN is treated, or all where dn is "". The error
// says that the DN is not recorded.
func (r *Recorder) SetBehaviour(dn string, behaviour Behaviour) error {
	order := Order{steps: []step{{change: func(b *Behaviour) { *b = behaviour }}}}
	if dn != "" {
		order.DNs = []string{dn}
	}
	return r.Apply(r.context, order)
}

// Behaviour returns how a DN is treated, the zero value for one that is not
// recorded.
func (r *Recorder) Behaviour(dn string) Behaviour {
	r.mu.Lock()
	defer r.mu.Unlock()
	if l := r.lines[dn]; l != nil {
		return l.behaviour
	}
	return Behaviour{}
}

// targets returns the named lines, or all in the order of Options.DNs.
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

// orderWords is what an order can say; a new word is added here and nowhere
// else.
func orderWords() []orderWord {
	return []orderWord{
		{OrderWord{"normal", "nothing", "ends every fault of a DN's behaviour"}, func(value string) (step, bool) {
			return step{change: func(b *Behaviour) { *b = Behaviour{} }}, value == ""
		}},
		toggle("silent", "does and answers nothing", func(b *Behaviour, on bool) { b.Silent = on }),
		{OrderWord{"delay", "a time such as 7s", "lets each indication wait"}, parseDelay},
		toggle("indication-key", "sends the key screen-capture-indication", func(b *Behaviour, on bool) { b.IndicationKey = on }),
		toggle("utf16", "sends the value as UTF-16", func(b *Behaviour, on bool) { b.Unicode = on }),
		{OrderWord{"conn-id", "same, none, ended or foreign", "the call that an indication names"}, func(value string) (step, bool) {
			choice := slices.Index([]string{"same", "none", "ended", "foreign"}, value)
			return step{change: func(b *Behaviour) { b.ConnID = ConnIDChoice(choice) }}, choice >= 0
		}},
		toggle("twice", "sends each indication two times", func(b *Behaviour, on bool) { b.Twice = on }),
		toggle("wrong", "sends another indication than the state", func(b *Behaviour, on bool) { b.Wrong = on }),
		{OrderWord{"call-end", "keep, stop or silent-stop", "what happens when the call of a capture ends"}, func(value string) (step, bool) {
			choice := slices.Index([]string{"keep", "stop", "silent-stop"}, value)
			return step{change: func(b *Behaviour) { b.CallEnd = CallEnd(choice) }}, choice >= 0
		}},
		{OrderWord{"unasked", "enabled, paused or disabled", "an indication that no command asked for"}, func(value string) (step, bool) {
			indication := event.ParseIndication(value)
			return step{at: func(r *Recorder, l *line) { r.unasked(l, indication) }, sends: true}, indication != event.IndicationNone
		}},
		{OrderWord{"state", "enabled, paused or disabled", "changes the state and tells nobody"}, func(value string) (step, bool) {
			indication := event.ParseIndication(value)
			return step{at: func(_ *Recorder, l *line) { l.state = indication }}, indication != event.IndicationNone
		}},
		{OrderWord{"restart", "nothing", "closes the connection, forgets all states and connects again"}, func(value string) (step, bool) {
			return step{restart: true}, value == ""
		}},
	}
}

func toggle(word, meaning string, set func(*Behaviour, bool)) orderWord {
	return orderWord{OrderWord{word, "on or off", meaning}, func(value string) (step, bool) {
		return step{change: func(b *Behaviour) { set(b, value == "on") }}, value == "on" || value == "off"
	}}
}

func parseDelay(value string) (step, bool) {
	delay, err := time.ParseDuration(value)
	return step{change: func(b *Behaviour) { b.Delay = delay }}, err == nil && delay >= 0 && delay <= maxDelay
}
