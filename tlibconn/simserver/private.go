package simserver

import "capdeck/tlibconn/wire"

// The values of PrivateMsgID (105) that the server knows (SEMANTICS.md, Sessions and
// registration).
const (
	privateRegisterAll = 8197
	privateFilter      = 8200
	privateRegistered  = 8210
)

// privateService answers RequestPrivateService: with EventACK if the server knows the
// service.
func (st *state) privateService(c *client, m *wire.Message) {
	service, given := m.Int(wire.AttributePrivateMsgID)
	switch {
	case !given:
		st.refuse(c, m, errorInvalid)
	case service == privateFilter:
		if code := setFilter(c, m); code != 0 {
			st.refuse(c, m, code)
			return
		}
		st.send(c, wire.EventACK, reference(m)...)
	case service == privateRegisterAll && st.linkDown:
		st.refuse(c, m, errorNoLink)
	case service == privateRegisterAll:
		st.registerAll(c, m)
	default:
		st.logf("%s requested the private service %d, which the simulated T-Server does not support", c.info, service)
		st.refuse(c, m, errorUnsupported)
	}
}

// registerAll registers all DNs of the server in share mode, as a SIP Cluster does: EventACK,
// an EventPrivateInfo for each DN, and one with PrivateMsgID 8210 at the end. What stands in
// an EventPrivateInfo is not verified. Here it is PrivateMsgID 8197 and the attributes of
// EventRegistered, or the ErrorCode of a registration that is rejected.
func (st *state) registerAll(c *client, m *wire.Message) {
	frames := st.encoded(nil, wire.EventACK, reference(m))
	for _, a := range st.ordered {
		if a.behaviour.Silent {
			continue
		}
		attributes := []wire.Attribute{wire.IntAttribute(wire.AttributePrivateMsgID, privateRegisterAll)}
		if code := st.registerShared(c, a); code != 0 {
			st.counts.countError(code)
			attributes = append(attributes, wire.TextAttribute(wire.AttributeThisDN, a.number),
				wire.IntAttribute(wire.AttributeErrorCode, code), wire.TextAttribute(wire.AttributeErrorMessage, errorText(code)))
		} else {
			attributes = append(attributes, a.snapshot()...)
		}
		frames = st.encoded(frames, wire.EventPrivateInfo, attributes)
	}
	frames = st.encoded(frames, wire.EventPrivateInfo, []wire.Attribute{wire.IntAttribute(wire.AttributePrivateMsgID, privateRegistered)})
	// However many DNs there are, the client has only asked once.
	c.out.admit(len(frames))
	st.deliver(c, frames)
	for _, a := range st.ordered {
		if a.outOfService && a.registrationOf(c) != nil {
			st.send(c, a.serviceEvent(), st.stamp([]wire.Attribute{wire.TextAttribute(wire.AttributeThisDN, a.number)}, a.behaviour.Stamps)...)
		}
	}
}

// registerShared registers a DN in share mode and returns the ErrorCode of a rejection, or
// 0.
func (st *state) registerShared(c *client, a *address) int32 {
	own := a.registrationOf(c)
	switch {
	case a.behaviour.Refuse != 0 && !keepsRegistration(a.behaviour.Refuse):
		return a.behaviour.Refuse
	case own != nil:
		own.mode = modeShare
		return max(a.behaviour.Again, a.behaviour.Refuse)
	case a.isPrivate():
		return errorSeized
	}
	a.registrations = append(a.registrations, registration{client: c, mode: modeShare})
	c.registered[a] = struct{}{}
	return a.behaviour.Refuse
}

// encoded appends the frames of a message that is sent to one client, and counts it.
func (st *state) encoded(frames []byte, kind wire.MessageType, attributes []wire.Attribute) []byte {
	frame, err := st.encode(kind, attributes)
	if err != nil {
		st.logf("%v", err)
		return frames
	}
	st.counts.events[kind]++
	return append(frames, frame...)
}
