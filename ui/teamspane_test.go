package ui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model/board"
	"capdeck/tlibconn/wire"
)

// teams gives each team calls: team day is captured and had a call that was captured after
// 1.5 s; team night has one call that is captured and one that is not; the DNs without a
// team have a call that is not captured.
func (w *window) teams() {
	const call = 0x006f01b2c3d4e700
	w.indicate("7007", "disabled", 0)
	w.flush()
	w.call(wire.EventEstablished, "7007", call, "+4940")
	w.flush()
	w.now = w.now.Add(1500 * time.Millisecond)
	w.indicate("7007", "enabled", call)
	w.flush()
	w.later(3 * time.Second) // before a query goes unanswered
	w.call(wire.EventReleased, "7007", call, "+4940")
	w.flush()
	w.later(time.Second)
	w.call(wire.EventEstablished, "7007", call+1, "+4941")
	w.call(wire.EventEstablished, "7003", call+2, "+4942")
	w.call(wire.EventRetrieved, "7004", 0x006f01b2c3d4e5f6+170, "+4930")
	w.indicate("7001", "enabled", 0)
	w.indicate("7002", "enabled", 0)
	w.indicate("7004", "disabled", 0)
	w.indicate("7007", "enabled", call+1)
	w.flush()
	w.later(time.Second)
}

// list returns the lines of the list of teams below its title, without the key line.
func (w *window) list() []string {
	lines := w.lines()
	for i, line := range lines {
		if strings.Contains(line, "> Teams") || strings.Contains(line, "Teams ──") {
			return lines[i+1 : len(lines)-1]
		}
	}
	return nil
}

// TestTeamsList compares the numbers of the list with what happened.
func TestTeamsList(t *testing.T) {
	w := floor(t, 120, 40, nil)
	w.teams()
	w.keys("T")
	want := []string{
		" ▲Team                           DNs  On calls  Captured  Paused  Not captured    Share  Covered  To capture p95  Faults",
		"> (no team)                        8         1         0       0             1    0.0 %                                3",
		"  day                              2         2         2       0             0  100.0 %  100.0 %           1.5 s       1",
		"  night                            2         2         1       0             1   50.0 %                                1",
	}
	got := w.list()
	for i, line := range want {
		if strings.TrimRight(got[i], " ") != line {
			t.Errorf("line %d is\n%s\nwant\n%s", i, got[i], line)
		}
	}
	w.keys("<down><enter>")
	w.shows("filter: team:=day")
	w.showsNot("On calls")
}

// TestTeamsScroll checks that the heads stay while a long list scrolls, and that the title
// says which part of it is shown.
func TestTeamsScroll(t *testing.T) {
	list := entries(dns(60)...)
	for i := range list {
		list[i].Team = "team " + list[i].DN
	}
	w := newWindow(t, 100, 24, nil, list...)
	w.keys("T<end>")
	got := w.list()
	if !strings.Contains(got[0], "On calls") || !strings.HasPrefix(got[len(got)-1], "> team 7060") {
		t.Errorf("the list is\n%s", strings.Join(got, "\n"))
	}
	w.shows(" to 60 of 60 teams   ")
	w.keys("<home>")
	w.shows("> team 7001")
	w.shows("1 to ")
}

// TestTeamsClick clicks a line of the list, and its heads.
func TestTeamsClick(t *testing.T) {
	w := floor(t, 100, 30, nil)
	w.keys("T")
	w.screen()
	w.click(w.line("  night"), tea.MouseButtonLeft)
	w.shows("> night")
	w.click(w.line("On calls"), tea.MouseButtonLeft)
	w.shows("> night")
}

// TestTeamsNames shows names that would damage the screen, or do not fit.
func TestTeamsNames(t *testing.T) {
	list := []board.Entry{}
	for i, team := range []string{"\x1b[2J", "北京北京北京北京北京北京北京北京北京北京", strings.Repeat("é", 200), "a\nb"} {
		entry := entries(dns(4)[i])[0]
		entry.Team = team
		list = append(list, entry)
	}
	for _, size := range [][2]int{{200, 60}, {80, 24}, {40, 12}, {30, 6}} {
		w := newWindow(t, size[0], size[1], nil, list...)
		w.keys("T")
		w.intact()
	}
}

// TestTeamsCopied copies the whole list, also what a narrow window leaves out.
func TestTeamsCopied(t *testing.T) {
	w := floor(t, 60, 24, nil)
	w.teams()
	w.keys("Ty")
	copied := w.copied()
	lines := strings.Split(copied, "\n")
	if len(lines) != 4 || !strings.Contains(lines[0], "To capture p95") || !strings.HasPrefix(lines[2], "day ") || !strings.Contains(lines[2], "1.5 s") {
		t.Errorf("the copy is\n%s", copied)
	}
}
