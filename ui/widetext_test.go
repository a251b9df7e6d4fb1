package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
	"capdeck/ui/internal/screentest"
	"capdeck/ui/rows"
)

// peopleOf returns names as they occur in DN files and agents' logins.
func peopleOf() []string {
	return []string{
		"Lee", "A. Ødegård", "北京-01", "山田太郎は長い名前を持っている人です", "홍길동", "\u1112\u1161\u11ab\u1100\u116e\u11a8", "ﾔﾏﾀﾞ ﾀﾛｳ",
		"Nguye\u0302\u0303n Thi\u0323", "Zoe\u0308", "नितिन शर्मा", "กำธร ก้องเกียรติ", "বাংলা", "မြန်မာ",
		"محمد علي", "מֹשֶׁה כֹּהֵן", "می\u200cخواهم", "abc \u202eevil\u202c", "\u200fעברית\u200e",
		"👨\u200d👩\u200d👧\u200d👦 Fam", "🇫🇷🇩🇪 Euro", "👍\U0001f3fd ok", "❤\ufe0f", "1\ufe0f\u20e3 one", "🏴\U000e0067\U000e0062\U000e007f", "☂︎",
		"Z" + strings.Repeat("\u0300\u0316", 40) + "algo", "\u0301\u0301", "\xff\xfe bad", "cut \xe5\x8c", "tab\tline\nend", "", " ", "⸻", "\ufdfd", "𒐫", "\u115f", "\u00ad",
	}
}

// crew returns a window with DNs that differ only in their names, which are labels, agent
// IDs and DNs.
func crew(t *testing.T, width, height int, profile themes.Profile) *window {
	people := peopleOf()
	var list []board.Entry
	for i, name := range people {
		labelled := board.Entry{Key: board.Key{Site: site, DN: fmt.Sprint(7001 + i)}, Label: name, Team: name}
		list = append(list, labelled, board.Entry{Key: board.Key{Site: site, DN: fmt.Sprint(8001 + i)}, Team: name})
		if strings.TrimSpace(name) != "" {
			list = append(list, board.Entry{Key: board.Key{Site: site, DN: name}, Label: name})
		}
	}
	w := newWindow(t, width, height, func(o *Options, _ *model.Options) {
		o.Themes, o.Profile = themed(t), profile
	}, list...)
	w.linkUp()
	for i, row := range list {
		w.register(row.DN)
		w.call(wire.EventEstablished, row.DN, 0x006f01b2c3d4e5f6, "+4930")
		w.indicate(row.DN, "enabled", 0x006f01b2c3d4e5f6)
		w.message(wire.EventAgentLogin, thisDN(row.DN), wire.TextAttribute(wire.AttributeAgentID, people[i%len(people)]))
	}
	w.flush()
	w.keys("a")
	w.keys("r")
	w.screen()
	w.keys("y")
	for _, command := range w.leave() {
		if command.Verb == event.VerbResume {
			w.accept(command)
		}
	}
	w.flush()
	return w
}

// shown returns a terminal that shows the frame.
func (w *window) shown() *screentest.Screen {
	w.t.Helper()
	screen := screentest.New(w.app.width, w.app.height)
	if _, err := screen.Write([]byte(strings.ReplaceAll(w.screen(), "\n", "\r\n"))); err != nil {
		w.t.Fatal(err)
	}
	if err := screen.Err(); err != nil {
		w.t.Fatal(err)
	}
	return screen
}

// TestWideTextShiftsNoColumn checks the cells of the terminal: each column of each row
// begins below its head and behind a blank, whatever the name before it.
func TestWideTextShiftsNoColumn(t *testing.T) {
	begins := map[column.ID]string{column.Capture: "●", column.Since: ">", column.Call: "t", column.ConnID: "0", column.Last: "r"}
	for _, width := range []int{60, 61, 79, 80, 99, 100, 101, 120, 133, 200, 400} {
		w := crew(t, width, 120, themes.ANSI256)
		screen := w.shown()
		shown := 0
		for y, at := range w.app.frames.shown.Lines {
			if !at.IsRow {
				continue
			}
			shown++
			x := rows.Lead
			for _, col := range w.app.layout.columns.Order {
				cells := w.app.layout.columns.Cells[col]
				sign, known := begins[col]
				if known && cells > 0 && (screen.Cell(x, y).Text != sign || strings.TrimSpace(screen.Cell(x-1, y).Text) != "" || screen.Cell(x-1, y).Continued) {
					t.Errorf("%d cells wide: %s of DN %+q does not begin in column %d:\n%s", width, col, at.Key.DN, x, screen.Row(y))
				}
				x += cells
			}
		}
		if shown < 80 {
			t.Errorf("%d cells wide: only %d rows are shown", width, shown)
		}
	}
}

// TestWideTextInPanes checks, in the panes that show names, that each line is as wide as
// the window and that a terminal shows what was drawn.
func TestWideTextInPanes(t *testing.T) {
	w := crew(t, 120, 40, themes.NoStyles)
	w.intact()
	for range len(peopleOf()) {
		w.keys("<enter>")
		w.intact()
		w.keys("<enter>jjj")
	}
	w.keys("x")
	w.intact()
	w.keys("<esc>/team:北京")
	w.intact()
	w.keys("<enter>")
	if got := len(w.model.Rows().Shown()); got != 2 {
		t.Errorf("%d rows are in the team", got)
	}
}

// TestNamesCostNoMore checks that a frame allocates no more with any names than with ASCII
// names.
func TestNamesCostNoMore(t *testing.T) {
	allocations := func(name func(i int) string) float64 {
		list := entries(dns(30)...)
		for i := range list {
			list[i].Label = name(i)
		}
		w := newWindow(t, 120, 60, nil, list...)
		w.linkUp()
		w.register(dns(30)...)
		w.flush()
		return testing.AllocsPerRun(20, func() {
			w.app.dirty = true
			w.app.View()
		})
	}
	plain := allocations(func(i int) string { return fmt.Sprint("Agent ", i) })
	names := slices.DeleteFunc(peopleOf(), func(name string) bool { return name == "" })
	if got := allocations(func(i int) string { return names[i%len(names)] }); got > plain {
		t.Errorf("a frame allocates %v times with names of all kinds, %v times with plain ones", got, plain)
	}
}
