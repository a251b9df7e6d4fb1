package recorder

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"slices"
	"sync"
	"time"

	"capdeck/tlibconn"
	"capdeck/tlibconn/event"
)

const defaultAppName = "recorder"

var errTooEarly = errors.New("it sends something")

// Options configures a Recorder. Addresses, DNs and Go are required.
type Options struct {
	// Addresses holds the T-Server's host:port, followed by its backup's if there is one.
	Addresses []string
	// AppName is the ApplicationName of its login; "" means recorder.
	AppName string
	// Password returns the ApplicationPassword of a login; nil means none.
	Password func() (string, error)
	// DNs are the DNs that the recorder registers.
	DNs []string
	// Initial holds the initial states of DNs; DNs that are not in it start disabled. Changed is not called for them.
	Initial map[string]event.Indication
	// Behaviour is the initial behaviour of every DN.
	Behaviour Behaviour
	// Orders are applied to Behaviour and Initial before the recorder connects. Order.AtStart must hold for each.
	Orders []Order
	// Manual, if set, receives each command in place of the recorder's own table: nothing
	// is done or answered until Answer is called. It does not receive those that
	// Behaviour.Silent ignores. It is called from the recorder's own goroutine, which
	// reads nothing meanwhile, and must not call Close or Restart.
	Manual func(Command)
	// Fate, if set, receives what became of each command and each indication, once it is known. One call follows
	// the other, from different goroutines of the recorder, which may wait for it meanwhile. It must not call a
	// method that sends an indication, nor Close or Restart.
	Fate func(Fate)
	// Changed, if set, is called after the state of a DN has changed. The recorder holds its mutex, so it must return at
	// once and must not call the recorder.
	Changed func(dn string, state event.Indication)
	// Announce sends an indication of each DN's state when its registration has succeeded for the first time, and
	// again after Restart.
	Announce bool
	// AnswerTimeout is how long the recorder waits for T-Server's answer to an indication before it gives up waiting
	// (OutcomeUnanswered); 0 means until the connection ends.
	AnswerTimeout time.Duration
	// Seed decides by chance which commands the faults of Behaviour.Shares concern, and how long
	// Behaviour.Jitter is. The same seed gives each DN the same sequence.
	Seed uint64
	// EncodeDN is the function of the same name of tlibconn.Options; nil means the DN's own bytes.
	EncodeDN func(dn string) string
	// Log receives a sentence for each event of interest to an operator; nil discards
	// them. It is called like Manual, and also from other goroutines. With Fate, it receives none about the fate of an
	// indication.
	Log func(sentence string)
	// Go starts a goroutine. Required.
	Go func(func())
	// Dial connects to T-Server; nil means TCP.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Configure, if set, may change the options of each session before it is opened, such
	// as its timeouts, its keep-alive and how it reconnects.
	Configure func(*tlibconn.Options)
	// Now and After are the clock for delayed indications; nil means the functions of
	// package time.
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
}

// Command is a command that the recorder received.
type Command struct {
	// ID numbers the commands of a Recorder, from 1.
	ID uint64
	// Time is when the recorder received it.
	Time time.Time
	// DN is the DN that the command is for.
	DN string
	// ConnID is the call that the command names, 0 for none.
	ConnID uint64
	// Verb is the command's verb, never VerbNone.
	Verb event.Verb
	// State is the DN's state before the command, Next the state that follows
	// according to the recorder's table.
	State, Next event.Indication
}

// Recorder is a running recorder. Its methods may be called from any goroutine.
type Recorder struct {
	options Options
	context context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup

	restarting sync.Mutex // held during a restart
	delivering sync.Mutex // held while Options.Fate is called

	mu       sync.Mutex
	closed   bool
	life     *life
	lines    map[string]*line
	wire     map[string]*line // the same by the bytes of the DN in messages
	counts   Counts
	outgoing outgoing
	fates    []Fate // that deliver will give to Options.Fate
}

// life is one session of the recorder. A restart begins another one.
type life struct {
	session *tlibconn.Session
	waiting map[string]struct{} // DNs whose registration is unanswered
	ready   chan struct{}       // closed when the start is settled
	failure error               // why the start failed
	settled bool
	ended   chan struct{}
	pending pending
}

// Start connects, logs in and registers the DNs. It returns when T-Server has answered for each of
// them, or has reported that its link to the switch is down or that it is a backup; the DNs are then
// registered later. Refused DNs are logged. If no address accepts the login, Start returns an error and
// leaves nothing running. ctx limits only the start. If the connection ends later, the recorder
// reconnects until Close; it keeps the states and forgets the calls.
func Start(ctx context.Context, options Options) (*Recorder, error) {
	if err := options.complete(); err != nil {
		return nil, err
	}
	r := &Recorder{options: options, lines: make(map[string]*line, len(options.DNs)), wire: make(map[string]*line, len(options.DNs))}
	r.context, r.cancel = context.WithCancel(context.WithoutCancel(ctx))
	alike := everywhere(options.Behaviour)
	for _, dn := range options.DNs {
		l := &line{dn: dn, behaviours: alike, random: source(options.Seed, dn), state: options.initial(dn)}
		r.lines[dn], r.wire[options.EncodeDN(dn)] = l, l
	}
	r.outgoing.init()
	for _, order := range options.Orders {
		targets, err := r.targets(order.DNs)
		if err != nil || !order.AtStart() {
			return nil, fmt.Errorf("the order %q cannot be one at the start: %w", order.text, cmp.Or(err, errTooEarly))
		}
		r.carryOut(&order, targets)
	}
	if err := r.connect(ctx); err != nil {
		r.Close()
		return nil, fmt.Errorf("the recorder did not start: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.start(r.sendOutgoing)
	return r, nil
}

func (o *Options) complete() error {
	if o.Go == nil {
		return errors.New("the recorder cannot start goroutines; set Options.Go")
	}
	if len(o.DNs) == 0 {
		return errors.New("the recorder has no DN to record")
	}
	if o.AppName == "" {
		o.AppName = defaultAppName
	}
	if o.Log == nil {
		o.Log = func(string) {}
	}
	if o.EncodeDN == nil {
		o.EncodeDN = func(dn string) string { return dn }
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil {
		o.After = time.After
	}
	o.DNs = slices.Clone(o.DNs)
	o.Initial = maps.Clone(o.Initial)
	return nil
}

func (o *Options) initial(dn string) event.Indication {
	if state := o.Initial[dn]; state != event.IndicationNone {
		return state
	}
	return event.Disabled
}

// Close ends the session and waits for every goroutine. It may be called several times.
func (r *Recorder) Close() {
	r.cancel()
	r.mu.Lock()
	r.closed = true
	current := r.life
	r.mu.Unlock()
	if current != nil {
		current.session.Close()
	}
	r.running.Wait()
	r.mu.Lock()
	r.leaveWaiting("the recorder ended")
	r.mu.Unlock()
	r.deliver()
}

// leaveWaiting discards the waiting indications. The caller holds the mutex, and calls deliver after it has released
// it.
func (r *Recorder) leaveWaiting(reason string) {
	for _, i := range r.outgoing.clear() {
		if !i.starts {
			r.end(&i, OutcomeUnsent, reason)
		}
	}
}

// Restart simulates a restart of the recording vendor's server. It closes the connection, resets all
// states to disabled, discards waiting indications, and registers the DNs on a new connection. The
// behaviours remain. Restart returns when Start would.
func (r *Recorder) Restart(ctx context.Context) error {
	r.restarting.Lock()
	defer r.restarting.Unlock()
	r.mu.Lock()
	current := r.life
	r.mu.Unlock()
	current.session.Close()
	<-current.ended
	r.mu.Lock()
	r.leaveWaiting("the recorder restarted")
	for _, l := range r.lines {
		before := l.state
		l.forget()
		r.changed(l, before)
	}
	r.mu.Unlock()
	r.deliver()
	r.options.Log("the recorder restarts; all its states are lost")
	if err := r.connect(ctx); err != nil {
		return fmt.Errorf("the recorder did not restart: %w", err)
	}
	return nil
}

// Link returns the state of the connection.
func (r *Recorder) Link() event.Link {
	r.mu.Lock()
	session := r.life.session
	r.mu.Unlock()
	return session.Link()
}

// State returns a DN's capture state, IndicationNone for a DN that is not recorded.
func (r *Recorder) State(dn string) event.Indication {
	r.mu.Lock()
	defer r.mu.Unlock()
	if l := r.lines[dn]; l != nil {
		return l.state
	}
	return event.IndicationNone
}

// Refusal is a DN whose registration T-Server refused.
type Refusal struct {
	// DN is the DN.
	DN string
	// Reason is the ErrorCode and the ErrorMessage, such as "59 DN is not configured in CME". It
	// comes from the network and is not sanitised.
	Reason string
}

// Refused returns the DNs whose last registration T-Server refused, in the order of Options.DNs.
func (r *Recorder) Refused() []Refusal {
	r.mu.Lock()
	defer r.mu.Unlock()
	var refused []Refusal
	for _, dn := range r.options.DNs {
		if l := r.lines[dn]; l.refused != "" {
			refused = append(refused, Refusal{dn, l.refused})
		}
	}
	return refused
}

// SetState changes a DN's capture state without an indication. It returns an error if the DN is not
// recorded.
func (r *Recorder) SetState(dn string, state event.Indication) error {
	return r.withLine(dn, func(l *line) { r.setState(l, state) })
}

// Unasked starts, pauses or stops a capture without a command, as a recorder's own rules might. The
// state changes, and an indication reports it with the DN's newest call. Unasked returns an error if the
// DN is not recorded.
func (r *Recorder) Unasked(dn string, indication event.Indication) error {
	return r.withLine(dn, func(l *line) { r.unasked(l, indication) })
}

func (r *Recorder) unasked(l *line, indication event.Indication) {
	r.change(l, indication, l.newestCall())
	r.indicateUnasked(l, indication, l.newestCall())
}

// Indicate changes the state of a DN to the indication, which is sent with that ConnID, 0 for none. Indicate returns an
// error if the DN is not recorded.
func (r *Recorder) Indicate(dn string, connID uint64, indication event.Indication) error {
	return r.withLine(dn, func(l *line) {
		r.change(l, indication, connID)
		r.indicateUnasked(l, indication, connID)
	})
}

// Answer answers a command that Options.Manual received: the state changes to the indication, which is sent for the
// command's call. The DN's behaviour for the command applies, except for Silent. A command may be answered several times. Answer returns an error if the DN is not recorded.
func (r *Recorder) Answer(command Command, indication event.Indication) error {
	return r.withLine(command.DN, func(l *line) {
		r.change(l, indication, command.ConnID)
		drawn := l.chances()
		r.indicate(l, indication, command.ConnID, command, &drawn)
	})
}

// change changes the state of a DN. The caller holds the mutex.
func (r *Recorder) change(l *line, state event.Indication, connID uint64) {
	before := l.state
	l.change(state, connID)
	r.changed(l, before)
}

// setState changes the state of a DN and keeps the call. The caller holds the mutex.
func (r *Recorder) setState(l *line, state event.Indication) {
	before := l.state
	l.state = state
	r.changed(l, before)
}

func (r *Recorder) changed(l *line, before event.Indication) {
	if r.options.Changed != nil && l.state != before {
		r.options.Changed(l.dn, l.state)
	}
}

// Counts returns the current counts.
func (r *Recorder) Counts() Counts {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.counts
}

func (r *Recorder) withLine(dn string, do func(*line)) error {
	defer r.deliver()
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.lines[dn]
	if l == nil {
		return notRecorded(dn)
	}
	do(l)
	return nil
}

func notRecorded(dn string) error { return fmt.Errorf("the recorder does not record the DN %q", dn) }

// start runs f on a goroutine that Close waits for. After Close it does nothing. The caller holds the
// mutex.
func (r *Recorder) start(f func()) {
	if r.closed {
		return
	}
	r.running.Add(1)
	r.options.Go(func() {
		defer r.running.Done()
		f()
	})
}
