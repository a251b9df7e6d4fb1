package tlibconn

import (
	"strings"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// A DN is sent in the server's code page; the session reports it as the user writes it.
func TestDNsAreEncoded(t *testing.T) {
	const dn, bytes = "Ødegård", "\xd8deg\xe5rd"
	c, p := connect(t, func(o *Options) {
		o.EncodeDN = strings.NewReplacer("Ø", "\xd8", "å", "\xe5").Replace
		o.BeforeWrite = func(batch *WriteBatch) error {
			for _, request := range batch.Requests {
				if request.Command.DN != dn {
					t.Errorf("BeforeWrite gets %+v", request)
				}
			}
			return nil
		}
	})
	c.Register(dn, dn, bytes)
	if e := c.kind(event.KindRegistration); e.DN != dn || e.Registration != event.RegistrationPending {
		t.Errorf("it is reported as %+v", e)
	}
	request := p.expect(wire.RequestRegisterAddress)
	if thisDN(request) != bytes {
		t.Errorf("DN %q is registered", thisDN(request))
	}
	p.answer(request, wire.EventRegistered, wire.TextAttribute(wire.AttributeThisDN, bytes))
	if e := c.message(wire.EventRegistered); e.DN != dn || string(e.ThisDN()) != bytes || e.DNHash() != event.HashDN(bytes) {
		t.Errorf("the answer is reported as %+v", e)
	}
	// Only one DN was registered: the commands follow.
	for verb := event.VerbStart; verb <= event.VerbQuery; verb++ {
		id := uint64(verb)
		if err := c.SendCommands(t.Context(), []event.Command{{ID: id, DN: dn, Verb: verb}}); err != nil {
			t.Fatal(err)
		}
		request = p.expect(wire.RequestSendEvent)
		if thisDN(request) != bytes {
			t.Errorf("%v for DN %q leaves", verb, thisDN(request))
		}
		p.answer(request, wire.EventACK)
		if e := c.message(wire.EventACK); e.DN != dn || e.Request.Command != id {
			t.Errorf("the answer is reported as %+v", e)
		}
	}
	if _, err := c.SendUserEvent(t.Context(), dn, 0, []wire.KeyValue{wire.TextPair("note", "x")}); err != nil {
		t.Fatal(err)
	}
	if request = p.expect(wire.RequestSendEvent); thisDN(request) != bytes {
		t.Errorf("user data for DN %q leaves", thisDN(request))
	}
	if err := c.QueryAddresses(t.Context(), []string{dn}); err != nil {
		t.Fatal(err)
	}
	request = p.expect(wire.RequestQueryAddress)
	if thisDN(request) != bytes {
		t.Errorf("DN %q is queried", thisDN(request))
	}
	p.answer(request, wire.EventAddressInfo, wire.TextAttribute(wire.AttributeThisDN, bytes))
	if e := c.message(wire.EventAddressInfo); e.DN != dn {
		t.Errorf("the answer is reported as %+v", e)
	}
	p.say(wire.EventUnregistered, wire.TextAttribute(wire.AttributeThisDN, bytes))
	c.message(wire.EventUnregistered)
	c.mu.Lock()
	entry := c.registrar.byDN[bytes]
	if len(c.registrar.byDN) != 1 || entry == nil || entry.state != registrationRetrying {
		t.Errorf("the registration is %+v", entry)
	}
	c.mu.Unlock()
	c.Unregister(dn)
	if e := c.kind(event.KindRegistration); e.DN != dn || e.Registration != event.RegistrationRemoved {
		t.Errorf("it is reported as %+v", e)
	}
	if request = p.expect(wire.RequestUnregisterAddress); thisDN(request) != bytes {
		t.Errorf("DN %q is unregistered", thisDN(request))
	}
}
