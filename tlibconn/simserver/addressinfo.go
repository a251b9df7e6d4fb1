package simserver

import (
	"strconv"

	"capdeck/tlibconn/wire"
)

// The values of AddressType (47) and AddressInfoType (56) that the server accepts in
// RequestQueryAddress (SEMANTICS.md, Sessions and registration).
const (
	addressTypeDN       = 1
	addressInfoDNStatus = 17
)

// The value of ps-n for a party that dials: the vendor's PtState_Connected with
// PtStateMod_Dialing, which is outside the low four bits.
const (
	dialingModifier = 0x10000
	snapshotDialing = dialingModifier | int32(PartyConnected)
)

// queryAddress answers RequestQueryAddress with EventAddressInfo, which has the keys
// of a registration's snapshot. It rejects other types of address and information
// with error 53, and a DN that the client has not registered with 41.
func (st *state) queryAddress(c *client, m *wire.Message) {
	a := st.addressed(c, m)
	if a == nil {
		return
	}
	addressType, _ := m.Int(wire.AttributeAddressType)
	infoType, _ := m.Int(wire.AttributeAddressInfoType)
	switch {
	case addressType != addressTypeDN, infoType != addressInfoDNStatus:
		st.refuse(c, m, errorInvalid)
	case a.registrationOf(c) == nil:
		st.refuse(c, m, errorUnregistered)
	default:
		attributes := append(reference(m), a.snapshot()...)
		st.send(c, wire.EventAddressInfo, append(attributes,
			wire.IntAttribute(wire.AttributeAddressInfoType, addressInfoDNStatus),
			wire.IntAttribute(wire.AttributeAddressInfoStatus, a.status()))...)
	}
}

// status returns 0 for an idle DN, 1 for a busy one and -1 for one out of service
// (SEMANTICS.md, Sessions and registration; the values are not verified).
func (a *address) status() int32 {
	switch {
	case a.outOfService:
		return -1
	case len(a.parties) > 0:
		return 1
	}
	return 0
}

// snapshot returns the attributes of EventRegistered and EventAddressInfo that
// describe a DN: ThisDN, Extensions as in flow-03, and the agent's ID if there is one.
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
			n := strconv.Itoa(i + 1)
			pairs = append(pairs, wire.TextPair("conn-"+n, connIDText(p.call.id)))
			number("ps-"+n, p.snapshotState())
			number("ct-"+n, p.call.kind)
			pairs = append(pairs, wire.TextPair("call-uuid-"+n, p.call.uuid))
		}
		number("AgentStatus", int32(a.agent.status))
		number("status", a.status())
	}
	// The server makes these pairs itself. They are short and always fit.
	if extensions, err := wire.ListAttribute(wire.AttributeExtensions, pairs); err == nil {
		attributes = append(attributes, extensions)
	}
	return append(attributes, a.agentAttributes()...)
}

func (p *party) snapshotState() int32 {
	if p.state == PartyDialing {
		return snapshotDialing
	}
	return int32(p.state)
}
