package event

import (
	"bytes"
	"fmt"
	"testing"

	"capdeck/tlibconn/wire"
)

func body(t testing.TB, typ wire.MessageType, attributes ...wire.Attribute) []byte {
	t.Helper()
	m := wire.Message{Type: typ, Attributes: attributes}
	b, err := m.AppendBody(nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBatchKeepsItsOwnBytes(t *testing.T) {
	var b Batch
	const n = 20_000
	for round := range 3 {
		for i := range n {
			dn := wire.TextAttribute(wire.AttributeThisDN, fmt.Sprint(round, i))
			raw := body(t, wire.EventUserEvent, dn, wire.LongAttribute(wire.AttributeConnID, uint64(i)))
			b.AddMessage(KindMessage, raw, wire.Limits{})
			clear(raw) // the caller may reuse its bytes
		}
		if len(b.Events) != n {
			t.Fatalf("round %d: %d events", round, len(b.Events))
		}
		for i := range b.Events {
			e := &b.Events[i]
			if e.Kind != KindMessage || string(e.ThisDN()) != fmt.Sprint(round, i) || e.ConnID() != uint64(i) || e.DNHash() != HashDN(fmt.Sprint(round, i)) {
				t.Fatalf("round %d, event %d is %+v", round, i, e)
			}
			if cap(e.Message.Body) != len(e.Message.Body) {
				t.Fatal("an event can grow into its neighbour")
			}
		}
		b.Behind = true
		b.Reset()
		if len(b.Events) != 0 || b.Bytes() != 0 || b.Behind {
			t.Errorf("after Reset: %d events, %d bytes, Behind %t", len(b.Events), b.Bytes(), b.Behind)
		}
		if e := b.Add(KindLink); e.Kind != KindLink || e.Message.Body != nil || e.Link != nil || e.ThisDN() != nil || e.ConnID() != 0 || e.Word() != (Word{}) {
			t.Errorf("after Reset, a new event holds %+v", e)
		}
		b.Reset()
	}
}

func TestBatchUndecodable(t *testing.T) {
	var b Batch
	raw := append(body(t, wire.EventRegistered, wire.IntAttribute(wire.AttributeReferenceID, 7)), 1, 2)
	e := b.AddMessage(KindMessage, raw, wire.Limits{})
	if reference, _ := e.Message.Int(wire.AttributeReferenceID); e.Kind != KindUndecodable || e.Problem == "" || reference != 7 || !bytes.Equal(e.Message.Body, raw) {
		t.Errorf("the event is %+v", e)
	}
}

func TestBatchIsBounded(t *testing.T) {
	tests := map[string][]byte{
		"nothing": body(t, wire.EventUserEvent),
		"undecodable": {
			0, 0, 0, 0, 1, 9,
		},
		"long": body(t, wire.EventUserEvent, wire.TextAttribute(wire.AttributeThisDN, string(make([]byte, 1<<20)))),
	}
	many := make([]wire.Attribute, wire.MaxAttributes)
	for i := range many {
		many[i] = wire.TextAttribute(wire.AttributeThisDN, "")
	}
	tests["attributes"] = body(t, wire.EventUserEvent, many...)
	for name, raw := range tests {
		t.Run(name, func(t *testing.T) {
			var b Batch
			for !b.Full(len(raw)) {
				if len(b.Events) > mostEvents {
					t.Fatalf("%d events of %d bytes do not fill it", len(b.Events), len(raw))
				}
				b.AddMessage(KindMessage, raw, wire.Limits{})
			}
			if b.Bytes() > MaxBatchBytes+eventBytes || b.Bytes() < MaxBatchBytes/2 {
				t.Errorf("%d events of %d bytes take %d bytes", len(b.Events), len(raw), b.Bytes())
			}
			if room := cap(b.Events) * eventBytes; room > MaxBatchBytes*9/8 {
				t.Errorf("%d events have room of %d bytes", len(b.Events), room)
			}
			b.Reset()
			if b.Full(64 << 20) {
				t.Error("an empty batch does not take a long message")
			}
		})
	}
}

func TestBatchAllocatesNothing(t *testing.T) {
	list, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{wire.TextPair(CaptureKey, "enabled")})
	if err != nil {
		t.Fatal(err)
	}
	raw := body(t, wire.EventUserEvent, wire.LongAttribute(wire.AttributeConnID, 5), list, wire.TextAttribute(wire.AttributeThisDN, "7001"))
	var b Batch
	fill := func() {
		for range 1000 {
			if e := b.AddMessage(KindMessage, raw, wire.Limits{}); e.Capture().Indication != Enabled {
				t.Fatal("the indication is not read")
			}
		}
		b.Reset()
	}
	fill()
	if got := testing.AllocsPerRun(20, fill); got != 0 {
		t.Errorf("1000 events take %g allocations", got)
	}
}

// TestBatchHidesPasswords: a password that a server repeats cannot be shown, copied or exported,
// because the batch does not contain it.
func TestBatchHidesPasswords(t *testing.T) {
	raw := body(t, wire.EventLinkConnected, wire.TextAttribute(wire.AttributeApplicationPassword, "hush-hush"), wire.TextAttribute(wire.AttributeThisDN, "7001"), wire.TextAttribute(wire.AttributePassword, "1234"))
	want := body(t, wire.EventLinkConnected, wire.TextAttribute(wire.AttributeApplicationPassword, "*********"), wire.TextAttribute(wire.AttributeThisDN, "7001"), wire.TextAttribute(wire.AttributePassword, "****"))
	before := string(raw)
	var b Batch
	e := b.AddMessage(KindMessage, raw, wire.Limits{})
	if string(e.Message.Body) != string(want) || string(e.ThisDN()) != "7001" {
		t.Errorf("the batch has %q, want %q", e.Message.Body, want)
	}
	if string(raw) != before {
		t.Error("the caller's bytes have changed")
	}
}

// TestBatchHidesPasswordsInLists, however the key is written and deep the list is.
func TestBatchHidesPasswordsInLists(t *testing.T) {
	message := func(text, unicode string, number int32) []byte {
		var attributes []wire.Attribute
		for _, id := range []wire.AttributeID{wire.AttributeUserData, wire.AttributeExtensions, wire.AttributeReason, wire.AttributeTreatmentParms} {
			list, err := wire.ListAttribute(id, []wire.KeyValue{
				wire.TextPair("GCS_SC_STATUS", "enabled"), wire.TextPair("Password", text), wire.TextPair("how", "kept"),
				{Key: "x-PASSWORD-2", Type: wire.PairList, List: []wire.KeyValue{wire.TextPair("old", text), wire.IntPair("pin", number)}},
				{Key: "deep", Type: wire.PairList, List: []wire.KeyValue{wire.TextPair("ApplicationPassword", text), wire.TextPair("passwor", "kept")}},
				{Key: "password", Type: wire.PairUnicode, Bytes: []byte(unicode)},
			})
			if err != nil {
				t.Fatal(err)
			}
			attributes = append(attributes, list)
		}
		return body(t, wire.EventUserEvent, attributes...)
	}
	raw, want := message("hush", "\x00h\x00u", 4711), message("****", "****", 0x2a2a2a2a)
	before := string(raw)
	var b Batch
	e := b.AddMessage(KindMessage, raw, wire.Limits{})
	if e.Kind != KindMessage || string(e.Message.Body) != string(want) {
		t.Errorf("the batch has %q, want %q", e.Message.Body, want)
	}
	if string(raw) != before {
		t.Error("the caller's bytes have changed")
	}
	// A truncated list is malformed; the rest of a password in it is hidden.
	for cut := range 20 {
		broken := wire.Attribute{ID: wire.AttributeUserData, Wire: wire.WireBinary}
		list, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{wire.TextPair("password", "hush"), wire.TextPair("more", "kept")})
		if err != nil {
			t.Fatal(err)
		}
		broken.Bytes = list.Bytes[:len(list.Bytes)-1-cut]
		if e := b.AddMessage(KindMessage, body(t, wire.EventUserEvent, broken), wire.Limits{}); e.Kind != KindUndecodable || bytes.Contains(e.Message.Body, []byte("hu")) {
			t.Errorf("%d bytes less: %d, %q", cut+1, e.Kind, e.Message.Body)
		}
	}
}
