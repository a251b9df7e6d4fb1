package recorder

import (
	"context"
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
	maxPending  = 10_000  // unanswered requests that are remembered
)

// indication is an indication to send, or with starts a capture to start.
type indication struct {
	dn        string
	connID    uint64
	value     event.Indication
	behaviour Behaviour
	due       time.Time
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

func (o *outgoing) clear() { o.waiting, o.first = nil, 0 }

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
	select {
	case o.wake <- struct{}{}:
	default:
	}
	return true
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

// indicate queues an indication according to the DN's behaviour. The caller holds the mutex.
func (r *Recorder) indicate(l *line, value event.Indication, connID uint64) {
	i := indication{dn: l.dn, connID: l.chooseConnID(connID), value: value, behaviour: l.behaviour, due: r.options.Now().Add(l.behaviour.Delay)}
	if l.behaviour.Wrong {
		i.value = event.Disabled
		if value == event.Disabled {
			i.value = event.Enabled
		}
	}
	times := 1
	if l.behaviour.Twice {
		times = 2
	}
	for range times {
		if !r.outgoing.add(i) {
			r.counts.Unsent++
		}
	}
}

// chooseConnID returns the ConnID that the DN's behaviour selects instead of the correct one.
func (l *line) chooseConnID(connID uint64) uint64 {
	switch {
	case l.behaviour.ConnID == ConnIDNone:
		return 0
	case l.behaviour.ConnID == ConnIDEnded && l.ended != 0:
		return l.ended
	case l.behaviour.ConnID != ConnIDSame:
		// No simulated server assigns ConnIDs in this range.
		return 0x00ffffffffffff00 ^ connID&0xff
	}
	return connID
}

// sendOutgoing sends the indications one after the other, when they are due.
func (r *Recorder) sendOutgoing() {
	for {
		r.mu.Lock()
		next, due, wait := r.outgoing.pop(r.options.Now())
		if due && next.starts {
			r.startNow(&next)
			r.mu.Unlock()
			continue
		}
		current := r.life
		r.mu.Unlock()
		if due {
			r.send(current, next)
			if r.context.Err() == nil {
				continue
			}
			return
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

func (r *Recorder) send(current *life, i indication) {
	err := sendIndication(r.context, current.session, &i)
	r.mu.Lock()
	if err == nil {
		r.counts.Indications++
	} else {
		r.counts.Unsent++
	}
	r.mu.Unlock()
	if err != nil && r.context.Err() == nil {
		r.options.Log(fmt.Sprintf("the recorder's indication %s for DN %s was not sent: %v", i.value, i.dn, err))
	}
}

func sendIndication(ctx context.Context, session *tlibconn.Session, i *indication) error {
	userData, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{i.pair()})
	if err != nil {
		return err
	}
	_, err = session.Send(ctx, tlibconn.UserEvent(i.dn, i.connID, userData))
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

// pending maps ReferenceIDs to their DNs and indications. It remembers only the last maxPending
// requests, because a server may lose answers.
type pending struct {
	sentBy map[int32]Answer
	order  []int32
}

func (p *pending) sent(e *event.Event) {
	if e.Request.Kind != event.RequestCapture && e.Request.Kind != event.RequestRegister {
		return
	}
	if p.sentBy == nil {
		p.sentBy = make(map[int32]Answer)
	}
	p.sentBy[e.Request.Reference] = Answer{DN: string(e.ThisDN()), Indication: e.Capture().Indication}
	p.order = append(p.order, e.Request.Reference)
	if len(p.order) > maxPending {
		delete(p.sentBy, p.order[0])
		p.order = p.order[1:]
	}
}

func (p *pending) answered(reference int32) Answer {
	answer := p.sentBy[reference]
	delete(p.sentBy, reference)
	return answer
}

func (p *pending) clear() { p.sentBy, p.order = nil, nil }
