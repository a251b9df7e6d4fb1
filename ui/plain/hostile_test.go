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

// TestHostile: texts of every kind arrive from the network, the DN file and the keyboard.
// The output stays plain lines (listener.said checks them), and nothing grows.
func TestHostile(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		nasty := rapid.SampledFrom([]string{"\x1b[2J", "\r\n", "\x07", "\u202e", "\x9b31m", "\xff", "北京", "7001", "-", ",", "state:", " ", strings.Repeat("x", 3000)})
		text := rapid.Custom(func(r *rapid.T) string { return strings.Join(rapid.SliceOfN(nasty, 0, 4).Draw(r, "parts"), "") })
		entries := dns(3)
		entries[1].Label, entries[2].DN = text.Draw(r, "label"), "7\x1bc\n"
		l := upListener(t, nil, entries...)
		verbs := []string{"yes", "no", ""}
		for _, l := range words() {
			if l.name != "quit" {
				verbs = append(verbs, l.name)
			}
		}
		for range rapid.IntRange(1, 20).Draw(r, "steps") {
			switch rapid.IntRange(0, 5).Draw(r, "step") {
			case 0:
				l.line(rapid.SampledFrom(verbs).Draw(r, "verb") + " " + text.Draw(r, "typed"))
			case 1:
				l.message(wire.EventUserEvent, thisDN("7001"), l.capture(text.Draw(r, "word")))
				l.flush()
			case 2:
				l.line("start 7002")
				for _, c := range l.leave() {
					l.message(wire.EventError, wire.IntAttribute(wire.AttributeReferenceID, l.feed.Reference), wire.IntAttribute(wire.AttributeErrorCode, 53),
						wire.TextAttribute(wire.AttributeErrorMessage, text.Draw(r, "error"))).Request = l.feed.RequestOf(c)
				}
				l.flush()
			case 3:
				l.link(event.Link{State: event.LinkWaiting, Lost: true, Reason: text.Draw(r, "reason"), Other: text.Draw(r, "other")})
				l.flush()
				l.up(entries...)
			case 4:
				l.update(model.Say{Now: l.now, Text: text.Draw(r, "note")})
			case 5:
				l.message(wire.EventRinging, thisDN("7001"), wire.LongAttribute(wire.AttributeConnID, 7), wire.TextAttribute(wire.AttributeOtherDN, text.Draw(r, "caller")))
				l.flush()
				l.line("show 7001")
			}
			if m := l.app.model; m.Overlay().Prompt() != nil || m.Overlay().Picker() != nil {
				r.Fatal("the model waits for keys that no one can press here")
			}
			if said := l.said(); !utf8.ValidString(said) {
				r.Fatalf("this is not valid UTF-8: %q", said)
			}
		}
		if t.Failed() {
			r.FailNow()
		}
	})
}

// TestRowsLeave removes a DN from the board and adds another.
func TestRowsLeave(t *testing.T) {
	l := upListener(t, nil, dns(2)...)
	l.app.model.Board().Remove(l.now, board.Key{Site: site, DN: "7002"})
	l.app.model.Board().Add(board.Entry{Key: board.Key{Site: site, DN: "7003"}})
	l.later(0)
	if len(l.app.rows) != 2 {
		t.Errorf("%d rows are remembered, want 2", len(l.app.rows))
	}
	l.says()
	l.indicate("7003", "enabled")
	l.flush()
	l.says("14:02:10 7003: recording, was unknown, not vouched for: the DN is not registered")
}
