package simserver

import (
	"fmt"

	"capdeck/tlibconn/wire"
)

// LinkDown takes the link to the switch down: EventLinkDisconnected to every
// client, calls end unsaid, requests are answered by 54 until LinkUp. The
// registrations stay.
func (s *Server) LinkDown() { s.do((*world).takeLinkDown) }

// LinkUp brings the link to the switch back: EventLinkConnected to every
// client.
func (s *Server) LinkUp() { s.do((*world).bringLinkUp) }

func (w *world) takeLinkDown() {
	w.linkDown = true
	w.loseCalls()
	w.broadcast(wire.EventLinkDisconnected)
}

func (w *world) bringLinkUp() {
	w.linkDown = false
	for _, c := range w.clients {
		if c.info.LoggedIn {
			w.send(c, wire.EventLinkConnected, w.loginAttributes(c)...)
		}
	}
}

// SetRole makes the server primary or backup and sends EventPrimaryChanged to
// every client; RequestQueryServer then tells the role (SEMANTICS.md, High
// availability and keep-alive). Its clients stay, but one of a Pair refuses
// connections while it is the warm backup.
func (s *Server) SetRole(backup bool) { s.do(func(w *world) { s.setRole(w, backup) }) }

func (s *Server) setRole(w *world, backup bool) {
	w.backup = backup
	w.broadcast(wire.EventPrimaryChanged)
	if err := s.tendDoor(w); err != nil {
		w.logf("%v", err)
		orders := w.doorOrders
		s.start(func() { s.startAfter(acceptPause, orders) })
	}
}

// OutOfService takes dn out of service: EventDNOutOfService, which a client that
// registers dn later gets too. Its registrations survive; meanwhile a request to
// send an event is refused with error 58.
func (s *Server) OutOfService(dn string) error { return s.setService(dn, true) }

// BackInService takes dn back in service: EventDNBackInService.
func (s *Server) BackInService(dn string) error { return s.setService(dn, false) }

func (s *Server) setService(dn string, out bool) error {
	return s.try(func(w *world) error {
		a, err := w.known(dn)
		if err == nil {
			w.setService(a, out)
		}
		return err
	})
}

func (w *world) setService(a *address, out bool) {
	a.outOfService = out
	w.tell(a, a.serviceEvent(), wire.TextAttribute(wire.AttributeThisDN, a.number))
}

func (a *address) serviceEvent() wire.MessageType {
	if a.outOfService {
		return wire.EventDNOutOfService
	}
	return wire.EventDNBackInService
}

// HardwareError sends EventHardwareError with the ErrorCode to every client that
// has registered dn: its calls and agent may have changed unsaid (SEMANTICS.md,
// Sessions and registration).
func (s *Server) HardwareError(dn string, code int32) error {
	return s.try(func(w *world) error {
		a, err := w.known(dn)
		if err == nil {
			w.tellHardwareError(a, code)
		}
		return err
	})
}

func (w *world) tellHardwareError(a *address, code int32) {
	w.tell(a, wire.EventHardwareError,
		wire.TextAttribute(wire.AttributeThisDN, a.number),
		wire.IntAttribute(wire.AttributeErrorCode, code),
		wire.TextAttribute(wire.AttributeErrorMessage, errorText(code)))
}

// UnregisterUnasked takes dn's registrations away from every client:
// EventUnregistered without a ReferenceID and with the ErrorCode.
func (s *Server) UnregisterUnasked(dn string, code int32) error {
	return s.try(func(w *world) error {
		a, err := w.known(dn)
		if err == nil {
			w.takeAway(a, nil, code)
		}
		return err
	})
}

// UserEvent sends an EventUserEvent to every client that has registered dn, as
// if another client had asked for it. connID 0 leaves ConnID out.
func (s *Server) UserEvent(dn string, connID uint64, userData ...wire.KeyValue) error {
	return s.try(func(w *world) error {
		a, err := w.known(dn)
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
		return w.publish(a, nil, wire.EventUserEvent, attributes...)
	})
}
