package ui

import (
	"fmt"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/sent"
	"capdeck/tlibconn/journal"
)

// benchKeys alternately types and erases a character, and draws each time.
func benchKeys(b *testing.B, w *window, typed rune) {
	keys := []tea.KeyMsg{{Type: tea.KeyRunes, Runes: []rune{typed}}, {Type: tea.KeyBackspace}}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		w.app.Update(keys[i%2])
		w.app.View()
	}
}

// BenchmarkFilterField types into each field of the filter, over 10,000 DNs. Completion
// searches all of them.
func BenchmarkFilterField(b *testing.B) {
	for _, field := range []string{"", "dn:", "label:", "team:", "agent:", "fault:", "state:"} {
		b.Run("of "+field, func(b *testing.B) {
			w := crowd(b)
			w.keys("/" + field)
			typed := 'a'
			switch field {
			case "dn:":
				typed = '1'
			case "team:":
				typed = 't'
			case "state:":
				typed = 'r'
			}
			benchKeys(b, w, typed)
		})
	}
}

// BenchmarkPaletteKey types into the palette.
func BenchmarkPaletteKey(b *testing.B) {
	w := crowd(b)
	w.keys(":s")
	benchKeys(b, w, 't')
}

// BenchmarkRegisterKey types behind a range of 90,000 new DNs on a board of 10,000, and
// behind a range of DNs that are on the board.
func BenchmarkRegisterKey(b *testing.B) {
	for _, list := range []string{"20000-109999", "10000-19999"} {
		b.Run(list, func(b *testing.B) {
			w := crowd(b)
			w.keys("+" + list + ",9")
			benchKeys(b, w, '9')
		})
	}
}

// BenchmarkPane moves the cursor and makes a whole frame with each pane or dialog open,
// over 10,000 DNs.
func BenchmarkPane(b *testing.B) {
	for _, pane := range []struct {
		name string
		open func(w *window)
	}{
		{"statistics", func(w *window) { ask(w, "u", 10_000); w.keys("S") }},
		{"sent", func(w *window) { recordSent(w); w.keys("h") }},
		{"help", func(w *window) { w.keys("?") }},
		{"10,000 commands queued", func(w *window) { ask(w, "u", 0) }},
		{"10,000 commands sent", func(w *window) { ask(w, "u", 10_000) }},
		{"dialog of 10,000", func(w *window) { w.keys("ax") }},
		{"dialog of 10,000, frozen", func(w *window) { w.keys("fax") }},
		{"10,000 marks, filtered", func(w *window) { w.keys("a/team:team-1<enter>") }},
		{"frozen", func(w *window) { w.keys("f") }},
	} {
		b.Run(pane.name, func(b *testing.B) {
			w := crowd(b)
			pane.open(w)
			keys := []tea.KeyMsg{{Type: tea.KeyDown}, {Type: tea.KeyUp}}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				w.app.Update(keys[i%2])
				w.app.View()
			}
		})
	}
}

// ask gives a command for all DNs, and sends it for leave of them.
func ask(w *window, key string, leave int) {
	w.keys("a" + key)
	w.screen()
	w.keys("y")
	for sent := 0; sent < leave; {
		n := len(w.leave())
		w.flush()
		if sent += n; n == 0 {
			w.later(time.Second)
		}
	}
}

// recordSent fills the pane of sent commands.
func recordSent(w *window) {
	msg := model.Recorded{Now: w.now}
	for i := range sent.MaxLines {
		dn, id := fmt.Sprint(10_000+i), uint64(i+1)
		msg.Intents = append(msg.Intents, journal.Intent{Time: w.now, Site: site, Command: id, DN: dn, Verb: "start", ConnID: id})
		msg.Outcomes = append(msg.Outcomes, journal.Outcome{
			Time: w.now, Site: site, Command: id, DN: dn, Verb: "start", Outcome: board.LifeConfirmed.String(),
			ToAccepted: time.Millisecond, ToIndication: 80 * time.Millisecond,
		})
	}
	w.update(msg)
}
