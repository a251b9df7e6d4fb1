package ui

import (
	"fmt"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/themes"
	"capdeck/tlibconn/wire"
)

const benchDNs = 10_000

// crowd returns a window of 200 x 60, in colour, with a board of 10,000 DNs that have
// labels, calls and captures.
func crowd(b *testing.B) *window { return crowdOf(b, "Agent", "team") }

// crowdOf is crowd with other labels and teams.
func crowdOf(b *testing.B, agent, team string) *window {
	list := make([]board.Entry, benchDNs)
	for i := range list {
		list[i] = board.Entry{Key: board.Key{Site: site, DN: fmt.Sprint(10_000 + i)}, Label: fmt.Sprintf("%s %d", agent, i), Team: fmt.Sprintf("%s-%d", team, i%20)}
	}
	w := newWindow(b, 200, 60, func(o *Options, _ *model.Options) {
		o.Themes, o.Profile = themed(b), themes.ANSI256
	}, list...)
	w.linkUp()
	for _, row := range list {
		w.register(row.DN)
	}
	w.flush()
	for i, row := range list {
		w.call(wire.EventEstablished, row.DN, uint64(0x006f01b2c3d40000+i), "+4930")
		w.indicate(row.DN, []string{"enabled", "paused", "disabled"}[i%3], uint64(0x006f01b2c3d40000+i))
	}
	w.flush()
	return w
}

// BenchmarkView makes a whole frame each time.
func BenchmarkView(b *testing.B) {
	w := crowd(b)
	b.ReportAllocs()
	for b.Loop() {
		w.app.dirty = true
		w.app.View()
	}
}

// BenchmarkKey moves the cursor and draws.
func BenchmarkKey(b *testing.B) {
	w := crowd(b)
	keys := []tea.KeyMsg{{Type: tea.KeyDown}, {Type: tea.KeyUp}}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		w.app.Update(keys[i%2])
		w.app.View()
	}
}

// BenchmarkFilterKey types a character into the filter, over 10,000 DNs, and
// draws.
func BenchmarkFilterKey(b *testing.B) {
	w := crowd(b)
	w.keys("/team:team-")
	typed, erased := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("7")}, tea.KeyMsg{Type: tea.KeyBackspace}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%2 == 0 {
			w.app.Update(typed)
		} else {
			w.app.Update(erased)
		}
		w.app.View()
	}
}

// BenchmarkFilterNames types a character into the filter over labels that are not ASCII,
// some of them with combining accents.
func BenchmarkFilterNames(b *testing.B) {
	w := crowdOf(b, "Ødega\u030ard 北京", "Équipe")
	w.keys("/ødegård")
	typed, erased := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("1")}, tea.KeyMsg{Type: tea.KeyBackspace}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%2 == 0 {
			w.app.Update(typed)
		} else {
			w.app.Update(erased)
		}
		w.app.View()
	}
}

// BenchmarkBatch applies a batch of 5,000 indications that change states, and draws. At
// 100,000 events a second there is such a batch every 50 ms.
func BenchmarkBatch(b *testing.B) {
	cases := []struct{ name, keys string }{
		{"all", ""},
		{"filtered", "/state:rec<enter>"},
		{"sorted", "ooo"},
		{"frozen", "ooof"},
	}
	for _, test := range cases {
		b.Run(test.name, func(b *testing.B) {
			w := crowd(b)
			w.keys(test.keys)
			const events = 5000
			for i := range events {
				w.indicate(fmt.Sprint(10_000+i*2), "enabled", 0)
			}
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				w.now = w.now.Add(50 * time.Millisecond)
				w.update(model.Events{Now: w.now, Batch: w.batch})
				w.effects = w.effects[:0]
				w.app.View()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/events, "ns/event")
		})
	}
}
