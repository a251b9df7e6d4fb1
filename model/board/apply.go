package board

import (
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// Apply applies one event of a session. It retains nothing of the event. An event of an
// earlier connection, an answer of an earlier registration round and a message for a DN
// that is not on the board change no row. Apply marks as Automatic what only an automatic
// query caused and what brings no news. An EventUserEvent for a known DN allocates nothing
// once the DN was heard from.
func (b *Board) Apply(e *event.Event) { b.apply(e, nil) }

// apply is Apply; guess is the row that the event most likely concerns, or nil.
func (b *Board) apply(e *event.Event, guess *Row) {
	b.at = e.Time
	s := b.siteOf(e.Site)
	switch e.Kind {
	case event.KindLink:
		if e.Link != nil {
			b.linkEvent(s, e)
		}
		return
	case event.KindUnsent:
		if e.Request.Kind == event.RequestAddress {
			b.addressUnsent(e)
		} else {
			b.commandUnsent(e)
		}
		return
	}
	if !b.isCurrent(s, e) {
		return
	}
	switch e.Kind {
	case event.KindMessage:
		if e.Message.Type == wire.EventUserEvent {
			b.userEvent(s, e, guess)
		} else {
			b.message(s, e)
		}
	case event.KindSent:
		switch e.Request.Kind {
		case event.RequestCapture:
			b.commandSent(e)
		case event.RequestRegister, event.RequestUnregister:
			s.registrationSent(e)
		}
	case event.KindUndecodable:
		b.notes.Undecodable++
		b.version++
		b.answer(s, e)
	case event.KindRegistration:
		b.registrationEvent(s, e)
	}
}

// ahead is the number of events whose rows are fetched before the first of them is
// applied.
const ahead = 8

// ApplyAll applies events as Apply does, in their order. For many DNs it is several times
// as fast: it fetches the rows of the next events from memory all at once, not one after
// the other.
func (b *Board) ApplyAll(events []event.Event) {
	rows := &b.ahead
	for len(events) > 0 {
		n := min(len(events), ahead)
		b.fetch(rows[:n], events)
		for i := range n {
			b.apply(&events[i], rows[i])
		}
		events = events[n:]
	}
}

// fetch finds the rows that the next indications most likely change, and reads from each
// cache line at their front. It reads nothing else, so that a processor can fetch them all
// at once. The sum has no meaning; it is kept so that the compiler keeps the reads.
func (b *Board) fetch(rows []*Row, events []event.Event) {
	for i := range rows {
		e := &events[i]
		rows[i] = nil
		if e.Message.Type == wire.EventUserEvent {
			rows[i] = b.siteOf(e.Site).likelyRow(e)
		}
	}
	for _, r := range rows {
		if r != nil {
			b.fetched += uint64(r.turn) + r.capture.ConnID + uint64(r.shown) + uint64(len(r.byCall)) + r.version + uint64(len(r.open))
		}
	}
	if b.onChange == nil {
		return
	}
	for _, r := range rows {
		if r != nil {
			b.fetched += uint64(r.number)
		}
	}
	if b.onFetch != nil {
		b.onFetch(rows)
	}
}

// isCurrent reports whether the event is of the site's present connection. An event with a
// higher number moves the site to that connection. An event without a number is current.
func (b *Board) isCurrent(s *site, e *event.Event) bool {
	if e.Connection == s.connection || e.Connection == 0 {
		return true
	}
	if e.Connection < s.connection {
		return false
	}
	b.beginConnection(s, e.Connection, e.Time)
	return true
}

// message applies any message but EventUserEvent.
func (b *Board) message(s *site, e *event.Event) {
	switch e.Message.Type {
	case wire.EventRinging, wire.EventDialing, wire.EventNetworkReached, wire.EventEstablished, wire.EventHeld,
		wire.EventRetrieved, wire.EventReleased, wire.EventAbandoned, wire.EventDiverted, wire.EventPartyChanged,
		wire.EventBridged, wire.EventDestinationBusy, wire.EventPartyAdded:
		b.callEvent(s, e)
	case wire.EventAgentLogin, wire.EventAgentLogout, wire.EventAgentReady, wire.EventAgentNotReady,
		wire.EventAgentAfterCallWork:
		b.agentEvent(s, e)
	case wire.EventDNOutOfService, wire.EventDNBackInService:
		b.serviceEvent(s, e)
	case wire.EventHardwareError:
		b.hardwareError(s, e)
	case wire.EventACK, wire.EventError, wire.EventRegistered, wire.EventUnregistered, wire.EventAddressInfo:
		b.answer(s, e)
	}
}

// answer applies a message that answers a request, whether we sent that request or not.
func (b *Board) answer(s *site, e *event.Event) {
	switch e.Request.Kind {
	case event.RequestCapture:
		b.commandAnswered(e)
	case event.RequestRegister:
		b.registerAnswered(s, e)
	case event.RequestUnregister:
		if r := s.answeredRow(e); r != nil && e.Message.Type == wire.EventUnregistered {
			b.setRegistration(r, Registration{}, e)
		}
	case event.RequestAddress:
		b.addressAnswered(s, e)
	case event.RequestNone:
		if e.Kind == event.KindMessage {
			b.unasked(s, e)
		}
	}
}

// unasked applies an answer to no request of ours. If it carries a ReferenceID, it answers
// a request that no one waits for: it is counted and never matched. An EventUnregistered
// is news in any case: whatever it answers, the DN is no longer registered (SEMANTICS.md,
// Sessions and registration).
func (b *Board) unasked(s *site, e *event.Event) {
	reference, _ := e.Message.Int(wire.AttributeReferenceID)
	if e.Message.Type != wire.EventUnregistered || reference != 0 {
		b.notes.Unmatched++
		b.version++
	}
	if e.Message.Type != wire.EventUnregistered {
		return
	}
	if r := s.rowOf(e); r != nil && r.registration.State.Held() {
		code, text := b.errorOf(e)
		b.setRegistration(r, Registration{State: RegistrationLost, Code: code, Text: text}, e)
	}
}

// errorOf returns a message's error code and its text: the server's text, or that of the
// code if it has none (SEMANTICS.md, Error codes).
func (b *Board) errorOf(e *event.Event) (code int32, text string) {
	code, _ = e.Message.Int(wire.AttributeErrorCode)
	if said, _ := e.Message.Text(wire.AttributeErrorMessage); len(said) > 0 {
		return code, b.readable(said, maxErrorText)
	}
	if text = ErrorText(code); text == "" {
		text = cut(e.Problem, maxErrorText)
	}
	return code, text
}
