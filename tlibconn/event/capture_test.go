package event

import (
	"strings"
	"testing"

	"capdeck/tlibconn/wire"
)

// parse encodes the pairs as user data and reads them as a session does.
func parse(t *testing.T, pairs ...wire.KeyValue) Capture {
	t.Helper()
	attribute, err := wire.ListAttribute(wire.AttributeUserData, pairs)
	if err != nil {
		t.Fatal(err)
	}
	list, err := attribute.List()
	if err != nil {
		t.Fatal(err)
	}
	return ParseCapture(list)
}

func TestParseCapture(t *testing.T) {
	for _, test := range []struct {
		name       string
		pairs      []wire.KeyValue
		present    bool
		verb       Verb
		indication Indication
		more       bool
	}{
		{name: "nothing", pairs: nil},
		{name: "other keys", pairs: []wire.KeyValue{wire.TextPair("screen", "start")}},
		{name: "start", pairs: []wire.KeyValue{wire.TextPair(CaptureKey, "start")}, present: true, verb: VerbStart},
		{name: "stop", pairs: []wire.KeyValue{wire.TextPair(CaptureKey, "stop")}, present: true, verb: VerbStop},
		{name: "pause is not paused", pairs: []wire.KeyValue{wire.TextPair(CaptureKey, "pause")}, present: true, verb: VerbPause},
		{name: "resume", pairs: []wire.KeyValue{wire.TextPair(CaptureKey, "resume")}, present: true, verb: VerbResume},
		{name: "query", pairs: []wire.KeyValue{wire.TextPair(CaptureKey, "query")}, present: true, verb: VerbQuery},
		{name: "enabled", pairs: []wire.KeyValue{wire.TextPair(CaptureKey, "enabled")}, present: true, indication: Enabled},
		{name: "paused", pairs: []wire.KeyValue{wire.TextPair(CaptureKey, "paused")}, present: true, indication: Paused},
		{name: "disabled", pairs: []wire.KeyValue{wire.TextPair(CaptureKey, "disabled")}, present: true, indication: Disabled},
		{name: "the indication's own key", pairs: []wire.KeyValue{wire.TextPair(IndicationKey, "paused")}, present: true, indication: Paused},
		{name: "among others", pairs: []wire.KeyValue{wire.IntPair("n", 1), wire.TextPair(CaptureKey, "stop"), wire.TextPair("x", "y")}, present: true, verb: VerbStop},
		{name: "the first counts", pairs: []wire.KeyValue{wire.TextPair(CaptureKey, "enabled"), wire.TextPair(CaptureKey, "disabled")}, present: true, indication: Enabled, more: true},
		{name: "screen-capture before the other key", pairs: []wire.KeyValue{wire.TextPair(IndicationKey, "paused"), wire.TextPair(CaptureKey, "enabled")}, present: true, indication: Enabled, more: true},
		{name: "UTF-16", pairs: []wire.KeyValue{wire.UnicodePair(CaptureKey, "enabled")}, present: true, indication: Enabled},
		{name: "UTF-16 that is not a word", pairs: []wire.KeyValue{wire.UnicodePair(CaptureKey, "enablęd")}, present: true},
		{name: "other case", pairs: []wire.KeyValue{wire.TextPair(CaptureKey, "Enabled")}, present: true},
		{name: "spaces", pairs: []wire.KeyValue{wire.TextPair(CaptureKey, "enabled ")}, present: true},
		{name: "empty", pairs: []wire.KeyValue{wire.TextPair(CaptureKey, "")}, present: true},
		{name: "a number", pairs: []wire.KeyValue{wire.IntPair(CaptureKey, 1)}, present: true},
		{name: "binary", pairs: []wire.KeyValue{wire.BinaryPair(CaptureKey, []byte("start"))}, present: true},
		{name: "a list", pairs: []wire.KeyValue{wire.ListPair(CaptureKey, wire.TextPair(CaptureKey, "start"))}, present: true},
		{name: "long", pairs: []wire.KeyValue{wire.TextPair(CaptureKey, strings.Repeat("start", 50))}, present: true},
		{name: "the first is not a word", pairs: []wire.KeyValue{wire.TextPair(CaptureKey, "?"), wire.TextPair(CaptureKey, "start")}, present: true, more: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := parse(t, test.pairs...)
			if got.Present != test.present || got.Verb != test.verb || got.Indication != test.indication || got.More != test.more {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestWordsGoThereAndBack(t *testing.T) {
	for v := VerbNone; v <= VerbQuery+1; v++ {
		if word := v.String(); word != "" && ParseVerb(word) != v {
			t.Errorf("%q is not a verb", word)
		}
	}
	for i := IndicationNone; i <= Disabled+1; i++ {
		if word := i.String(); word != "" && ParseIndication(word) != i {
			t.Errorf("%q is not an indication", word)
		}
	}
	if ParseVerb("") != VerbNone || ParseIndication("") != IndicationNone {
		t.Error("the empty word has a meaning")
	}
	asks := map[Verb]Indication{VerbStart: Enabled, VerbResume: Enabled, VerbStop: Disabled, VerbPause: Paused, VerbQuery: IndicationNone}
	for verb, want := range asks {
		if verb.Asks() != want {
			t.Errorf("%s asks for %q, want %q", verb, verb.Asks(), want)
		}
	}
}
