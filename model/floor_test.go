package model

import (
	"fmt"
	"strings"
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/effect"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

const site = "sip-a"

// failer has the methods of a *testing.T or a *rapid.T that the floor needs.
type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

// floor is a model whose board is fed with batches, and a clock that only the test advances.
type floor struct {
	t       failer
	now     time.Time
	m       *Model
	feed    *tlibtest.Feed
	effects []effect.Effect
}

func dns(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprint(7001 + i)
	}
	return all
}

func keyOf(dn string) board.Key { return board.Key{Site: site, DN: dn} }

// newFloor returns a model with n registered DNs from 7001 on a link that is
// up, and room for 5 rows and 4 messages.
func newFloor(t failer, n int, options Options) *floor {
	return newFloorOn(t, n, options, board.Options{})
}

// newFloorOn works as newFloor does, with a board of these options.
func newFloorOn(t failer, n int, options Options, ofBoard board.Options) *floor {
	truth := board.New(ofBoard)
	for i, dn := range dns(n) {
		truth.Add(board.Entry{Key: keyOf(dn), Team: []string{"day", "night"}[i%2]})
	}
	options.Board, options.Site, options.By, options.RawMessages = truth, site, "kim", true
	if options.Coverage.Grace == 0 {
		options.Coverage.Grace = coverage.DefaultGrace
	}
	f := floorOf(t, New(options))
	f.update(Visible{Now: f.now, Rows: 5, Messages: 4, Dialog: 3})
	f.feed.Link(event.Link{State: event.LinkUp, Address: "sip-a:5000", Round: 1})
	for _, dn := range dns(n) {
		f.register(dn)
	}
	f.flush()
	f.effects = nil
	return f
}

// floorOf returns the floor of a model, with an empty batch.
func floorOf(t failer, m *Model) *floor {
	f := &floor{t: t, now: time.Date(2026, 11, 23, 14, 2, 10, 0, time.UTC), m: m}
	f.feed = &tlibtest.Feed{T: t, Site: site, Now: func() time.Time { return f.now }, Connection: 1, Round: 1}
	return f
}

func (f *floor) update(msg Msg) { f.effects = append(f.effects, f.m.Update(msg)...) }

func (f *floor) do(ids ...action.ID) {
	for _, id := range ids {
		f.update(Do{Now: f.now, ID: id})
	}
}

// press presses keys while an overlay takes all of them.
func (f *floor) press(keys ...string) {
	for _, key := range keys {
		f.update(OverlayKey{Now: f.now, Key: key})
	}
}

// choices returns the labels of the open dialog's choices.
func (f *floor) choices(between string) string {
	var labels []string
	for _, choice := range f.m.Overlay().Dialog().Choices {
		labels = append(labels, choice.Label)
	}
	return strings.Join(labels, between)
}

// shown reports that the open dialog is on the screen.
func (f *floor) shown() {
	if d := f.m.Overlay().Dialog(); d != nil {
		f.update(OverlayShown{Now: f.now, ID: d.ID})
	}
}

func (f *floor) later(d time.Duration) {
	f.now = f.now.Add(d)
	f.update(Tick{Now: f.now})
}

func (f *floor) flush() {
	f.update(Events{Now: f.now, Batch: &f.feed.Batch})
	f.feed.Batch.Reset()
}

func (f *floor) stamp(e *event.Event) *event.Event { return f.feed.Stamp(e) }

func (f *floor) message(kind event.Kind, typ wire.MessageType, attributes ...wire.Attribute) *event.Event {
	f.t.Helper()
	return f.feed.AddMessage(kind, typ, attributes...)
}

func (f *floor) register(dn string) { f.feed.Registered(dn) }

func (f *floor) refuse(dn string) { f.feed.RegistrationRefused(dn, 59) }

func (f *floor) indicate(dn, word string) { f.feed.Indicate(dn, word, 0) }

// sent takes the commands out of the effects, as "verb DN".
func (f *floor) sent() string {
	var all []string
	for _, e := range f.effects {
		if send, ok := e.(effect.Send); ok {
			for _, c := range send.Commands {
				all = append(all, c.Verb.String()+" "+c.DN)
			}
		}
	}
	f.effects = nil
	return strings.Join(all, ", ")
}

// leave reports that all commands in the effects were sent.
func (f *floor) leave() {
	for _, e := range f.effects {
		send, ok := e.(effect.Send)
		if !ok {
			continue
		}
		for _, c := range send.Commands {
			f.feed.Leave(c)
		}
	}
	f.effects = nil
	f.flush()
}

// accept answers the last command of a DN with EventACK.
func (f *floor) accept(dn string) {
	c, _ := f.m.board.Row(keyOf(dn)).LastCommand()
	e := f.message(event.KindMessage, wire.EventACK, wire.TextAttribute(wire.AttributeThisDN, dn))
	e.Request = event.Request{Kind: event.RequestCapture, Command: uint64(c.ID), SentAt: c.Sent}
	f.flush()
}

func (f *floor) cursor() string {
	if key, ok := f.m.rows.Cursor(); ok {
		return key.DN
	}
	return ""
}

func (f *floor) visible() string {
	var all []string
	for _, row := range f.m.Rows().Visible() {
		all = append(all, row.Key().DN)
	}
	return strings.Join(all, " ")
}

func (f *floor) want(what, got, want string) {
	f.t.Helper()
	if got != want {
		f.t.Errorf("%s: got %q, want %q", what, got, want)
	}
}
