package board

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"

	"pgregory.net/rapid"
)

// world plays random histories on a board and keeps, independently of it, what the
// invariants of INVARIANTS.md need.
type world struct {
	*desk
	r       *rapid.T
	dns     []string
	queued  map[CommandID]bool
	ended   map[CommandID]Command
	ref     map[string]*reference4
	views   map[string]view
	release []event.Command // handed out, not sent yet
	expired time.Time       // when Expire was last called
	copy    *replica
}

// reference4 is what invariants 3 and 4 require for one DN.
type reference4 struct {
	calls   map[uint64]bool
	left    map[uint64]bool
	leftAt  map[uint64]time.Time
	state   State
	connID  uint64
	vouched bool
	renamed bool // aliases are not followed here
	stopped bool // STOPPED UNASKED was shown
}

// view is what a row shows.
type view struct {
	version  uint64
	State    State
	Stale    Stale
	Fault    Fault
	Reg      Registration
	Capture  Capture
	ByCall   []CallCapture
	Calls    []Call
	Agent    Agent
	Last     Command
	Ended    []Command
	Conflict [2]State
	Foreign  Foreign
	Stopped  Stopped
	Call     CaptureCall
	Label    string
}

func viewOf(r *Row) view {
	v := view{
		version: r.Version(), State: r.State(), Stale: r.Stale(), Fault: r.Fault(), Reg: r.Registration(), Capture: r.Capture(),
		ByCall: append([]CallCapture(nil), r.CapturesByCall()...), Calls: append([]Call(nil), r.Calls()...), Agent: r.Agent(),
		Ended: r.EndedCommands(), Label: r.Label(),
	}
	v.Last, _ = r.LastCommand()
	v.Conflict[0], v.Conflict[1], _ = r.Conflict()
	v.Foreign, _ = r.Foreign()
	v.Stopped, _ = r.Stopped()
	v.Call = r.CaptureCall()
	return v
}

func newWorld(t *rapid.T) *world {
	o := Options{
		AutomaticQueries: rapid.Bool().Draw(t, "automatic"), QueryRate: rapid.SampledFrom([]int{0, 5}).Draw(t, "rate"),
		StaleAfter: rapid.SampledFrom([]time.Duration{0, 20 * time.Second}).Draw(t, "stale after"),
		Requery:    rapid.SampledFrom([]time.Duration{0, 15 * time.Second}).Draw(t, "requery"),

		VerifyAfter: rapid.SampledFrom([]time.Duration{0, 2 * time.Second}).Draw(t, "verify after"), Spread: rapid.SampledFrom([]float64{-0.2, 0, 0.1}).Draw(t, "spread"),
		History: rapid.IntRange(1, 3).Draw(t, "history"),
		ConnID:  ConnIDPolicy{Mode: rapid.SampledFrom([]ConnIDMode{ConnIDCapture, ConnIDCurrent, ConnIDNone}).Draw(t, "ConnID")},
	}
	if rapid.Bool().Draw(t, "short request-timeout") {
		o.RequestTimeout = 3 * time.Second
	}
	dns := []string{"7001", "7002", "7003"}
	w := &world{
		desk: newDesk(t, o, dns...), r: t, dns: dns, queued: make(map[CommandID]bool), ended: make(map[CommandID]Command),
		ref: make(map[string]*reference4), views: make(map[string]view),
	}
	for _, dn := range dns {
		w.ref[dn] = newReference()
		w.b.Add(Entry{Key: key(dn), Team: w.team()})
	}
	w.copy = newReplica(t, w.b)
	return w
}

func (w *world) team() string {
	return rapid.SampledFrom([]string{"", "day", "night"}).Draw(w.r, "team")
}

func newReference() *reference4 {
	return &reference4{calls: make(map[uint64]bool), left: make(map[uint64]bool), leftAt: make(map[uint64]time.Time)}
}

func (w *world) dn() string        { return rapid.SampledFrom(w.dns).Draw(w.r, "DN") }
func (w *world) verb() event.Verb  { return event.Verb(rapid.IntRange(1, 5).Draw(w.r, "verb")) }
func (w *world) on(dn string) bool { return w.b.Row(key(dn)) != nil }
func (w *world) connID() uint64 {
	return rapid.SampledFrom([]uint64{0, 0, 0xc1, 0xc2, 0xc3}).Draw(w.r, "ConnID")
}

// forEach ends with the link what holds for each DN.
func (w *world) forEach(f func(r *reference4)) {
	for _, r := range w.ref {
		f(r)
	}
}

func (r *reference4) forgetCalls() { clear(r.calls); clear(r.left); r.renamed = false }

func (w *world) actions() map[string]func(*rapid.T) {
	act := func(f func()) func(*rapid.T) {
		return func(t *rapid.T) {
			w.r, w.t, w.copy.t = t, t, t
			f()
		}
	}
	return map[string]func(*rapid.T){
		"":             func(t *rapid.T) { w.check(t) },
		"time":         act(w.passTime),
		"indication":   act(w.indicate),
		"indication 2": act(w.indicate),
		"other client": act(func() { w.user(w.dn(), w.verb().String(), w.connID()) }),
		"foreign":      act(func() { w.user(w.dn(), "Enabled", w.connID()) }),
		"queue":        act(w.queue),
		"release":      act(func() { w.release = append(w.release, w.b.Release(w.now, rapid.IntRange(0, 2).Draw(w.r, "max"))...) }),
		"query":        act(w.query),
		"leave":        act(w.leaveOne),
		"leave 2":      act(w.leaveOne),
		"unsent":       act(w.unsent),
		"answer":       act(w.answer),
		"answer 2":     act(w.answer),
		"cancel":       act(w.cancel),
		"call":         act(w.callEvent),
		"call 2":       act(w.callEvent),
		"rename":       act(w.rename),
		"agent": act(func() {
			w.message(wire.EventAgentReady, thisDN(w.dn()), wire.TextAttribute(wire.AttributeAgentID, "1"))
		}),
		"registered":   act(w.registeredAgain),
		"unregistered": act(w.unregistered),
		"refused":      act(w.refused),
		"link":         act(w.loseLink),
		"service": act(func() {
			w.message(rapid.SampledFrom([]wire.MessageType{wire.EventDNOutOfService, wire.EventDNBackInService}).Draw(w.r, "service"), thisDN(w.dn()))
		}),
		"remove or add": act(w.removeOrAdd),
		"team":          act(w.changeTeam),
		"resync":        act(w.resync),
		"take outcomes": act(w.take),
		"acknowledge": act(func() {
			dn := w.dn()
			w.b.Acknowledge(key(dn))
			w.ref[dn].stopped = false
		}),
	}
}

func (w *world) passTime() {
	w.after(time.Duration(rapid.IntRange(1, 70).Draw(w.r, "tenths")) * 100 * time.Millisecond)
	if rapid.Bool().Draw(w.r, "expire") {
		w.b.Expire(w.now)
		w.expired = w.now
		for _, r := range w.b.Rows() {
			if due := w.b.rowDue(r); !due.IsZero() && !due.After(w.now) {
				w.r.Fatalf("invariant 6: DN %s is due at %v after Expire(%v)", r.Key().DN, due, w.now)
			}
		}
	}
}

func (w *world) indicate() {
	dn, id := w.dn(), w.connID()
	indication := event.Indication(rapid.IntRange(1, 3).Draw(w.r, "indication"))
	may := map[uint64]bool{id: true}
	if row := w.b.Row(key(dn)); row != nil && id == 0 {
		// It may answer a query of a call, or be about a capture that outlives its call: the tests
		// of those cases check when.
		for _, c := range row.open {
			may[c.connID] = may[c.connID] || c.Verb == event.VerbQuery && c.isSent()
		}
		if capture := row.Capture(); row.hasLeft(capture.ConnID) && len(row.Calls()) == 0 {
			may[capture.ConnID] = true
		}
	}
	w.user(dn, indication.String(), id)
	r := w.ref[dn]
	if !w.on(dn) {
		return
	}
	word := w.row(dn).byCall[len(w.row(dn).byCall)-1].ConnID
	if !may[word] && !r.renamed {
		w.r.Fatalf("invariant 4: a word for call %x counts for %x, which may be %v", id, word, may)
	}
	if r.renamed || !r.left[word] || !r.calls[r.connID] {
		r.state, r.connID, r.vouched = stateOf(indication), word, true
	}
}

func (w *world) queue() {
	id, err := w.b.Queue(w.now, key(w.dn()), w.verb(), "rapid")
	if err == nil {
		w.queued[id] = true
	}
}

func (w *world) leaveOne() {
	if len(w.release) == 0 {
		w.r.Skip()
	}
	c := w.release[0]
	w.release = w.release[1:]
	w.leave(c)
}

func (w *world) unsent() {
	if len(w.release) == 0 {
		w.r.Skip()
	}
	c := w.release[0]
	w.release = w.release[1:]
	w.b.Apply(&event.Event{Kind: event.KindUnsent, Time: w.now, Site: "sip", Connection: w.conn, Problem: "refused", Obstacle: rapid.SampledFrom([]event.Obstacle{event.ObstacleNone, event.ObstacleJournal}).Draw(w.r, "obstacle"), Request: event.Request{Kind: event.RequestCapture, Command: c.ID}})
}

func (w *world) query() {
	asked := w.b.NextQueries(w.now, []Key{key(w.dn())})
	w.release = append(w.release, asked...)
	for _, c := range asked {
		if row := w.row(c.DN); !w.b.options.AutomaticQueries || !row.canBeAsked() {
			w.r.Fatalf("invariant 11: DN %s is asked, automatic queries %v, registration %v", c.DN, w.b.options.AutomaticQueries, row.Registration().State)
		}
	}
}

// answer answers any command that ever left, repeatedly.
func (w *world) answer() {
	if len(w.sent) == 0 {
		w.r.Skip()
	}
	id := CommandID(rapid.IntRange(1, int(w.b.lastID)).Draw(w.r, "command"))
	if w.sent[id] == 0 {
		return
	}
	before, open := w.b.Command(id)
	if rapid.IntRange(0, 4).Draw(w.r, "error") == 0 {
		w.reject(id, 50)
	} else {
		w.ack(id)
	}
	after, still := w.b.Command(id)
	if !open && still {
		w.r.Fatalf("invariant 2: an answer opened command %d again", id)
	}
	before.Who = after.Who // an echo window may have ended in between
	if still && !before.Accepted.IsZero() && after != before {
		w.r.Fatalf("invariant 5: a second ACK changed command %d from %+v to %+v", id, before, after)
	}
}

func (w *world) cancel() {
	if rapid.Bool().Draw(w.r, "all") {
		w.b.CancelAll(w.now, "user")
		return
	}
	w.b.Cancel(w.now, CommandID(rapid.IntRange(0, int(w.b.lastID)+1).Draw(w.r, "command")), "user")
}

func (w *world) callEvent() {
	dn, id := w.dn(), w.connID()
	typ := rapid.SampledFrom([]wire.MessageType{wire.EventRinging, wire.EventEstablished, wire.EventHeld, wire.EventReleased, wire.EventReleased}).Draw(w.r, "type")
	w.call(typ, dn, id)
	r := w.ref[dn]
	if !w.on(dn) || id == 0 {
		return
	}
	if typ != wire.EventReleased {
		r.calls[id] = true
		delete(r.left, id)
	} else {
		delete(r.calls, id)
		r.left[id], r.leftAt[id] = true, w.now
	}
}

func (w *world) rename() {
	dn := w.dn()
	w.call(wire.EventPartyChanged, dn, w.connID(), wire.LongAttribute(wire.AttributePreviousConnID, w.connID()))
	w.ref[dn].renamed = true
}

func (w *world) registeredAgain() {
	dn := w.dn()
	w.registered(dn, textPair("conn-1", "c1"), textPair("ps-1", "12"))
	if r := w.ref[dn]; w.on(dn) {
		for id := range r.calls {
			r.left[id], r.leftAt[id] = true, w.now
		}
		clear(r.calls)
		r.calls[0xc1] = true
		if id := r.connID; id != 0 && id != 0xc1 {
			r.left[id], r.leftAt[id] = true, w.now // of a capture whose call was never seen
		}
		delete(r.left, 0xc1)
	}
}

// resync asks about a DN, and has T-Server answer a pending request, or not.
func (w *world) resync() {
	_ = w.b.Resync(w.now, key(w.dn()))
	for _, k := range w.b.NextResyncs(w.now) {
		r, id := w.ref[k.DN], uint64(0)
		switch rapid.IntRange(0, 3).Draw(w.r, "answer") {
		case 0:
			continue
		case 1:
			w.addressInfo(k.DN, wire.EventError)
			continue
		case 2:
			w.addressInfo(k.DN, wire.EventAddressInfo, w.extensions(textPair("conn-1", "c1"), textPair("ps-1", "12")))
			id = 0xc1
		default:
			w.addressInfo(k.DN, wire.EventAddressInfo, w.extensions(textPair("status", "0")))
		}
		for call := range r.calls {
			r.left[call], r.leftAt[call] = true, w.now
		}
		clear(r.calls)
		if r.connID != 0 && r.connID != id {
			r.left[r.connID], r.leftAt[r.connID] = true, w.now
		}
		if id != 0 {
			r.calls[id] = true
			delete(r.left, id)
		}
	}
}

func (w *world) unregistered() {
	dn := w.dn()
	if w.on(dn) && w.row(dn).Registration().State.Held() {
		w.ref[dn].vouched = false
		w.ref[dn].forgetCalls()
	}
	w.message(wire.EventUnregistered, thisDN(dn))
}

func (w *world) refused() {
	dn := w.dn()
	if w.on(dn) && w.row(dn).Registration().State.Held() {
		w.ref[dn].vouched = false
		w.ref[dn].forgetCalls()
	}
	w.register(dn, wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, rapid.SampledFrom([]int32{59, 40}).Draw(w.r, "code")))
}

func (w *world) loseLink() {
	w.forEach(func(r *reference4) { r.vouched = false; r.forgetCalls() })
	if rapid.Bool().Draw(w.r, "link only") {
		w.link(event.Link{State: event.LinkDown})
		w.check(w.r)
		w.round++
		w.link(event.Link{State: event.LinkUp, Round: w.round})
	} else {
		w.lose()
		w.check(w.r)
		w.connect()
	}
	w.check(w.r)
	for _, dn := range w.dns {
		w.registered(dn)
	}
}

func (w *world) removeOrAdd() {
	dn := w.dn()
	delete(w.views, dn)
	if w.on(dn) {
		w.b.Remove(w.now, key(dn))
		w.ref[dn] = newReference()
		return
	}
	w.b.Add(Entry{Key: key(dn), Team: w.team()})
	w.registered(dn)
}

func (w *world) changeTeam() {
	if dn := w.dn(); w.on(dn) {
		w.b.Add(Entry{Key: key(dn), Team: w.team()})
	}
}

func (w *world) take() {
	for _, c := range w.b.TakeOutcomes() {
		if _, twice := w.ended[c.ID]; twice || !w.queued[c.ID] || !c.Life.Ended() || c.Ended.IsZero() {
			w.r.Fatalf("invariant 2: the outcome %+v (queued %v, a second time %v)", c, w.queued[c.ID], twice)
		}
		if w.copy.ended[c.ID] != 1 || w.copy.sent[c.ID] > 1 || c.Sent.IsZero() != (w.copy.sent[c.ID] == 0) {
			w.r.Fatalf("invariant 14: command %+v was reported as sent %d times and as ended %d times", c, w.copy.sent[c.ID], w.copy.ended[c.ID])
		}
		w.ended[c.ID] = c
	}
}

func (w *world) check(t *rapid.T) {
	w.r, w.t, w.copy.t = t, t, t
	w.copy.check(w.b)     // invariant 14
	checkCounters(t, w.b) // invariant 1
	checkTeams(t, w.b)    // invariants 7 and 13
	for _, r := range w.b.Rows() {
		w.checkRow(t, r)
	}
	automatic := 0
	for _, c := range w.b.commands {
		if c.automatic {
			automatic++
		}
	}
	resyncs := 0
	for _, r := range w.b.rows {
		if r.resync.open {
			resyncs++
		}
	}
	if s := w.b.sites["sip"]; s.asking.resyncs != resyncs {
		t.Fatalf("invariant 11: %d RequestQueryAddress are open, counted are %d", resyncs, s.asking.resyncs)
	}
	if s := w.b.sites["sip"]; s.asking.open != automatic {
		t.Fatalf("invariant 11: %d automatic queries are open, counted are %d", automatic, s.asking.open)
	}
	if n := len(w.b.commands); n > 3*MaxOpenCommands {
		t.Fatalf("invariant 7: %d commands are open", n)
	}
}

func (w *world) checkRow(t *rapid.T, r *Row) {
	dn, ref := r.Key().DN, w.ref[r.Key().DN]
	plain := r.State() != StateUnknown && r.Stale() == 0
	if link, _ := w.b.Link("sip"); plain && (!ref.vouched || link.State != event.LinkUp || !r.Registration().State.Held()) {
		t.Fatalf("invariant 3: DN %s is plain %v, vouched %v, link %v, registration %v", dn, r.State(), ref.vouched, link.State, r.Registration().State)
	}
	if !ref.renamed && (r.State() != ref.state || r.Capture().ConnID != ref.connID) {
		t.Fatalf("invariant 4: DN %s is %v of call %x, want %v of %x", dn, r.State(), r.Capture().ConnID, ref.state, ref.connID)
	}
	current, onCall := r.CurrentCall()
	if id := r.Capture().ConnID; r.State() != StateUnknown && onCall && id != 0 && (r.CaptureCall() == CaptureOtherCall) != (id != current.ConnID) {
		t.Fatalf("invariant 10: DN %s shows call %x with the capture of %x: %q", dn, current.ConnID, id, r.CaptureCall())
	}
	w.checkCallLeft(t, r)
	w.checkAge(t, r)
	if ref.renamed {
		ref.state, ref.connID = r.State(), r.Capture().ConnID
	}
	for _, c := range r.EndedCommands() {
		was, taken := w.ended[c.ID]
		was.Late, was.LateAfter, was.Who = c.Late, c.LateAfter, c.Who
		if taken && c != was {
			t.Fatalf("invariant 2: command %d changed after its end from %+v to %+v", c.ID, was, c)
		}
	}
	if due := w.b.rowDue(r); !due.IsZero() && (r.heapIndex < 0 || r.due.After(due)) {
		t.Fatalf("invariant 6: DN %s is due at %v, the heap says %v at place %d", dn, due, r.due, r.heapIndex)
	}
	if ref.stopped && !r.hasLasting {
		t.Fatalf("invariant 12: DN %s lost STOPPED UNASKED without an acknowledgement", dn)
	}
	if ref.stopped = r.hasLasting; ref.stopped && r.Fault().Kind != FaultStopped {
		t.Fatalf("invariant 12: DN %s has STOPPED UNASKED, which %v hides", dn, r.Fault())
	}
	if (r.busyEnds.IsZero() || r.busyEnds.After(w.now)) && r.OnCall() != slices.ContainsFunc(r.calls, func(c Call) bool { return c.State != CallBridged && !c.IsStale(w.now) }) {
		t.Fatalf("DN %s is on a call: %v, with the calls %+v", dn, r.OnCall(), r.calls)
	}
	if len(r.left) > maxLeft || len(r.aliases) > maxAliases {
		t.Fatalf("invariant 7: DN %s keeps %d calls that have left and %d aliases", dn, len(r.left), len(r.aliases))
	}
	if len(r.calls) > MaxCalls || len(r.byCall) > MaxCaptures || len(r.open) > MaxOpenCommands || len(r.ended) > w.b.options.History {
		t.Fatalf("invariant 7: DN %s keeps %d calls, %d captures, %d open and %d ended commands", dn, len(r.calls), len(r.byCall), len(r.open), len(r.ended))
	}
	now := viewOf(r)
	before, known := w.views[dn]
	w.views[dn] = now
	if known && before.version == now.version && !reflect.DeepEqual(before, now) {
		t.Fatalf("invariant 8: DN %s changed without a new version:\n%+v\n%+v", dn, before, now)
	}
}

// checkCallLeft checks that no live capture is plain 2 s after its call ended, by the time
// that the board knows.
func (w *world) checkCallLeft(t *rapid.T, r *Row) {
	ref, id := w.ref[r.Key().DN], r.Capture().ConnID
	long := w.expired.Sub(ref.leftAt[id]) >= CallLeftTime
	if live(r.State()) && r.Stale() == 0 && !ref.renamed && id != 0 && ref.left[id] && long && r.CaptureCall() == CaptureHere {
		t.Fatalf("invariant 10: DN %s is plain %v of call %x, which left at %v", r.Key().DN, r.State(), id, ref.leftAt[id])
	}
}

// checkAge checks that no live capture is plain for longer than it may be without an
// indication, whether its DN is queried or not, by the time that the board knows.
func (w *world) checkAge(t *rapid.T, r *Row) {
	most := w.b.options.StaleAfter
	if most == 0 && w.b.asksAgain() {
		most = 2 * r.site.asking.interval
	}
	if heard := r.Capture().Heard; live(r.State()) && r.Stale() == 0 && most > 0 && w.expired.Sub(heard) >= most {
		t.Fatalf("invariant 3: DN %s is plain %v and was last heard at %v", r.Key().DN, r.State(), heard)
	}
}

func TestInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		t.Repeat(w.actions())
		// Time ends everything that is open.
		w.b.CancelAll(w.now, "quit")
		w.wait(time.Hour)
		w.take()
		for id := range w.queued {
			if _, ok := w.ended[id]; !ok {
				t.Fatalf("invariant 2: command %d has no outcome", id)
			}
		}
		if n := w.b.Counters().OpenCommands; n != 0 {
			t.Fatalf("invariant 1: %d commands are open at the end", n)
		}
	})
}
