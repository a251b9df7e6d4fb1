package tlibconn

import (
	"context"
	"errors"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestQueryAddresses: the request has the documented form, its answer is matched by ReferenceID and names
// the DN, and BeforeWrite does not receive it.
func TestQueryAddresses(t *testing.T) {
	c, p := connect(t, func(o *Options) {
		o.BeforeWrite = func(batch *WriteBatch) error {
			t.Errorf("BeforeWrite gets %d requests", len(batch.Requests))
			return nil
		}
	})
	for i, dn := range []string{"7001", "7002"} {
		if err := c.QueryAddresses(t.Context(), []string{dn}); err != nil {
			t.Fatal(err)
		}
		request := p.expect(wire.RequestQueryAddress)
		this, _ := request.Text(wire.AttributeThisDN)
		kind, _ := request.Int(wire.AttributeAddressType)
		info, _ := request.Int(wire.AttributeAddressInfoType)
		if string(this) != dn || kind != 1 || info != 17 || len(request.Attributes) != 4 {
			t.Errorf("the request is %+v", request)
		}
		sent := c.kind(event.KindSent)
		if sent.Request.Kind != event.RequestAddress || string(sent.ThisDN()) != dn {
			t.Errorf("the Sent event has %+v", sent.Request)
		}
		answer := []wire.MessageType{wire.EventAddressInfo, wire.EventError}[i]
		p.answer(request, answer)
		e := c.message(answer)
		if e.Request != sent.Request || e.DN != dn {
			t.Errorf("the answer belongs to %+v of DN %q", e.Request, e.DN)
		}
	}
	// An EventACK does not answer it.
	if err := c.QueryAddresses(t.Context(), []string{"7003"}); err != nil {
		t.Fatal(err)
	}
	request := p.expect(wire.RequestQueryAddress)
	p.answer(request, wire.EventACK)
	if e := c.message(wire.EventACK); e.Request.Kind != event.RequestNone {
		t.Errorf("an EventACK answers %+v", e.Request)
	}
}

// TestQueryAddressesUnsent: without a link or a session, the reason is reported.
func TestQueryAddressesUnsent(t *testing.T) {
	c, p := connect(t, nil)
	p.say(wire.EventLinkDisconnected)
	c.link(event.LinkDown)
	if err := c.QueryAddresses(t.Context(), []string{"7001"}); err != nil {
		t.Fatal(err)
	}
	e := c.kind(event.KindUnsent)
	if e.Request.Kind != event.RequestAddress || e.DN != "7001" || e.Obstacle != event.ObstacleNone || e.Problem != ErrLinkDown.Error() {
		t.Errorf("%+v was reported", e)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.QueryAddresses(ended, []string{"7001"}); !errors.Is(err, context.Canceled) {
		t.Errorf("with a context that has ended: %v", err)
	}
	c.Close()
	if err := c.QueryAddresses(t.Context(), []string{"7001"}); !errors.Is(err, ErrClosed) {
		t.Errorf("after the end: %v", err)
	}
}
