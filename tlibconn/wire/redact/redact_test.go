package redact

import (
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/tlog"
)

func userDataOf(t *testing.T, pairs ...wire.KeyValue) wire.Attribute {
	t.Helper()
	list, err := wire.ListAttribute(wire.AttributeUserData, pairs)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func text(m *wire.Message) string { return string(tlog.Append(nil, time.Time{}, false, m)) }

// The contract's key and the shape stay; everything personal goes, also from nested lists.
func TestMessage(t *testing.T) {
	m := wire.Message{Type: wire.EventUserEvent, Attributes: []wire.Attribute{
		wire.TextAttribute(wire.AttributeThisDN, "7001"),
		wire.TextAttribute(wire.AttributeANI, "+33123456789"),
		wire.TextAttribute(wire.AttributeOtherDN, "12"),
		wire.TextAttribute(wire.AttributeCallingLineName, "A. Secret"),
		userDataOf(
			t, wire.TextPair("screen-capture", "start"), wire.TextPair("customer", "Secret"), wire.IntPair("account", 4711),
			wire.BinaryPair("card", []byte("Secret")), wire.UnicodePair("street", "Secret"),
			wire.ListPair("more", wire.TextPair("screen-capture", "Secret"), wire.TextPair("city", "Secret")),
		),
	}}
	got, err := Message(&m, "screen-capture")
	if err != nil {
		t.Fatal(err)
	}
	body, err := got.AppendBody(nil)
	if err != nil {
		t.Fatal(err)
	}
	var again wire.Message
	if err := again.Decode(body, wire.Limits{}); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"Secret", "4711", "331234", "S\x00e"} {
		if strings.Contains(string(body), secret) {
			t.Errorf("%q is still in the message:\n%s", secret, text(&again))
		}
	}
	for _, stays := range []string{"'7001'", "'*********789'", "'12'", "'screen-capture'\t'start'", "'customer'\t'***'", "'account'\t0", "'more'(list)", "'city'\t'***'"} {
		if !strings.Contains(text(&again), stays) {
			t.Errorf("%s is missing in\n%s", stays, text(&again))
		}
	}
	if !strings.Contains(text(&m), "'customer'\t'Secret'") {
		t.Errorf("the original was changed:\n%s", text(&m))
	}
}

// Each attribute that holds the number of another party keeps three digits of it.
func TestNumbersOfOtherParties(t *testing.T) {
	for id := wire.AttributeID(0); id < 256; id++ {
		m := wire.Message{Type: wire.EventRinging, Attributes: []wire.Attribute{wire.TextAttribute(id, "+33123456789")}}
		name := id.String()
		isNumber := strings.HasSuffix(name, "DN") && name != "ThisDN" && name != "DN" && name != "ReturnReceiptDN" || strings.HasSuffix(name, "Digits") && name != "NumberOfDigits" && name != "TerminateDigits" ||
			name == "ANI" || name == "DNIS" || name == "DialedNumber" || name == "AccessNumber" || name == "RemoteParty" || name == "RefParty" || name == "CtrlParty"
		if !isNumber {
			continue
		}
		if got, err := Message(&m); err != nil || string(got.Attributes[0].Bytes) != "*********789" {
			t.Errorf("%s keeps %q, %v", name, got.Attributes[0].Bytes, err)
		}
	}
}

// A list that cannot be read leaves nothing behind.
func TestMessageRefuses(t *testing.T) {
	for name, attribute := range map[string]wire.Attribute{
		"text":       wire.TextAttribute(wire.AttributeUserData, "secret"),
		"cut":        wire.BinaryAttribute(wire.AttributeUserData, []byte{0, 2, 0, 1, 'k'}),
		"cut nested": wire.BinaryAttribute(wire.AttributeUserData, []byte{0, 1, 3, 1, 'k', 0, 1, 9}),
	} {
		if got, err := Message(&wire.Message{Type: wire.EventUserEvent, Attributes: []wire.Attribute{attribute}}); err == nil {
			t.Errorf("%s: %s", name, text(&got))
		}
	}
}

func TestNumber(t *testing.T) {
	for in, want := range map[string]string{"": "", "12": "12", "123": "123", "1234": "*234", "Åsa Ångström": "*********röm", "\xff\xfe1234": "***234"} {
		if got := string(number([]byte(in))); got != want {
			t.Errorf("number(%q) is %q, want %q", in, got, want)
		}
	}
}
