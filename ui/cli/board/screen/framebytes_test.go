package screen

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/themes"
	"capdeck/tlibconn/wire"
	"capdeck/ui/internal/screentest"
)

// The most bytes that a change may cost at 120x40.
const (
	rowBytes     = 500
	counterBytes = 400 // more, when a counter changed
	messageBytes = 200 // more, for each line of the messages pane

	paneLines = 7 // of messages
)

func numbered(i int) string { return fmt.Sprint("Agent ", i) }

// TestFrameBytes counts what a change of one row sends to a terminal, in every
// theme and on every kind of row: under the cursor, marked, and neither.
func TestFrameBytes(t *testing.T) {
	for _, theme := range themes.Names() {
		for _, profile := range []themes.Profile{themes.ANSI256, themes.TrueColor} {
			t.Run(fmt.Sprintf("%s, profile %d", theme, profile), func(t *testing.T) {
				t.Parallel()
				p := newPainter(t, theme, profile, numbered)
				p.key(tea.KeySpace) // 7001 is marked, the cursor on 7002
				if lines := messageLines(p.screen()); lines != paneLines {
					t.Fatalf("the messages pane shows %d lines", lines)
				}
				p.changes(paneLines * messageBytes)
				p.press('l') // the messages pane closes
				p.changes(0)
			})
		}
	}
}

// changes changes rows, one at a time, and checks the cost of each change against its
// limit, which the messages pane raises.
func (p *painter) changes(messages int64) {
	p.t.Helper()
	holds := func(what, dn string, cost, most int64) {
		p.t.Helper()
		p.t.Logf("row %s, %s: %d bytes", dn, what, cost)
		if cost > most {
			p.t.Errorf("row %s: %s costs %d bytes, want at most %d", dn, what, cost, most)
		}
	}
	for i, dn := range []string{"7001", "7002", "7005"} {
		number := int(dn[3] - '1')
		p.call(wire.EventHeld, dn, idOfCall(number))
		holds("a changed row", dn, p.events(), rowBytes+messages)
		p.indicate(dn, []string{"paused", "enabled", "disabled"}[i], idOfCall(number))
		holds("a changed row and counter", dn, p.events(), rowBytes+counterBytes+messages)
		p.call(wire.EventRetrieved, dn, idOfCall(number))
		p.indicate(dn, []string{"enabled", "paused", "paused"}[i], idOfCall(number))
		p.events()
		// Its age is coarse again, and no longer changes.
		p.show(model.Tick{Now: p.later(2 * time.Hour)})
	}
}

// messageLines returns how many lines of messages a screen shows.
func messageLines(screen *screentest.Screen) int {
	lines := 0
	for line := range strings.Lines(screen.Text()) {
		if strings.Contains(line, " Event") {
			lines++
		}
	}
	return lines
}

// TestIdleBoardWritesNothing checks that in ten minutes without events only the clock in
// the header changes, once a minute.
func TestIdleBoardWritesNothing(t *testing.T) {
	p := newPainter(t, "dark", themes.ANSI256, numbered)
	p.show(model.Tick{Now: p.later(49 * time.Second)}) // to a full minute
	for range 10 {
		var ticks []tea.Msg
		for range 59 {
			ticks = append(ticks, model.Tick{Now: p.later(time.Second)})
		}
		if views := p.quiet(ticks...); views != 0 {
			t.Errorf("nothing happened, and the screen changed %d times", views)
		}
		if cost := p.show(model.Tick{Now: p.later(time.Second)}); cost > rowBytes {
			t.Errorf("the clock costs %d bytes", cost)
		}
	}
	if got := p.writer.Stats().Refused; got != 0 {
		t.Errorf("%d writes were refused", got)
	}
}

// blank returns a cell with an erased cell made equal to a blank one.
func blank(c screentest.Cell) screentest.Cell {
	if c.Text == "" && !c.Continued {
		c.Text = " "
	}
	return c
}

// TestChangedLinesLeaveTheOthers compares, cell by cell, what a terminal shows
// after many changes with the whole frame, with names of every kind: Bubble Tea
// measures each line again, and erases and cuts by what it finds.
func TestChangedLinesLeaveTheOthers(t *testing.T) {
	names := []string{
		"北京-01", "山田太郎は長い名前を持っている人です", "Nguye\u0302\u0303n", "नितिन शर्मा", "กำธร ก้องเกียรติ", "محمد علي", "מֹשֶׁה",
		"👨\u200d👩\u200d👧\u200d👦", "🇫🇷🇩🇪", "👍\U0001f3fd", "1\ufe0f\u20e3", "Z" + strings.Repeat("\u0300", 40), "\xff\xfe", "\u202ex", "Lee",
	}
	p := newPainter(t, "colorblind", themes.TrueColor, func(i int) string { return names[i%len(names)] })
	same := func(what string) {
		t.Helper()
		got, want := p.screen(), p.whole()
		for y := range paintHeight {
			for x := range paintWidth {
				got, want := blank(got.Cell(x, y)), blank(want.Cell(x, y))
				if x == paintWidth-1 {
					// Erased by Bubble Tea, and blank for that (cell.Line.End): no more
					// than the selected row's ground may be missing there.
					got.Style, want.Style = screentest.Style{}, screentest.Style{}
				}
				if got != want {
					t.Fatalf("%s: column %d of line %d is %+v, want %+v", what, x, y, got, want)
				}
			}
		}
	}
	same("at first")
	for i := range len(names) {
		dn := fmt.Sprint(7001 + i)
		p.indicate(dn, []string{"paused", "disabled", "enabled"}[i%3], idOfCall(i))
		p.message(wire.EventEstablished, dn, wire.LongAttribute(wire.AttributeConnID, uint64(i+1)), wire.TextAttribute(wire.AttributeOtherDN, names[i]))
		p.events()
		same("after a change of " + dn)
		p.key(tea.KeyDown)
		same("with the cursor under " + dn)
	}
	p.key(tea.KeyEnter)
	same("with the detail")
}
