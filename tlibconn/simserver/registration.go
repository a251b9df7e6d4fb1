package simserver

import (
	"fmt"
	"slices"
	"strconv"

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
	case a.behaviour.Refuse != 0:
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
	w.send(c, wire.EventRegistered, append(reference(m), a.snapshot()...)...)
}

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

func (w *world) queryAddress(c *client, m *wire.Message) {
	a := w.addressed(c, m)
	if a == nil {
		return
	}
	attributes := append(reference(m), a.snapshot()...)
	if kind, given := m.Int(wire.AttributeAddressInfoType); given {
		attributes = append(attributes, wire.IntAttribute(wire.AttributeAddressInfoType, kind))
	}
	attributes = append(attributes, wire.IntAttribute(wire.AttributeAddressInfoStatus, a.status()))
	w.send(c, wire.EventAddressInfo, attributes...)
}

// status is 0 for an idle DN, 1 for a busy one, -1 for one out of service
// (SEMANTICS.md, Sessions and registration; its scale is not verified).
func (a *address) status() int32 {
	switch {
	case a.outOfService:
		return -1
	case len(a.parties) > 0:
		return 1
	}
	return 0
}

// snapshot is what EventRegistered says of a DN: ThisDN, Extensions as in
// flow-03, and the agent's ID where there is one.
func (a *address) snapshot() []wire.Attribute {
	attributes := []wire.Attribute{wire.TextAttribute(wire.AttributeThisDN, a.number)}
	var pairs []wire.KeyValue
	number := func(key string, value int32) {
		if a.behaviour.Snapshot == SnapshotText {
			pairs = append(pairs, wire.TextPair(key, strconv.Itoa(int(value))))
		} else {
			pairs = append(pairs, wire.IntPair(key, value))
		}
	}
	if a.behaviour.Snapshot != SnapshotOff {
		for i, p := range a.parties {
			pairs = append(pairs, wire.TextPair(fmt.Sprintf("conn-%d", i+1), connIDText(p.call.id)))
			number(fmt.Sprintf("ps-%d", i+1), int32(p.state))
			number(fmt.Sprintf("ct-%d", i+1), p.call.kind)
		}
		number("AgentStatus", int32(a.agent.status))
		number("status", a.status())
	}
	// These pairs are the server's own and short: they always fit.
	if extensions, err := wire.ListAttribute(wire.AttributeExtensions, pairs); err == nil {
		attributes = append(attributes, extensions)
	}
	return append(attributes, a.agentAttributes()...)
}
