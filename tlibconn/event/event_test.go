package event

import (
	"strings"
	"testing"
	"unsafe"

	"capdeck/tlibconn/wire"
)

func userData(t testing.TB, pairs ...wire.KeyValue) wire.Attribute {
	t.Helper()
	a, err := wire.ListAttribute(wire.AttributeUserData, pairs)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestWordSaysWhatTheListSays compares the fast path for the usual list with walking the list.
func TestWordSaysWhatTheListSays(t *testing.T) {
	words := []string{"start", "stop", "pause", "resume", "query", "enabled", "paused", "disabled", "Start", "", "starts", "star"}
	usual := 0
	for _, word := range words {
		pair := wire.TextPair(CaptureKey, word)
		for name, pairs := range map[string][]wire.KeyValue{
			"alone":         {pair},
			"the other key": {wire.TextPair(IndicationKey, word)},
			"after another": {wire.TextPair("other", "x"), pair},
			"twice":         {pair, pair},
			"UTF-16":        {wire.UnicodePair(CaptureKey, word)},
			"binary":        {wire.BinaryPair(CaptureKey, []byte(word))},
			"nothing":       {},
		} {
			list := userData(t, pairs...)
			var b Batch
			e := b.AddMessage(KindMessage, body(t, wire.EventUserEvent, list), wire.Limits{})
			if e.Kind != KindMessage || e.Word() != e.Capture().Word {
				t.Errorf("%q, %s: %+v, the list says %+v", word, name, e.Word(), e.Capture())
			}
			if _, ok := usualWord(list.Bytes); ok {
				usual++
			}
		}
	}
	if usual != 8 {
		t.Errorf("%d lists take the fast path, but the contract has 8 words", usual)
	}
}

// TestUsualListIsWhole truncates the usual list and appends bytes to it.
func TestUsualListIsWhole(t *testing.T) {
	whole := userData(t, wire.TextPair(CaptureKey, "enabled")).Bytes
	for n := range len(whole) {
		if w, ok := usualWord(whole[:n]); ok {
			t.Errorf("the first %d of %d bytes are read as %+v", n, len(whole), w)
		}
	}
	if w, ok := usualWord(append(whole[:len(whole):len(whole)], 0)); ok {
		t.Errorf("with an extra byte the list is read as %+v", w)
	}
}

func TestTheLastOfAnAttributeCounts(t *testing.T) {
	dn, number := wire.TextAttribute(wire.AttributeThisDN, "7001"), wire.IntAttribute(wire.AttributeThisDN, 7001)
	call, text := wire.LongAttribute(wire.AttributeConnID, 5), wire.TextAttribute(wire.AttributeConnID, "5")
	start, stop := userData(t, wire.TextPair(CaptureKey, "start")), userData(t, wire.TextPair(CaptureKey, "stop"))
	for _, test := range []struct {
		name       string
		attributes []wire.Attribute
		dn         string
		connID     uint64
		verb       Verb
	}{
		{"none", nil, "", 0, VerbNone},
		{"two of each", []wire.Attribute{dn, call, start, wire.TextAttribute(wire.AttributeThisDN, "7002"), wire.LongAttribute(wire.AttributeConnID, 6), stop}, "7002", 6, VerbStop},
		{"the first of the wrong type", []wire.Attribute{number, text, wire.BinaryAttribute(wire.AttributeUserData, []byte{0, 0}), dn, call, start}, "7001", 5, VerbStart},
		{"the last of the wrong type", []wire.Attribute{dn, call, start, number, text, wire.BinaryAttribute(wire.AttributeUserData, []byte{0, 0})}, "", 0, VerbNone},
		{"the last is not a list", []wire.Attribute{dn, call, start, wire.TextAttribute(wire.AttributeUserData, "stop")}, "7001", 5, VerbNone},
		{"an integer", []wire.Attribute{dn, wire.IntAttribute(wire.AttributeConnID, -1)}, "7001", 0xffffffff, VerbNone},
		{"long text", []wire.Attribute{{ID: wire.AttributeThisDN, Wire: wire.WireLongText, Bytes: []byte("7001")}}, "7001", 0, VerbNone},
		{"an empty DN", []wire.Attribute{wire.TextAttribute(wire.AttributeThisDN, "")}, "", 0, VerbNone},
	} {
		t.Run(test.name, func(t *testing.T) {
			var b Batch
			raw := body(t, wire.EventUserEvent, test.attributes...)
			e := b.AddMessage(KindMessage, raw, wire.Limits{})
			if string(e.ThisDN()) != test.dn || e.ConnID() != test.connID || e.Word().Verb != test.verb {
				t.Errorf("the event has DN %q, ConnID %d, %+v", e.ThisDN(), e.ConnID(), e.Word())
			}
			agree(t, e, raw, wire.Limits{})
		})
	}
}

// agree compares an event with what wire.Message reads from the same body.
func agree(t *testing.T, e *Event, raw []byte, limits wire.Limits) {
	t.Helper()
	var m wire.Message
	err := m.Decode(raw, limits)
	if (err != nil) != (e.Kind == KindUndecodable) {
		t.Fatalf("the event has kind %d, Decode says %v", e.Kind, err)
	}
	if err != nil && e.Problem != err.Error() {
		t.Fatalf("the problem is %q, Decode says %v", e.Problem, err)
	}
	if !limits.Takes(len(raw)) {
		return // Decode reads nothing of a message that is too long
	}
	dn, _ := m.Text(wire.AttributeThisDN)
	connID, _ := m.Long(wire.AttributeConnID)
	if e.Message.Type != m.Type || string(e.ThisDN()) != string(dn) || e.ConnID() != connID {
		t.Fatalf("the event is %+v, Decode reads %+v", e, m)
	}
	if err == nil {
		list, _ := m.List(wire.AttributeUserData)
		if e.Word() != ParseCapture(list).Word {
			t.Fatalf("the event says %+v, the list %+v", e.Word(), ParseCapture(list))
		}
	}
}

func TestUndecodableBodies(t *testing.T) {
	good := body(t, wire.EventUserEvent, wire.TextAttribute(wire.AttributeThisDN, "7001"),
		wire.LongAttribute(wire.AttributeConnID, 5), userData(t, wire.TextPair(CaptureKey, "enabled")))
	bad := map[string][]byte{
		"a list that is none": body(t, wire.EventUserEvent, wire.BinaryAttribute(wire.AttributeUserData, []byte{0, 9}), wire.TextAttribute(wire.AttributeThisDN, "7001")),
		"extensions":          body(t, wire.EventRegistered, wire.BinaryAttribute(wire.AttributeExtensions, []byte{0, 1, 0}), wire.TextAttribute(wire.AttributeThisDN, "7001")),
		"left over":           append(good[:len(good):len(good)], 0),
		"nothing":             {},
		"short":               {1, 0, 0, 0},
	}
	for n := range good {
		bad["cut at "+strings.Repeat("i", n)] = good[:n]
	}
	for name, raw := range bad {
		t.Run(name, func(t *testing.T) {
			var b Batch
			e := b.AddMessage(KindMessage, raw, wire.Limits{})
			if e.Kind != KindUndecodable || e.Problem == "" {
				t.Errorf("the event is %+v", e)
			}
			agree(t, e, raw, wire.Limits{})
		})
	}
}

func FuzzAddMessage(f *testing.F) {
	f.Add(body(f, wire.EventUserEvent, wire.TextAttribute(wire.AttributeThisDN, "7001"), wire.LongAttribute(wire.AttributeConnID, 5),
		userData(f, wire.TextPair(CaptureKey, "enabled"))))
	f.Add(body(f, wire.EventRegistered, wire.BinaryAttribute(wire.AttributeExtensions, []byte{0, 1, 0})))
	f.Add([]byte{0, 0, 0})
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, limits := range []wire.Limits{{}, {MaxMessage: 64, MaxDepth: 1}} {
			var b Batch
			agree(t, b.AddMessage(KindMessage, raw, limits), raw, limits)
		}
	})
}

func TestTheAccountHoldsAnEvent(t *testing.T) {
	if size := unsafe.Sizeof(Event{}); size > eventBytes {
		t.Errorf("an event uses %d bytes, but %d are counted", size, eventBytes)
	}
}
