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

// Options say where a Recorder connects and which DNs it records. Addresses and
// Go are required.
type Options struct {
	// Addresses are the T-Server's host:port and, if there is one, its
	// backup's.
	Addresses []string
	// AppName is the ApplicationName of its login; "" means recorder.
	AppName string
	// Password returns the ApplicationPassword of a login; nil means none.
	Password func() (string, error)
	// DNs are the DNs that it registers.
	DNs []string
	// Initial holds the states that DNs start with; those that are not in it
	// start disabled.
	Initial map[string]event.Indication
	// Behaviour is how every DN is treated at the start.
	Behaviour Behaviour
	// Manual, if set, gets each command instead of the recorder's own table:
	// nothing is done or answered until Indicate says so. It is called from the
	// recorder's own goroutine, which reads nothing meanwhile, and it must not
	// call Close or Restart.
	Manual func(Command)
	// Answered, if set, is told the answer to each indication. It is called
	// like Manual.
	Answered func(Answer)
	// Log takes a sentence for each thing that an operator wants to see; nil
	// drops them. It is called like Manual, and from other goroutines too.
	Log func(sentence string)
	// Go starts a goroutine. Required.
	Go func(func())
	// Dial makes the connection; nil means TCP.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Configure, if set, may change the options of each session before it is
	// opened: its timeouts, its keep-alive and how it comes back.
	Configure func(*tlibconn.Options)
	// Now and After are the clock of late indications; nil means that of
	// package time.
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
}

// Command is what somebody asks the recorder to do.
type Command struct {
	// DN is the DN that it is for.
	DN string
	// ConnID is the call that it names, 0 for none.
	ConnID uint64
	// Verb is what is asked, never VerbNone.
	Verb event.Verb
	// State is the DN's state before, Next the one that the recorder's table
	// leads to.
	State, Next event.Indication
}

// Answer is what T-Server said of an indication.
type Answer struct {
	// DN and Indication say which; both are zero if the recorder has forgotten
	// it.
	DN         string
	Indication event.Indication
	// Code and Text are those of an EventError; 0 means EventACK.
	Code int32
	Text string
}

// Counts counts what a Recorder has seen and done over all its sessions.
type Counts struct {
	// Commands counts the commands that came, Indications the indications that
	// left.
	Commands, Indications uint64
	// Acknowledged and Rejected count their answers.
	Acknowledged, Rejected uint64
	// Unsent counts the indications that could not leave.
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

// life is one session of the recorder: a restart begins another one.
type life struct {
	session *tlibconn.Session
	waiting map[string]struct{} // DNs whose registration has not been answered
	ready   chan struct{}       // closed when that is settled
	failure error               // why it never got ready
	settled bool
	ended   chan struct{}
	pending pending
}

// Start connects, logs in, registers the DNs and returns when T-Server has
// answered for each of them, or has said that its link to the switch is down or
// that it is a backup: then they are registered later. A DN that is refused is
// logged. The error says why no address took the login; then nothing runs any
// more. ctx limits the start and nothing else. A connection that ends after the
// start is followed by others until Close: the states stay, the calls are
// forgotten.
func Start(ctx context.Context, options Options) (*Recorder, error) {
	if err := options.complete(); err != nil {
		return nil, err
	}
	r := &Recorder{options: options, lines: make(map[string]*line, len(options.DNs))}
	r.context, r.cancel = context.WithCancel(context.WithoutCancel(ctx))
	for _, dn := range options.DNs {
		r.lines[dn] = &line{dn: dn, behaviour: options.Behaviour, state: options.initial(dn)}
	}
	r.outgoing.begin()
	if err := r.begin(ctx); err != nil {
		r.Close()
		return nil, fmt.Errorf("the recorder has not started: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.start(r.sendOutgoing)
	return r, nil
}

func (o *Options) complete() error {
	if o.Go == nil {
		return errors.New("the recorder has no way to start goroutines: set Options.Go")
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

// Close ends the session and waits for every goroutine. It may be called again.
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

// Restart is what happens when the recording vendor restarts its server: the
// connection is closed, all states are lost and read disabled, indications that
// wait do not leave, and a new connection registers the DNs anew. It returns
// like Start. The behaviours stay.
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
	r.options.Log("the recorder restarts: all its states are lost")
	if err := r.begin(ctx); err != nil {
		return fmt.Errorf("the recorder has not started again: %w", err)
	}
	return nil
}

// State returns a DN's capture state, IndicationNone for a DN that is not
// recorded.
func (r *Recorder) State(dn string) event.Indication {
	r.mu.Lock()
	defer r.mu.Unlock()
	if l := r.lines[dn]; l != nil {
		return l.state
	}
	return event.IndicationNone
}

// SetState changes a DN's capture state and tells nobody. The error says that
// the DN is not recorded.
func (r *Recorder) SetState(dn string, state event.Indication) error {
	return r.withLine(dn, func(l *line) { l.state = state })
}

// Unasked starts, pauses or stops a capture as the recorder's own rules might:
// the state changes, and an indication says so that no command has asked for. It
// names the DN's newest call. The error says that the DN is not recorded.
func (r *Recorder) Unasked(dn string, indication event.Indication) error {
	return r.withLine(dn, func(l *line) { r.unasked(l, indication) })
}

func (r *Recorder) unasked(l *line, indication event.Indication) {
	l.change(indication, l.newestCall())
	r.indicate(l, indication, l.newestCall())
}

// Indicate answers a command by hand: the state changes to the indication,
// which leaves with that ConnID, 0 for none. The error says that the DN is not
// recorded.
func (r *Recorder) Indicate(dn string, connID uint64, indication event.Indication) error {
	return r.withLine(dn, func(l *line) {
		l.change(indication, connID)
		r.indicate(l, indication, connID)
	})
}

// Counts returns what the recorder has counted.
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

// start runs f on a goroutine that Close waits for, and nothing after Close. The
// mutex is held.
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
