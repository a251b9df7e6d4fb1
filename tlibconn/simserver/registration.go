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

// addressed returns the DN that a request names. If it returns nil, it has rejected the
// request.
func (st *state) addressed(c *client, m *wire.Message) *address {
	number, given := m.Text(wire.AttributeThisDN)
	if !given || len(number) == 0 {
		st.refuse(c, m, errorInvalid)
		return nil
	}
	a := st.addresses[string(number)]
	if a != nil {
		return a
	}
	switch {
	case !st.options.AnyDN:
		st.refuse(c, m, errorUnconfigured)
	case m.Type != wire.RequestRegisterAddress:
		st.refuse(c, m, errorUnregistered)
	case len(number) > maxNumber:
		st.refuse(c, m, errorInvalid)
	case !st.mayAdd(string(number)):
		st.refuse(c, m, errorNoLicense)
	default:
		return st.add(string(number))
	}
	return nil
}

// register answers RequestRegisterAddress. A private registration ends all others and
// keeps other clients from registering the DN (SEMANTICS.md, Sessions and
// registration).
func (st *state) register(c *client, m *wire.Message) {
	a := st.addressed(c, m)
	if a == nil {
		return
	}
	own := a.registrationOf(c)
	mode, given := m.Int(wire.AttributeRegisterMode)
	switch {
	case !given && m.Find(wire.AttributeRegisterMode) != nil, mode < modeShare || mode > modeMonitor:
		st.refuse(c, m, errorInvalid)
		return
	case a.behaviour.Silent:
		return
	case a.behaviour.Refuse != 0 && !keepsRegistration(a.behaviour.Refuse):
		st.refuse(c, m, a.behaviour.Refuse)
		return
	case own != nil && a.behaviour.Again != 0:
		st.refuse(c, m, a.behaviour.Again)
		return
	case own == nil && a.isPrivate():
		st.refuse(c, m, errorSeized)
		return
	}
	if mode == modePrivate {
		st.endRegistrations(a, c, errorSeized)
		own = a.registrationOf(c)
	}
	if own != nil {
		own.mode = mode
	} else {
		a.registrations = append(a.registrations, registration{client: c, mode: mode})
		c.registered[a] = struct{}{}
	}
	if a.behaviour.Refuse != 0 {
		st.refuse(c, m, a.behaviour.Refuse)
		return
	}
	st.send(c, wire.EventRegistered, append(reference(m), a.snapshot()...)...)
	if a.outOfService {
		st.send(c, a.serviceEvent(), st.stamp([]wire.Attribute{wire.TextAttribute(wire.AttributeThisDN, a.number)}, a.behaviour.Stamps)...)
	}
}

// keepsRegistration reports whether the ErrorCode of the answer to a registration means
// that the client is registered already (SEMANTICS.md, Sessions and registration).
func keepsRegistration(code int32) bool { return code == errorRegistered || code == errorInState }

func (a *address) isPrivate() bool {
	return slices.ContainsFunc(a.registrations, func(r registration) bool { return r.mode == modePrivate })
}

// endRegistrations ends the registrations of all clients except one, with
// EventUnregistered and the code.
func (st *state) endRegistrations(a *address, but *client, code int32) {
	for _, r := range slices.Clone(a.registrations) {
		if r.client == but {
			continue
		}
		a.forget(r.client)
		delete(r.client.registered, a)
		st.send(r.client, wire.EventUnregistered,
			wire.TextAttribute(wire.AttributeThisDN, a.number),
			wire.IntAttribute(wire.AttributeErrorCode, code),
			wire.TextAttribute(wire.AttributeErrorMessage, errorText(code)))
	}
}

func (st *state) unregister(c *client, m *wire.Message) {
	a := st.addressed(c, m)
	if a == nil {
		return
	}
	if a.registrationOf(c) == nil {
		st.refuse(c, m, errorUnregistered)
		return
	}
	a.forget(c)
	delete(c.registered, a)
	st.send(c, wire.EventUnregistered, append(reference(m), wire.TextAttribute(wire.AttributeThisDN, a.number))...)
}
