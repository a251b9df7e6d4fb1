package plain

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

const site = "sip-a"

// begin is when a test begins.
var begin = time.Date(2026, 11, 23, 14, 2, 10, 0, time.UTC)

// world is an App that is fed with batches as a session makes them, and a clock
// that stands still until it is told to move on.
type world struct {
	t       *testing.T
	now     time.Time
	app     *App
	queue   *Queue
	feed    *tlibtest.Feed
	effects []effect.Effect
	round   uint32
}

func newWorld(t *testing.T, change func(*Options, *model.Options), entries ...board.Entry) *world {
	return newWorldAt(t, begin, change, entries...)
}

func newWorldAt(t *testing.T, now time.Time, change func(*Options, *model.Options), entries ...board.Entry) *world {
	w := &world{t: t, now: now, queue: NewQueue()}
	w.feed = &tlibtest.Feed{T: t, Site: site, Now: func() time.Time { return w.now }}
	truth := board.New(board.Options{})
	truth.Add(entries...)
	modelOptions := model.Options{Board: truth, Site: site, By: "kim"}
	options := Options{Site: site, Host: "sip-a:5000", Zone: time.UTC, Out: w.queue}
	if change != nil {
		change(&options, &modelOptions)
	}
	options.Model = model.New(modelOptions)
	w.app = New(options)
	w.did(w.app.Start(w.now))
	return w
}

// upWorld is a world whose link is up and whose DNs are registered and off;
// what it has said until then is left out.
func upWorld(t *testing.T, change func(*Options, *model.Options), entries ...board.Entry) *world {
	w := newWorldAt(t, begin.Add(-time.Minute), change, entries...)
	w.up(entries...)
	w.later(time.Minute)
	w.said()
	return w
}

func (w *world) up(entries ...board.Entry) {
	w.feed.Round++
	w.feed.Connection = w.feed.Round
	w.link(event.Link{State: event.LinkUp, Version: "8.1.104.12", Round: w.feed.Round})
	for _, entry := range entries {
		w.register(entry.DN)
	}
	for _, entry := range entries {
		w.indicate(entry.DN, "disabled")
	}
	w.flush()
}

func (w *world) did(effects []effect.Effect) { w.effects = append(w.effects, effects...) }

func (w *world) update(msg model.Msg) { w.did(w.app.Update(msg)) }

func (w *world) line(text string) { w.did(w.app.Line(w.now, text)) }

// later lets time pass.
func (w *world) later(d time.Duration) {
	w.now = w.now.Add(d)
	w.update(model.Tick{Now: w.now})
}

func (w *world) flush() {
	w.update(model.Events{Now: w.now, Batch: &w.feed.Batch})
	w.feed.Batch.Reset()
}

func (w *world) stamp(e *event.Event) *event.Event { return w.feed.Stamp(e) }

func (w *world) message(kind event.Kind, typ wire.MessageType, attributes ...wire.Attribute) *event.Event {
	w.t.Helper()
	return w.feed.AddMessage(kind, typ, attributes...)
}

func (w *world) link(link event.Link) {
	link.Address = "sip-a:5000"
	w.feed.Link(link)
}

func (w *world) register(dn string) { w.feed.Registered(dn) }

func (w *world) refuse(dn string, code int32, text string) {
	w.feed.RegistrationRefused(dn, code, wire.TextAttribute(wire.AttributeErrorMessage, text))
}

func thisDN(dn string) wire.Attribute { return tlibtest.ThisDN(dn) }

func (w *world) capture(word string) wire.Attribute {
	w.t.Helper()
	return tlibtest.UserData(w.t, wire.TextPair(event.CaptureKey, word))
}

func (w *world) indicate(dn, word string) { w.feed.Indicate(dn, word, 0) }

// leave lets the commands of the effects so far leave, and returns them.
func (w *world) leave() []event.Command {
	var commands []event.Command
	for _, e := range w.effects {
		if send, ok := e.(effect.Send); ok {
			commands = append(commands, send.Commands...)
		}
	}
	w.effects = nil
	for _, c := range commands {
		w.feed.Leave(c)
	}
	w.flush()
	return commands
}

// sends fails unless exactly these commands are to be sent, as in "stop 7001";
// they leave.
func (w *world) sends(want ...string) []event.Command {
	w.t.Helper()
	commands := w.leave()
	var got []string
	for _, c := range commands {
		got = append(got, c.Verb.String()+" "+c.DN)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		w.t.Errorf("these commands are sent:\n%q, want\n%q", got, want)
	}
	return commands
}

func (w *world) accept(c event.Command) { w.feed.Accept(c) }

// confirm has commands accepted and done.
func (w *world) confirm(commands ...event.Command) {
	words := map[event.Indication]string{event.Enabled: "enabled", event.Paused: "paused", event.Disabled: "disabled"}
	for _, c := range commands {
		w.accept(c)
		w.indicate(c.DN, words[c.Verb.Asks()])
	}
	w.flush()
}

// said returns what has been written since the last call, and checks that it is
// plain text in lines.
func (w *world) said() string {
	w.t.Helper()
	var out bytes.Buffer
	q := w.queue
	for {
		q.mu.Lock()
		empty := len(q.lines) == 0 && q.folded == 0
		q.mu.Unlock()
		if empty {
			break
		}
		line, _ := q.next()
		out.WriteString(line)
	}
	text := out.String()
	for line := range strings.Lines(text) {
		if _, err := time.Parse(clock+" ", line[:min(len(line), len(clock)+1)]); err != nil || !strings.HasSuffix(line, "\n") {
			w.t.Errorf("this is no line that begins with its time: %q", line)
		}
		if i := strings.IndexFunc(strings.TrimSuffix(line, "\n"), unicode.IsControl); i >= 0 {
			w.t.Errorf("this line holds a control character: %q", line)
		}
	}
	return text
}

// says fails unless exactly these lines have been written since the last call.
func (w *world) says(want ...string) {
	w.t.Helper()
	got := w.said()
	if all := strings.Join(append(want, ""), "\n"); got != all {
		w.t.Errorf("it says:\n%swant:\n%s", got, all)
	}
}

// tells fails unless the text is in what has been written since the last call.
func (w *world) tells(want ...string) {
	w.t.Helper()
	got := w.said()
	for _, text := range want {
		if !strings.Contains(got, text) {
			w.t.Errorf("it does not say %q:\n%s", text, got)
		}
	}
}

// dns returns n entries from 7001 on.
func dns(n int) []board.Entry {
	all := make([]board.Entry, n)
	for i := range all {
		all[i] = board.Entry{Key: board.Key{Site: site, DN: fmt.Sprint(7001 + i)}}
	}
	all[0].Label = "A. Ødegård"
	return all
}
