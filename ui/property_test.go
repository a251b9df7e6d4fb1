package ui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"pgregory.net/rapid"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/wire"
	"capdeck/ui/cell"
	"capdeck/ui/dntext"
	"capdeck/ui/internal/screentest"
)

// hostile generates texts that a network can send.
func hostile() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"", "7001", "\x1b[2J\x1b[31m", "\x1b]52;c;QQ==\x07", "a\nb\r\nc\td", "\x00\x7f\u009b31m", "\u202egnp.exe", "北京-01", "👩‍👩‍👧‍👦🇩🇪",
			"e\u0301\u0301\u0301", "\u0301", "\xff\xfe\xc3", strings.Repeat("x", 70000), strings.Repeat("北", 400), "\u200b\u200b", "ᄀ각", "\u2028", "%s%d%!",
		}),
		rapid.String(),
	)
}

// themed returns the built-in themes.
func themed(t testing.TB) []*themes.Theme {
	t.Helper()
	var all []*themes.Theme
	for _, name := range themes.Names() {
		theme, err := themes.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, theme)
	}
	return all
}

// onTerminal writes a view to a terminal as Bubble Tea does, and returns what the terminal
// shows.
func onTerminal(t interface{ Fatalf(string, ...any) }, view string, width, height int) string {
	screen := screentest.New(width, height)
	if _, err := screen.Write([]byte(strings.ReplaceAll(view, "\n", "\r\n"))); err != nil {
		t.Fatalf("%v", err)
	}
	if err := screen.Err(); err != nil {
		t.Fatalf("the terminal received an unknown sequence: %v\n%q", err, view)
	}
	return screen.Text()
}

// checkFrame checks that a frame fills the window exactly and has no control characters
// except styles.
func checkFrame(t *rapid.T, view string, width, height int) {
	lines := strings.Split(view, "\n")
	if len(lines) != height {
		t.Fatalf("%d lines, the window has %d:\n%s", len(lines), height, view)
	}
	for y, line := range lines {
		if cell.Width(line) != width || line != cell.Clean(line) {
			t.Fatalf("line %d is %d cells wide, the window %d: %q", y, cell.Width(line), width, line)
		}
	}
}

// step does the same random thing to all windows.
func step(t *rapid.T, windows []*window, dns []string) {
	dn := rapid.SampledFrom(dns).Draw(t, "dn")
	text := hostile().Draw(t, "text")
	code := rapid.Int32Range(-1, 1200).Draw(t, "code")
	what := rapid.IntRange(0, 18).Draw(t, "what")
	width, height := rapid.IntRange(1, 400).Draw(t, "width"), rapid.IntRange(1, 120).Draw(t, "height")
	if rapid.Bool().Draw(t, "small") {
		width, height = 1+width/4, 1+height/4
	}
	key := rapid.SampledFrom([]rune("sxpru jkgGva/?:lt dnNbc+-mw<>8 yn~é北\u0301ShSh")).Draw(t, "key")
	named := rapid.SampledFrom([]tea.KeyType{tea.KeyEnter, tea.KeyEsc, tea.KeyTab, tea.KeyUp, tea.KeyPgDown, tea.KeyPgUp, tea.KeyHome, tea.KeyBackspace, tea.KeyRight}).Draw(t, "named")
	state := event.LinkState(rapid.IntRange(0, 8).Draw(t, "link"))
	message := wire.MessageType(rapid.IntRange(50, 160).Draw(t, "message"))
	for _, w := range windows {
		switch what {
		case 0:
			w.update(tea.WindowSizeMsg{Width: width, Height: height})
		case 1, 2, 3:
			w.update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{key}})
		case 4, 5:
			w.update(tea.KeyMsg{Type: named})
		case 6:
			w.update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
		case 7:
			w.link(event.Link{State: state, Version: text, Reason: text, Other: text, KeepAlive: text, Round: uint32(state), Retry: w.now.Add(time.Minute)})
		case 8:
			w.register(dn)
		case 9:
			w.refuse(dn, code, text[:min(len(text), 60000)])
		case 10:
			w.call(wire.EventEstablished, dn, uint64(code)+2, text)
		case 11:
			w.message(message, thisDN(dn), wire.TextAttribute(wire.AttributeAgentID, text), w.capture("enabled"))
		case 12:
			w.message(wire.EventUserEvent, thisDN(dn), w.capture(text))
		case 13:
			for i, c := range w.leave() {
				if i%2 == 0 {
					w.accept(c)
				} else {
					w.reject(c, code, text[:min(len(text), 60000)])
				}
			}
		case 14:
			w.later(time.Duration(width) * 100 * time.Millisecond)
		case 15:
			w.update(tea.MouseMsg{X: 1, Y: height, Button: tea.MouseButton(width % 8), Action: tea.MouseActionPress})
		case 16:
			w.stamp(w.batch.AddMessage(event.KindMessage, []byte(text), wire.Limits{}))
		case 17:
			intent := w.intent(uint64(width), text, text, uint64(code))
			intent.Automatic = width%3 == 0
			w.update(model.Recorded{Now: w.now, Intents: []journal.Intent{intent}})
			w.many(height, width)
		case 18:
			w.update(model.Recorded{Now: w.now, Outcomes: []journal.Outcome{
				{DN: text, Command: uint64(width), Verb: text, Outcome: text, Code: code, Text: text, Why: text, ToIndication: time.Duration(height)},
				{DN: dn, Command: uint64(height), Outcome: board.Life(width % 12).String(), ToAccepted: time.Duration(width) * time.Hour},
			}})
			w.update(model.JournalState{Now: w.now, Failed: width%2 == 0, Why: text})
		}
		w.flush()
	}
}

// TestEveryFrameIsWhole checks, for random events and sizes, that each frame fills the
// window, has only text and styles, and has the same text with colours and without.
func TestEveryFrameIsWhole(t *testing.T) {
	all := themed(t)
	rapid.Check(t, func(rt *rapid.T) {
		names := append(dns(3), hostile().Draw(rt, "name"), hostile().Draw(rt, "other name"))
		list := entries(names...)
		for i := range list {
			list[i].Label, list[i].Team = hostile().Draw(rt, "label"), hostile().Draw(rt, "team")
		}
		width, height := rapid.IntRange(1, 200).Draw(rt, "first width"), rapid.IntRange(1, 60).Draw(rt, "first height")
		ascii, first := rapid.Bool().Draw(rt, "ascii"), rapid.Bool().Draw(rt, "first run")
		columns := chosen(anyColumns(rt))
		plain := newWindow(t, width, height, func(o *Options, m *model.Options) { o.ASCII, o.FirstRun, m.Columns = ascii, first, columns }, list...)
		coloured := newWindow(t, width, height, func(o *Options, m *model.Options) {
			o.ASCII, o.FirstRun, o.Themes, o.Profile, m.Columns = ascii, first, all, themes.ANSI256, columns
		}, list...)
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			step(rt, []*window{plain, coloured}, names)
			width, height = plain.app.width, plain.app.height
			view := plain.screen()
			checkFrame(rt, view, width, height)
			if ascii && strings.ContainsFunc(view, func(char rune) bool { return char > 0x7e }) {
				rt.Fatalf("a frame in ASCII has characters that are not ASCII:\n%s", view)
			}
			onPlain := onTerminal(rt, view, width, height)
			if got := onTerminal(rt, coloured.screen(), width, height); got != onPlain {
				rt.Fatalf("with colours the screen reads\n%s\nwithout\n%s", got, onPlain)
			}
		}
	})
}

// TestSelectedRowIsSeenWithoutColour checks that cursor, mark and every state differ as
// text, since no state may be shown by colour alone.
func TestSelectedRowIsSeenWithoutColour(t *testing.T) {
	w := floor(t, 120, 40, nil)
	w.keys(" ")
	if row := w.row("7001"); !strings.HasPrefix(row, " * ") {
		t.Errorf("a marked row reads %q", row)
	}
	if row := w.row("7002"); !strings.HasPrefix(row, ">  ") {
		t.Errorf("the cursor's row reads %q", row)
	}
	seen := map[string]board.State{}
	for _, state := range []board.State{board.StateUnknown, board.StateRec, board.StatePaused, board.StateOff} {
		_, sign, word := dntext.Capture(state, &w.app.styles.Glyphs)
		if other, double := seen[sign+word]; double {
			t.Errorf("%s and %s read the same", state, other)
		}
		seen[sign+word] = state
	}
}

// TestUnchangedLinesStay checks that a change of one DN leaves the bytes of all other lines
// unchanged.
func TestUnchangedLinesStay(t *testing.T) {
	w := floor(t, 120, 40, func(o *Options, _ *model.Options) {
		o.Themes, o.Profile = themed(t), themes.ANSI256
	})
	w.keys("l")
	before := strings.Split(w.screen(), "\n")
	w.indicate("7003", "enabled", 0)
	w.flush()
	after := strings.Split(w.screen(), "\n")
	var changed []int
	for y := range after {
		if before[y] != after[y] {
			changed = append(changed, y)
		}
	}
	if len(changed) != 2 || changed[0] != 1 || w.app.frames.shown.Lines[changed[1]].Key.DN != "7003" {
		t.Errorf("lines %v changed, want the counters and the row of 7003", changed)
	}
}

// TestIdleBoardDrawsNothing checks that View returns the same string after a second in
// which nothing is due.
func TestIdleBoardDrawsNothing(t *testing.T) {
	w := running(t, 120, 40, 50, nil)
	for _, dn := range dns(50) {
		w.indicate(dn, "enabled", 0)
	}
	w.flush()
	w.later(90 * time.Second)
	before := w.screen()
	w.later(time.Second)
	if after := w.screen(); after != before {
		t.Errorf("after a second the screen changed from\n%s\nto\n%s", before, after)
	}
	if got := testing.AllocsPerRun(10, func() { w.app.View() }); got != 0 {
		t.Errorf("View of an unchanged screen allocates %v times", got)
	}
}
