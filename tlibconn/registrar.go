package tlibconn

import (
	"slices"
	"time"

	"capdeck/tlibconn/event"
)

const (
	noAnswerRetry = 30 * time.Second // SEMANTICS.md, Sessions and registration
	refusedRetry  = 60 * time.Second // the same; also after an unasked EventUnregistered
)

// leftOver is by how many the removed DNs on the list may outnumber the others.
const leftOver = 64

// The error codes of a registration that mean something other than a lasting refusal
// (SEMANTICS.md, Sessions and registration; Error codes).
const (
	codeNoLicense         = 40
	codeSeized            = 42
	codeInState           = 43
	codeOutOfService      = 58
	codeAlreadyRegistered = 125
)

type registrationState uint8

const (
	registrationIdle     registrationState = iota // no round has begun
	registrationWaiting                           // queued to be sent
	registrationSent                              // waits for its answer
	registrationDone                              // registered
	registrationRefused                           // refused, not tried again in this round
	registrationRetrying                          // will be sent again later
)

// registration is one DN of the session's list.
type registration struct {
	dn        string
	wire      string // the DN's bytes on the wire
	state     registrationState
	reference int32  // of the last request for it
	asked     bool   // a request for it was sent on this connection
	removed   bool   // taken off the list
	tries     uint32 // distinguishes the current retry from earlier ones
}

// asking is a request that the registrar wants to send: a registration, or the
// unregistration of a DN that is no longer on the list.
type asking struct {
	registration *registration // nil for an unregistration
	dn, wire     string
}

// registrar keeps the list of DNs and decides which request to send when. It has no
// socket and no clock: callers pass the time, and next returns when to call it again.
// Times must not go backwards.
type registrar struct {
	window  int
	timeout time.Duration
	encode  func(dn string) string // Options.EncodeDN

	byDN    map[string]*registration // by the DN on the wire
	order   []*registration          // as registered, removed ones until the next round
	round   uint32
	active  bool // the link is up
	pending queue[*registration]
	leaving queue[*registration]

	// outstanding holds the unanswered requests, nil for unregistrations.
	outstanding map[int32]*registration
	timeouts    queue[timeout]
	soon, late  queue[retry] // after no answer, after a refusal
}

type timeout struct {
	at        time.Time
	reference int32
}

type retry struct {
	at           time.Time
	registration *registration
	tries        uint32
}

func newRegistrar(window int, timeout time.Duration, encode func(dn string) string) *registrar {
	return &registrar{
		window: window, timeout: timeout, encode: encode,
		byDN: map[string]*registration{}, outstanding: map[int32]*registration{},
	}
}

// add adds a DN to the list and reports whether it is new.
func (r *registrar) add(dn string) bool {
	wire := r.encode(dn)
	if r.byDN[wire] != nil || dn == "" {
		return false
	}
	entry := &registration{dn: dn, wire: wire}
	r.byDN[wire] = entry
	r.order = append(r.order, entry)
	if len(r.order) > 2*len(r.byDN)+leftOver {
		r.order = slices.DeleteFunc(r.order, func(entry *registration) bool { return entry.removed })
	}
	if r.active {
		entry.state = registrationWaiting
		r.pending.push(entry)
	}
	return true
}

// remove removes a DN from the list and reports whether it was there.
func (r *registrar) remove(dn string) bool {
	wire := r.encode(dn)
	entry := r.byDN[wire]
	if entry == nil {
		return false
	}
	delete(r.byDN, wire)
	entry.removed = true
	if entry.asked {
		r.leaving.push(entry)
	}
	return true
}

// beginRound starts a round, in which every DN is registered again.
func (r *registrar) beginRound(round uint32) {
	r.suspend()
	r.round, r.active = round, true
	kept := r.order[:0]
	for _, entry := range r.order {
		if entry.removed {
			continue
		}
		kept = append(kept, entry)
		entry.state = registrationWaiting
		r.pending.push(entry)
	}
	clear(r.order[len(kept):])
	r.order = kept
}

// suspend ends a round because the link is down. Unanswered requests still count against
// the window, because the server may still answer them.
func (r *registrar) suspend() {
	r.active = false
	r.pending.clear()
	r.soon.clear()
	r.late.clear()
}

// reset forgets the requests of a connection that ended: none of them will be answered.
func (r *registrar) reset() {
	r.suspend()
	clear(r.outstanding)
	r.timeouts.clear()
	r.leaving.clear()
	for _, entry := range r.order {
		entry.asked = false
		entry.state = registrationIdle
	}
}

// nextRequest returns the next request to send, if there is one and the window has room.
// Unregistrations come first, so that a DN that is removed and added again ends up
// registered.
func (r *registrar) nextRequest() (asking, bool) {
	if !r.active || len(r.outstanding) >= r.window {
		return asking{}, false
	}
	if r.leaving.len() > 0 {
		entry := r.leaving.pop()
		return asking{dn: entry.dn, wire: entry.wire}, true
	}
	for r.pending.len() > 0 {
		entry := r.pending.pop()
		if !entry.removed && entry.state == registrationWaiting {
			return asking{registration: entry, dn: entry.dn, wire: entry.wire}, true
		}
	}
	return asking{}, false
}

// sent records that a request from nextRequest is being sent.
func (r *registrar) sent(a asking, reference int32, now time.Time) {
	r.outstanding[reference] = a.registration
	r.timeouts.push(timeout{at: now.Add(r.timeout), reference: reference})
	if a.registration != nil {
		a.registration.state = registrationSent
		a.registration.reference = reference
		a.registration.asked = true
	}
}

// answered settles a registration, even one that has timed out. code is the server's
// error, 0 for EventRegistered.
func (r *registrar) answered(entry *registration, reference int32, round uint32, code int32, now time.Time) {
	delete(r.outstanding, reference)
	if entry == nil || entry.removed || round != r.round || !r.active {
		return
	}
	switch code {
	case 0, codeInState, codeAlreadyRegistered:
		entry.state = registrationDone
	case codeNoLicense, codeSeized, codeOutOfService:
		r.retry(&r.late, entry, now.Add(refusedRetry))
	default:
		entry.state = registrationRefused
	}
}

// unregistered records an EventUnregistered that no request asked for: the DN is
// registered again later, unless a registration is already under way.
func (r *registrar) unregistered(dn []byte, now time.Time) {
	entry := r.byDN[string(dn)]
	if entry == nil || !r.active || entry.state != registrationDone {
		return
	}
	r.retry(&r.late, entry, now.Add(refusedRetry))
}

func (r *registrar) retry(line *queue[retry], entry *registration, at time.Time) {
	entry.state = registrationRetrying
	entry.tries++
	line.push(retry{at: at, registration: entry, tries: entry.tries})
}

// next does what is due at now, calls changed for each DN whose state changes, and returns
// when to call it again; the zero time means never.
func (r *registrar) next(now time.Time, changed func(dn string, state event.RegistrationState)) time.Time {
	for r.timeouts.len() > 0 {
		first := r.timeouts.peek()
		entry, open := r.outstanding[first.reference]
		if open && first.at.After(now) {
			break
		}
		reference := r.timeouts.pop().reference
		delete(r.outstanding, reference)
		if open && r.active && entry != nil && !entry.removed && entry.state == registrationSent && entry.reference == reference {
			r.retry(&r.soon, entry, now.Add(noAnswerRetry))
			changed(entry.dn, event.RegistrationNoAnswer)
		}
	}
	r.again(&r.soon, now, changed)
	r.again(&r.late, now, changed)
	var deadline time.Time
	if r.timeouts.len() > 0 {
		deadline = r.timeouts.peek().at
	}
	for _, line := range []*queue[retry]{&r.soon, &r.late} {
		if line.len() > 0 {
			deadline = earlier(deadline, line.peek().at)
		}
	}
	return deadline
}

// again queues the DNs of a line that are due.
func (r *registrar) again(line *queue[retry], now time.Time, changed func(dn string, state event.RegistrationState)) {
	for line.len() > 0 {
		entry := line.peek().registration
		current := !entry.removed && entry.state == registrationRetrying && entry.tries == line.peek().tries
		if current && line.peek().at.After(now) {
			return
		}
		line.pop()
		if current {
			entry.state = registrationWaiting
			r.pending.push(entry)
			changed(entry.dn, event.RegistrationPending)
		}
	}
}

// work reports whether requests wait for room in the window.
func (r *registrar) work() bool {
	return r.active && (r.pending.len() > 0 || r.leaving.len() > 0)
}

// earlier returns the earlier of two times, where zero means never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}
