package contract

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/tlog"
)

const (
	// maxMessages is how many messages a run can be judged by. More of them block it.
	maxMessages = 10_000
	// maxLog and maxLogBytes bound what a run keeps of its messages.
	maxLog      = 500
	maxLogBytes = 1 << 20
	// maxUndecodable is how many bytes of an undecodable message are shown.
	maxUndecodable = 1 << 10
)

// errTooMuch is why a run cannot be judged: more messages arrived than fit.
var errTooMuch = errors.New("more messages arrived in this run than can be judged")

// tape holds the messages of the current run, of all sessions, in their order. The sessions'
// readers add to it, and the check waits for what they add.
type tape struct {
	options *Options

	mu       sync.Mutex
	changed  chan struct{} // closed at each change
	messages []message
	log      []LogEntry
	logBytes int
	logCut   int
	over     bool
	lost     string     // why the link was lost, "" while it is not
	commands verbCounts // that the desktop received for the DN under test since they were taken
	// told has the last indication for each of the DNs that are followed, by the bytes on the wire.
	told  map[string]event.Indication
	calls map[string]*calls // of the DNs that are followed, by the bytes of the DN on the wire
}

// newTape returns a tape that follows the calls of some DNs.
func newTape(options *Options, follow ...string) *tape {
	t := &tape{options: options, changed: make(chan struct{}), told: map[string]event.Indication{}, calls: map[string]*calls{}}
	for _, dn := range follow {
		t.calls[dn] = &calls{}
	}
	return t
}

// current returns the current call of a DN that is followed; ok is false if it has none. told
// reports whether T-Server has said whether there is one.
func (t *tape) current(dn string) (current call, ok, told bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	of := t.calls[dn]
	if of == nil {
		return call{}, false, false
	}
	current, ok = of.current()
	return current, ok, of.told
}

// foreign returns a call of a DN that no step made; ok is false if there is none, or if the DN
// is not followed.
func (t *tape) foreign(dn string) (found call, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if of := t.calls[dn]; of != nil {
		return of.foreign()
	}
	return call{}, false
}

// lastTold returns the last indication for a DN that is followed, IndicationNone if none came.
func (t *tape) lastTold(dn string) event.Indication {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.told[dn]
}

// takeCommands returns the commands since it was called last.
func (t *tape) takeCommands() verbCounts {
	t.mu.Lock()
	defer t.mu.Unlock()
	taken := t.commands
	t.commands = verbCounts{}
	return taken
}

// making says whether a step is being made, so that calls that begin belong to it.
func (t *tape) making(on bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, of := range t.calls {
		of.making = on
	}
}

// made reports whether a step made a call of a DN.
func (t *tape) made(dn string, connID uint64) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	of := t.calls[dn]
	return of != nil && of.isMade(connID)
}

// begin forgets the messages, for a new run.
func (t *tape) begin() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.messages, t.log, t.logBytes, t.logCut, t.over = nil, nil, 0, 0, false
}

// taken returns the log of the run.
func (t *tape) taken() (log []LogEntry, cut int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.log, t.logCut
}

// length returns the number of messages so far.
func (t *tape) length() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.messages)
}

// lastActivity returns the time of the last activity, or the given time if there was none,
// and the index after all messages.
func (t *tape) lastActivity(otherwise time.Time) (from int, at time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, m := range slices.Backward(t.messages) {
		if isActivity(&m) {
			return len(t.messages), m.at
		}
	}
	return len(t.messages), otherwise
}

// lose records that the link of a session is lost, and why.
func (t *tape) lose(why string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.lost == "" {
		t.lost = why
	}
	t.notify()
}

// regain forgets that the link was lost, and the calls of the DNs, for a new session. Which ones
// steps made is remembered.
func (t *tape) regain() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lost = ""
	for _, of := range t.calls {
		*of = calls{making: of.making, made: of.made}
	}
}

// notify wakes all that wait. The lock is held.
func (t *tape) notify() {
	close(t.changed)
	t.changed = make(chan struct{})
}

// add adds the message of an event. body is decoded for the log; it is not retained.
func (t *tape) add(e *event.Event, session string) {
	m := readMessage(e, session, t.options.Text)
	var entry LogEntry
	logged := t.logs(len(e.Message.Body))
	if logged {
		entry = t.logEntry(e, session)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if of := t.calls[m.dn]; of != nil && session == desktopName && !m.sent {
		of.follow(&e.Message, m.connID)
		if i := m.indication(); i != event.IndicationNone {
			t.told[m.dn] = i
		}
	}
	if t.options.isCommand(&m) {
		t.commands[m.word.Verb]++
	}
	if len(t.messages) < maxMessages {
		t.messages = append(t.messages, m)
	} else {
		t.over = true
	}
	size := len(entry.Text) + len(entry.Frame)
	if logged && len(t.log) < maxLog && t.logBytes+size <= maxLogBytes {
		t.log, t.logBytes = append(t.log, entry), t.logBytes+size
	} else {
		t.logCut++
	}
	t.notify()
}

// logs reports whether the log may have room for a message: making its text costs a multiple of
// its bytes.
func (t *tape) logs(size int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.log) < maxLog && t.logBytes+size <= maxLogBytes
}

// logEntry returns the entry of a message.
func (t *tape) logEntry(e *event.Event, session string) LogEntry {
	entry := LogEntry{At: e.Time, Session: session, Sent: e.Kind == event.KindSent}
	form := tlog.Form{Decode: t.options.Text}
	text := tlog.AppendTime(nil, e.Time, entry.Sent)
	var m wire.Message
	err := m.Decode(append([]byte(nil), e.Message.Body...), t.options.Session.Session.Limits)
	text = tlog.AppendName(text, &m)
	if err != nil {
		entry.Text = string(form.AppendUndecodable(text, &m, err.Error(), e.Message.Body, maxUndecodable))
	} else {
		entry.Text = string(form.AppendAttributes(text, &m))
	}
	entry.Frame = wire.AppendFrames(nil, e.Message.Body)
	return entry
}

// next returns the first message from an index on that match accepts, with its index. It
// returns nil at the time until. The error is that of ctx, or says why no message will come.
func (t *tape) next(ctx context.Context, from int, until time.Time, match func(*message) bool) (*message, int, error) {
	return t.nextAt(ctx, from, until, func(m *message, _ int) bool { return match(m) })
}

// nextAt is next for a match that depends on the index too.
func (t *tape) nextAt(ctx context.Context, from int, until time.Time, match func(m *message, index int) bool) (*message, int, error) {
	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	for {
		t.mu.Lock()
		for ; from < len(t.messages); from++ {
			if m := t.messages[from]; match(&m, from) {
				t.mu.Unlock()
				return &m, from, nil
			}
		}
		changed, over, lost := t.changed, t.over, t.lost
		t.mu.Unlock()
		switch {
		case over:
			return nil, from, errTooMuch
		case lost != "":
			return nil, from, &lostError{why: lost}
		}
		select {
		case <-changed:
		case <-timer.C:
			return nil, from, nil
		case <-ctx.Done():
			return nil, from, context.Cause(ctx)
		}
	}
}

// all returns the messages from an index on that match accepts.
func (t *tape) all(from int, match func(*message) bool) []message {
	t.mu.Lock()
	defer t.mu.Unlock()
	var found []message
	for i := from; i < len(t.messages); i++ {
		if match(&t.messages[i]) {
			found = append(found, t.messages[i])
		}
	}
	return found
}

// lostError reports that the link was lost.
type lostError struct{ why string }

// Error says that the link was lost, and why.
func (e *lostError) Error() string { return "the link to T-Server was lost: " + e.why }
