package messages

import (
	"fmt"
	"strings"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

// Steps of Scroll that keys make in a pane of four lines.
const (
	up, down         = -1, 1
	pageUp, pageDown = -4, 4
	first, last      = -MaxMessages, MaxMessages
)

// failer has the methods of a *testing.T or a *rapid.T that the fixture needs.
type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

// fixture is a pane of four lines that is fed with events.
type fixture struct {
	t     failer
	p     *Pane
	now   time.Time
	feed  *tlibtest.Feed
	reply Reply // of the last operation
}

// newFixture returns a pane with a remark on the link as message 1, and the
// registrations of the DNs as the messages that follow.
func newFixture(t failer, dns ...string) *fixture {
	f := &fixture{t: t, now: time.Date(2026, 11, 23, 14, 2, 10, 0, time.UTC)}
	f.feed = &tlibtest.Feed{T: t, Now: func() time.Time { return f.now }}
	f.p = New(Options{
		WireDN: asIs, Raw: true,
		Words: func(e *Entry) string { return "in words: " + string(e.Body) },
		Text:  func(text []byte) string { return strings.ReplaceAll(string(text), "\xd8", "Ø") },
	})
	f.p.SetHeight(4)
	f.link("sip-a:5000")
	for _, dn := range dns {
		f.message(wire.EventRegistered, wire.TextAttribute(wire.AttributeThisDN, dn))
	}
	f.flush()
	return f
}

// tenMessages returns a pane with ten messages: the link, the registration of 7001,
// and eight indications of it.
func tenMessages(t failer) *fixture {
	f := newFixture(t, "7001")
	for range 8 {
		f.indicate("7001", "enabled")
	}
	f.flush()
	return f
}

func (f *fixture) flush() {
	f.p.Apply(f.feed.Batch.Events)
	f.feed.Batch.Reset()
}

func (f *fixture) stamp(e *event.Event) *event.Event { return f.feed.Stamp(e) }

func (f *fixture) link(address string) {
	f.feed.Link(event.Link{State: event.LinkUp, Address: address, Round: 1})
}

func (f *fixture) message(typ wire.MessageType, attributes ...wire.Attribute) *event.Event {
	f.t.Helper()
	return f.feed.AddMessage(event.KindMessage, typ, attributes...)
}

func (f *fixture) indicate(dn, word string) { f.feed.Indicate(dn, word, 0) }

// flood adds enough long messages to drop everything that was in the log.
func (f *fixture) flood() { f.floodWith(strings.Repeat("x", 60_000)) }

func (f *fixture) floodWith(filler string) {
	for range MaxBytes/len(filler) + 10 {
		f.message(wire.EventUserEvent, wire.TextAttribute(wire.AttributeErrorMessage, filler))
		f.flush()
	}
}

// fill fills the log with small messages.
func (f *fixture) fill() {
	for range MaxMessages / 1000 {
		for range 1000 {
			f.indicate("7001", "enabled")
		}
		f.flush()
	}
}

func (f *fixture) scroll(steps ...int) {
	for _, n := range steps {
		f.reply = f.p.Scroll(n)
	}
}

// search opens the search, if it is not open, and types a text.
func (f *fixture) search(text string) {
	if !f.p.SearchOpen() {
		f.p.OpenSearch()
	}
	f.reply = f.p.SearchFor(text)
}

func (f *fixture) searchNext(newer bool) { f.reply, _ = f.p.SearchNext(newer) }

// shown returns the numbers of the messages that the pane shows.
func (f *fixture) shown() string {
	var all []string
	for _, entry := range f.p.View().Entries {
		all = append(all, fmt.Sprint(entry.Number))
	}
	return strings.Join(all, " ")
}

func (f *fixture) selected() uint64 { return f.p.View().Selected }

func (f *fixture) want(what, got, want string) {
	f.t.Helper()
	if got != want {
		f.t.Errorf("%s: got %q, want %q", what, got, want)
	}
}
