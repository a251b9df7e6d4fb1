package recorder

import (
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
	// Initial holds the initial states of DNs; DNs that are not in it start disabled.
	Initial map[string]event.Indication
	// Behaviour is the initial behaviour of every DN.
	Behaviour Behaviour
	// Manual, if set, receives each command in place of the recorder's own table: nothing
	// is done or answered until Indicate is called. It is called from the recorder's own
	// goroutine, which reads nothing meanwhile, and must not call Close or Restart.
	Manual func(Command)
	// Answered, if set, receives T-Server's answer to each indication. It is called like
	// Manual.
	Answered func(Answer)
	// Log receives a sentence for each event of interest to an operator; nil discards
	// them. It is called like Manual, and also from other goroutines.
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

// Answer is T-Server's answer to an indication.
type Answer struct {
	// DN and Indication identify the indication; both are zero if the recorder no longer
	// remembers it.
	DN         string
	Indication event.Indication
	// Code and Text are those of an EventError; 0 means EventACK.
	Code int32
	Text string
}

// Counts holds the counts of a Recorder over all its sessions.
type Counts struct {
	// Commands counts the commands received, Indications the indications sent.
	Commands, Indications uint64
	// Acknowledged and Rejected count their answers.
	Acknowledged, Rejected uint64
	// Unsent counts the indications that could not be sent.
	Unsent uint64
}

// Recorder is a running recorder. Its methods may be called from any goroutine.
type Recorder struct {
	options Options
	context context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup

	restarting sync.Mutex // held during a restart

	mu       sync.Mutex
	closed   bool
	life     *life
	lines    map[string]*line
	counts   Counts
	outgoing outgoing
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
	r := &Recorder{options: options, lines: make(map[string]*line, len(options.DNs))}
	r.context, r.cancel = context.WithCancel(context.WithoutCancel(ctx))
	for _, dn := range options.DNs {
		r.lines[dn] = &line{dn: dn, behaviour: options.Behaviour, state: options.initial(dn)}
	}
	r.outgoing.init()
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
	r.outgoing.clear()
	for _, l := range r.lines {
		l.forget()
	}
	r.mu.Unlock()
	r.options.Log("the recorder restarts; all its states are lost")
	if err := r.connect(ctx); err != nil {
		return fmt.Errorf("the recorder did not restart: %w", err)
	}
	return nil
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

// SetState changes a DN's capture state without an indication. It returns an error if the DN is not
// recorded.
func (r *Recorder) SetState(dn string, state event.Indication) error {
	return r.withLine(dn, func(l *line) { l.state = state })
}

// Unasked starts, pauses or stops a capture without a command, as a recorder's own rules might. The
// state changes, and an indication reports it with the DN's newest call. Unasked returns an error if the
// DN is not recorded.
func (r *Recorder) Unasked(dn string, indication event.Indication) error {
	return r.withLine(dn, func(l *line) { r.unasked(l, indication) })
}

func (r *Recorder) unasked(l *line, indication event.Indication) {
	l.change(indication, l.newestCall())
	r.indicate(l, indication, l.newestCall())
}

// Indicate answers a command by hand: the state changes to the indication, which is sent with that
// ConnID, 0 for none. Indicate returns an error if the DN is not recorded.
func (r *Recorder) Indicate(dn string, connID uint64, indication event.Indication) error {
	return r.withLine(dn, func(l *line) {
		l.change(indication, connID)
		r.indicate(l, indication, connID)
	})
}

// Counts returns the current counts.
func (r *Recorder) Counts() Counts {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.counts
}

func (r *Recorder) withLine(dn string, do func(*line)) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.lines[dn]
	if l == nil {
		return fmt.Errorf("the recorder does not record the DN %q", dn)
	}
	do(l)
	return nil
}

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
