package ui

import (
	"strings"
	"testing"

	"capdeck/model/effect"
	"capdeck/model/incidents"
	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/quote"
)

// copied returns the text of the last Copy.
func (w *window) copied() string {
	w.t.Helper()
	for i := len(w.effects) - 1; i >= 0; i-- {
		if asked, ok := w.effects[i].(effect.Copy); ok {
			return asked.Text
		}
	}
	w.t.Fatal("nothing was copied")
	return ""
}

func TestCopiedTexts(t *testing.T) {
	w := floor(t, 120, 40, nil)
	wants := func(what, want string) {
		t.Helper()
		w.keys("y")
		if got := w.copied(); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", what, got, want)
		}
	}
	wants("the cursor's", "7001")
	w.keys("  ")
	wants("the marked", "7001\n7002")
	w.keys("g<enter><tab>y")
	lines := strings.Split(w.copied(), "\n")
	for i, want := range []string{"DN             7001   label A. Ødegård   team day   site sip-a", "Registration   registered"} {
		if lines[i] != want {
			t.Errorf("line %d of the detail is %q, want %q", i, lines[i], want)
		}
	}
	w.keys("<enter>")
	w.indicate("7003", "paused", 0x006f01b2c3d4e5f6)
	w.flush()
	w.keys("<tab>")
	at := w.now.In(w.app.options.Zone).Format("15:04:05.0000")
	message := "@" + at + " [0] <- message EventUserEvent\n" +
		"\tAttributeThisDN\t'7003'\n\tAttributeUserData\t[27] 00 01 00 00..\n\t\t'screen-capture'\t'paused'\n\tAttributeConnID\t006f01b2c3d4e5f6\n"
	wants("the newest message", message)
	w.keys("<up><enter><tab><tab>") // the one before
	w.keys("y")
	if got := w.copied(); got == message || !strings.Contains(got, "message ") {
		t.Errorf("in the detail of another message: %s", got)
	}
}

// TestCopiedTextIsSafe checks that hostile texts of messages and DNs are copied as plain
// text.
func TestCopiedTextIsSafe(t *testing.T) {
	dn := "70\x1b[2J\n01\u202e"
	w := newWindow(t, 120, 40, nil, entries(dn)...)
	w.linkUp()
	w.message(wire.EventUserEvent, thisDN(dn), wire.TextAttribute(wire.AttributeErrorMessage, "\x1b]0;x\a\u202e"))
	w.flush()
	w.keys("y")
	texts := []string{w.copied()}
	w.keys("<enter><tab>y")
	texts = append(texts, w.copied())
	w.keys("<tab>y")
	texts = append(texts, w.copied())
	if texts[0] != "\"70\ufffd[2J 01\ufffd\"" {
		t.Errorf("the DN is copied as %q", texts[0])
	}
	for i, text := range texts {
		for _, r := range text {
			if quote.IsUnsafe(r) && r != '\n' && r != '\t' {
				t.Errorf("text %d has %U: %q", i, r, text)
			}
		}
	}
}

// TestAllReasonsAreSeen checks that the dialog of an acknowledgement shows every reason at
// once, in as many lines as they need.
func TestAllReasonsAreSeen(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {100, 30}, {60, 20}, {200, 60}} {
		w := floor(t, size[0], size[1], nil)
		w.wentWrong()
		w.keys("iII<end>K")
		w.lines()
		for _, focus := range incidents.Reasons() {
			w.shows("[" + focus.String() + "]")
			for _, other := range incidents.Reasons() {
				if other != focus {
					w.shows(" " + other.String() + " ")
				}
			}
			w.keys("<right>")
		}
	}
}

// TestChoicesInANarrowWindow checks that the focused choice is always visible.
func TestChoicesInANarrowWindow(t *testing.T) {
	w := floor(t, 30, 10, nil)
	w.keys("  ")
	w.keys("/team:day<enter>")
	w.keys("e")
	w.screen()
	for _, choice := range w.model.Overlay().Dialog().Choices {
		w.shows("[" + choice.Label + "]")
		w.keys("<right>")
	}
	w.showsNot("yes")
}
