package simserver_test

import (
	"errors"
	"strings"
	"testing"

	"capdeck/tlibconn/simserver"
)

// An order without effect is rejected with a sentence, and nothing of it is done.
func TestOrdersWithoutEffect(t *testing.T) {
	for _, tt := range []struct{ order, want string }{
		{"drop=fin", "no client is connected"},
		{"app=capdeck,drop=rst", "no client has logged in as capdeck"},
		{"app=capdeck,app=recorder,garbage=text", "no client has logged in as capdeck or recorder"},
		{"dn=7001,flood=3", "no client has registered DN 7001"},
		{"app=capdeck,dn=7001,dn=7002,endless", "no client has logged in as capdeck or registered one of the DNs 7001, 7002"},
		{"half-open=now", "no client is connected"},
		{"dn=7001,delay=1s", "no client has registered DN 7001"},
		{"unregister=58", "no client has registered any DN"},
		{"dn=7001,dn=7002,hardware-error=52", "no client has registered one of the DNs 7001, 7002"},
		{"error-text=off", "error-text changes an EventError, but no command is answered with one; add error=CODE"},
		{"dn=7001,error-reference=off,error=off", "error-reference changes an EventError, but no command is answered with one; add error=CODE"},
		{"dn=7001,echo=off,drop=fin", "no client has registered DN 7001"},
	} {
		t.Run(tt.order, func(t *testing.T) {
			s := serve(t, simserver.Options{DNs: dns("7001", "7002")})
			err := s.Order(tt.order)
			var idle *simserver.NoEffectError
			if !errors.As(err, &idle) || idle.Reason != tt.want || idle.Order != tt.order {
				t.Fatalf("got %v, want the reason %s", err, tt.want)
			}
			if s.Behaviour("7001") != (simserver.Behaviour{}) || s.Behaviour("") != (simserver.Behaviour{}) {
				t.Errorf("some of it was done: %+v", s.Behaviour("7001"))
			}
		})
	}
}

func TestOrdersWithEffect(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001", "7002")})
	login(t, s, "desk", "7001")
	ok(t, s.Order("error-text=off,error=50"), s.Order("dn=7001,error-text=no"), s.Order("error-text=on,error-reference=on,error=off"),
		s.Order("app=nobody,delay=1s"), s.Order("byte-wise=on,byte-wise=off"), s.Order("echo=on,echo=off"), s.Order("normal"),
		s.Order("service=back"), s.Order("link=up"), s.Order("role=primary"), s.Order("dn=7002,service=out"),
		s.Order("conference=added-changed"), s.Order("conference=seed"), s.Order("dn=7001,dn=7002,unregister=58"))
}

// An order that says what is so already is rejected, unless clients get an event.
func TestOrdersThatAreInForce(t *testing.T) {
	for _, order := range []string{
		"normal", "echo=on", "dn=7001,ack=on,event=after-ack", "error-text=on", "user-data-filter=events", "stamps=sequence", "register=on",
		"byte-wise=off", "app=desk,delay=off", "addp=on", "half-open=off", "connect=on", "link=up", "role=primary", "service=back",
		"dn=7002,service=back", "transfer=seed", "conference=seed", "party-changed=seed",
	} {
		t.Run(order, func(t *testing.T) {
			s := serve(t, simserver.Options{DNs: dns("7001", "7002")})
			err := s.Order(order)
			var idle *simserver.NoEffectError
			if !errors.As(err, &idle) || idle.Reason != "everything it sets is in force already" {
				t.Errorf("got %v", err)
			}
			preset(t, s, order)
		})
	}
	s := serve(t, simserver.Options{DNs: dns("7001", "7002")})
	for _, order := range []string{
		"dn=7001,echo=off", "echo=off", "delay=1ms", "app=desk,delay=2ms", "delay=3ms", "connect=refuse", "connect=close", "connect=on",
		"link=down", "link=up", "role=backup", "role=primary", "dn=7001,service=out", "service=back", "transfer=released-changed", "transfer=seed",
	} {
		if err := s.Order(order); err != nil {
			t.Error(err)
		}
		if err := s.Order(order); err == nil {
			t.Errorf("%s was accepted twice", order)
		}
	}
}

// The order normal ends the faults of connections too, of all or of an application's, unless it is for DNs.
func TestNormalEndsFaultsOfConnections(t *testing.T) {
	s := serve(t, simserver.Options{DNs: dns("7001")})
	p := login(t, s, "desk", "7001")
	idle := func(order string) {
		t.Helper()
		if err := s.Order(order); err == nil || !strings.HasSuffix(err.Error(), "everything it sets is in force already") {
			t.Errorf("%s: got %v", order, err)
		}
	}
	ok(t, s.Order("app=desk,half-open=on"), s.Order("dn=7001,ack=lost"))
	idle("app=other,normal")
	ok(t, s.Order("app=desk,normal"))
	idle("app=desk,normal")
	idle("app=desk,half-open=off")
	p.capture("7001", "start") // the ACK is lost still
	p.ExpectLines(event7001)
	ok(t, s.Order("app=desk,half-open=on"), s.Order("dn=7001,normal"))
	idle("dn=7001,normal")
	ok(t, s.Order("normal"))
	idle("app=desk,half-open=off")
	p.capture("7001", "start")
	p.ExpectLines("EventACK ReferenceID=3", event7001)
	if _, err := simserver.ParseFault("dn=7001,app=desk,normal"); err == nil {
		t.Error("an order to DNs and an application was read")
	}
}

// A backup accepts only the orders that it can carry out. Preset also accepts those that
// wait until it is primary.
func TestOrdersToABackup(t *testing.T) {
	const (
		warm    = "this T-Server is a warm backup, which does not accept clients; give the order to the primary, or to this T-Server after a switchover"
		so      = "everything it sets is in force already"
		refuses = "this T-Server is a warm backup, which refuses connections until it is primary; the order standby hot makes it accept them"
	)
	hot := func(word string) string {
		return "this T-Server is a backup, which sends no events and rejects every command, so " + word + " changes nothing; give the order to the primary, or to this T-Server after a switchover"
	}
	for _, tt := range []struct{ order, warm, hot string }{
		{"dn=7001,error=59", warm, hot("error")},
		{"echo=off", warm, hot("echo")},
		{"dn=7001,hardware-error=52", warm, hot("hardware-error")},
		{"register=59", warm, ""},
		{"snapshot=off", warm, ""},
		{"service=out", warm, ""},
		{"normal", warm, so},
		{"byte-wise=on", warm, ""},
		{"drop=fin", warm, "no client is connected"},
		{"connect=on", refuses, so},
		{"connect=refuse", refuses, ""},
		{"link=down", "", ""},
		{"restart", "", ""},
	} {
		t.Run(tt.order, func(t *testing.T) {
			for isHot, want := range map[bool]string{false: tt.warm, true: tt.hot} {
				backup := pairOf(t, isHot).Backup()
				err := backup.Order(tt.order)
				var idle *simserver.NoEffectError
				switch {
				case want == "" && err != nil:
					t.Error(err)
				case want != "" && (!errors.As(err, &idle) || idle.Reason != want):
					t.Errorf("hot %t: got %v, want the reason %s", isHot, err, want)
				}
			}
		})
	}
	pair := pairOf(t, false)
	fault, err := simserver.ParseFault("dn=7001,error=59")
	ok(t, err)
	ok(t, pair.Backup().Preset(fault))
	pair.Switchover()
	p := login(t, pair.Primary(), "desk", "7001")
	p.capture("7001", "start")
	p.ExpectLines("EventError ReferenceID=2 ThisDN=7001 ErrorCode=59 ErrorMessage=DN is not configured in CME")
}
