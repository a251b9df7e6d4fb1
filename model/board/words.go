package board

import (
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// words holds what the lists of one pair, the capture key and a word of the
// contract, say: that is how nearly every EventUserEvent looks, and comparing its
// bytes saves walking the list: more than half of what Apply costs otherwise.
type words map[string]event.Capture

func newWords() words {
	w := make(words)
	for v := event.VerbStart; v <= event.VerbQuery; v++ {
		w.add(v.String(), event.Capture{Present: true, Verb: v})
	}
	for i := event.Enabled; i <= event.Disabled; i++ {
		w.add(i.String(), event.Capture{Present: true, Indication: i})
	}
	return w
}

func (w words) add(word string, c event.Capture) {
	list, err := wire.AppendList(nil, []wire.KeyValue{{Key: event.CaptureKey, Type: wire.PairText, Bytes: []byte(word)}})
	if err == nil {
		w[string(list)] = c
	}
}

// of returns what e.Capture returns, without the Pair where the value is a word
// of the contract.
func (w words) of(e *event.Event) event.Capture {
	if a := e.Message.Find(wire.AttributeUserData); a != nil && a.Wire == wire.WireBinary {
		if c, ok := w[string(a.Bytes)]; ok {
			return c
		}
	}
	return e.Capture()
}
