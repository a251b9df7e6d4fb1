package rows

import (
	"fmt"
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

const (
	site     = "sip-a"
	benchDNs = 10_000
)

// failer has the methods of a *testing.T, a *testing.B or a *rapid.T that the floor needs.
type failer interface {
	Helper()
	Fatal(args ...any)
	Errorf(format string, args ...any)
}

// floor is the rows of a board that is fed with batches of events, and a clock that only
// the test advances.
type floor struct {
	t         failer
	now       time.Time
	truth     *board.Board
	r         *Rows
	batch     event.Batch
	reference int32
	round     uint32 // of registrations
}

func dns(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprint(7001 + i)
	}
	return all
}

func keyOf(dn string) board.Key { return board.Key{Site: site, DN: dn} }

// newFloor returns the rows of n registered DNs from 7001, half of which are in the team
// day and half in the team night, on a link that is up, with a window of 5 rows.
func newFloor(t failer, n int, columns ...column.ID) *floor {
	f := &floor{t: t, now: time.Date(2026, 11, 23, 14, 2, 10, 0, time.UTC), truth: board.New(board.Options{}), round: 1}
	for i, dn := range dns(n) {
		f.truth.Add(board.Entry{Key: keyOf(dn), Team: []string{"day", "night"}[i%2]})
	}
	f.r = New(f.truth, site, columns)
	f.r.SetHeight(5)
	f.stamp(f.batch.Add(event.KindLink)).Link = &event.Link{State: event.LinkUp, Address: "sip-a:5000", Round: 1}
	for _, dn := range dns(n) {
		f.register(dn)
	}
	f.flush()
	return f
}

// flush feeds the batch to the board and updates the rows.
func (f *floor) flush() {
	f.truth.ApplyAll(f.batch.Events)
	f.batch.Reset()
	f.later(0)
}

func (f *floor) later(d time.Duration) {
	f.now = f.now.Add(d)
	f.truth.Expire(f.now)
	f.r.Follow(f.now)
}

// reconnect breaks the connection and opens another one, on which no DN is registered yet.
func (f *floor) reconnect() {
	f.round++
	f.stamp(f.batch.Add(event.KindLink)).Link = &event.Link{State: event.LinkWaiting, Lost: true, Round: f.round - 1}
	f.stamp(f.batch.Add(event.KindLink)).Link = &event.Link{State: event.LinkUp, Address: "sip-a:5000", Round: f.round}
}

func (f *floor) stamp(e *event.Event) *event.Event {
	e.Time, e.Site, e.Connection = f.now, site, 1
	return e
}

func (f *floor) message(typ wire.MessageType, attributes ...wire.Attribute) *event.Event {
	f.t.Helper()
	m := wire.Message{Type: typ, Attributes: attributes}
	body, err := m.AppendBody(nil)
	if err != nil {
		f.t.Fatal(err)
	}
	return f.stamp(f.batch.AddMessage(event.KindMessage, body, wire.Limits{}))
}

func (f *floor) register(dn string) {
	f.reference++
	e := f.message(wire.EventRegistered, wire.TextAttribute(wire.AttributeThisDN, dn))
	e.Request = event.Request{Kind: event.RequestRegister, Reference: f.reference, Round: f.round, SentAt: f.now}
}

func (f *floor) refuse(dn string) {
	f.reference++
	e := f.message(wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 59), wire.TextAttribute(wire.AttributeThisDN, dn))
	e.Request = event.Request{Kind: event.RequestRegister, Reference: f.reference, Round: f.round, SentAt: f.now}
}

func (f *floor) indicate(dn, word string) {
	f.t.Helper()
	list, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{wire.TextPair(event.CaptureKey, word)})
	if err != nil {
		f.t.Fatal(err)
	}
	f.message(wire.EventUserEvent, wire.TextAttribute(wire.AttributeThisDN, dn), list)
}

func (f *floor) cursor() string {
	if key, ok := f.r.Cursor(); ok {
		return key.DN
	}
	return ""
}

// targets returns the DNs that a command would affect.
func (f *floor) targets() string {
	var all []string
	for _, key := range f.r.Targets() {
		all = append(all, key.DN)
	}
	return strings.Join(all, " ")
}

func (f *floor) visible() string {
	var all []string
	for _, row := range f.r.Visible() {
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
