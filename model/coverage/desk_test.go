package coverage

import (
	"fmt"
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

// tester is the common interface of tests, benchmarks and property tests.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// desk drives a board as a session does, and a Coverage with it.
type desk struct {
	t       tester
	b       *board.Board
	c       *Coverage
	now     time.Time
	feed    *tlibtest.Feed
	answers func(event.Command)
}

func policy() Options {
	return Options{Grace: DefaultGrace, Least: DefaultLeast, PauseLimit: DefaultPauseLimit, AfterCall: DefaultAfterCall}
}

func key(dn string) board.Key { return board.Key{Site: "sip", DN: dn} }

// newDesk returns a desk at noon, whose DNs are registered.
func newDesk(t tester, o Options, bo board.Options, dns ...string) *desk {
	d := &desk{t: t, b: board.New(bo), now: noon}
	if o.Interval == nil {
		o.Interval = d.b.Interval
	}
	d.c = New(o)
	d.b.OnChange(d.c.Changed)
	d.b.OnFetch(d.c.Fetch)
	d.feed = &tlibtest.Feed{T: t, Site: "sip", Now: func() time.Time { return d.now }}
	for _, dn := range dns {
		d.b.Add(board.Entry{Key: key(dn), Team: "claims"})
	}
	d.connect()
	for _, dn := range dns {
		d.registered(dn)
	}
	return d
}

// apply applies what was added to the feed.
func (d *desk) apply() {
	for i := range d.feed.Batch.Events {
		d.b.Apply(&d.feed.Batch.Events[i])
	}
	d.feed.Batch.Reset()
	d.expire()
}

func (d *desk) expire() {
	d.b.Expire(d.now)
	for _, c := range d.b.NextQueries(d.now, nil) {
		d.feed.Leave(c)
		for i := range d.feed.Batch.Events {
			d.b.Apply(&d.feed.Batch.Events[i])
		}
		d.feed.Batch.Reset()
		if d.answers != nil {
			d.answers(c)
		}
	}
	d.c.Expire(d.now)
}

// until lets the time pass, and everything happen that is due.
func (d *desk) until(at time.Time) {
	for range 100000 {
		next := at
		if due, ok := d.b.NextDeadline(); ok && due.Before(next) {
			next = due
		}
		if due, ok := d.c.NextDeadline(); ok && due.Before(next) {
			next = due
		}
		if next.Before(d.now) {
			next = d.now
		}
		if stuck := next.Equal(d.now) && at.After(d.now); stuck {
			next = d.now.Add(time.Millisecond)
		}
		if next.After(at) {
			next = at
		}
		d.now = next
		d.expire()
		if !d.now.Before(at) {
			return
		}
	}
	d.t.Fatalf("time does not pass beyond %v", d.now)
}

func (d *desk) link(l event.Link) {
	d.feed.Link(l)
	d.apply()
}

func (d *desk) connect() {
	d.feed.Connection++
	d.feed.Round++
	d.link(event.Link{State: event.LinkUp, Round: d.feed.Round})
}

func (d *desk) lose() {
	d.link(event.Link{State: event.LinkWaiting, Lost: true, Reason: "the peer closed"})
}

// registered answers the registration of a DN with a snapshot of its calls, each as its
// name and its state.
func (d *desk) registered(dn string, calls ...string) {
	attributes := []wire.Attribute{}
	if len(calls) > 0 {
		var pairs []wire.KeyValue
		for i, call := range calls {
			name, state, _ := strings.Cut(call, ":")
			party := map[string]int32{"talking": 12, "held": 14, "ringing": 10}[state]
			pairs = append(pairs, wire.TextPair(fmt.Sprintf("conn-%d", i+1), fmt.Sprintf("%016x", call1(name))),
				wire.TextPair(fmt.Sprintf("ps-%d", i+1), fmt.Sprint(party)))
		}
		list := tlibtest.UserData(d.t, pairs...)
		list.ID = wire.AttributeExtensions
		attributes = append(attributes, list)
	}
	d.feed.Registered(dn, attributes...)
	d.apply()
}

// call1 is the ConnID of a call that a script names by a letter, 0 for "-".
func call1(name string) uint64 {
	if name == "" || name == "-" {
		return 0
	}
	return 0x6f01b2c3d4e50000 + uint64(name[0])
}

func callName(connID uint64) string {
	if connID == 0 {
		return "-"
	}
	return string(rune(connID & 0xff))
}

var callEvents = map[string]wire.MessageType{
	"ring": wire.EventRinging, "dial": wire.EventDialing, "establish": wire.EventEstablished, "hold": wire.EventHeld,
	"retrieve": wire.EventRetrieved, "release": wire.EventReleased, "bridge": wire.EventBridged, "busy": wire.EventDestinationBusy,
}

var agentEvents = map[string]wire.MessageType{"login": wire.EventAgentLogin, "ready": wire.EventAgentReady, "acw": wire.EventAgentAfterCallWork}

// step plays one event of a DN.
func (d *desk) step(dn string, words ...string) {
	d.t.Helper()
	what, call := words[0], ""
	if len(words) > 1 {
		call = words[1]
	}
	switch {
	case callEvents[what] != 0:
		attributes := []wire.Attribute{tlibtest.ThisDN(dn), tlibtest.ConnID(call1(call))}
		if len(words) > 2 {
			attributes = append(attributes, wire.TextAttribute(wire.AttributeOtherDN, words[2]))
		}
		d.feed.Message(callEvents[what], attributes...)
	case what == "rename":
		d.feed.Message(wire.EventPartyChanged, tlibtest.ThisDN(dn), tlibtest.ConnID(call1(words[2])), wire.LongAttribute(wire.AttributePreviousConnID, call1(call)))
	case agentEvents[what] != 0:
		d.feed.Message(agentEvents[what], tlibtest.ThisDN(dn), wire.TextAttribute(wire.AttributeAgentID, "a1"))
	case what == "enabled" || what == "paused" || what == "disabled":
		d.feed.Indicate(dn, what, call1(call))
	case what == "asked": // another client's query, and its answer
		d.feed.Indicate(dn, "query", call1(words[2]))
		d.apply()
		d.feed.Indicate(dn, call, call1(words[2]))
	case what == "other":
		d.feed.Indicate(dn, call, 0)
	case what == "send": // a command of ours, which T-Server accepts
		d.send(dn, call)
	case what == "lose":
		d.lose()
	case what == "up":
		d.connect()
		d.registered(dn, words[1:]...)
	case what == "remove":
		d.b.Remove(d.now, key(dn))
	case what == "close":
		d.c.Close(d.now)
	case what == "wait":
	default:
		d.t.Fatalf("unknown step %q", what)
	}
	d.apply()
}

func (d *desk) send(dn, verb string) {
	d.t.Helper()
	verbs := map[string]event.Verb{"start": event.VerbStart, "stop": event.VerbStop, "pause": event.VerbPause, "resume": event.VerbResume, "query": event.VerbQuery}
	if _, err := d.b.Queue(d.now, key(dn), verbs[verb], "test"); err != nil {
		d.t.Fatalf("%s was refused: %v", verb, err)
	}
	for _, c := range d.b.Release(d.now, 0) {
		d.feed.Leave(c)
		d.feed.Accept(c)
	}
	d.apply()
}

// play plays a script for a DN: a line each step, with the time since noon before it.
func (d *desk) play(dn, script string) {
	d.t.Helper()
	for line := range strings.Lines(script) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		at, err := time.ParseDuration(words[0])
		if err != nil {
			d.t.Fatalf("line %q: %v", line, err)
		}
		d.until(noon.Add(at))
		d.step(dn, words[1:]...)
	}
}

// since writes a time as the time since noon.
func since(at time.Time) string { return seconds(at.Sub(noon)) }

func seconds(d time.Duration) string { return fmt.Sprintf("%gs", d.Seconds()) }

var causeWords = map[GapCause]string{
	GapNotStarted: "not started", GapStopped: "stopped", GapStoppedByUs: "stopped by us", GapStoppedByOther: "stopped by other",
	GapNoAnswer: "no answer", GapLinkLost: "link lost",
}

// line describes a stretch in one line.
func line(s *Stretch) string {
	var b strings.Builder
	add := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	flag := func(set bool, word string) {
		if set {
			add(" %s", word)
		}
	}
	part := func(d time.Duration, word string) {
		if d != 0 {
			add(" %s=%s", word, seconds(d))
		}
	}
	add("%s-%s", since(s.Began), since(s.Ended))
	part(s.Captured, "captured")
	part(s.Paused, "paused")
	if s.PausedWithin != s.Paused {
		part(s.PausedWithin, "within")
	}
	part(s.Off, "off")
	part(s.Unverified, "unverified")
	part(s.UnverifiedStart, "start")
	if s.EverCaptured {
		add(" after=%s", seconds(s.CapturedAfter))
	}
	flag(s.AtMost, "at-most")
	flag(s.AtLeast, "at-least")
	flag(s.EndNotSeen, "end-not-seen")
	flag(s.EndedPaused, "ended-paused")
	flag(s.Excluded == ExcludedShort, "short")
	flag(s.Excluded == ExcludedByFilter, "filtered")
	flag(s.Excluded == ExcludedTime, "out-of-time")
	for _, g := range s.Gaps {
		add(" gap[%s-%s off=%s %s]", since(g.Began), since(g.Ended), seconds(g.Off), causeWords[g.Cause])
	}
	if len(s.Calls) != 1 || s.MoreCalls > 0 {
		for _, c := range s.Calls {
			add(" %s[%s-%s]", callName(c.ConnID), since(c.Began), since(c.Ended))
		}
		if s.MoreCalls > 0 {
			add(" more=%d", s.MoreCalls)
		}
	}
	return b.String()
}

var noticeWords = map[NoticeKind]string{NoticeGap: "gap", NoticePausedLong: "paused-long", NoticeEndedPaused: "ended-paused", NoticeCapturedLong: "captured-long"}

func noticeLine(n *Notice) string {
	sign := "-"
	if n.Raised {
		sign = "+"
	}
	text := fmt.Sprintf("%s%s %s %s", sign, noticeWords[n.Kind], since(n.At), callName(n.ConnID))
	if n.Kind == NoticeGap {
		text += " " + causeWords[n.Cause]
	}
	if n.NotSeen {
		text += " end not seen"
	}
	return text
}

// result is what a script left, a line each stretch, time without watch and notice.
func (d *desk) result() string {
	var b strings.Builder
	for _, s := range d.c.TakeStretches() {
		b.WriteString(line(&s) + "\n")
	}
	for _, x := range d.c.TakeBlinds() {
		fmt.Fprintf(&b, "blind %s-%s %s\n", since(x.Began), since(x.Ended), map[BlindCause]string{BlindLink: "link", BlindNotRegistered: "not registered"}[x.Cause])
	}
	for _, n := range d.c.TakeNotices() {
		b.WriteString(noticeLine(&n) + "\n")
	}
	return b.String()
}
