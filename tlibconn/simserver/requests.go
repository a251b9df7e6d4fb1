package simserver

import (
	"bytes"

	"capdeck/tlibconn/wire"
)

const (
	protocolPrefix = "tserver protocol "
	maxEvent       = wire.MaxAttributes - 3 // most attributes of a request, so that its event has room for stamps
	maxHeld        = 1000                   // most EventACKs that are held for a DN; then the oldest is sent
	maxNumber      = 256                    // most bytes of a DN that AnyDN adds
)

// handle acts on one message of a client. If problem is not nil, the message cannot be
// decoded, and the answer uses the attributes that were read (WIRE.md, Malformed
// input).
func (st *state) handle(c *client, m *wire.Message, problem error) {
	if !c.gone {
		st.counts.countRequest(m.Type, problem)
	}
	switch {
	case c.gone:
	case problem != nil:
		st.logf("%s sent a malformed message: %v", c.info, problem)
		st.refuse(c, m, errorInvalid)
	case m.Type == wire.RequestRegisterClient:
		st.login(c, m)
	case !c.info.LoggedIn:
		st.refuseWith(c, m, Behaviour{Error: errorUnknown, ErrorText: "Log in first: RequestRegisterClient"})
	case st.linkDown && needsLink(m.Type):
		st.refuse(c, m, errorNoLink)
	default:
		st.serve(c, m)
	}
}

// needsLink reports whether a request is rejected with 54 while the link to the switch
// is down.
func needsLink(kind wire.MessageType) bool {
	switch kind {
	case wire.RequestRegisterAddress, wire.RequestQueryAddress, wire.RequestSendEvent, wire.RequestDistributeUserEvent:
		return true
	}
	return isCallRequest(kind) || isAgentRequest(kind)
}

func (st *state) serve(c *client, m *wire.Message) {
	switch {
	case isCallRequest(m.Type), isAgentRequest(m.Type):
		st.operate(c, m)
		return
	}
	switch m.Type {
	case wire.RequestRegisterAddress:
		st.register(c, m)
	case wire.RequestUnregisterAddress:
		st.unregister(c, m)
	case wire.RequestSendEvent, wire.RequestDistributeUserEvent:
		st.distribute(c, m)
	case wire.RequestQueryServer:
		st.send(c, wire.EventServerInfo, append(reference(m), st.serverAttributes()...)...)
	case wire.RequestQueryAddress:
		st.queryAddress(c, m)
	case wire.RequestPrivateService:
		st.privateService(c, m)
	case wire.RequestRegisterAll:
		st.refuse(c, m, errorRegisterAll)
	default:
		st.logf("%s sent %s, which the simulated T-Server does not support", c.info, m.Type)
		st.refuse(c, m, errorUnsupported)
	}
}

// login answers RequestRegisterClient (WIRE.md, Session 1 and 2).
func (st *state) login(c *client, m *wire.Message) {
	version, given := m.Text(wire.AttributeProtocolVersion)
	if given && !bytes.HasPrefix(version, []byte(protocolPrefix)) {
		st.logf("the login of %s was rejected: its protocol version is %q", c.info, version)
		st.counts.clients.Refused++
		st.refuse(c, m, errorVersion)
		return
	}
	name, _ := m.Text(wire.AttributeApplicationName)
	c.info.Application = string(name[:min(len(name), maxNumber)])
	password, _ := m.Text(wire.AttributeApplicationPassword)
	if st.options.Password != "" && string(password) != st.options.Password {
		if c.info.LoggedIn {
			c.info.LoggedIn = false
			c.socket.awaitLogin(true)
		}
		st.logf("the login of %s was rejected: bad password", c.info)
		st.counts.clients.Refused++
		st.refuse(c, m, errorBadPassword)
		return
	}
	c.info.LoggedIn = true
	c.socket.awaitLogin(false)
	if path, ordered := st.paths[c.info.Application]; ordered {
		c.socket.set(path)
	}
	st.logf("%s logged in", c.info)
	st.counts.clients.LoggedIn++
	kind := wire.EventLinkConnected
	if st.linkDown {
		kind = wire.EventLinkDisconnected
	}
	st.send(c, kind, append(reference(m), st.loginAttributes(c)...)...)
}

// loginAttributes returns the attributes of the answer to a login, in the order of
// flow-01.
func (st *state) loginAttributes(c *client) []wire.Attribute {
	var attributes []wire.Attribute
	if st.behaviour.Stamps != StampsOff {
		attributes = st.timeAttributes()
	}
	attributes = append(attributes, st.serverAttributes()...)
	attributes = append(attributes, wire.IntAttribute(wire.AttributeSessionID, int32(c.info.ID)))
	if st.behaviour.Stamps != StampsOff {
		attributes = st.stamp(attributes, StampsSequence)
	}
	return attributes
}

func (st *state) serverAttributes() []wire.Attribute {
	role := int32(0)
	if st.backup {
		role = 1
	}
	return []wire.Attribute{
		wire.IntAttribute(wire.AttributeServerRole, role),
		wire.TextAttribute(wire.AttributeServerVersion, st.options.Version),
		wire.TextAttribute(wire.AttributeApplicationName, st.options.Application),
		wire.BinaryAttribute(wire.AttributeServerCapabilityMask, capabilityMask()),
		wire.LongAttribute(wire.AttributeServerStartTime, uint64(st.started.Unix())),
	}
}

// mayAct reports whether the client may send requests that act on the DN, and rejects m by
// EventError if not (SEMANTICS.md, Error codes most likely here).
func (st *state) mayAct(c *client, m *wire.Message, a *address) bool {
	own := a.registrationOf(c)
	switch {
	case st.backup:
		st.refuseAsBackup(c, m)
	case own == nil:
		st.refuse(c, m, errorUnregistered)
	case own.mode == modeMonitor:
		st.refuse(c, m, errorIncompatible)
	default:
		return true
	}
	return false
}

// distribute answers RequestSendEvent and the older RequestDistributeUserEvent and
// sends the event to every client that has registered the DN (WIRE.md, Session 5
// and 6).
func (st *state) distribute(c *client, m *wire.Message) {
	st.counts.countCommand(m)
	a := st.addressed(c, m)
	if a == nil {
		return
	}
	switch {
	case !st.mayAct(c, m, a):
		return
	case a.outOfService:
		st.refuse(c, m, errorOutOfService)
		return
	case !asksForUserEvent(m), len(m.Attributes) > maxEvent:
		st.refuse(c, m, errorInvalid)
		return
	case a.behaviour.Error != 0:
		st.refuseWith(c, m, a.behaviour)
		return
	}
	var not *client
	if a.behaviour.EchoOff {
		not = c
	}
	free := st.heldOf(a, c)
	if !a.behaviour.EventFirst {
		st.acknowledge(c, m, a, len(free) > 0)
	}
	if err := st.publish(a, not, wire.EventUserEvent, userEvent(m)...); err != nil {
		st.logf("%s requested an event that does not fit: %v", c.info, err)
	}
	if a.behaviour.EventFirst {
		st.acknowledge(c, m, a, len(free) > 0)
	}
	for _, h := range free {
		st.send(h.client, wire.EventACK, h.attributes...)
	}
}

// heldOf removes and returns the held EventACKs that an event of the client c releases.
func (st *state) heldOf(a *address, c *client) []heldACK {
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

// asksForUserEvent checks UserEvent (58), which the older request may omit.
func asksForUserEvent(m *wire.Message) bool {
	kind, given := m.Int(wire.AttributeUserEvent)
	if !given {
		return m.Type == wire.RequestDistributeUserEvent && m.Find(wire.AttributeUserEvent) == nil
	}
	return wire.MessageType(kind) == wire.EventUserEvent
}

// acknowledge answers a request with EventACK, subject to the DN's behaviour. answers
// reports whether the request's event released another client's EventACK.
func (st *state) acknowledge(c *client, m *wire.Message, a *address, answers bool) {
	if a.behaviour.ACKLost {
		return
	}
	attributes := reference(m)
	if a.behaviour.ACKUserEvent {
		attributes = append(attributes, wire.IntAttribute(wire.AttributeUserEvent, int32(wire.RequestSendEvent)))
	}
	if !a.behaviour.ACKHeld || answers {
		st.send(c, wire.EventACK, attributes...)
		return
	}
	a.held = append(a.held, heldACK{client: c, attributes: attributes})
	if len(a.held) > maxHeld {
		st.send(a.held[0].client, wire.EventACK, a.held[0].attributes...)
		a.held = a.held[1:]
	}
}

// reference returns the request's ReferenceID for its answer, or nil if it has none.
func reference(m *wire.Message) []wire.Attribute {
	number, given := m.Int(wire.AttributeReferenceID)
	if !given {
		return nil
	}
	return []wire.Attribute{wire.IntAttribute(wire.AttributeReferenceID, number)}
}

// refuse answers a request with EventError, which has the attributes of flow-07.
func (st *state) refuse(c *client, m *wire.Message, code int32) {
	st.refuseWith(c, m, Behaviour{Error: code})
}

// refuseAsBackup rejects a request that only a primary carries out.
func (st *state) refuseAsBackup(c *client, m *wire.Message) {
	st.refuseWith(c, m, Behaviour{Error: errorState, ErrorText: "This T-Server is the backup"})
}

func (st *state) refuseWith(c *client, m *wire.Message, behaviour Behaviour) {
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
	st.counts.countError(behaviour.Error)
	st.send(c, wire.EventError, attributes...)
}
