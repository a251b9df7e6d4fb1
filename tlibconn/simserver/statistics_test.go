package simserver_test

import (
	"encoding/json"
	"strings"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

// TestStatistics counts one of everything.
func TestStatistics(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001", "7002"), Password: "secret"})
	bad := connect(t, s)
	bad.LogIn("bad")
	bad.Expect(wire.EventError)
	p := connect(t, s)
	p.Send(wire.RequestRegisterClient, wire.TextAttribute(wire.AttributeApplicationName, "desk"), wire.TextAttribute(wire.AttributeApplicationPassword, "secret"))
	p.Expect(wire.EventLinkConnected)
	p.Register("7001", 0)
	p.Expect(wire.EventRegistered)
	for _, word := range []string{"start", "enabled", "Start", "query"} {
		p.capture("7001", word)
		p.Expect(wire.EventACK)
		p.Expect(wire.EventUserEvent)
	}
	p.capture("7002", "stop")
	p.Expect(wire.EventError)
	p.Send(wire.MessageType(60000))
	p.Expect(wire.EventError)
	id, err := s.Ring("7001", "X")
	ok(t, err)
	ok(t, s.Answer("7001", id))
	second, err := s.Consult("7001", id, "7002")
	ok(t, err)
	ok(t, s.Answer("7002", second))
	ok(t, s.CompleteTransfer("7001", id, second))
	text, err := json.Marshal(s.Statistics())
	ok(t, err)
	for _, want := range []string{
		`"clients":{"now":2,"connected":2,"logins":1,"refusedLogins":1,"tooSlow":0}`,
		`"RequestRegisterClient":2`, `"RequestSendEvent":5`, `"unknown":1`, `"EventUserEvent":4`, `"EventACK":4`,
		`"commands":{"other":1,"query":1,"start":1,"stop":1}`, `"indications":{"enabled":1}`,
		`"errors":{"119":1,"41":1,"51":1}`, `"calls":{"now":1,"made":2,"answered":2,"ended":1}`,
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the statistics lack %s:\n%s", want, text)
		}
	}
}
