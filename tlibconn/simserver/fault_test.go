package simserver_test

import (
	"fmt"
	"strings"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

const event7001 = "EventUserEvent UserData={screen-capture:start} ThisDN=7001"

// Each fault is ordered for 7001 only. The sender gets want, the other client gets the
// event or not, and 7002 is not affected.
func TestFaultsOfAnEvent(t *testing.T) {
	ack := "EventACK ReferenceID=3"
	for _, tt := range []struct {
		order string
		want  []string
		other bool
	}{
		{"echo=on", []string{ack, event7001}, true},
		{"echo=off", []string{ack}, true},
		{"event=before-ack", []string{event7001, ack}, true},
		{"event=before-ack,echo=off", []string{ack}, true},
		{"ack=lost", []string{event7001}, true},
		{"ack=user-event", []string{"EventACK ReferenceID=3 UserEvent=49", event7001}, true},
		{"error=50", []string{"EventError ReferenceID=3 ThisDN=7001 ErrorCode=50 ErrorMessage=Unknown error"}, false},
		{"error=4711", []string{"EventError ReferenceID=3 ThisDN=7001 ErrorCode=4711 ErrorMessage=Error 4711"}, false},
		{"error=50,error-text=off", []string{"EventError ReferenceID=3 ThisDN=7001 ErrorCode=50"}, false},
		{"error=50,error-text=the rule says no", []string{"EventError ReferenceID=3 ThisDN=7001 ErrorCode=50 ErrorMessage=the rule says no"}, false},
		{"error=50,error-reference=off", []string{"EventError ThisDN=7001 ErrorCode=50 ErrorMessage=Unknown error"}, false},
		{"error=50,error=off", []string{ack, event7001}, true},
		{"ack=lost,ack=on", []string{ack, event7001}, true},
		{"ack=lost,echo=off,normal", []string{ack, event7001}, true},
	} {
		t.Run(tt.order, func(t *testing.T) {
			s := serve(t, simserver.Options{DNs: dns("7001", "7002")})
			p := login(t, s, "desk", "7001", "7002")
			other := login(t, s, "other", "7001")
			preset(t, s, "dn=7001,"+tt.order)
			p.capture("7001", "start")
			p.ExpectLines(tt.want...)
			p.nothing()
			if tt.other {
				other.ExpectLines(event7001)
			}
			other.nothing()
			p.capture("7002", "start")
			p.ExpectLines("EventACK ReferenceID=4", "EventUserEvent UserData={screen-capture:start} ThisDN=7002")
		})
	}
}

func TestACKAfterTheIndication(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001")})
	ok(t, s.Order("ack=after-indication"))
	desk, recorder := login(t, s, "desk", "7001"), login(t, s, "recorder", "7001")
	desk.capture("7001", "start")
	desk.ExpectLines(event7001)
	desk.nothing()
	recorder.ExpectLines(event7001)
	indication := "EventUserEvent UserData={screen-capture:enabled} ThisDN=7001"
	recorder.capture("7001", "enabled")
	recorder.ExpectLines("EventACK ReferenceID=2", indication)
	desk.ExpectLines(indication, "EventACK ReferenceID=2")
	desk.nothing()
	recorder.nothing()
}

func TestFaultsOfARegistration(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001", "7002", "7003")})
	ok(t, s.Order("dn=7001,dn=7002,register=59"), s.Order("dn=7002,register=silent"), s.Order("register-again=125"))
	p := login(t, s, "desk")
	p.Register("7001", 0)
	p.ExpectLines("EventError ReferenceID=1 ThisDN=7001 ErrorCode=59 ErrorMessage=DN is not configured in CME")
	p.Register("7002", 0)
	p.nothing()
	p.Register("7003", 0)
	p.Expect(wire.EventRegistered)
	p.Register("7003", 0)
	p.ExpectLines("EventError ReferenceID=4 ThisDN=7003 ErrorCode=125 ErrorMessage=DN already registered")
	ok(t, s.Order("register=on"))
	p.Register("7002", 0)
	p.Expect(wire.EventRegistered)
}

func TestStamps(t *testing.T) {
	for order, want := range map[string]string{
		"stamps=sequence": "148 ", "stamps=time": "148 86 87 ", "stamps=off": "",
	} {
		t.Run(order, func(t *testing.T) {
			s := serve(t, simserver.Options{DNs: dns("7001")})
			preset(t, s, order)
			p := login(t, s, "desk", "7001")
			p.capture("7001", "start")
			p.Expect(wire.EventACK)
			m := p.Expect(wire.EventUserEvent)
			var got strings.Builder
			for _, a := range m.Attributes[2:] {
				got.WriteString(map[wire.AttributeID]string{
					wire.AttributeEventSequenceNumber: "148 ", wire.AttributeTimeinSecs: "86 ", wire.AttributeTimeinuSecs: "87 ",
				}[a.ID])
			}
			if got.String() != want {
				t.Errorf("stamps %q, want %q", got.String(), want)
			}
		})
	}
}

func TestServiceAndUnasked(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001", "7002")})
	p := login(t, s, "desk", "7001", "7002")
	ok(t, s.Order("dn=7001,service=out"))
	p.ExpectLines("EventDNOutOfService ThisDN=7001")
	p.capture("7001", "start")
	p.ExpectLines("EventError ReferenceID=3 ThisDN=7001 ErrorCode=58 ErrorMessage=Out of service")
	p.Register("7001", 0)
	p.ExpectLines("EventRegistered ReferenceID=4 ThisDN=7001 Extensions={AgentStatus:0i status:-1i}", "EventDNOutOfService ThisDN=7001")
	p.queryAddress()
	p.ExpectLines("EventAddressInfo ReferenceID=5 ThisDN=7001 Extensions={AgentStatus:0i status:-1i} AddressInfoType=17 AddressInfoStatus=-1")
	ok(t, s.Order("dn=7001,service=back"))
	p.ExpectLines("EventDNBackInService ThisDN=7001")
	ok(t, s.Order("unregister=58"))
	p.ExpectLines("EventUnregistered ThisDN=7001 ErrorCode=58 ErrorMessage=Out of service",
		"EventUnregistered ThisDN=7002 ErrorCode=58 ErrorMessage=Out of service")
	p.capture("7001", "start")
	p.ExpectLines("EventError ReferenceID=6 ThisDN=7001 ErrorCode=41 ErrorMessage=Client has not registered for DN")
}

// A registration that is answered with 125 or 43 is valid but returns no snapshot.
// RequestQueryAddress returns it.
func TestRegistrationWithoutASnapshot(t *testing.T) {
	for code, text := range map[string]string{"125": "DN already registered", "43": "Already in requested state"} {
		t.Run(code, func(t *testing.T) {
			s := serve(t, simserver.Options{DNs: dns("7001", "7002")})
			ok(t, s.Order("dn=7001,register="+code))
			p := login(t, s, "desk")
			for reference := 1; reference <= 3; reference += 2 {
				p.Register("7001", 0)
				p.ExpectLines(fmt.Sprintf("EventError ReferenceID=%d ThisDN=7001 ErrorCode=%s ErrorMessage=%s", reference, code, text))
				p.queryAddress()
				p.ExpectLines(fmt.Sprintf("EventAddressInfo ReferenceID=%d ThisDN=7001 Extensions={AgentStatus:0i status:0i} AddressInfoType=17 AddressInfoStatus=0", reference+1))
			}
			p.capture("7001", "start")
			p.ExpectLines("EventACK ReferenceID=5", event7001)
			p.Register("7002", 0)
			p.Expect(wire.EventRegistered)
			p.nothing()
		})
	}
}

func TestHardwareError(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001", "7002")})
	p := login(t, s, "desk", "7001", "7002")
	ok(t, s.Order("dn=7002,hardware-error=52"))
	p.ExpectLines("EventHardwareError ThisDN=7002 ErrorCode=52 ErrorMessage=Internal error")
	ok(t, s.HardwareError("7001", 57))
	p.ExpectLines("EventHardwareError ThisDN=7001 ErrorCode=57 ErrorMessage=Timeout expired")
	if err := s.HardwareError("7009", 52); err == nil {
		t.Error("an unknown DN had a hardware error")
	}
	p.nothing()
}

func TestLinkAndRole(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001"), Application: "TS1"})
	p := login(t, s, "desk", "7001")
	must(s.Ring("7001", "A"))(t)
	p.Expect(wire.EventRinging)
	ok(t, s.Order("link=down"))
	p.ExpectLines("EventLinkDisconnected")
	refused := " ThisDN=7001 ErrorCode=54 ErrorMessage=No connection to the switch"
	p.capture("7001", "start")
	p.ExpectLines("EventError ReferenceID=2" + refused)
	p.Register("7001", 0)
	p.ExpectLines("EventError ReferenceID=3" + refused)
	if _, err := s.Ring("7001", "A"); err == nil {
		t.Error("a call arrived while the link was down")
	}
	ok(t, s.Order("link=up"))
	p.Expect(wire.EventLinkConnected)
	p.Register("7001", 0)
	p.ExpectLines("EventRegistered ReferenceID=4 ThisDN=7001 Extensions={AgentStatus:0i status:0i}")
	ok(t, s.Order("role=backup"))
	p.ExpectLines("EventPrimaryChanged")
	p.Request(wire.RequestQueryServer)
	info := p.Next()
	if role, _ := info.Int(wire.AttributeServerRole); role != 1 {
		t.Errorf("the role is %d", role)
	}
}

func TestFaultTexts(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", `the fault "" has an empty item; write word=value, separated by commas`},
		{"echo=off,", `the fault "echo=off," has an empty item; write word=value, separated by commas`},
		{"echo", `the fault "echo": echo takes on or off, not ""`},
		{"echo=maybe", `the fault "echo=maybe": echo takes on or off, not "maybe"`},
		{"ack=0", `the fault "ack=0": ack takes on, lost, after-indication or user-event, not "0"`},
		{"error=-1", `the fault "error=-1": error takes off or an error code, not "-1"`},
		{"error=99999999999", `the fault "error=99999999999": error takes off or an error code, not "99999999999"`},
		{"dn=7001", `the fault "dn=7001" does not say what to do; add a word such as echo=off`},
		{"dn=,echo=off", `the fault "dn=,echo=off" has no DN after dn=`},
		{"dn=7001,link=down", `the fault "dn=7001,link=down": link is for the whole server; leave out dn=`},
		{"normal=1", `the fault "normal=1": normal takes nothing, not "1"`},
		{"app=,drop=fin", `the fault "app=,drop=fin" has no application after app=`},
		{"app=desk,connect=refuse", `the fault "app=desk,connect=refuse": connect is for the whole server; leave out app=`},
		{"dn=7001,restart", `the fault "dn=7001,restart": restart is for the whole server; leave out dn=`},
		{"app=desk,echo=off", `the fault "app=desk,echo=off": echo is for DNs and not for connections; leave out app=`},
		{"drop", `the fault "drop": drop takes fin or rst, not ""`},
		{"half-open=yes", `the fault "half-open=yes": half-open takes now, on or off, not "yes"`},
		{"byte-wise=1", `the fault "byte-wise=1": byte-wise takes on or off, not "1"`},
		{"delay=5", `the fault "delay=5": delay takes off or a time, not "5"`},
		{"delay=-1s", `the fault "delay=-1s": delay takes off or a time, not "-1s"`},
		{"delay=1h1s", `the fault "delay=1h1s": delay takes off or a time, not "1h1s"`},
		{"addp=maybe", `the fault "addp=maybe": addp takes on, off, silent or close, not "maybe"`},
		{"garbage=litter", `the fault "garbage=litter": garbage takes a kind of garbage, not "litter"`},
		{"flood=0", `the fault "flood=0": flood takes a number, not "0"`},
		{"flood=100000001", `the fault "flood=100000001": flood takes a number, not "100000001"`},
		{"endless=1", `the fault "endless=1": endless takes nothing, not "1"`},
		{"connect=off", `the fault "connect=off": connect takes on, refuse or close, not "off"`},
		{"restart=soon", `the fault "restart=soon": restart takes nothing or a time, not "soon"`},
		{"unregister=x", `the fault "unregister=x": unregister takes an error code, not "x"`},
	} {
		t.Run(tt.text, func(t *testing.T) {
			if _, err := simserver.ParseFault(tt.text); err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
	if _, err := simserver.ParseFault("noise=1"); err == nil || !strings.HasPrefix(err.Error(), `the fault "noise=1" has the unknown word "noise"; use dn, app, normal, echo, `) {
		t.Errorf("got %v", err)
	}
	s := serve(t, simserver.Options{DNs: dns("7001")})
	if err := s.Order("dn=7001,dn=7009,echo=off"); err == nil || s.Behaviour("7001") != (simserver.Behaviour{}) {
		t.Errorf("an order for an unknown DN: %v, %+v", err, s.Behaviour("7001"))
	}
}

// Every value that the help of a word names is accepted.
func TestFaultWordsAreTaken(t *testing.T) {
	for _, word := range simserver.FaultWords() {
		if word.Word == "dn" || word.Word == "app" {
			continue
		}
		for _, value := range strings.FieldsFunc(strings.ReplaceAll(word.Values, " or ", ","), func(r rune) bool { return r == ',' }) {
			value = strings.TrimSpace(value)
			text := word.Word + "=" + value
			if value == "nothing" {
				text = word.Word
			}
			if example := map[string]string{"an error code": "59", "a time": "50ms", "a number": "3", "a kind of garbage": "nested"}[value]; example != "" {
				text = word.Word + "=" + example
			}
			if _, err := simserver.ParseFault(text); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestBehaviourIsForAllOrOne(t *testing.T) {
	s := serve(t, simserver.Options{AnyDN: true, DNs: dns("7001", "7002"), Behaviour: simserver.Behaviour{EchoOff: true}})
	ok(t, s.SetBehaviour("7001", simserver.Behaviour{ACKLost: true}))
	if got := s.Behaviour("7001"); got != (simserver.Behaviour{ACKLost: true}) {
		t.Errorf("7001 behaves as %+v", got)
	}
	if got := s.Behaviour("7002"); got != (simserver.Behaviour{EchoOff: true}) {
		t.Errorf("7002 behaves as %+v", got)
	}
	ok(t, s.Order("error=50"))
	if got := s.Behaviour("7001"); got != (simserver.Behaviour{ACKLost: true, Error: 50}) {
		t.Errorf("7001 behaves as %+v", got)
	}
	ok(t, s.Order("dn=7003,ack=lost"))
	if got := s.Behaviour("7003"); got != (simserver.Behaviour{EchoOff: true, Error: 50, ACKLost: true}) {
		t.Errorf("the new DN behaves as %+v", got)
	}
	ok(t, s.SetBehaviour("", simserver.Behaviour{}))
	if got := s.Behaviour("7001"); got != (simserver.Behaviour{}) {
		t.Errorf("7001 behaves as %+v", got)
	}
}
