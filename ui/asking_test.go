package ui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// TestNotAskedIsTold checks that header, row and detail show which DNs could not be
// queried, and why, at every width that has room.
func TestNotAskedIsTold(t *testing.T) {
	w := newWindow(t, 120, 24, nil, entries(dns(30)...)...)
	w.linkUp()
	w.register(dns(30)...)
	w.flush()
	queries := w.commands()
	w.update(model.Unsent{Now: w.now, Commands: queries, Why: "too many requests are waiting to be sent", Obstacle: event.ObstacleRoom})
	w.shows("30 not asked")
	w.shows("! NOT ASKED too many request")
	w.showsNot("  too many requests are waiting to be sent\n") // no note: the rows say it
	w.keys("<enter>")
	w.shows("Not asked      too many requests are waiting to be sent   it is queried as soon as possible")
	w.keys("<enter>")
	for _, width := range []int{80, 60} {
		w.update(tea.WindowSizeMsg{Width: width, Height: 24})
		if header := w.lines()[0]; !strings.Contains(header, "30 not asked") {
			t.Errorf("at %d cells the header is %q", width, header)
		}
	}
	w.update(tea.WindowSizeMsg{Width: 120, Height: 24})
	for range 3 {
		w.later(time.Second)
		for _, c := range w.leave() {
			w.accept(c)
			w.indicate(c.DN, "disabled", 0)
		}
		w.flush()
	}
	for _, c := range w.leave() {
		w.accept(c)
		w.indicate(c.DN, "disabled", 0)
	}
	w.flush()
	w.showsNot("not asked")
	w.shows("○ 30 off")
}

// TestARejectedQueryIsTold checks that the row shows T-Server's code and text, and the
// detail when the DN is queried again.
func TestARejectedQueryIsTold(t *testing.T) {
	w := newWindow(t, 120, 24, nil, entries(dns(3)...)...)
	w.linkUp()
	w.register(dns(3)...)
	w.flush()
	for _, c := range w.leave() {
		w.reject(c, 50, "out of ideas")
	}
	w.flush()
	w.shows("3 not asked")
	w.shows("! NOT ASKED 50 out of ideas")
	w.keys("<enter>")
	w.shows("Not asked      50 out of ideas   it is queried again 14:02:15.000")
}

// TestTheIntervalIsTold checks that the header shows the interval of queries if it is
// longer than the one requested.
func TestTheIntervalIsTold(t *testing.T) {
	w := newWindow(t, 120, 24, func(_ *Options, m *model.Options) {
		m.Board = board.New(board.Options{AutomaticQueries: true, Requery: time.Minute, QueryRate: 1})
		m.Board.Add(entries(dns(100)...)...)
	})
	w.linkUp()
	w.register(dns(100)...)
	w.flush()
	for _, dn := range dns(54) {
		w.indicate(dn, "enabled", 0)
	}
	w.flush()
	w.showsNot("queried again")
	for _, dn := range dns(90) {
		w.indicate(dn, "enabled", 0)
	}
	w.flush()
	w.shows("queried every 1:40 min")
	w.update(tea.WindowSizeMsg{Width: 80, Height: 24})
	if header := w.lines()[0]; !strings.Contains(header, "queried every 1:40 min") {
		t.Errorf("at 80 cells the header is %q", header)
	}
}

// TestWhatNeverAgesSaysSo checks that the detail of a recorded DN tells that the state does
// not become stale by age if DNs are not queried again and no time limit is set.
func TestWhatNeverAgesSaysSo(t *testing.T) {
	const never = "never stale by age"
	for name, c := range map[string]struct {
		options board.Options
		says    bool
	}{
		"asked again":     {board.Options{AutomaticQueries: true, Requery: time.Minute}, false},
		"requery 0":       {board.Options{AutomaticQueries: true}, true},
		"no query":        {board.Options{Requery: time.Minute}, true},
		"with a time set": {board.Options{StaleAfter: time.Minute}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWindow(t, 120, 24, func(_ *Options, m *model.Options) {
				m.Board = board.New(c.options)
				m.Board.Add(entries("7001")...)
			})
			w.linkUp()
			w.register("7001")
			w.indicate("7001", "enabled", 0)
			w.flush()
			w.keys("<enter>")
			if c.says {
				w.shows(never)
			} else {
				w.showsNot(never)
			}
			w.indicate("7001", "disabled", 0)
			w.flush()
			w.showsNot(never)
		})
	}
}
