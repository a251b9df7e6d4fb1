package tlibtest

import "capdeck/tlibconn/wire"

// LogIn sends a login with the protocol version of the current vendor library, and with
// the passwords, if any (WIRE.md, Session 1). It does not wait for the answer.
func (p *Peer) LogIn(application string, password ...string) {
	p.TB.Helper()
	attributes := []wire.Attribute{
		wire.TextAttribute(wire.AttributeProtocolVersion, "tserver protocol 4.2"),
		wire.IntAttribute(wire.AttributeSessionID, 0),
		wire.TextAttribute(wire.AttributeApplicationName, application),
	}
	for _, text := range password {
		attributes = append(attributes, wire.TextAttribute(wire.AttributeApplicationPassword, text))
	}
	p.Send(wire.RequestRegisterClient, attributes...)
}

// Register sends a request to register a DN in the mode 0 (share), 1 (private) or
// 2 (monitor) (WIRE.md, Session 4). It does not wait for the answer.
func (p *Peer) Register(dn string, mode int32) {
	p.TB.Helper()
	p.Request(wire.RequestRegisterAddress,
		wire.IntAttribute(wire.AttributeRegisterMode, mode),
		wire.IntAttribute(wire.AttributeControlMode, 0),
		ThisDN(dn),
		wire.IntAttribute(wire.AttributeAddressType, 1))
}

// Start logs a T-Client in, waits for the answer, and registers the DNs in share
// mode.
func (p *Peer) Start(application string, dns ...string) {
	p.TB.Helper()
	p.LogIn(application)
	if m := p.Next(); m.Type != wire.EventLinkConnected && m.Type != wire.EventLinkDisconnected {
		p.TB.Fatalf("the login was answered with %s", Line(m))
	}
	for _, dn := range dns {
		p.Register(dn, 0)
		p.Expect(wire.EventRegistered)
	}
}

// SendUserEvent sends a request to distribute an EventUserEvent to every T-Client that
// has registered the DN (WIRE.md, Session 5). If connID is 0, the event names no call. It
// does not wait for the answer.
func (p *Peer) SendUserEvent(dn string, connID uint64, pairs ...wire.KeyValue) {
	p.TB.Helper()
	attributes := []wire.Attribute{UserData(p.TB, pairs...), ThisDN(dn), wire.IntAttribute(wire.AttributeUserEvent, int32(wire.EventUserEvent))}
	if connID != 0 {
		attributes = append(attributes, ConnID(connID))
	}
	p.Request(wire.RequestSendEvent, attributes...)
}
