package simserver

import (
	"slices"

	"capdeck/tlibconn/wire"
)

// The registration modes (WIRE.md, Session 4).
const (
	modeShare   = 0
	modePrivate = 1
	modeMonitor = 2
)

// addressed returns the DN that a request names. Otherwise it has answered the
// request.
func (w *world) addressed(c *client, m *wire.Message) *address {
	number, given := m.Text(wire.AttributeThisDN)
	if !given || len(number) == 0 {
		w.refuse(c, m, errorInvalid)
		return nil
	}
	a := w.addresses[string(number)]
	if a != nil {
		return a
	}
	switch {
	case !w.options.AnyDN:
		w.refuse(c, m, errorUnconfigured)
	case m.Type != wire.RequestRegisterAddress:
		w.refuse(c, m, errorUnregistered)
	case len(number) > maxNumber:
		w.refuse(c, m, errorInvalid)
	case !w.mayAdd(string(number)):
		w.refuse(c, m, errorNoLicense)
	default:
		return w.add(string(number))
	}
	return nil
}

// register answers RequestRegisterAddress. A private registration takes all
// others away, and holds further clients off (SEMANTICS.md, Sessions and
// registration).
func (w *world) register(c *client, m *wire.Message) {
	a := w.addressed(c, m)
	if a == nil {
		return
	}
	own := a.registrationOf(c)
	mode, given := m.Int(wire.AttributeRegisterMode)
	switch {
	case !given && m.Find(wire.AttributeRegisterMode) != nil, mode < modeShare || mode > modeMonitor:
		w.refuse(c, m, errorInvalid)
		return
	case a.behaviour.Silent:
		return
	case a.behaviour.Refuse != 0 && !keepsRegistration(a.behaviour.Refuse):
		w.refuse(c, m, a.behaviour.Refuse)
		return
	case own != nil && a.behaviour.Again != 0:
		w.refuse(c, m, a.behaviour.Again)
		return
	case own == nil && a.isPrivate():
		w.refuse(c, m, errorSeized)
		return
	}
	if mode == modePrivate {
		w.takeAway(a, c, errorSeized)
		own = a.registrationOf(c)
	}
	if own != nil {
		own.mode = mode
	} else {
		a.registrations = append(a.registrations, registration{client: c, mode: mode})
		c.registered[a] = struct{}{}
	}
	if a.behaviour.Refuse != 0 {
		w.refuse(c, m, a.behaviour.Refuse)
		return
	}
	w.send(c, wire.EventRegistered, append(reference(m), a.snapshot()...)...)
	if a.outOfService {
		w.send(c, a.serviceEvent(), w.stamp([]wire.Attribute{wire.TextAttribute(wire.AttributeThisDN, a.number)}, a.behaviour.Stamps)...)
	}
}

// keepsRegistration reports whether an ErrorCode that answers a registration
// says that the client has it already (SEMANTICS.md, Sessions and registration).
func keepsRegistration(code int32) bool { return code == errorRegistered || code == errorInState }

func (a *address) isPrivate() bool {
	return slices.ContainsFunc(a.registrations, func(r registration) bool { return r.mode == modePrivate })
}

// takeAway ends the registrations of all clients but one, and tells them why.
func (w *world) takeAway(a *address, but *client, code int32) {
	for _, r := range slices.Clone(a.registrations) {
		if r.client == but {
			continue
		}
		a.forget(r.client)
		delete(r.client.registered, a)
		w.send(r.client, wire.EventUnregistered,
			wire.TextAttribute(wire.AttributeThisDN, a.number),
			wire.IntAttribute(wire.AttributeErrorCode, code),
			wire.TextAttribute(wire.AttributeErrorMessage, errorText(code)))
	}
}

func (w *world) unregister(c *client, m *wire.Message) {
	a := w.addressed(c, m)
	if a == nil {
		return
	}
	if a.registrationOf(c) == nil {
		w.refuse(c, m, errorUnregistered)
		return
	}
	a.forget(c)
	delete(c.registered, a)
	w.send(c, wire.EventUnregistered, append(reference(m), wire.TextAttribute(wire.AttributeThisDN, a.number))...)
}
