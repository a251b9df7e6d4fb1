package board

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

func (s step) String() string {
	switch s.kind {
	case stepSend:
		return fmt.Sprintf("send%d", s.command)
	case stepACK:
		return fmt.Sprintf("ACK%d", s.command)
	case stepEcho:
		return fmt.Sprintf("echo%d", s.command)
	case stepIndication:
		return s.indication.String()
	case stepOther:
		return "other's " + s.verb.String()
	case stepTimeout:
		return "timeout"
	case stepLoss:
		return "loss"
	}
	return fmt.Sprintf("error%d", s.command)
}

func describe(steps []step) string {
	var words []string
	for _, s := range steps {
		words = append(words, s.String())
	}
	return strings.Join(words, ", ")
}

// arrangements calls yield with every ordered selection of up to length steps.
func arrangements(alphabet []step, length int, yield func([]step)) {
	used := make([]bool, len(alphabet))
	chosen := make([]step, 0, length)
	var extend func()
	extend = func() {
		yield(chosen)
		if len(chosen) == length {
			return
		}
		for i := range alphabet {
			if used[i] {
				continue
			}
			used[i] = true
			chosen = append(chosen, alphabet[i])
			extend()
			chosen = chosen[:len(chosen)-1]
			used[i] = false
		}
	}
	extend()
}

// play runs a history on a fresh row of the desk's board and returns the outcome of each
// command. If eager is set, Expire is called after each step, otherwise only at the end:
// the outcome must not depend on it.
func (d *desk) play(dn string, steps []step, verbs []event.Verb, eager bool) []Command {
	d.b.Add(Entry{Key: key(dn)})
	d.registered(dn)
	start := d.now
	ids := make([]CommandID, len(verbs))
	lost := false
	capture := StateUnknown
	for _, s := range steps {
		d.now = start.Add(s.at)
		if eager {
			d.b.Expire(d.now)
		}
		if lost {
			break
		}
		switch s.kind {
		case stepSend:
			ids[s.command] = d.send(dn, verbs[s.command])
		case stepACK:
			d.answerSent(ids[s.command], d.ack)
		case stepError:
			d.answerSent(ids[s.command], func(id CommandID) { d.reject(id, 59) })
		case stepEcho:
			d.user(dn, verbs[s.command].String(), 0)
		case stepOther:
			d.user(dn, s.verb.String(), 0)
		case stepIndication:
			capture = stateOf(s.indication)
			d.user(dn, s.indication.String(), 0)
		case stepLoss:
			lost = true
			d.lose()
		}
		if got := d.row(dn).State(); got != capture {
			d.t.Fatalf("%s: the capture is %v, the last indication said %v", describe(steps), got, capture)
		}
	}
	d.now = start.Add(steps[len(steps)-1].at + time.Minute)
	d.b.Expire(d.now)
	got := make([]Command, len(ids))
	ended := d.outcomes()
	row := d.row(dn)
	for i, id := range ids {
		if id == 0 {
			continue
		}
		got[i] = ended[id]
		// A late indication follows the outcome: it is on the row.
		for _, c := range row.EndedCommands() {
			if c.ID == id {
				got[i].Late = c.Late
			}
		}
		delete(ended, id)
	}
	if len(ended) != 0 {
		d.t.Fatalf("%s: outcomes of commands that were not sent: %v", describe(steps), ended)
	}
	checkCounters(d.t, d.b)
	if doubted := row.Stale()&(StaleCommand|StaleQuery) != 0; !lost && doubted != doubt(steps, verbs, got, start) {
		d.t.Fatalf("%v: %s, eager %v: the state is stale for %q", verbs, describe(steps), eager, row.Stale())
	}
	d.b.Remove(d.now, key(dn))
	if lost {
		d.connect()
	}
	return got
}

// answerSent answers a command that was sent; one that was not sent has no answer.
func (d *desk) answerSent(id CommandID, answer func(CommandID)) {
	if id != 0 {
		answer(id)
	}
}

// compare plays the steps both ways and compares the results with the oracle.
func compare(d *desk, steps []step, verbs []event.Verb, k EchoKnowledge) {
	stamp(steps)
	want := judge(steps, verbs, k != EchoNo)
	for _, eager := range []bool{true, false} {
		// Undo what the last history taught the board, or made it forget.
		d.b.sites["sip"].echo, d.b.sites["sip"].echoDoubt = k, 0
		start := d.now
		for i, c := range d.play("7001", steps, verbs, eager) {
			w := want[i]
			if c.ID == 0 {
				continue
			}
			got := verdict{c.Life, c.NoACK, c.Ended.Sub(start), c.Late}
			if got != w {
				d.t.Fatalf("%v: %s, echo %v, eager %v: command %d is %v at %v (no ACK %v, late %q), the table says %v at %v (no ACK %v, late %q)",
					verbs, describe(steps), k, eager, i, got.life, got.ended, got.noACK, got.late, w.life, w.ended, w.noACK, w.late)
			}
		}
	}
}

func TestOneCommandInEveryInterleaving(t *testing.T) {
	for _, verb := range []event.Verb{event.VerbStart, event.VerbPause, event.VerbQuery} {
		asked, other, rival := event.Enabled, event.Disabled, event.VerbStop
		if verb == event.VerbPause {
			asked = event.Paused
		}
		for _, k := range []EchoKnowledge{EchoUnknown, EchoYes, EchoNo} {
			t.Run(fmt.Sprintf("%v, echo %v", verb, k), func(t *testing.T) {
				d := newDesk(t, Options{})
				if k != EchoUnknown {
					d.teach(k)
				}
				alphabet := []step{
					{kind: stepACK},
					{kind: stepEcho},
					{kind: stepIndication, indication: asked},
					{kind: stepIndication, indication: other},
					{kind: stepOther, verb: rival},
					{kind: stepTimeout},
					{kind: stepLoss},
				}
				histories := 0
				arrangements(alphabet, len(alphabet), func(chosen []step) {
					histories++
					steps := append([]step{{kind: stepSend}}, chosen...)
					if k == EchoUnknown && echoTooLate(steps) {
						return // whose it was depends on what the first window taught
					}
					compare(d, steps, []event.Verb{verb}, k)
				})
				if histories != 13700 {
					t.Fatalf("%d histories were played, 7 steps have 13700", histories)
				}
			})
		}
	}
}

// echoTooLate reports whether an echo comes after the command's window.
func echoTooLate(steps []step) bool {
	quiet := false
	for _, s := range steps {
		quiet = quiet || s.kind == stepTimeout
		if s.kind == stepEcho {
			return quiet
		}
	}
	return false
}

func TestTwoCommandsInEveryInterleaving(t *testing.T) {
	pairs := [][]event.Verb{
		{event.VerbStart, event.VerbStop},
		{event.VerbStart, event.VerbStart},
		{event.VerbStart, event.VerbResume},
		{event.VerbStop, event.VerbQuery},
		{event.VerbQuery, event.VerbPause},
	}
	for _, verbs := range pairs {
		for _, k := range []EchoKnowledge{EchoYes, EchoNo} {
			t.Run(fmt.Sprintf("%v and %v, echo %v", verbs[0], verbs[1], k), func(t *testing.T) {
				d := newDesk(t, Options{})
				d.teach(k)
				first, second := verbs[0].Asks(), verbs[1].Asks()
				if first == event.IndicationNone {
					first = event.Enabled
				}
				if second == event.IndicationNone || second == first {
					second = event.Disabled
				}
				alphabet := []step{
					{kind: stepSend, command: 1},
					{kind: stepACK},
					{kind: stepACK, command: 1},
					{kind: stepEcho},
					{kind: stepEcho, command: 1},
					{kind: stepIndication, indication: first},
					{kind: stepIndication, indication: first},
					{kind: stepIndication, indication: second},
					{kind: stepOther, verb: event.VerbPause},
					{kind: stepTimeout},
					{kind: stepLoss},
					{kind: stepError, command: 1},
				}
				arrangements(alphabet, 4, func(chosen []step) {
					if sendsSecondFirst(chosen) {
						compare(d, append([]step{{kind: stepSend}}, chosen...), verbs, k)
					}
				})
				// Release all at once, and send the second one at once.
				core := []step{
					{kind: stepACK},
					{kind: stepACK, command: 1},
					{kind: stepIndication, indication: first},
					{kind: stepIndication, indication: second},
					{kind: stepEcho, command: 1},
					{kind: stepTimeout},
				}
				arrangements(core, len(core), func(chosen []step) {
					compare(d, append([]step{{kind: stepSend}, {kind: stepSend, command: 1}}, chosen...), verbs, k)
				})
			})
		}
	}
}

// sendsSecondFirst reports whether the second command's steps follow its sending, if there
// are any.
func sendsSecondFirst(steps []step) bool {
	sent := false
	for _, s := range steps {
		if s.command != 1 {
			continue
		}
		if s.kind == stepSend {
			sent = true
		} else if !sent {
			return false
		}
	}
	return true
}

func TestAnswersToNothingAreCountedOnly(t *testing.T) {
	d := newDesk(t, Options{}, "7001")
	id := d.send("7001", event.VerbStart)
	d.message(wire.EventACK, reference(4711))
	if c, _ := d.b.Command(id); c.Life != LifeSent {
		t.Fatalf("an ACK that no request was waiting for made the command %v", c.Life)
	}
	if got := d.b.Diagnostics().Unmatched; got != 1 {
		t.Fatalf("%d unmatched answers are counted, want 1", got)
	}
}
