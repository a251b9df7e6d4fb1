package tlog

import (
	"testing"

	"capdeck/tlibconn/wire"
)

// TestTextFormDecodes has text that is not UTF-8 in an attribute, a key and values
// at two depths. Decode is not called for valid UTF-8.
func TestTextFormDecodes(t *testing.T) {
	list, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{
		wire.TextPair("stra\xdfe", "M\xfcnchen"),
		wire.TextPair("plain", "Ødegård"),
		{Key: "deep", Type: wire.PairList, List: []wire.KeyValue{wire.TextPair("k", "\xfc")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	m := wire.Message{Type: wire.EventUserEvent, Attributes: []wire.Attribute{wire.TextAttribute(wire.AttributeAgentID, "\xd8"), list}}
	form := Form{Decode: func(text []byte) string {
		runes := make([]rune, len(text))
		for i, b := range text {
			runes[i] = rune(b)
		}
		return string(runes)
	}}
	const want = "\tAttributeAgentID\t'Ø'\n" +
		"\tAttributeUserData\t[59] 00 03 00 00..\n" +
		"\t\t'straße'\t'München'\n" +
		"\t\t'plain'\t'Ødegård'\n" +
		"\t\t'deep'(list)\n" +
		"\t\t\t'k'\t'ü'\n"
	if got := string(form.AppendAttributes(nil, &m)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	const undecodable = "\tAttributeAgentID\t'Ø'\n\tundecodable\tcut\n\t00000000\t01\n"
	m.Attributes = m.Attributes[:1]
	if got := string(form.AppendUndecodable(nil, &m, "cut", []byte{1}, 0)); got != undecodable {
		t.Errorf("got\n%s\nwant\n%s", got, undecodable)
	}
}
