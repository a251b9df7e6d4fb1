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
	"capdeck/model/coverage"
	"capdeck/model/effect"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

const site = "sip-a"

// startOfTest is the time at which a test starts.
var startOfTest = time.Date(2026, 11, 23, 14, 2, 10, 0, time.UTC)

// listener is an App that receives batches as a session builds them, and a clock that
// moves only when a test moves it.
type listener struct {
	t       *testing.T
	now     time.Time
	app     *App
	queue   *Queue
	feed    *tlibtest.Feed
	effects []effect.Effect
}

func newListener(t *testing.T, change func(*Options, *model.Options), entries ...board.Entry) *listener {
	return newListenerAt(t, startOfTest, change, entries...)
}

func newListenerAt(t *testing.T, now time.Time, change func(*Options, *model.Options), entries ...board.Entry) *listener {
	l := &listener{t: t, now: now, queue: NewQueue()}
	l.feed = &tlibtest.Feed{T: t, Site: site, Now: func() time.Time { return l.now }}
	truth := board.New(board.Options{})
	truth.Add(entries...)
	modelOptions := model.Options{Board: truth, Site: site, By: "kim"}
	options := Options{Site: site, Host: "sip-a:5000", Zone: time.UTC, Out: l.queue}
	if change != nil {
		change(&options, &modelOptions)
	}
	modelOptions.Coverage.Grace = coverage.DefaultGrace
	options.Model = model.New(modelOptions)
	l.app = New(options)
	l.did(l.app.Start(l.now))
	return l
}

// upListener is a listener whose link is up and whose DNs are registered and off. Its
// lines until then are discarded.
func upListener(t *testing.T, change func(*Options, *model.Options), entries ...board.Entry) *listener {
	l := newListenerAt(t, startOfTest.Add(-time.Minute), change, entries...)
	l.up(entries...)
	l.later(time.Minute)
	l.said()
	return l
}

func (l *listener) up(entries ...board.Entry) {
	l.feed.Round++
	l.feed.Connection = l.feed.Round
	l.link(event.Link{State: event.LinkUp, Version: "8.1.104.12", Round: l.feed.Round})
	for _, entry := range entries {
		l.register(entry.DN)
	}
	for _, entry := range entries {
		l.indicate(entry.DN, "disabled")
	}
	l.flush()
}

func (l *listener) did(effects []effect.Effect) { l.effects = append(l.effects, effects...) }

func (l *listener) update(msg model.Msg) { l.did(l.app.Update(msg)) }

func (l *listener) line(text string) { l.did(l.app.Line(l.now, text)) }

// later advances the time.
func (l *listener) later(d time.Duration) {
	l.now = l.now.Add(d)
	l.update(model.Tick{Now: l.now})
}

func (l *listener) flush() {
	l.update(model.Events{Now: l.now, Batch: &l.feed.Batch})
	l.feed.Batch.Reset()
}

func (l *listener) message(typ wire.MessageType, attributes ...wire.Attribute) *event.Event {
	l.t.Helper()
	return l.feed.AddMessage(event.KindMessage, typ, attributes...)
}

func (l *listener) link(link event.Link) {
	link.Address = "sip-a:5000"
	l.feed.Link(link)
}

func (l *listener) register(dn string) { l.feed.Registered(dn) }

func (l *listener) refuse(dn string, code int32, text string) {
	l.feed.RegistrationRefused(dn, code, wire.TextAttribute(wire.AttributeErrorMessage, text))
}

func thisDN(dn string) wire.Attribute { return tlibtest.ThisDN(dn) }

func (l *listener) capture(word string) wire.Attribute {
	l.t.Helper()
	return tlibtest.UserData(l.t, wire.TextPair(event.CaptureKey, word))
}

func (l *listener) indicate(dn, word string) { l.feed.Indicate(dn, word, 0) }

// leave sends the commands of the effects so far, and returns them.
func (l *listener) leave() []event.Command {
	var commands []event.Command
	for _, e := range l.effects {
		if send, ok := e.(effect.Send); ok {
			commands = append(commands, send.Commands...)
		}
	}
	l.effects = nil
	for _, c := range commands {
		l.feed.Leave(c)
	}
	l.flush()
	return commands
}

// sends fails unless exactly these commands are due, as in "stop 7001"; it sends them.
func (l *listener) sends(want ...string) []event.Command {
	l.t.Helper()
	commands := l.leave()
	var got []string
	for _, c := range commands {
		got = append(got, c.Verb.String()+" "+c.DN)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		l.t.Errorf("these commands are sent:\n%q, want\n%q", got, want)
	}
	return commands
}

func (l *listener) accept(c event.Command) { l.feed.Accept(c) }

// confirm has commands accepted and confirmed.
func (l *listener) confirm(commands ...event.Command) {
	words := map[event.Indication]string{event.Enabled: "enabled", event.Paused: "paused", event.Disabled: "disabled"}
	for _, c := range commands {
		l.accept(c)
		l.indicate(c.DN, words[c.Verb.Asks()])
	}
	l.flush()
}

// said returns what was written since the last call, and checks that it is plain text in
// lines.
func (l *listener) said() string {
	l.t.Helper()
	var out bytes.Buffer
	q := l.queue
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
			l.t.Errorf("this is not a line that begins with its time: %q", line)
		}
		if i := strings.IndexFunc(strings.TrimSuffix(line, "\n"), unicode.IsControl); i >= 0 {
			l.t.Errorf("this line holds a control character: %q", line)
		}
	}
	return text
}

// says fails unless exactly these lines were written since the last call.
func (l *listener) says(want ...string) {
	l.t.Helper()
	got := l.said()
	if all := strings.Join(append(want, ""), "\n"); got != all {
		l.t.Errorf("it says:\n%swant:\n%s", got, all)
	}
}

// tells fails unless the text was written since the last call.
func (l *listener) tells(want ...string) {
	l.t.Helper()
	got := l.said()
	for _, text := range want {
		if !strings.Contains(got, text) {
			l.t.Errorf("it does not say %q:\n%s", text, got)
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
