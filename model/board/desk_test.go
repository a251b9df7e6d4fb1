package board

import (
	"fmt"
	"slices"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

// tester is the common interface of tests, benchmarks and property tests.
type tester interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// desk drives a board as a session does: messages are encoded to bytes, decoded
// into a batch, and applied from there.
type desk struct {
	t     tester
	b     *Board
	now   time.Time
	conn  uint32
	round uint32
	ref   int32
	feed  *tlibtest.Feed
	sent  map[CommandID]int32
}

const (
	connA uint64 = 0x006f01b2c3d4e5f6
	connB uint64 = 0x006f01b2c3d4e5f9
)

func key(dn string) Key { return Key{Site: "sip", DN: dn} }

// newDesk returns a desk whose board holds the DNs, connected and registered,
// with no automatic queries unless the options ask for them.
func newDesk(t tester, o Options, dns ...string) *desk {
	d := &desk{t: t, b: New(o), now: time.Date(2026, 11, 23, 14, 2, 0, 0, time.UTC), sent: make(map[CommandID]int32)}
	d.feed = &tlibtest.Feed{T: t, Site: "sip", Now: func() time.Time { return d.now }}
	for _, dn := range dns {
		d.b.Add(Entry{Key: key(dn)})
	}
	d.connect()
	for _, dn := range dns {
		d.registered(dn)
	}
	return d
}

func (d *desk) row(dn string) *Row {
	r := d.b.Row(key(dn))
	if r == nil {
		d.t.Fatalf("DN %s is not on the board", dn)
	}
	return r
}

func (d *desk) after(span time.Duration) { d.now = d.now.Add(span) }

// wait advances the time and calls Expire.
func (d *desk) wait(span time.Duration) {
	d.after(span)
	d.b.Expire(d.now)
}

func (d *desk) link(l event.Link) {
	d.b.Apply(&event.Event{Kind: event.KindLink, Time: d.now, Site: "sip", Connection: d.conn, Link: &l})
}

func (d *desk) connect() {
	d.conn++
	d.round++
	d.link(event.Link{State: event.LinkConnecting})
	d.link(event.Link{State: event.LinkLoggingIn})
	d.link(event.Link{State: event.LinkUp, Round: d.round})
}

func (d *desk) lose() {
	d.link(event.Link{State: event.LinkWaiting, Lost: true, Reason: "the peer closed"})
}

// encoded makes an event of a message as the session does.
func (d *desk) encoded(kind event.Kind, request event.Request, typ wire.MessageType, attributes ...wire.Attribute) *event.Event {
	d.feed.Batch.Reset()
	d.feed.Connection = d.conn
	e := d.feed.AddMessage(kind, typ, attributes...)
	e.Request = request
	return e
}

func (d *desk) message(typ wire.MessageType, attributes ...wire.Attribute) {
	d.b.Apply(d.encoded(event.KindMessage, event.Request{}, typ, attributes...))
}

func thisDN(dn string) wire.Attribute  { return tlibtest.ThisDN(dn) }
func connID(id uint64) wire.Attribute  { return tlibtest.ConnID(id) }
func reference(n int32) wire.Attribute { return tlibtest.Reference(n) }

func (d *desk) list(id wire.AttributeID, pairs ...wire.KeyValue) wire.Attribute {
	a := tlibtest.UserData(d.t, pairs...)
	a.ID = id
	return a
}

func textPair(k, v string) wire.KeyValue {
	return wire.KeyValue{Key: k, Type: wire.PairText, Bytes: []byte(v)}
}

// user delivers an EventUserEvent with a value under the capture key.
func (d *desk) user(dn, word string, id uint64) {
	attributes := []wire.Attribute{thisDN(dn), d.list(wire.AttributeUserData, textPair(event.CaptureKey, word))}
	if id != 0 {
		attributes = append(attributes, connID(id))
	}
	d.message(wire.EventUserEvent, attributes...)
}

func (d *desk) call(typ wire.MessageType, dn string, id uint64, more ...wire.Attribute) {
	d.message(typ, append([]wire.Attribute{thisDN(dn), connID(id)}, more...)...)
}

// register sends a registration and delivers its answer, which names no DN if it is an
// error.
func (d *desk) register(dn string, typ wire.MessageType, more ...wire.Attribute) {
	d.ref++
	request := event.Request{Kind: event.RequestRegister, Reference: d.ref, Round: d.round, SentAt: d.now}
	d.b.Apply(d.encoded(event.KindSent, request, wire.RequestRegisterAddress, reference(d.ref), thisDN(dn)))
	attributes := append([]wire.Attribute{reference(d.ref)}, more...)
	if typ != wire.EventError {
		attributes = append(attributes, thisDN(dn))
	}
	d.b.Apply(d.encoded(event.KindMessage, request, typ, attributes...))
}

func (d *desk) registered(dn string, extensions ...wire.KeyValue) {
	if len(extensions) == 0 {
		d.register(dn, wire.EventRegistered)
		return
	}
	d.register(dn, wire.EventRegistered, d.list(wire.AttributeExtensions, extensions...))
}

// send queues, releases and sends a command.
func (d *desk) send(dn string, verb event.Verb) CommandID {
	id, err := d.b.Queue(d.now, key(dn), verb, "test")
	if err != nil {
		d.t.Fatalf("%s was refused: %v", verb, err)
	}
	for _, c := range d.b.Release(d.now, 0) {
		d.leave(c)
	}
	return id
}

// answer plays a query that leaves, is accepted and is answered.
func (d *desk) answer(c event.Command, word string) {
	d.leave(c)
	d.ack(CommandID(c.ID))
	d.user(c.DN, word, c.ConnID)
}

// leave plays the session's part: KindSent.
func (d *desk) leave(c event.Command) {
	d.ref++
	d.sent[CommandID(c.ID)] = d.ref
	attributes := []wire.Attribute{
		reference(d.ref), thisDN(c.DN), wire.IntAttribute(wire.AttributeUserEvent, int32(wire.EventUserEvent)),
		d.list(wire.AttributeUserData, textPair(event.CaptureKey, c.Verb.String())),
	}
	if c.ConnID != 0 {
		attributes = append(attributes, connID(c.ConnID))
	}
	d.b.Apply(d.encoded(event.KindSent, d.request(CommandID(c.ID)), wire.RequestSendEvent, attributes...))
}

func (d *desk) request(id CommandID) event.Request {
	return event.Request{Kind: event.RequestCapture, Reference: d.sent[id], Command: uint64(id), SentAt: d.now}
}

func (d *desk) ack(id CommandID) {
	d.b.Apply(d.encoded(event.KindMessage, d.request(id), wire.EventACK, reference(d.sent[id])))
}

func (d *desk) reject(id CommandID, code int32, more ...wire.Attribute) {
	attributes := append([]wire.Attribute{reference(d.sent[id]), wire.IntAttribute(wire.AttributeErrorCode, code)}, more...)
	d.b.Apply(d.encoded(event.KindMessage, d.request(id), wire.EventError, attributes...))
}

// teach uses a separate DN to teach the board whether the server echoes.
func (d *desk) teach(k EchoKnowledge) {
	const dn = "teacher"
	if d.b.Row(key(dn)) == nil {
		d.b.Add(Entry{Key: key(dn)})
		d.registered(dn)
	}
	id := d.send(dn, event.VerbStart)
	d.ack(id)
	if k == EchoYes {
		d.user(dn, "start", 0)
	}
	d.user(dn, "enabled", 0)
	d.wait(DefaultEchoWindow)
	if got := d.b.Echo("sip"); got != k {
		d.t.Fatalf("echo knowledge is %v after teaching %v", got, k)
	}
	d.b.TakeOutcomes()
}

// outcome ends everything and returns the one outcome of a command.
func (d *desk) outcomes() map[CommandID]Command {
	out := make(map[CommandID]Command)
	for _, c := range d.b.TakeOutcomes() {
		if _, twice := out[c.ID]; twice {
			d.t.Fatalf("command %d has two outcomes", c.ID)
		}
		out[c.ID] = c
	}
	return out
}

// recount counts the rows again, by what each shows, and those that are queried regularly
// by site.
func recount(b *Board) (Counters, map[*site]int) {
	var c Counters
	again := make(map[*site]int)
	for _, r := range b.Rows() {
		row := recountRow(r)
		c.Add(&row, 1)
		c.OpenCommands += len(r.OpenCommands())
		if talks := slices.ContainsFunc(r.Calls(), func(c Call) bool { return c.State == CallTalking || c.State == CallHeld }); talks != r.Established() {
			panic(fmt.Sprintf("DN %s is on an answered call: %v, its calls: %v", r.key.DN, r.Established(), talks))
		}
		if fresh := r.classify(); fresh != r.shown {
			panic(fmt.Sprintf("DN %s shows %#x and is %#x", r.key.DN, r.shown, fresh))
		}
		if r.shown.again() {
			again[r.site]++
		}
	}
	return c, again
}

// recountRow returns the counters of a board that has only this row, without commands.
func recountRow(r *Row) Counters {
	c := Counters{Total: 1}
	stale := 0
	if r.Stale() != 0 {
		c.Stale, stale = 1, 1
	}
	switch r.Capture().State {
	case StateRec:
		c.Rec, c.StaleRec = 1, stale
	case StatePaused:
		c.Paused, c.StalePaused = 1, stale
	case StateOff:
		c.Off, c.StaleOff = 1, stale
	case StateUnknown:
		c.Unknown = 1
	}
	if r.Fault().Kind != FaultNone {
		c.Faults = 1
	}
	if r.Registration().State.Held() {
		c.Registered = 1
	}
	if _, ok := r.NotAsked(); ok {
		c.NotAsked = 1
	}
	return c
}

func checkCounters(t tester, b *Board) {
	t.Helper()
	want, again := recount(b)
	if got := b.Counters(); got != want {
		t.Fatalf("counters are %+v, a recount gives %+v", got, want)
	}
	for _, s := range b.siteList {
		var site Counters
		for _, r := range b.Rows() {
			if row := recountRow(r); r.site == s {
				site.Add(&row, 1)
				site.OpenCommands += len(r.OpenCommands())
			}
		}
		if got := b.SiteCounters(s.name); got != site {
			t.Fatalf("counters of site %s are %+v, a recount gives %+v", s.name, got, site)
		}
		if s.asking.again != again[s] {
			t.Fatalf("%d rows of site %s are asked again, a recount gives %d", s.asking.again, s.name, again[s])
		}
	}
}

// Command returns an open command by its number.
func (b *Board) Command(id CommandID) (c Command, ok bool) {
	if open := b.commands[id]; open != nil {
		return open.Command, true
	}
	return Command{}, false
}

// CommandText returns the state of a command in words (model/say).
var CommandText func(c Command, now time.Time) string

func connIDText(id uint64) string { return fmt.Sprintf("%016x", id) }
