package tlibconn

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

func TestHidePassword(t *testing.T) {
	list := func(pairs ...wire.KeyValue) wire.Attribute {
		a, err := wire.ListAttribute(wire.AttributeExtensions, pairs)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	tests := []struct {
		name, password string
		said, told     []wire.Attribute
	}{
		{
			"no password", "",
			[]wire.Attribute{wire.TextAttribute(wire.AttributeErrorMessage, "bad password")},
			[]wire.Attribute{wire.TextAttribute(wire.AttributeErrorMessage, "bad password")},
		},
		{
			"a text", "häsh",
			[]wire.Attribute{wire.IntAttribute(wire.AttributeErrorCode, 119), wire.TextAttribute(wire.AttributeErrorMessage, "häsh: bad: hähähäshhäsh")},
			[]wire.Attribute{wire.IntAttribute(wire.AttributeErrorCode, 119), wire.TextAttribute(wire.AttributeErrorMessage, "*****: bad: hähä**********")},
		},
		{
			"a list", "hush",
			[]wire.Attribute{list(wire.TextPair("password", "hush"), wire.IntPair("n", 7))},
			[]wire.Attribute{list(wire.TextPair("password", "****"), wire.IntPair("n", 7))},
		},
		{
			"a list and a short password", "7",
			[]wire.Attribute{list(wire.TextPair("n", "7")), wire.TextAttribute(wire.AttributeErrorMessage, "7 is bad")},
			[]wire.Attribute{list(wire.TextPair("n", "7")), wire.TextAttribute(wire.AttributeErrorMessage, "* is bad")},
		},
		{
			"a DN that looks like it", "7001",
			[]wire.Attribute{wire.TextAttribute(wire.AttributeThisDN, "7001"), wire.TextAttribute(wire.AttributeErrorMessage, "7001 is unknown")},
			[]wire.Attribute{wire.TextAttribute(wire.AttributeThisDN, "7001"), wire.TextAttribute(wire.AttributeErrorMessage, "**** is unknown")},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bodies := [2][]byte{}
			for i, attributes := range [2][]wire.Attribute{test.said, test.told} {
				m := wire.Message{Type: wire.EventError, Attributes: attributes}
				var err error
				if bodies[i], err = m.AppendBody(nil); err != nil {
					t.Fatal(err)
				}
			}
			hidePassword(bodies[0], test.password)
			if !bytes.Equal(bodies[0], bodies[1]) {
				t.Errorf("it becomes %q, want %q", bodies[0], bodies[1])
			}
		})
	}
	hidePassword(nil, "hush")
	hidePassword([]byte{9, 0, 0, 0, 1, 0xff}, "hush")
}

// TestServerRepeatsThePassword has a T-Server that repeats the wrong password in its error text, and one that
// sends it back: neither the messages nor the reasons contain it.
func TestServerRepeatsThePassword(t *testing.T) {
	const password = "hush-hush"
	s := newServer(t)
	c := open(t, s.address(), func(o *Options) {
		once(o)
		o.Password = func() (string, error) { return password, nil }
	})
	p := s.accept()
	p.expect(wire.RequestRegisterClient)
	p.say(wire.EventError, wire.IntAttribute(wire.AttributeErrorCode, 119),
		wire.TextAttribute(wire.AttributeErrorMessage, "bad password "+password), wire.TextAttribute(wire.AttributeApplicationPassword, password))
	e := c.message(wire.EventError)
	if bytes.Contains(e.Message.Body, []byte(password)) {
		t.Errorf("the event has %q", e.Message.Body)
	}
	reason := c.kind(event.KindLink).Link.Reason
	if !strings.Contains(reason, "bad password *********") || strings.Contains(reason, password) {
		t.Errorf("the reason is %q", reason)
	}
	var refused *LoginError
	if err := c.Err(); !errors.As(err, &refused) || strings.Contains(err.Error(), password) {
		t.Errorf("the error is %v", err)
	}
}
