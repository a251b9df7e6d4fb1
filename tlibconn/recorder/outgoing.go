package recorder

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"capdeck/tlibconn"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

const (
	maxOutgoing = 200_000 // waiting indications
	compactAt   = 1_000   // entries of sent indications that are kept at most
)

// tooManyWait is why an indication is not queued.
const tooManyWait = "too many indications are waiting already"

// indication is an indication to send, or with starts a capture to start.
type indication struct {
	dn        string
	connID    uint64
	value     event.Indication
	behaviour Behaviour // of which the key and the form of the value are used
	command   Command   // that it answers, with the ID 0 if there is none
	faults    Faults
	due       time.Time
	sent      time.Time // zero before
	starts    bool
}

// outgoing holds the waiting indications, in the order in which they are due. The recorder's mutex
// guards it.
type outgoing struct {
	waiting []indication
	first   int // index of the first one not yet sent
	wake    chan struct{}
}

func (o *outgoing) init() { o.wake = make(chan struct{}, 1) }

// clear removes and returns what is waiting.
func (o *outgoing) clear() []indication {
	left := o.waiting[o.first:]
	o.waiting, o.first = nil, 0
	return left
}

// add inserts an indication after those that are due no later. It returns false if the
// queue is full.
func (o *outgoing) add(i indication) bool {
	if len(o.waiting)-o.first >= maxOutgoing {
		return false
	}
	at := len(o.waiting)
	for at > o.first && o.waiting[at-1].due.After(i.due) {
		at--
	}
	o.waiting = slices.Insert(o.waiting, at, i)
	o.wakeUp()
	return true
}

// wakeUp makes the sending goroutine look at what it waits for.
func (o *outgoing) wakeUp() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// pop removes and returns the next indication if it is due. Otherwise wait is the time until then, 0 if
// none is waiting.
func (o *outgoing) pop(now time.Time) (next indication, due bool, wait time.Duration) {
	if o.first == len(o.waiting) {
		o.waiting, o.first = o.waiting[:0], 0
		return indication{}, false, 0
	}
	next = o.waiting[o.first]
	if wait = next.due.Sub(now); wait > 0 {
		return indication{}, false, wait
	}
	o.waiting[o.first] = indication{}
	o.first++
	if o.first >= compactAt && o.first > len(o.waiting)/2 {
		o.waiting = slices.Delete(o.waiting, 0, o.first)
		o.first = 0
	}
	return next, true, 0
}

// indicate queues an indication according to the DN's behaviour, as the answer to a command unless the command's
// ID is 0. The caller holds the mutex, and calls deliver after it has released it.
func (r *Recorder) indicate(l *line, value event.Indication, connID uint64, command Command, drawn *chances) {
	b := &l.behaviours[command.Verb]
	i := indication{dn: l.dn, connID: connID, value: value, behaviour: *b, command: command}
	wait := b.Delay + time.Duration(drawn.jitter*float64(b.Jitter))
	if b.Late > 0 && b.Shares.Late.occurs(drawn.late) {
		wait += b.Late
		i.faults |= FaultLate
	}
	i.due = r.options.Now().Add(wait)
	if b.ConnID != ConnIDSame && b.Shares.ConnID.occurs(drawn.connID) {
		i.connID = l.otherConnID(b.ConnID, connID)
		i.faults |= FaultConnID
	}
	if b.Wrong && b.Shares.Wrong.occurs(drawn.wrong) {
		i.value = event.Disabled
		if value == event.Disabled {
			i.value = event.Enabled
		}
		i.faults |= FaultWrong
	}
	times := 1
	if b.Twice && b.Shares.Twice.occurs(drawn.twice) {
		times = 2
		i.faults |= FaultTwice
	}
	r.counts.addFaults(i.faults)
	for range times {
		if !r.outgoing.add(i) {
			r.end(&i, OutcomeUnsent, tooManyWait)
		}
	}
}

// otherConnID returns the ConnID that a fault selects instead of the correct one.
func (l *line) otherConnID(choice ConnIDChoice, connID uint64) uint64 {
	switch {
	case choice == ConnIDNone:
		return 0
	case choice == ConnIDEnded && l.ended != 0:
		return l.ended
	}
	// No simulated server assigns ConnIDs in this range.
	return 0x00ffffffffffff00 ^ connID&0xff
}

// sendOutgoing sends the indications one after the other, when they are due, and gives up those that T-Server
// does not answer.
func (r *Recorder) sendOutgoing() {
	for {
		now := r.options.Now()
		r.mu.Lock()
		next, due, wait := r.outgoing.pop(now)
		if due && next.starts {
			r.startNow(&next)
		}
		current := r.life
		unanswered := r.giveUp(&current.pending, now)
		r.mu.Unlock()
		r.deliver()
		switch {
		case due && next.starts:
			continue
		case due:
			r.send(current, &next)
			if r.context.Err() == nil {
				continue
			}
			return
		}
		if unanswered > 0 && (wait == 0 || unanswered < wait) {
			wait = unanswered
		}
		var timer <-chan time.Time
		if wait > 0 {
			timer = r.options.After(wait)
		}
		select {
		case <-r.outgoing.wake:
		case <-timer:
		case <-r.context.Done():
			return
		}
	}
}

// send sends an indication.
func (r *Recorder) send(current *life, i *indication) {
	i.sent = r.options.Now()
	r.mu.Lock()
	current.pending.leaving = append(current.pending.leaving, *i)
	r.mu.Unlock()
	err := sendIndication(r.context, current.session, r.options.EncodeDN(i.dn), i)
	r.mu.Lock()
	if err == nil {
		r.counts.Indications++
	} else {
		i.sent = time.Time{}
		current.pending.notSent()
		r.end(i, OutcomeUnsent, reasonOf(err))
	}
	r.mu.Unlock()
	r.deliver()
	if err != nil && r.context.Err() == nil && r.options.Fate == nil {
		r.options.Log(fmt.Sprintf("the recorder's indication %s for DN %s was not sent: %s", i.value, i.dn, reasonOf(err)))
	}
}

// reasonOf returns why a request was not sent, without the name of the request.
func reasonOf(err error) string {
	var unsent *tlibconn.NotSentError
	if errors.As(err, &unsent) {
		err = unsent.Err
	}
	if errors.Is(err, tlibconn.ErrClosed) || errors.Is(err, context.Canceled) {
		return "the recorder ended"
	}
	return err.Error()
}

func sendIndication(ctx context.Context, session *tlibconn.Session, dn string, i *indication) error {
	userData, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{i.pair()})
	if err != nil {
		return err
	}
	_, err = session.Send(ctx, tlibconn.UserEvent(dn, i.connID, userData))
	return err
}

func (i *indication) pair() wire.KeyValue {
	key := event.CaptureKey
	if i.behaviour.IndicationKey {
		key = event.IndicationKey
	}
	if i.behaviour.Unicode {
		return wire.UnicodePair(key, i.value.String())
	}
	return wire.TextPair(key, i.value.String())
}
