package simserver

import (
	"fmt"

	"capdeck/tlibconn/wire"
)

// LinkDown takes down the link to the switch and sends EventLinkDisconnected to every
// client. Calls end without an event, and requests are rejected with error 54 until
// LinkUp. The registrations stay.
func (s *Server) LinkDown() { s.update((*state).takeLinkDown) }

// LinkUp restores the link to the switch and sends EventLinkConnected to every client.
func (s *Server) LinkUp() { s.update((*state).bringLinkUp) }

func (st *state) takeLinkDown() {
	st.linkDown = true
	st.loseCalls()
	st.broadcast(wire.EventLinkDisconnected)
}

func (st *state) bringLinkUp() {
	st.linkDown = false
	for _, c := range st.clients {
		if c.info.LoggedIn {
			st.send(c, wire.EventLinkConnected, st.loginAttributes(c)...)
		}
	}
}

// SetRole makes the server primary or backup and sends EventPrimaryChanged to every
// client. The answer to RequestQueryServer then has the new role (SEMANTICS.md, High
// availability and keep-alive). The clients stay connected, but the server of a Pair
// refuses connections while it is the warm backup.
func (s *Server) SetRole(backup bool) { s.update(func(st *state) { s.setRole(st, backup) }) }

func (s *Server) setRole(st *state, backup bool) {
	st.backup = backup
	st.broadcast(wire.EventPrimaryChanged)
	if err := s.tendDoor(st); err != nil {
		st.logf("%v", err)
		orders := st.doorOrders
		s.start(func() { s.startAfter(acceptPause, orders) })
	}
}

// OutOfService takes dn out of service, with EventDNOutOfService. A client that
// registers dn later also gets this event. The registrations stay, but requests to
// send an event are rejected with error 58.
func (s *Server) OutOfService(dn string) error { return s.setService(dn, true) }

// BackInService puts dn back in service, with EventDNBackInService.
func (s *Server) BackInService(dn string) error { return s.setService(dn, false) }

func (s *Server) setService(dn string, out bool) error {
	return s.tryUpdate(func(st *state) error {
		a, err := st.known(dn)
		if err == nil {
			st.setService(a, out)
		}
		return err
	})
}

func (st *state) setService(a *address, out bool) {
	a.outOfService = out
	st.tell(a, a.serviceEvent(), wire.TextAttribute(wire.AttributeThisDN, a.number))
}

func (a *address) serviceEvent() wire.MessageType {
	if a.outOfService {
		return wire.EventDNOutOfService
	}
	return wire.EventDNBackInService
}

// HardwareError sends EventHardwareError with the ErrorCode to every client that has
// registered dn. The event means that the DN's calls and agent may have changed
// without an event (SEMANTICS.md, Sessions and registration).
func (s *Server) HardwareError(dn string, code int32) error {
	return s.tryUpdate(func(st *state) error {
		a, err := st.known(dn)
		if err == nil {
			st.tellHardwareError(a, code)
		}
		return err
	})
}

func (st *state) tellHardwareError(a *address, code int32) {
	st.tell(a, wire.EventHardwareError,
		wire.TextAttribute(wire.AttributeThisDN, a.number),
		wire.IntAttribute(wire.AttributeErrorCode, code),
		wire.TextAttribute(wire.AttributeErrorMessage, errorText(code)))
}

// UnregisterUnasked ends the registrations of dn for every client, with
// EventUnregistered, which has the ErrorCode and no ReferenceID.
func (s *Server) UnregisterUnasked(dn string, code int32) error {
	return s.tryUpdate(func(st *state) error {
		a, err := st.known(dn)
		if err == nil {
			st.endRegistrations(a, nil, code)
		}
		return err
	})
}

// UserEvent sends an EventUserEvent to every client that has registered dn, as if
// another client had requested it. If connID is 0, the event has no ConnID.
func (s *Server) UserEvent(dn string, connID uint64, userData ...wire.KeyValue) error {
	return s.tryUpdate(func(st *state) error {
		a, err := st.known(dn)
		if err != nil {
			return err
		}
		list, err := wire.ListAttribute(wire.AttributeUserData, userData)
		if err != nil {
			return fmt.Errorf("the event for DN %s cannot be sent: %w", dn, err)
		}
		var attributes []wire.Attribute
		if connID != 0 {
			attributes = append(attributes, wire.LongAttribute(wire.AttributeConnID, connID))
		}
		attributes = append(attributes, list, wire.TextAttribute(wire.AttributeThisDN, a.number))
		return st.publish(a, nil, wire.EventUserEvent, attributes...)
	})
}
