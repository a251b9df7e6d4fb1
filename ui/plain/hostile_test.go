package plain

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestHostile lets texts of every kind come from the network, the DN file and
// the keyboard: what is written stays plain lines (world.said checks them), and
// nothing grows.
func TestHostile(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		nasty := rapid.SampledFrom([]string{"\x1b[2J", "\r\n", "\x07", "\u202e", "\x9b31m", "\xff", "北京", "7001", "-", ",", "state:", " ", strings.Repeat("x", 3000)})
		text := rapid.Custom(func(r *rapid.T) string { return strings.Join(rapid.SliceOfN(nasty, 0, 4).Draw(r, "parts"), "") })
		entries := dns(3)
		entries[1].Label, entries[2].DN = text.Draw(r, "label"), "7\x1bc\n"
		w := upWorld(t, nil, entries...)
		verbs := []string{"yes", "no", ""}
		for _, w := range words() {
			if w.name != "quit" {
				verbs = append(verbs, w.name)
			}
		}
		for range rapid.IntRange(1, 20).Draw(r, "steps") {
			switch rapid.IntRange(0, 5).Draw(r, "step") {
			case 0:
				w.line(rapid.SampledFrom(verbs).Draw(r, "verb") + " " + text.Draw(r, "typed"))
			case 1:
				w.message(event.KindMessage, wire.EventUserEvent, thisDN("7001"), w.capture(text.Draw(r, "word")))
				w.flush()
			case 2:
				w.line("start 7002")
				for _, c := range w.leave() {
					w.message(event.KindMessage, wire.EventError, wire.IntAttribute(wire.AttributeReferenceID, w.feed.Reference), wire.IntAttribute(wire.AttributeErrorCode, 53),
						wire.TextAttribute(wire.AttributeErrorMessage, text.Draw(r, "error"))).Request = w.feed.RequestOf(c)
				}
				w.flush()
			case 3:
				w.link(event.Link{State: event.LinkWaiting, Lost: true, Reason: text.Draw(r, "reason"), Other: text.Draw(r, "other")})
				w.flush()
				w.up(entries...)
			case 4:
				w.update(model.Say{Now: w.now, Text: text.Draw(r, "note")})
			case 5:
				w.message(event.KindMessage, wire.EventRinging, thisDN("7001"), wire.LongAttribute(wire.AttributeConnID, 7), wire.TextAttribute(wire.AttributeOtherDN, text.Draw(r, "caller")))
				w.flush()
				w.line("show 7001")
			}
			if m := w.app.model; m.Overlay().Prompt() != nil || m.Overlay().Picker() != nil {
				r.Fatal("the model waits for keys that nobody can press here")
			}
			if said := w.said(); !utf8.ValidString(said) {
				r.Fatalf("this is no UTF-8: %q", said)
			}
		}
		if t.Failed() {
			r.FailNow()
		}
	})
}

// TestRowsLeave has a DN leave the board, and another come.
func TestRowsLeave(t *testing.T) {
	w := upWorld(t, nil, dns(2)...)
	w.app.model.Board().Remove(w.now, board.Key{Site: site, DN: "7002"})
	w.app.model.Board().Add(board.Entry{Key: board.Key{Site: site, DN: "7003"}})
	w.later(0)
	if len(w.app.rows) != 2 {
		t.Errorf("%d rows are remembered, want 2", len(w.app.rows))
	}
	w.says()
	w.indicate("7003", "enabled")
	w.flush()
	w.says("14:02:10 7003: recording, was unknown, not vouched for: the registration is not held")
}
