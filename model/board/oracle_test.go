package board

import (
	"slices"
	"time"

	"capdeck/tlibconn/event"
)

// The oracle decides outcomes a second time, from the whole history at once and in the
// words of the table. The board decides step by step.

// kind is the kind of a step of a history.
type kind uint8

const (
	stepSend kind = iota
	stepACK
	stepEcho
	stepIndication
	stepOther // another client's verb
	stepTimeout
	stepLoss
	stepError
)

// step is one event, 100 ms after the one before; a timeout is 6 s without events.
type step struct {
	kind       kind
	command    int // index of the command for send, ACK, echo, error
	indication event.Indication
	verb       event.Verb
	at         time.Duration
}

const (
	stepGap     = 100 * time.Millisecond
	stepSilence = 6 * time.Second
)

// stamp sets the times of the steps.
func stamp(steps []step) {
	at := time.Duration(0)
	for i := range steps {
		at += stepGap
		if steps[i].kind == stepTimeout {
			at += stepSilence
		}
		steps[i].at = at
	}
}

// verdict is the oracle's outcome of a command.
type verdict struct {
	life  Life
	noACK bool
	ended time.Duration
	late  event.Indication
}

// fate is what has happened to one command in the steps read so far.
type fate struct {
	verb   event.Verb
	sent   time.Duration
	ack    time.Duration // 0: none
	failed time.Duration
	closed time.Duration
	loss   time.Duration
	newer  []time.Duration
	others []seen // indications that did not close it
	late   event.Indication
	echoed bool // an EventUserEvent was treated as its echo
}

type seen struct {
	at         time.Duration
	indication event.Indication
}

// verdictAt decides the state at time now. ok is false while it is open.
func (f *fate) verdictAt(now time.Duration) (v verdict, ok bool) {
	const it, rt = DefaultIndicationTimeout, DefaultRequestTimeout
	var ends []verdict
	add := func(life Life, at time.Duration, noACK bool) {
		if at <= now {
			ends = append(ends, verdict{life: life, ended: at, noACK: noACK})
		}
	}
	newerBy := func(at time.Duration) bool { return len(f.newer) > 0 && f.newer[0] <= at }
	otherBy := func(at time.Duration) bool {
		last := event.IndicationNone
		for _, s := range f.others {
			if s.at <= at {
				last = s.indication
			}
		}
		return f.verb != event.VerbQuery && last != event.IndicationNone && last != f.verb.Asks()
	}
	// Without the ACK, until it arrives.
	before := func(at time.Duration) bool { return f.ack == 0 || at <= f.ack }
	closedBy := func(at time.Duration) bool { return f.closed != 0 && f.closed <= at }
	if at := f.sent + it; before(at) && !closedBy(at) {
		if newerBy(at) {
			add(LifeSuperseded, at, false)
		} else if otherBy(at) {
			add(LifeContradicted, at, false)
		}
	}
	if at := f.sent + rt; before(at) {
		switch {
		case closedBy(at):
			add(LifeConfirmed, at, true)
		case otherBy(at):
			add(LifeContradicted, at, false)
		default:
			add(LifeLost, at, false)
		}
	}
	if f.ack != 0 {
		at := f.ack + it
		switch {
		case closedBy(at):
			add(LifeConfirmed, max(f.ack, f.closed), false)
		case newerBy(at):
			add(LifeSuperseded, at, false)
		case otherBy(at):
			add(LifeContradicted, at, false)
		default:
			add(LifeUnanswered, at, false)
		}
	}
	if f.failed != 0 {
		add(LifeRejected, f.failed, false)
	}
	if f.loss != 0 {
		switch {
		case closedBy(f.loss):
			add(LifeConfirmed, f.loss, true)
		case f.ack != 0 && f.ack <= f.loss:
			add(LifeUnanswered, f.loss, false)
		default:
			add(LifeLost, f.loss, false)
		}
	}
	for i, e := range ends {
		if i == 0 || e.ended < v.ended {
			v = e
		}
	}
	v.late = f.late
	return v, len(ends) > 0
}

// judge reads a history and returns each command's verdict, given whether the server
// echoes: echo means that an echo step within the window is ours.
func judge(steps []step, verbs []event.Verb, echoes bool) []verdict {
	fates := make([]fate, len(verbs))
	for i, v := range verbs {
		fates[i].verb = v
	}
	open := func(f *fate, at time.Duration) bool {
		if f.sent == 0 || at <= f.sent {
			return false
		}
		_, ended := f.verdictAt(at)
		return !ended
	}
	newer := func(at time.Duration, except *fate) {
		for i := range fates {
			if f := &fates[i]; f != except && open(f, at) {
				f.newer = append(f.newer, at)
			}
		}
	}
	lost := false
	for _, s := range steps {
		if lost {
			break
		}
		switch s.kind {
		case stepSend:
			fates[s.command].sent = s.at
			if verbs[s.command] != event.VerbQuery {
				newer(s.at, &fates[s.command])
			}
		case stepACK:
			if f := &fates[s.command]; open(f, s.at) && f.ack == 0 {
				f.ack = s.at
			}
		case stepError:
			if f := &fates[s.command]; open(f, s.at) {
				f.failed = s.at
			}
		case stepEcho, stepOther:
			verb := s.verb
			if s.kind == stepEcho {
				verb = verbs[s.command]
			}
			mine := slices.IndexFunc(fates, func(f fate) bool {
				return !f.echoed && f.verb == verb && f.sent != 0 && s.at-f.sent < DefaultEchoWindow
			})
			if echoes && mine >= 0 {
				fates[mine].echoed = true
			} else if verb != event.VerbQuery {
				newer(s.at, nil)
			}
		case stepIndication:
			judgeIndication(fates, s, open)
		case stepLoss:
			lost = true
			for i := range fates {
				if f := &fates[i]; open(f, s.at) {
					f.loss = s.at
				}
			}
		}
	}
	out := make([]verdict, len(fates))
	for i := range fates {
		out[i], _ = fates[i].verdictAt(time.Hour)
	}
	return out
}

func judgeIndication(fates []fate, s step, open func(*fate, time.Duration) bool) {
	order := make([]*fate, 0, len(fates))
	for i := range fates {
		order = append(order, &fates[i])
	}
	if len(order) == 2 && order[1].sent != 0 && order[1].sent < order[0].sent {
		order[0], order[1] = order[1], order[0]
	}
	taken, closed := false, false
	for _, f := range order {
		switch {
		case !open(f, s.at) || f.closed != 0:
		case f.verb == event.VerbQuery:
			f.closed, taken = s.at, true
		case !closed && f.verb.Asks() == s.indication:
			f.closed, taken, closed = s.at, true, true
		default:
			f.others = append(f.others, seen{s.at, s.indication})
		}
	}
	if taken {
		return
	}
	// Late indications: for those that ended without an indication of their own.
	var asked, unasked *fate
	for _, f := range order {
		v, ended := f.verdictAt(s.at)
		if f.sent == 0 || s.at <= f.sent || !ended || f.closed != 0 || f.late != event.IndicationNone {
			continue
		}
		if f.verb == event.VerbQuery || f.verb.Asks() == s.indication {
			if asked == nil {
				asked = f
			}
		} else if v.life == LifeUnanswered || v.life == LifeLost {
			unasked = f
		}
	}
	if asked == nil {
		asked = unasked
	}
	if asked != nil {
		asked.late = s.indication
	}
}

// doubt reports whether the state is in doubt at the end of a history without a loss:
// since the last indication, a query went unanswered, or a command did, of a DN whose
// state was known.
func doubt(steps []step, verbs []event.Verb, ended []Command, start time.Time) bool {
	last, first := time.Duration(-1), time.Duration(-1)
	for _, s := range steps {
		if s.kind == stepIndication {
			last = s.at
			if first < 0 {
				first = s.at
			}
		}
	}
	for i, c := range ended {
		at := c.Ended.Sub(start)
		if c.ID == 0 || at < last {
			continue
		}
		silent := c.Life == LifeUnanswered || c.Life == LifeLost
		query := verbs[i] == event.VerbQuery
		if query && (silent || c.Life == LifeSuperseded) || silent && first >= 0 && first <= at {
			return true
		}
	}
	return false
}
