package simserver

import (
	"bytes"

	"capdeck/tlibconn/wire"
)

const (
	protocolPrefix = "tserver protocol "
	maxEvent       = wire.MaxAttributes - 3 // attributes of a request, so that its event has room for stamps
	maxHeld        = 1000                   // EventACKs that a DN holds back; then the oldest leaves
	maxNumber      = 256                    // bytes of a DN that AnyDN makes
)

// handle acts on one message of a client. problem says that it cannot be
// decoded: then it is answered as far as it was read (WIRE.md, Malformed
// input).
func (w *world) handle(c *client, m *wire.Message, problem error) {
	switch {
	case c.gone:
	case problem != nil:
		w.logf("%s sent a malformed message: %v", c.info, problem)
		w.refuse(c, m, errorInvalid)
	case m.Type == wire.RequestRegisterClient:
		w.login(c, m)
	case !c.info.LoggedIn:
		w.refuseWith(c, m, Behaviour{Error: errorUnknown, ErrorText: "Log in first: RequestRegisterClient"})
	case w.linkDown && needsLink(m.Type):
		w.refuse(c, m, errorNoLink)
	default:
		w.serve(c, m)
	}
}

// needsLink says which requests are answered by 54 while the link to the
// switch is down.
func needsLink(kind wire.MessageType) bool {
	switch kind {
	case wire.RequestRegisterAddress, wire.RequestQueryAddress, wire.RequestSendEvent, wire.RequestDistributeUserEvent:
		return true
	}
	return isCallRequest(kind) || isAgentRequest(kind)
}

func (w *world) serve(c *client, m *wire.Message) {
	switch {
	case isCallRequest(m.Type), isAgentRequest(m.Type):
		w.operate(c, m)
		return
	}
	switch m.Type {
	case wire.RequestRegisterAddress:
		w.register(c, m)
	case wire.RequestUnregisterAddress:
		w.unregister(c, m)
	case wire.RequestSendEvent, wire.RequestDistributeUserEvent:
		w.distribute(c, m)
	case wire.RequestQueryServer:
		w.send(c, wire.EventServerInfo, append(reference(m), w.serverAttributes()...)...)
	case wire.RequestQueryAddress:
		w.queryAddress(c, m)
	case wire.RequestRegisterAll:
		w.refuse(c, m, errorRegisterAll)
	default:
		w.logf("%s sent %s, which the simulated T-Server does not do", c.info, m.Type)
		w.refuse(c, m, errorUnsupported)
	}
}

// login answers RequestRegisterClient (WIRE.md, Session 1 and 2).
func (w *world) login(c *client, m *wire.Message) {
	version, given := m.Text(wire.AttributeProtocolVersion)
	if given && !bytes.HasPrefix(version, []byte(protocolPrefix)) {
		w.logf("%s is refused: it speaks %q", c.info, version)
		w.refuse(c, m, errorVersion)
		return
	}
	name, _ := m.Text(wire.AttributeApplicationName)
	c.info.Application = string(name[:min(len(name), maxNumber)])
	password, _ := m.Text(wire.AttributeApplicationPassword)
	if w.options.Password != "" && string(password) != w.options.Password {
		if c.info.LoggedIn {
			c.info.LoggedIn = false
			c.socket.awaitLogin(true)
		}
		w.logf("%s is refused: bad password", c.info)
		w.refuse(c, m, errorBadPassword)
		return
	}
	c.info.LoggedIn = true
	c.socket.awaitLogin(false)
	if path, ordered := w.paths[c.info.Application]; ordered {
		c.socket.set(path)
	}
	w.logf("%s has logged in", c.info)
	kind := wire.EventLinkConnected
	if w.linkDown {
		kind = wire.EventLinkDisconnected
	}
	w.send(c, kind, append(reference(m), w.loginAttributes(c)...)...)
}

// loginAttributes is the login's answer with the attributes and in the order
// of flow-01.
func (w *world) loginAttributes(c *client) []wire.Attribute {
	var attributes []wire.Attribute
	if w.behaviour.Stamps != StampsOff {
		attributes = w.timeAttributes()
	}
	attributes = append(attributes, w.serverAttributes()...)
	attributes = append(attributes, wire.IntAttribute(wire.AttributeSessionID, int32(c.info.ID)))
	if w.behaviour.Stamps != StampsOff {
		attributes = w.stamp(attributes, StampsSequence)
	}
	return attributes
}

func (w *world) serverAttributes() []wire.Attribute {
	role := int32(0)
	if w.backup {
		role = 1
	}
	return []wire.Attribute{
		wire.IntAttribute(wire.AttributeServerRole, role),
		wire.TextAttribute(wire.AttributeServerVersion, w.options.Version),
		wire.TextAttribute(wire.AttributeApplicationName, w.options.Application),
		wire.BinaryAttribute(wire.AttributeServerCapabilityMask, capabilityMask()),
		wire.LongAttribute(wire.AttributeServerStartTime, uint64(w.started.Unix())),
	}
}

// distribute answers RequestSendEvent and the older RequestDistributeUserEvent
// and hands the event to every client that has registered the DN (WIRE.md,
// Session 5 and 6).
func (w *world) distribute(c *client, m *wire.Message) {
	a := w.addressed(c, m)
	if a == nil {
		return
	}
	own := a.registrationOf(c)
	switch {
	case w.backup:
		w.refuseAsBackup(c, m)
		return
	case own == nil:
		w.refuse(c, m, errorUnregistered)
		return
	case own.mode == modeMonitor:
		w.refuse(c, m, errorIncompatible)
		return
	case a.outOfService:
		w.refuse(c, m, errorOutOfService)
		return
	case !asksForUserEvent(m), len(m.Attributes) > maxEvent:
		w.refuse(c, m, errorInvalid)
		return
	case a.behaviour.Error != 0:
		w.refuseWith(c, m, a.behaviour)
		return
	}
	var not *client
	if a.behaviour.EchoOff {
		not = c
	}
	free := w.heldOf(a, c)
	if !a.behaviour.EventFirst {
		w.acknowledge(c, m, a, len(free) > 0)
	}
	if err := w.publish(a, not, wire.EventUserEvent, userEvent(m)...); err != nil {
		w.logf("%s asked for an event that does not fit: %v", c.info, err)
	}
	if a.behaviour.EventFirst {
		w.acknowledge(c, m, a, len(free) > 0)
	}
	for _, h := range free {
		w.send(h.client, wire.EventACK, h.attributes...)
	}
}

// heldOf takes the EventACKs that an event of the client c sets free.
func (w *world) heldOf(a *address, c *client) []heldACK {
	var free, kept []heldACK
	for _, h := range a.held {
		if h.client == c {
			kept = append(kept, h)
		} else {
			free = append(free, h)
		}
	}
	a.held = kept
	return free
}

// asksForUserEvent looks at UserEvent (58): the older request may leave it out.
func asksForUserEvent(m *wire.Message) bool {
	kind, given := m.Int(wire.AttributeUserEvent)
	if !given {
		return m.Type == wire.RequestDistributeUserEvent && m.Find(wire.AttributeUserEvent) == nil
	}
	return wire.MessageType(kind) == wire.EventUserEvent
}

// acknowledge answers a request by EventACK, as the DN's behaviour has it.
// answers says that the request's event set another client's EventACK free.
func (w *world) acknowledge(c *client, m *wire.Message, a *address, answers bool) {
	if a.behaviour.ACKLost {
		return
	}
	attributes := reference(m)
	if a.behaviour.ACKUserEvent {
		attributes = append(attributes, wire.IntAttribute(wire.AttributeUserEvent, int32(wire.RequestSendEvent)))
	}
	if !a.behaviour.ACKHeld || answers {
		w.send(c, wire.EventACK, attributes...)
		return
	}
	a.held = append(a.held, heldACK{client: c, attributes: attributes})
	if len(a.held) > maxHeld {
		w.send(a.held[0].client, wire.EventACK, a.held[0].attributes...)
		a.held = a.held[1:]
	}
}

// reference returns the request's ReferenceID for its answer, nothing where it
// has none.
func reference(m *wire.Message) []wire.Attribute {
	number, given := m.Int(wire.AttributeReferenceID)
	if !given {
		return nil
	}
	return []wire.Attribute{wire.IntAttribute(wire.AttributeReferenceID, number)}
}

// refuse answers a request by EventError, with the attributes of flow-07.
func (w *world) refuse(c *client, m *wire.Message, code int32) {
	w.refuseWith(c, m, Behaviour{Error: code})
}

// refuseAsBackup answers what only a primary does.
func (w *world) refuseAsBackup(c *client, m *wire.Message) {
	w.refuseWith(c, m, Behaviour{Error: errorState, ErrorText: "This T-Server is the backup"})
}

func (w *world) refuseWith(c *client, m *wire.Message, behaviour Behaviour) {
	var attributes []wire.Attribute
	if !behaviour.ErrorNoReference {
		attributes = reference(m)
	}
	if number, given := m.Text(wire.AttributeThisDN); given {
		attributes = append(attributes, wire.TextAttribute(wire.AttributeThisDN, string(number)))
	}
	attributes = append(attributes, wire.IntAttribute(wire.AttributeErrorCode, behaviour.Error))
	if !behaviour.ErrorNoText {
		text := behaviour.ErrorText
		if text == "" {
			text = errorText(behaviour.Error)
		}
		attributes = append(attributes, wire.TextAttribute(wire.AttributeErrorMessage, text))
	}
	w.send(c, wire.EventError, attributes...)
}
