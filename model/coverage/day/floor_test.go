package day

import (
	"context"
	"net"
	"sync"
	"syscall"
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/incidents"
	"capdeck/tlibconn"
	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
)

const (
	site = "sip"
	// tick is the least time between two looks at what is due.
	tick = 10 * time.Millisecond
)

// wires is a network in memory: what is written is read at the same moment of simulated time.
type wires struct {
	address  string       // of the T-Server
	listener net.Listener // real sockets; nil for memory
	accepted chan net.Conn
	closed   chan struct{}
	once     sync.Once
	mu       sync.Mutex
	cut      bool          // capdeck does not reach T-Server
	frozen   chan struct{} // capdeck is stopped until it is closed; nil while it runs
}

func newWires() *wires {
	return &wires{address: "server:1", accepted: make(chan net.Conn), closed: make(chan struct{})}
}

func (w *wires) Accept() (net.Conn, error) {
	select {
	case conn := <-w.accepted:
		return conn, nil
	case <-w.closed:
		return nil, net.ErrClosed
	}
}

func (w *wires) Close() error {
	w.once.Do(func() { close(w.closed) })
	return nil
}

func (w *wires) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

func (w *wires) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if w.listener != nil {
		var dialer net.Dialer
		return dialer.DialContext(ctx, network, address)
	}
	near, far := net.Pipe()
	select {
	case w.accepted <- far:
		return near, nil
	case <-w.closed:
		return nil, syscall.ECONNREFUSED
	}
}

// dialAsCapdeck is dial for a process that may be cut off or stopped.
func (w *wires) dialAsCapdeck(ctx context.Context, network, address string) (net.Conn, error) {
	w.mu.Lock()
	cut := w.cut
	w.mu.Unlock()
	if cut {
		return nil, syscall.ECONNREFUSED
	}
	conn, err := w.dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &frozenConn{Conn: conn, wires: w}, nil
}

// frozenConn reads nothing while its process is stopped.
type frozenConn struct {
	net.Conn
	wires *wires
}

func (c *frozenConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.wires.mu.Lock()
	frozen := c.wires.frozen
	c.wires.mu.Unlock()
	if frozen != nil {
		<-frozen
		return 0, net.ErrClosed
	}
	return n, err
}

// floor is a T-Server, a recorder, and capdeck with its board, coverage and incidents.
type floor struct {
	t *testing.T
	*clock
	wires    *wires
	server   *simserver.Server
	recorder *recorder.Recorder
	session  *capture.Session

	mu        sync.Mutex // guards what follows, and log
	board     *board.Board
	coverage  *coverage.Coverage
	incidents *incidents.Incidents
	stretches []coverage.Stretch
	blinds    []coverage.Blind
	kept      []incidents.Incident // at the end of the day
	stopped   bool                 // capdeck is

	log log
	traffic
}

func newFloor(t *testing.T, w *wires, c *clock, dns []entry) *floor {
	f := &floor{t: t, clock: c, wires: w, log: newLog(dns, c)}
	f.happened.L = &f.mu
	f.board = board.New(board.Options{
		AutomaticQueries: true, QueryRate: board.DefaultQueryRate, Requery: board.DefaultRequery, VerifyAfter: board.DefaultVerifyAfter, Spread: -0.2,
	})
	f.coverage = coverage.New(coverage.Options{
		Grace: coverage.DefaultGrace, Least: coverage.DefaultLeast, PauseLimit: coverage.DefaultPauseLimit, AfterCall: coverage.DefaultAfterCall,
		Interval: f.board.Interval,
	})
	f.incidents = incidents.New(incidents.Options{Process: "day"})
	f.board.OnChange(func(c *board.Change) {
		f.coverage.Changed(c)
		f.incidents.Changed(c)
	})
	options := simserver.Options{Listener: w.listen(), Seed: 1}
	var numbers []string
	for _, e := range dns {
		options.DNs = append(options.DNs, simserver.DN{Number: e.dn, AgentID: "agent " + e.dn})
		numbers = append(numbers, e.dn)
		f.board.Add(board.Entry{Key: board.Key{Site: site, DN: e.dn}, Team: e.team})
	}
	var err error
	if f.server, err = simserver.New(options); err != nil {
		t.Fatal(err)
	}
	f.must(f.server.Order("conference=released-retrieved-added"))
	f.recorder, err = recorder.Start(t.Context(), recorder.Options{
		Addresses: []string{w.address}, DNs: numbers, Go: goes, Dial: f.wires.dial, Manual: f.command,
	})
	if err != nil {
		t.Fatal(err)
	}
	f.session, err = capture.Open(t.Context(), capture.Options{Session: tlibconn.Options{
		Site: site, Addresses: []string{w.address}, Dial: f.wires.dialAsCapdeck, BatchInterval: -1, ReconnectJitter: -1, ReconnectMax: time.Second,
	}}, journal.None{})
	if err != nil {
		t.Fatal(err)
	}
	f.session.Register(numbers...)
	goes(f.read)
	f.watched(0)
	return f
}

func goes(f func()) { go f() }

// read applies what T-Server says, as it arrives.
func (f *floor) read() {
	for {
		batch, err := f.session.NextBatch(context.Background())
		if err != nil {
			return
		}
		f.mu.Lock()
		f.arrived(batch.Events)
		f.board.ApplyAll(batch.Events)
		f.settle()
		f.happened.Broadcast()
		f.mu.Unlock()
	}
}

// settle does what is due in capdeck, as its model does after each message.
func (f *floor) settle() {
	if f.stopped {
		return
	}
	now := f.now()
	f.board.Expire(now)
	f.coverage.Expire(now)
	f.take(now)
	var queries []event.Command
	if !f.held {
		queries = f.board.NextQueries(now, nil)
	}
	resyncs := f.board.NextResyncs(now)
	for i := range queries {
		d := f.log.dns[queries[i].DN]
		d.asked = append(d.asked, now)
	}
	if f.sent += len(queries); len(queries) > 0 {
		if err := f.session.SendCommands(context.Background(), queries); err != nil {
			f.t.Errorf("queries were not sent: %v", err)
		}
	}
	if len(resyncs) > 0 {
		f.t.Errorf("T-Server is asked about %v", resyncs)
	}
	f.board.TakeOutcomes()
}

// take takes what coverage has to keep.
func (f *floor) take(now time.Time) {
	notices := f.coverage.TakeNotices()
	for i := range notices {
		f.incidents.Notice(&notices[i], f.board.Row(notices[i].Key), now)
	}
	f.incidents.TakeEntries()
	f.stretches = append(f.stretches, f.coverage.TakeStretches()...)
	f.blinds = append(f.blinds, f.coverage.TakeBlinds()...)
}

// next returns when something is due in capdeck, at the latest at a time.
func (f *floor) next(latest time.Time) time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.stopped {
		return latest
	}
	for _, deadline := range []func() (time.Time, bool){f.board.NextDeadline, f.coverage.NextDeadline} {
		if at, ok := deadline(); ok && at.Before(latest) {
			latest = at
		}
	}
	if soonest := f.now().Add(tick); latest.Before(soonest) {
		return soonest
	}
	return latest
}

// until lets simulated time pass until a moment.
func (f *floor) until(moment time.Time) {
	for f.now().Before(moment) {
		at := f.next(moment)
		if at.After(moment) {
			at = moment
		}
		<-f.after(at.Sub(f.now()))
		f.mu.Lock()
		f.settle()
		f.mu.Unlock()
		f.settled()
	}
}

// command is what the recorder does with a command: it obeys, and answers a query, unless it is silent.
func (f *floor) command(c recorder.Command) {
	f.mu.Lock()
	f.got++
	d := f.log.dns[c.DN]
	if c.Verb == event.VerbQuery {
		d.asked = f.came(d, d.asked)
	}
	next, _ := recorder.Next(d.state(), c.Verb)
	silent := d.silent
	switch {
	case !silent:
		d.change(next)
		f.say(d, c.ConnID, next, c.Verb)
	case c.Verb == event.VerbQuery:
		d.add(queried, c.ConnID)
	}
	f.happened.Broadcast()
	f.mu.Unlock()
	if !silent {
		f.must(f.recorder.Indicate(c.DN, c.ConnID, next))
	}
}

// record has the recorder change a capture by itself, for a call, and say so unless it is silent.
func (f *floor) record(dn string, state event.Indication, connID uint64) {
	f.mu.Lock()
	d := f.log.dns[dn]
	d.change(state)
	silent := d.silent
	if !silent {
		f.say(d, connID, state, event.VerbNone)
	}
	f.mu.Unlock()
	if silent {
		f.must(f.recorder.SetState(dn, state))
	} else {
		f.must(f.recorder.Indicate(dn, connID, state))
	}
	f.settled()
}

func (f *floor) must(err error) {
	if err != nil {
		f.t.Errorf("at %v: %v", f.now().Sub(f.start), err)
	}
}

func (f *floor) close() {
	f.mu.Lock()
	f.coverage.Close(f.now())
	f.take(f.now())
	for _, i := range f.incidents.All() {
		f.kept = append(f.kept, *i)
	}
	f.mu.Unlock()
	f.session.Close()
	f.recorder.Close()
	f.must(f.server.Close())
}
