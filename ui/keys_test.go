package ui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/tlibconn/event"
	"capdeck/ui/canvas"
)

// running returns a window whose DNs are all registered.
func running(t testing.TB, width, height, count int, change func(*Options, *model.Options)) *window {
	w := newWindow(t, width, height, change, entries(dns(count)...)...)
	w.linkUp()
	w.register(dns(count)...)
	w.flush()
	w.leave()
	w.flush()
	return w
}

// verbs returns the commands sent that are not automatic, each as "verb DN".
func (w *window) verbs() string {
	var all []string
	for _, c := range w.commands() {
		if !c.Automatic {
			all = append(all, c.Verb.String()+" "+c.DN)
		}
	}
	return strings.Join(all, ", ")
}

func TestKeysOfAPromptAreNoCommands(t *testing.T) {
	w := running(t, 80, 24, 9, nil)
	w.keys("jjj")
	if got := w.cursor(); got != "7004" {
		t.Errorf("three keys put the cursor on %s", got)
	}
	w.keys("/7002")
	if got := w.model.Rows().Filter(); got.Text != "7002" || w.model.Overlay().Prompt() == nil {
		t.Errorf("the filter is %+v", got)
	}
	w.keys("sxp")
	if got := w.verbs(); got != "" {
		t.Errorf("keys typed into the filter sent %s", got)
	}
}

func TestKeysBehindADialogDoNotAnswerIt(t *testing.T) {
	w := running(t, 80, 24, 3, nil)
	w.keys("xy")
	if got := w.verbs(); got != "" || w.model.Overlay().Dialog() == nil {
		t.Fatalf("a key typed before the dialog was shown sent %q", got)
	}
	w.app.View()
	w.keys("y")
	if got := w.verbs(); got != "" {
		t.Fatalf("a key pressed before the frame was written sent %q", got)
	}
	w.update(FrameWritten{})
	w.keys("y")
	if got := w.verbs(); got != "stop 7001" {
		t.Errorf("sent %q", got)
	}
}

// TestFrameOfAnOlderScreenShowsNoDialog checks that a frame made before the dialog opened
// does not count as showing it.
func TestFrameOfAnOlderScreenShowsNoDialog(t *testing.T) {
	w := running(t, 80, 24, 3, nil)
	w.app.View()
	w.keys("x")
	w.update(FrameWritten{})
	w.keys("y")
	if got := w.verbs(); got != "" {
		t.Errorf("after the frame before the dialog a key answered it: %s", got)
	}
	w.shows("Stop the capture of 1 DN?")
	w.keys("y")
	if got := w.verbs(); got != "stop 7001" {
		t.Errorf("sent %q", got)
	}
}

func TestDialogEnterCancelsUntilMoved(t *testing.T) {
	w := running(t, 80, 24, 3, nil)
	w.keys("x")
	w.shows("[cancel]    stop")
	w.keys("<enter>")
	w.showsNot("[cancel]")
	w.keys("x")
	w.screen()
	w.keys("<right>")
	w.shows("cancel    [stop]")
	w.keys("<enter>")
	if got := w.verbs(); got != "stop 7001" {
		t.Errorf("sent %q", got)
	}
}

func TestPasteIsNoKeys(t *testing.T) {
	w := running(t, 80, 24, 3, nil)
	w.update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("sxq"), Paste: true})
	if got := w.verbs(); got != "" || w.model.Overlay().Dialog() != nil {
		t.Errorf("a paste sent %q", got)
	}
	w.shows("a paste is not read as keys; press / first to paste into the filter")
	w.keys("/")
	w.update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("70\n02\x1b[31m\u202e"), Paste: true})
	if got, want := w.model.Rows().Filter().Text, "70 02␛[31m"; got != want {
		t.Errorf("the paste became the filter %q, want %q", got, want)
	}
	w.lines()
}

func TestFilterEditing(t *testing.T) {
	w := running(t, 80, 24, 20, nil)
	w.keys("/7003")
	w.shows(" / 7003│")
	w.shows("filter: 7003 (1 of 20)")
	w.keys("<left><backspace>")
	w.shows(" / 70│3")
	w.keys("<enter>")
	if got := w.model.Rows().Filter(); got.Text != "703" || w.model.Overlay().Prompt() != nil {
		t.Errorf("enter left %+v", got)
	}
	w.shows("No DN matches the filter: 703")
	w.keys("/xx<esc>")
	if got := w.model.Rows().Filter(); got.Text != "703" || w.model.Overlay().Prompt() != nil {
		t.Errorf("esc left %+v", got)
	}
	w.keys("<esc>")
	if got := len(w.model.Rows().Shown()); got != 20 {
		t.Errorf("esc without anything open left %d rows", got)
	}
	w.keys("/team:")
	w.update(tea.KeyMsg{Type: tea.KeyCtrlV})
	w.keys("<ctrl+c>")
	if got := w.model.Rows().Filter().Text; got != "" {
		t.Errorf("ctrl+c left %q", got)
	}
}

func TestBindingsCanBeReplaced(t *testing.T) {
	w := running(t, 120, 40, 3, func(o *Options, _ *model.Options) {
		o.Keys = map[action.ID][]string{action.Start: {"f5", "x"}, action.Help: {"h"}, action.Theme: nil}
	})
	w.keys("s")
	if got := w.verbs(); got != "" {
		t.Errorf("the old key sent %s", got)
	}
	w.keys("xj")
	w.update(tea.KeyMsg{Type: tea.KeyF5})
	if got := w.verbs(); got != "start 7001, start 7002" {
		t.Errorf("sent %q", got)
	}
	w.shows("f5 start")
	w.showsNot("x stop")
	w.keys("h")
	w.shows("f5, x          Start the capture")
}

func TestNothingActsUnseen(t *testing.T) {
	w := running(t, 80, 24, 3, nil)
	w.keys("?s")
	w.shows("close the help first")
	w.keys("<esc>")
	w.update(tea.WindowSizeMsg{Width: 20, Height: 5})
	w.keys("s")
	if got := w.verbs(); got != "" {
		t.Errorf("sent %q from a screen that shows no row", got)
	}
	w.shows("needs 30 x 6")
	w.keys("q")
	if len(w.effects) == 0 || w.effects[len(w.effects)-1] != (effect.Quit{}) {
		t.Errorf("q asked for %v", w.effects)
	}
}

func TestCursorKeepsItsDN(t *testing.T) {
	w := running(t, 80, 24, 40, nil)
	w.keys("jjjj")
	w.keys("/700<enter>")
	if got := w.cursor(); got != "7001" {
		t.Fatalf("after a filter the cursor is on %q", got)
	}
	w.keys("jjjj<esc>/701")
	if got := w.cursor(); got != "" {
		t.Errorf("while the row is hidden the cursor is on %q", got)
	}
	w.keys("<esc>")
	if got := w.cursor(); got != "7005" {
		t.Errorf("when the row is visible again the cursor is on %q", got)
	}
	if row := w.row("7005"); !strings.HasPrefix(row, ">") {
		t.Errorf("the cursor's row is %q", row)
	}
	w.model.Board().Remove(w.now, board.Key{Site: site, DN: "7005"})
	w.later(time.Second)
	w.keys("s")
	if got := w.verbs(); got != "" {
		t.Errorf("after its DN was removed a key sent %q", got)
	}
}

func (w *window) click(y int, button tea.MouseButton) {
	w.update(tea.MouseMsg{X: 10, Y: y, Button: button, Action: tea.MouseActionPress})
}

// line returns the number of the first line that contains the text.
func (w *window) line(text string) int {
	w.t.Helper()
	for y, line := range strings.Split(w.app.View(), "\n") {
		if strings.Contains(line, text) {
			return y
		}
	}
	w.t.Fatalf("no line contains %q", text)
	return 0
}

func TestMouse(t *testing.T) {
	w := running(t, 80, 24, 60, nil)
	w.screen()
	y := w.line("   7004")
	w.click(y, tea.MouseButtonLeft)
	if got := w.cursor(); got != "7004" {
		t.Errorf("a click on 7004 chose %q", got)
	}
	w.click(y, tea.MouseButtonWheelDown)
	if got := w.cursor(); got != "7007" {
		t.Errorf("the wheel went to %q", got)
	}
	w.screen()
	message := w.line("RequestSendEvent       7059")
	w.click(message, tea.MouseButtonLeft)
	if entry, ok := w.model.Messages().Selected(); !ok || w.model.Panes().Focus() != action.PaneMessages || entry.Number != w.app.frames.shown.Lines[message].Message {
		t.Errorf("a click selected message %d", entry.Number)
	}
	w.click(message, tea.MouseButtonWheelUp)
	w.click(0, tea.MouseButtonLeft)
	w.click(-1, tea.MouseButtonLeft)
	w.click(500, tea.MouseButtonLeft)
	if got := w.cursor(); got != "7007" {
		t.Errorf("clicks elsewhere moved the cursor to %q", got)
	}
}

// TestClickHitsWhatTheTerminalShows checks that a click before a frame is written acts on
// the frame before.
func TestClickHitsWhatTheTerminalShows(t *testing.T) {
	w := running(t, 80, 24, 60, nil)
	w.screen()
	y := w.line("   7003")
	w.keys("/705<enter>")
	w.app.View()
	w.click(y, tea.MouseButtonLeft)
	if got := w.cursor(); got == "7052" {
		t.Errorf("a click on 7003, still on the terminal, chose %q", got)
	}
	w.update(FrameWritten{})
	w.click(y, tea.MouseButtonLeft)
	if got := w.cursor(); got != "7052" {
		t.Errorf("a click on 7052 chose %q", got)
	}
}

func TestResizeKeepsTheCursorInSight(t *testing.T) {
	w := running(t, 120, 40, 100, nil)
	w.keys("<end>")
	for _, size := range [][2]int{{80, 24}, {40, 10}, {10, 3}, {200, 60}, {31, 7}} {
		w.update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		w.lines()
		if size[0] >= canvas.LeastWidth {
			w.row("7100")
		}
	}
}

func TestDetailFollowsTheCursor(t *testing.T) {
	w := running(t, 80, 24, 9, nil)
	w.keys("<enter>")
	w.shows("Detail of 7001")
	w.keys("jj")
	w.shows("Detail of 7003")
	w.keys("s")
	if got := w.verbs(); got != "start 7003" {
		t.Errorf("sent %q", got)
	}
	w.keys("<enter>")
	w.showsNot("Detail of")
}

func TestRefusedLoginKeepsTheBoard(t *testing.T) {
	w := floor(t, 120, 40, nil)
	w.link(event.Link{State: event.LinkRefused, Lost: true, Reason: "119 bad password"})
	w.flush()
	w.shows("LOGIN REFUSED")
	w.shows("sip-a:5000 refused the login. 119 bad password. Check --app-name and the password")
	if row := w.row("7001"); !strings.Contains(row, "~ ● REC") {
		t.Errorf("after the login was refused 7001 reads %q", row)
	}
}

// TestDialogOutOfSightTakesNoAnswer checks that a dialog accepts no answer while the window
// is too small to show it, nor before it is on the screen again.
func TestDialogOutOfSightTakesNoAnswer(t *testing.T) {
	for _, keys := range []string{"x", "a" + "s", "-", "<ctrl+r>"} {
		w := running(t, 80, 24, 3, nil)
		w.keys(keys)
		w.screen()
		if w.model.Overlay().Dialog() == nil {
			t.Fatalf("%s opens no dialog", keys)
		}
		w.update(tea.WindowSizeMsg{Width: 20, Height: 5})
		w.keys("y<right><enter> ")
		w.screen()
		w.keys("y<right><enter> ")
		if w.model.Overlay().Dialog() == nil || w.verbs() != "" {
			t.Errorf("%s: the dialog accepted an answer while it was not visible; sent %q", keys, w.verbs())
		}
		w.update(tea.WindowSizeMsg{Width: 80, Height: 24})
		w.keys("y")
		if w.model.Overlay().Dialog() == nil || w.verbs() != "" {
			t.Errorf("%s: the dialog accepted an answer before it was on the screen again", keys)
		}
		w.screen()
		w.keys("n")
		if w.model.Overlay().Dialog() != nil {
			t.Errorf("%s: the dialog accepts no answer although it is visible again", keys)
		}
	}
	w := running(t, 80, 24, 3, nil)
	w.keys("+7099")
	w.update(tea.WindowSizeMsg{Width: 20, Height: 5})
	w.keys("<enter>")
	if w.model.Board().Len() != 3 {
		t.Error("a prompt that was not visible registered a DN")
	}
	w.keys("<esc>c")
	w.update(tea.WindowSizeMsg{Width: 80, Height: 24})
	w.keys("c<down> ")
	w.update(tea.WindowSizeMsg{Width: 80, Height: 5})
	w.keys(" <esc>")
	if w.model.Overlay().Picker() != nil {
		t.Error("esc does not close a picker that is not visible")
	}
}

// TestDialogNamesATarget checks that a dialog in the smallest window shows one of its
// targets.
func TestDialogNamesATarget(t *testing.T) {
	for _, keys := range []string{"jx", "fjx", "fa" + "x", "a/7002<enter>x", "fa/7002<enter>x"} {
		w := running(t, 30, 6, 3, nil)
		w.keys(keys)
		screen := strings.Join(w.lines(), "\n")
		if w.model.Overlay().Dialog() == nil || !strings.Contains(screen, "   700") || !strings.Contains(screen, "[cancel]") {
			t.Errorf("%s:\n%s", keys, screen)
		}
	}
}

// TestQueuedCommandsAreCancelledUnderADialog checks that ctrl+x works while a dialog is
// open, and that the banner still offers it.
func TestQueuedCommandsAreCancelledUnderADialog(t *testing.T) {
	w := running(t, 120, 40, 9, func(_ *Options, m *model.Options) { m.CommandRate = 10 })
	w.keys("a" + "s")
	w.screen()
	w.keys("y")
	w.keys("x")
	w.shows("ctrl+x cancels those queued")
	w.update(tea.KeyMsg{Type: tea.KeyCtrlX})
	w.shows("8 commands cancelled before being sent")
	if w.model.Overlay().Dialog() == nil {
		t.Error("the dialog was closed")
	}
}
