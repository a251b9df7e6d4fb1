package model

import (
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/tlibconn/event"
)

// YesKey is the key that answers a dialog by yes.
const YesKey = "y"

// Dialog is an open question. Its targets are keys and do not change while it
// is open.
type Dialog struct {
	// ID tells dialogs apart: an answer meant for one never reaches another.
	ID uint64
	// Question is the sentence at its head.
	Question string
	// Verb is the command that is asked about, VerbNone for quitting and
	// connecting anew.
	Verb event.Verb
	// Targets are the rows that the command would hit; Hidden says how many
	// of them the filter hid when the dialog opened: see Hides.
	Targets []board.Key
	Hidden  int
	// Choices are the answers; the first does nothing and has the focus at
	// first. Choice is the one that has it now.
	Choices []string
	Choice  int
	// Menu says that the choices are alternatives, or that the question comes
	// unexpectedly: yes is no answer then.
	Menu bool
	// Top is the first target that is shown.
	Top int
	// Ready says that the dialog was on the screen and takes answers.
	Ready bool

	// quits says that ctrl+c, which asked to quit, says so again.
	quits  bool
	hides  map[board.Key]struct{}
	answer func(choice int) []effect.Effect // for every choice but the first
}

// Dialog is the open dialog, or nil. It is for reading.
func (m *Model) Dialog() *Dialog { return m.dialog }

// Hides reports whether the filter hid a target when the dialog opened: what it
// offers to leave out, whatever the filter shows since.
func (d *Dialog) Hides(key board.Key) bool {
	_, ok := d.hides[key]
	return ok
}

func (m *Model) open(d Dialog) {
	m.dialogs++
	d.ID = m.dialogs
	if d.hides == nil {
		d.hides = m.hiddenOf(d.Targets)
	}
	d.Hidden = len(d.hides)
	m.dialog = &d
	m.showHelp = false
}

// dialogKey takes a key for the open dialog. Nothing but the key of its own
// answer, or enter with the focus moved there, does anything; esc closes it
// even where it cannot be shown.
func (m *Model) dialogKey(key string) []effect.Effect {
	d := m.dialog
	if d == nil || !d.Ready && key != "esc" && key != "ctrl+c" {
		return nil
	}
	switch key {
	case "left", "h", "shift+tab":
		d.Choice = max(d.Choice-1, 0)
	case "right", "l", "tab":
		d.Choice = min(d.Choice+1, len(d.Choices)-1)
	case "up", "k":
		d.scroll(-1, m.dialogHeight)
	case "down", "j":
		d.scroll(1, m.dialogHeight)
	case "pgup":
		d.scroll(-m.dialogHeight, m.dialogHeight)
	case "pgdown":
		d.scroll(m.dialogHeight, m.dialogHeight)
	case "ctrl+c":
		if d.quits && d.Ready {
			return m.accept(1)
		}
		m.dialog = nil
	case "esc", "n", "q":
		m.dialog = nil
	case YesKey:
		if !d.Menu {
			// Where the focus is on an answer, yes means that one.
			return m.accept(max(d.Choice, 1))
		}
	case "enter", "space":
		if d.Choice > 0 {
			return m.accept(d.Choice)
		}
		m.dialog = nil
	}
	return nil
}

// scroll moves the list of targets, of which height are shown.
func (d *Dialog) scroll(steps, height int) {
	d.Top = max(min(d.Top+steps, len(d.Targets)-height), 0)
}

// accept closes the dialog and carries out a choice, from 1.
func (m *Model) accept(choice int) []effect.Effect {
	answer := m.dialog.answer
	m.dialog = nil
	return answer(choice)
}
