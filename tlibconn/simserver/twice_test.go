package simserver_test

import (
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

// A client that sets ReferenceID also in the event sends a flat request that has it
// twice. The answer has the last one (WIRE.md, Malformed input). The same is true of any
// other attribute that occurs twice.
func TestTheLastOfAnAttributeCounts(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001", "7002")})
	p := login(t, s, "tester", "7002")
	reference := func(n int32) wire.Attribute { return wire.IntAttribute(wire.AttributeReferenceID, n) }
	kind := func(n int32) wire.Attribute { return wire.IntAttribute(wire.AttributeUserEvent, n) }
	p.Send(wire.RequestSendEvent, reference(900), userData(t, "start"), thisDN("7002"), kind(96), reference(2))
	p.ExpectLines("EventACK ReferenceID=2", "EventUserEvent UserData={screen-capture:start} ThisDN=7002")
	// The event keeps both. An error has only the last.
	p.Send(wire.RequestSendEvent, reference(3), thisDN("7001"), userData(t, "start"), kind(64), reference(4), thisDN("7002"), userData(t, "stop"), kind(96))
	p.ExpectLines("EventACK ReferenceID=4",
		"EventUserEvent ThisDN=7001 UserData={screen-capture:start} ThisDN=7002 UserData={screen-capture:stop}")
	p.Send(wire.RequestSendEvent, reference(5), kind(96), thisDN("7002"), userData(t, "stop"), kind(64), reference(6))
	p.ExpectLines("EventError ReferenceID=6 ThisDN=7002 ErrorCode=53 ErrorMessage=Invalid attribute value")
	p.Send(wire.RequestRegisterAddress, reference(7), thisDN("7009"), reference(8), thisDN("7001"),
		wire.IntAttribute(wire.AttributeRegisterMode, 9), wire.IntAttribute(wire.AttributeRegisterMode, 0))
	p.ExpectLines("EventRegistered ReferenceID=8 ThisDN=7001 Extensions={AgentStatus:0i status:0i}")
	// A ReferenceID that is a text does not count, even if an earlier one was a number.
	p.Send(wire.RequestUnregisterAddress, reference(9), thisDN("7001"), wire.TextAttribute(wire.AttributeReferenceID, "9"))
	p.ExpectLines("EventUnregistered ThisDN=7001")
}
