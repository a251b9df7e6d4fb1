package tlibconn

import (
	"strings"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// If an attribute occurs twice, the last one counts in everything that a session reads (WIRE.md, Malformed
// input).
func TestTheLastOfAnAttributeCounts(t *testing.T) {
	number := func(id wire.AttributeID, values ...int32) (all []wire.Attribute) {
		for _, value := range values {
			all = append(all, wire.IntAttribute(id, value))
		}
		return all
	}
	s := newServer(t)
	c := open(t, s.address(), nil)
	c.Register("7001")
	p := s.accept()
	p.expect(wire.RequestRegisterClient)
	p.say(wire.EventLinkConnected, append(number(wire.AttributeServerRole, 1, 0),
		wire.TextAttribute(wire.AttributeServerVersion, "7"), wire.TextAttribute(wire.AttributeServerVersion, "8"))...)
	if link := c.link(event.LinkUp).Link; link.Role != event.RolePrimary || link.Version != "8" {
		t.Errorf("the link is reported as %+v", link)
	}
	register := reference(p.expect(wire.RequestRegisterAddress))
	if err := c.SendCommands(t.Context(), commands(2, event.VerbStart)); err != nil {
		t.Fatal(err)
	}
	first, second := reference(p.expect(wire.RequestSendEvent)), reference(p.expect(wire.RequestSendEvent))
	p.say(wire.EventACK, number(wire.AttributeReferenceID, second, first)...)
	if e := c.message(wire.EventACK); e.Request.Command != 1 {
		t.Errorf("the answer is for command %d, want 1", e.Request.Command)
	}
	p.say(wire.EventError, append(number(wire.AttributeReferenceID, 999, register), number(wire.AttributeErrorCode, 59, codeAlreadyRegistered)...)...)
	if e := c.message(wire.EventError); e.Request.Kind != event.RequestRegister || e.DN != "7001" {
		t.Errorf("the answer is reported as %+v", e)
	}
	c.mu.Lock()
	state := c.registrar.byDN["7001"].state
	c.mu.Unlock()
	if state != registrationDone {
		t.Errorf("the registration has the state %d: error 125 was the last", state)
	}
}

func TestTheLastErrorCodeRefusesALogin(t *testing.T) {
	s := newServer(t)
	c := open(t, s.address(), once)
	p := s.accept()
	p.expect(wire.RequestRegisterClient)
	p.say(wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 50), wire.TextAttribute(wire.AttributeErrorMessage, "first"),
		wire.IntAttribute(wire.AttributeErrorCode, codeBadPassword), wire.TextAttribute(wire.AttributeErrorMessage, "last"))
	if link := c.failure(); !strings.Contains(link.Reason, "error 119, last") {
		t.Errorf("the link is reported as %+v", link)
	}
}
