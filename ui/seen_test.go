package ui

import (
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/ui/keymsg"
)

// press presses a key that was read after a frame was written to the terminal.
func (w *window) press(key string, frame uint64) {
	msg := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(key)}
	switch key {
	case "enter":
		msg = tea.KeyMsg{Type: tea.KeyEnter}
	case "esc":
		msg = tea.KeyMsg{Type: tea.KeyEsc}
	case "ctrl+c":
		msg = tea.KeyMsg{Type: tea.KeyCtrlC}
	}
	w.update(keymsg.Press{Msg: msg, Frame: frame})
}

// frame writes the frame with that number to the terminal.
func (w *window) frame(number uint64) {
	w.app.View()
	w.update(FrameWritten{Frame: number})
}

// TestAnswerIsReadAfterTheDialogWasShown checks that a press answers a dialog only if it was
// read after the dialog was shown, whenever it is handled.
func TestAnswerIsReadAfterTheDialogWasShown(t *testing.T) {
	for _, key := range []string{"y", "n", "q", "l", "ctrl+c"} {
		w := running(t, 80, 24, 3, nil)
		w.frame(1)
		w.press("x", 1)
		w.frame(2)
		w.press(key, 1) // it was typed with the x, and handled late
		dialog := w.model.Overlay().Dialog()
		if got := w.verbs(); got != "" || dialog == nil || dialog.Focus != 0 {
			t.Fatalf("%s, read before the dialog was shown, sent %q; the dialog is %+v", key, got, dialog)
		}
		w.press("y", 2)
		if got := w.verbs(); got != "stop 7001" {
			t.Errorf("an answer read after the dialog was shown sent %q", got)
		}
	}
}

// TestDialogStaysShown checks that further frames of the same dialog do not make an answer
// too early, and that the first frame of another dialog does.
func TestDialogStaysShown(t *testing.T) {
	w := running(t, 80, 24, 3, nil)
	w.frame(1)
	w.press("x", 1)
	w.frame(2)
	w.indicate("7002", "paused", 0)
	w.flush()
	w.frame(3)
	w.press("y", 2)
	if got := w.verbs(); got != "stop 7001" {
		t.Errorf("sent %q", got)
	}
	w.frame(4)
	w.press("j", 4)
	w.press("x", 4)
	w.frame(5)
	w.press("n", 5)
	w.press("x", 5) // another dialog about the same
	w.frame(6)
	w.press("y", 5)
	if got := w.verbs(); got != "" {
		t.Errorf("what was read when the first dialog was shown answered the second: %s", got)
	}
	w.press("y", 6)
	if got := w.verbs(); got != "stop 7002" {
		t.Errorf("sent %q", got)
	}
}

// TestEscIsNeverTooEarly checks that esc closes a dialog even if it was read before the
// dialog was shown.
func TestEscIsNeverTooEarly(t *testing.T) {
	w := running(t, 80, 24, 3, nil)
	w.frame(1)
	w.press("x", 1)
	w.frame(2)
	w.press("esc", 1)
	if w.model.Overlay().Dialog() != nil {
		t.Error("esc did not close the dialog")
	}
}

// TestCtrlCTwiceInOneRead checks that the second ctrl+c of one read does not answer the
// question of the first.
func TestCtrlCTwiceInOneRead(t *testing.T) {
	w := running(t, 80, 24, 3, nil)
	w.press("s", 1)
	w.leave()
	w.flush()
	w.frame(1)
	w.press("ctrl+c", 1)
	w.frame(2)
	w.press("ctrl+c", 1)
	if w.model.Overlay().Dialog() == nil || w.quits() {
		t.Fatal("the second ctrl+c of one read answered the question of the first")
	}
	w.press("ctrl+c", 2)
	if !w.quits() {
		t.Error("a second ctrl+c did not quit")
	}
}

// quits reports whether the effects since the last call quit.
func (w *window) quits() bool {
	quits := false
	for _, e := range w.effects {
		if _, ok := e.(effect.Quit); ok {
			quits = true
		}
	}
	w.effects = nil
	return quits
}

// TestPaletteRunsWhatWasSeen checks that enter runs the command that the terminal showed as
// selected when the key was read.
func TestPaletteRunsWhatWasSeen(t *testing.T) {
	w := running(t, 80, 24, 3, nil)
	w.frame(1)
	w.press(":", 1)
	w.frame(2)
	for _, key := range []string{"q", "u", "e", "r"} {
		w.press(key, 2)
	}
	w.frame(3)
	w.press("enter", 2)
	if got := w.verbs(); got != "" || w.model.Overlay().Prompt() == nil {
		t.Errorf("enter, read before the selection was shown, sent %q", got)
	}
	w.shows("enter came before query was shown")
	w.press("enter", 3)
	if got := w.verbs(); got != "query 7001" {
		t.Errorf("sent %q", got)
	}
}

// TestClickHitsWhatWasSeen removes the first row between a click and its message, and checks
// that the click does not select the row that moved up.
func TestClickHitsWhatWasSeen(t *testing.T) {
	w := running(t, 80, 24, 9, nil)
	w.frame(1)
	y, still := w.line("   7004"), w.line("RequestSendEvent")
	click := func(y int, button tea.MouseButton, frame uint64) {
		w.update(keymsg.Press{Msg: tea.MouseMsg{X: 10, Y: y, Button: button, Action: tea.MouseActionPress}, Frame: frame})
	}
	w.model.Board().Remove(w.now, board.Key{Site: site, DN: "7002"})
	w.update(model.Tick{Now: w.now})
	w.frame(2)
	for _, frame := range []uint64{1, 0} {
		click(y, tea.MouseButtonLeft, frame)
		if got := w.cursor(); got != "7001" {
			t.Errorf("a click of frame %d on 7004 chose %s", frame, got)
		}
	}
	click(still, tea.MouseButtonLeft, 1)
	if w.model.Panes().Focus() != action.PaneMessages {
		t.Error("a click on a line that did not move was dropped")
	}
	click(y, tea.MouseButtonWheelDown, 1)
	if got := w.cursor(); got == "7001" {
		t.Error("the wheel did nothing")
	}
	click(y, tea.MouseButtonLeft, 2)
	if got := w.cursor(); got != "7005" {
		t.Errorf("a click on 7005 chose %s", got)
	}
}

// TestRefusedPasteIsTold checks that the note reports a refused paste.
func TestRefusedPasteIsTold(t *testing.T) {
	w := running(t, 80, 24, 3, nil)
	w.update(keymsg.Press{Msg: keymsg.PasteRefused{Limit: 4 << 20}, Frame: 1})
	w.shows("the paste was discarded, because it is longer than 4 MiB")
	w.update(keymsg.Press{Msg: keymsg.PasteRefused{}, Frame: 1})
	w.shows("the paste was discarded, because its end did not arrive")
	w.update(keymsg.Press{Msg: tea.FocusMsg{}, Frame: 1})
	w.update(keymsg.Press{Msg: tea.BlurMsg{}, Frame: 1})
}

// TestRefusedPasteIsToldInAPrompt checks that an open prompt, which covers the note, reports
// refused input.
func TestRefusedPasteIsToldInAPrompt(t *testing.T) {
	for _, prompt := range []string{"+", "/", ":"} {
		for msg, want := range map[tea.Msg]string{
			keymsg.PasteRefused{Limit: 4 << 20}:        "the paste was discarded, because it is longer than 4 MiB",
			keymsg.PasteRefused{}:                      "the paste was discarded, because its end did not arrive",
			keymsg.Unended{Paste: true}:                "a paste has not ended; keys are read as part of it",
			keymsg.Unended{}:                           "an answer of the terminal has not ended; keys are read as part of it",
			keymsg.Unended{Paste: true, Dropped: true}: "input was discarded, because it may be the rest of a paste",
			keymsg.Unended{Dropped: true}:              "input was discarded, because it may be the rest of an answer of the terminal",
		} {
			w := running(t, 160, 24, 3, nil)
			w.update(keymsg.Press{Msg: msg, Frame: 1})
			w.shows(want)
			w.press(prompt, 1)
			w.press("7", 1)
			w.update(keymsg.Press{Msg: msg, Frame: 1})
			w.shows(want)
		}
	}
}

// TestKeysBehindSuspend checks that keys read behind ctrl+z are dropped until the program
// resumes.
func TestKeysBehindSuspend(t *testing.T) {
	w := running(t, 80, 24, 3, nil)
	w.frame(1)
	w.update(keymsg.Press{Msg: tea.KeyMsg{Type: tea.KeyCtrlZ}, Frame: 1})
	w.press("s", 1)
	w.update(keymsg.Press{Msg: tea.MouseMsg{Y: 5, Button: tea.MouseButtonLeft, Action: tea.MouseActionPress}, Frame: 1})
	if got := w.verbs(); got != "" {
		t.Errorf("a key behind ctrl+z sent %q", got)
	}
	w.update(model.Resumed{Now: w.now})
	w.frame(2)
	w.press("s", 2)
	if got := w.verbs(); got != "start 7001" {
		t.Errorf("a key after the program resumed sent %q", got)
	}
}
