package board

import (
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// The error codes with which a DN counts as registered (SEMANTICS.md, Sessions
// and registration).
const (
	codeAlreadyInState    = 43
	codeAlreadyRegistered = 125
)

// registrationSent records which DN a registration or unregistration concerns when it
// leaves: an EventError that answers it need not name the DN.
func (s *site) registrationSent(e *event.Event) {
	r := s.rowOf(e)
	if r == nil || e.Request.Reference == 0 {
		return
	}
	s.dropReference(r)
	r.reference = e.Request.Reference
	s.asked[r.reference] = r
}

// dropReference forgets the registration that a row waits for. There is at most one, so
// that unanswered ones do not accumulate.
func (s *site) dropReference(r *Row) {
	if s.asked[r.reference] == r {
		delete(s.asked, r.reference)
	}
	r.reference = 0
}

// answeredRow returns the row that an answer to a registration concerns, nil if it is not
// on the board: the one that was requested under its ReferenceID, else the one that the
// event names, else that of the message's ThisDN.
func (s *site) answeredRow(e *event.Event) *Row {
	if r := s.asked[e.Request.Reference]; r != nil {
		s.dropReference(r)
		return r
	}
	if e.DN != "" {
		return s.rowNamed(e.DN)
	}
	return s.rowOf(e)
}

// registerAnswered applies the answer to a registration. It ignores an answer of an older
// round, which may no longer be true.
func (b *Board) registerAnswered(s *site, e *event.Event) {
	r := s.answeredRow(e)
	if r == nil || e.Request.Round != 0 && e.Request.Round < s.round {
		return
	}
	switch e.Message.Type {
	case wire.EventRegistered:
		b.expireRow(r, e.Time)
		b.rememberCalls(r)
		agent := r.agent
		b.updating = r
		b.takeSnapshot(r, e)
		b.setRegistration(r, Registration{State: RegistrationHeld}, e)
		b.updating = nil
		b.reportAgent(r, e.Time, &agent)
		b.reportCalls(r, e.Time, true)
		b.reportShown(r, e.Time)
	case wire.EventError:
		code, text := b.errorOf(e)
		reg := Registration{State: RegistrationRefused, Code: code, Text: text}
		if code == codeAlreadyRegistered || code == codeAlreadyInState {
			reg.State = RegistrationHeld
		}
		b.setRegistration(r, reg, e)
		if reg.State == RegistrationHeld {
			b.resynchronise(r, e.Time) // there was no snapshot
		}
	}
}

// registrationEvent applies what the session itself knows about a registration.
func (b *Board) registrationEvent(s *site, e *event.Event) {
	r := s.rowNamed(e.DN)
	if r == nil || e.Request.Round != 0 && e.Request.Round < s.round {
		return
	}
	switch e.Registration {
	case event.RegistrationPending:
		// Another attempt does not hide why the last one failed.
		if r.registration.State == RegistrationNone {
			b.setRegistration(r, Registration{State: RegistrationPending}, e)
		}
	case event.RegistrationNoAnswer:
		b.setRegistration(r, Registration{State: RegistrationNoAnswer}, e)
	case event.RegistrationRemoved:
		b.setRegistration(r, Registration{}, e)
	}
}

// setRegistration sets the DN's registration and what follows from it.
func (b *Board) setRegistration(r *Row, reg Registration, e *event.Event) {
	b.expireRow(r, e.Time)
	held := reg.State.Held()
	if !held && r.registration.State.Held() {
		b.loseRegistration(r, e)
	}
	if held {
		if r.capture.State == StateUnknown || r.unvouched != 0 {
			b.wantQuery(r, e.Time, true)
		} else if r.wantedAt.Before(e.Time) {
			r.wantedAt = e.Time
		}
	}
	r.registration = reg
	b.changed(r)
	b.schedule(r)
}

func (b *Board) loseRegistration(r *Row, e *event.Event) {
	if r.capture.State != StateUnknown {
		r.unvouched |= StaleRegistration
	}
	r.outOfService = false // whether it is back in service is no longer reported
	b.forgetCalls(r, e.Time)
	r.forgetNotAsked()
	r.dropResync(e.Time)
	for i := 0; i < len(r.open); {
		if c := r.open[i]; c.waits() {
			b.cancel(e.Time, c, "the DN's registration was lost")
		} else {
			i++
		}
	}
}

// hardwareError applies an EventHardwareError, after which calls and agents may have
// changed unseen: those of the DN that it names, else of all DNs.
func (b *Board) hardwareError(s *site, e *event.Event) {
	if e.ThisDN() != nil {
		if r := s.rowOf(e); r != nil && r.registration.State.Held() {
			b.resynchronise(r, e.Time)
		}
		return
	}
	for _, r := range b.rows {
		if r.site == s && r.registration.State.Held() {
			b.resynchronise(r, e.Time)
		}
	}
}

// serviceEvent applies EventDNOutOfService and EventDNBackInService: the registration
// stays.
func (b *Board) serviceEvent(s *site, e *event.Event) {
	r := s.rowOf(e)
	if r == nil {
		return
	}
	b.expireRow(r, e.Time)
	r.outOfService = e.Message.Type == wire.EventDNOutOfService
	b.changed(r)
	if !r.outOfService && r.registration.State.Held() {
		b.resynchronise(r, e.Time)
	}
	b.schedule(r)
}
