package recorder

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"capdeck/tlibconn/event"
)

const maxDelay = 24 * time.Hour

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
	words := []OrderWord{
		{"dn", "NUMBER", "apply the order to this DN; may be repeated; default all DNs"},
		{"verb", "start, stop, pause, resume or query", "apply the order to this command; may be repeated; default all commands"},
	}
	for _, word := range orderWords() {
		words = append(words, word.OrderWord)
	}
	return words
}

// orderWords returns the words of an order. A new word is added only here.
func orderWords() []orderWord {
	return []orderWord{
		{OrderWord{"normal", "nothing", "end every fault of the DN's behaviour"}, func(value string) (step, bool) {
			return step{change: func(b *Behaviour) { *b = Behaviour{} }}, value == ""
		}},
		fault("silent", "ignore commands and send no answers", func(b *Behaviour, on bool, share Percent) { b.Silent, b.Shares.Silent = on, share }),
		{OrderWord{"delay", "a time such as 7s", "delay each indication by this time"}, parseTime(func(b *Behaviour, delay time.Duration) { b.Delay = delay })},
		{OrderWord{"jitter", "a time such as 2s", "delay each indication by a random time up to this one, in addition"}, parseTime(func(b *Behaviour, jitter time.Duration) { b.Jitter = jitter })},
		{OrderWord{"late", "off, a time such as 10s, or with a share 10s:20%", "delay indications by this time, in addition"}, parseLate},
		toggle("indication-key", "send indications under the key screen-capture-indication", func(b *Behaviour, on bool) { b.IndicationKey = on }),
		toggle("utf16", "send the value as UTF-16", func(b *Behaviour, on bool) { b.Unicode = on }),
		{OrderWord{"conn-id", "same, none, ended, foreign, or with a share foreign:10%", "choose the call that an indication names"}, parseConnID},
		fault("twice", "send each indication twice", func(b *Behaviour, on bool, share Percent) { b.Twice, b.Shares.Twice = on, share }),
		fault("wrong", "send an indication that differs from the state", func(b *Behaviour, on bool, share Percent) { b.Wrong, b.Shares.Wrong = on, share }),
		{OrderWord{"start-after", "off or a time such as 1s", "start the capture without a command, this long after the first call was established"}, parseStartAfter},
		{OrderWord{"call-end", "keep, stop or silent-stop", "choose what happens when the call of a capture ends"}, func(value string) (step, bool) {
			choice := slices.Index([]string{"keep", "stop", "silent-stop"}, value)
			return step{change: func(b *Behaviour) { b.CallEnd = CallEnd(choice) }, anyVerb: true}, choice >= 0
		}},
		{OrderWord{"unasked", "enabled, paused or disabled", "change the state and send an indication that no command asked for"}, func(value string) (step, bool) {
			indication := event.ParseIndication(value)
			return step{at: func(r *Recorder, l *line) { r.unasked(l, indication) }, sends: true, anyVerb: true}, indication != event.IndicationNone
		}},
		{OrderWord{"state", "enabled, paused or disabled", "change the state without an indication"}, func(value string) (step, bool) {
			indication := event.ParseIndication(value)
			return step{at: func(r *Recorder, l *line) { r.setState(l, indication) }, state: indication, anyVerb: true}, indication != event.IndicationNone
		}},
		{OrderWord{"restart", "nothing", "close the connection, forget all states and reconnect"}, func(value string) (step, bool) {
			return step{restart: true, anyVerb: true}, value == ""
		}},
	}
}

func toggle(word, meaning string, set func(*Behaviour, bool)) orderWord {
	return orderWord{OrderWord{word, "on or off", meaning}, func(value string) (step, bool) {
		return step{change: func(b *Behaviour) { set(b, value == "on") }}, value == "on" || value == "off"
	}}
}

// fault returns a word that takes on, off, or the share of the commands that the fault concerns.
func fault(word, meaning string, set func(b *Behaviour, on bool, share Percent)) orderWord {
	return orderWord{OrderWord{word, "on, off or a share such as 30%", meaning}, func(value string) (step, bool) {
		if value == "off" {
			return step{change: func(b *Behaviour) { set(b, false, 0) }}, true
		}
		share, ok := Percent(0), value == "on"
		if !ok {
			share, ok = parseShare(value)
		}
		return step{change: func(b *Behaviour) { set(b, true, share) }}, ok
	}}
}

// parseShare reads a percentage of more than 0. 100 % is 0, as in Percent.
func parseShare(text string) (Percent, bool) {
	number, ok := strings.CutSuffix(text, "%")
	share, err := strconv.ParseFloat(number, 64)
	if !ok || err != nil || !(share > 0 && share <= 100) {
		return 0, false
	}
	if share == 100 {
		share = 0
	}
	return Percent(share), true
}

// cutShare separates a value from the share that may follow a colon.
func cutShare(value string) (before string, share Percent, ok bool) {
	before, text, given := strings.Cut(value, ":")
	if !given {
		return before, 0, true
	}
	share, ok = parseShare(text)
	return before, share, ok
}

func parseConnID(value string) (step, bool) {
	word, share, ok := cutShare(value)
	choice := slices.Index([]string{"same", "none", "ended", "foreign"}, word)
	if choice == int(ConnIDSame) && word != value {
		return step{}, false
	}
	return step{change: func(b *Behaviour) { b.ConnID, b.Shares.ConnID = ConnIDChoice(choice), share }}, ok && choice >= 0
}

func parseLate(value string) (step, bool) {
	text, share, ok := cutShare(value)
	late, err := time.ParseDuration(text)
	if value == "off" {
		late, err = 0, nil
	} else if late <= 0 {
		return step{}, false
	}
	return step{change: func(b *Behaviour) { b.Late, b.Shares.Late = late, share }}, ok && err == nil && late <= maxDelay
}

func parseStartAfter(value string) (step, bool) {
	after, err := time.ParseDuration(value)
	if value == "off" {
		after, err = 0, nil
	} else if after <= 0 {
		return step{}, false
	}
	return step{change: func(b *Behaviour) { b.StartAfter = after }, anyVerb: true}, err == nil && after <= maxDelay
}

// parseTime returns a parser of a time of 0 or more.
func parseTime(set func(*Behaviour, time.Duration)) func(value string) (step, bool) {
	return func(value string) (step, bool) {
		delay, err := time.ParseDuration(value)
		return step{change: func(b *Behaviour) { set(b, delay) }}, err == nil && delay >= 0 && delay <= maxDelay
	}
}
