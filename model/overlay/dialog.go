package overlay

import (
	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// YesKey is the key that answers a dialog with yes.
const YesKey = "y"

// Dialog is an open question. Its targets are keys and do not change while it is open.
// Callers must not change it.
type Dialog struct {
	// ID identifies the dialog, so that an answer meant for one never reaches another.
	// OpenDialog sets it.
	ID uint64
	// Purpose is what the question is about.
	Purpose Purpose
	// Question is the sentence at the top.
	Question string
	// Facts are sentences below the question about its targets, "" for none. See Follow.
	Facts string
	// Verb is the command to confirm, or VerbNone if the question is not about a
	// command.
	Verb event.Verb
	// Targets are the DNs that the dialog lists, in order.
	Targets []board.Key
	// Hidden has the Targets that the filter hid when the dialog was opened; later
	// changes of the filter do not affect it.
	Hidden map[board.Key]struct{}
	// Text is returned with the answer, such as a file's name.
	Text string
	// Choices are the answers. The first one does nothing, and has the focus when
	// the dialog opens.
	Choices []Choice
	// Focus is the index of the choice that has the focus.
	Focus int
	// Menu means that the choices are alternatives, or that the question appears
	// unexpectedly. YesKey is not an answer then.
	Menu bool
	// Others is the index of the choice that Follow changes, 0 for none.
	Others int
	// CtrlCAnswers means that ctrl+c, which may have opened the dialog, answers it with
	// the second choice.
	CtrlCAnswers bool
	// Top is the index of the first target that is shown.
	Top int
	// Ready means that the dialog was on the screen and accepts answers.
	Ready bool

	height int // the number of targets that are shown
}

// Choice is one answer of a dialog.
type Choice struct {
	// Label is the answer as the dialog shows it.
	Label string
	// Targets are the DNs that the answer is for, fixed when the dialog is opened, except those
	// of Dialog.Others.
	Targets []board.Key
}

// Answered is the Result of an answer other than the first choice. The dialog has been
// closed.
type Answered struct {
	// Purpose, Verb and Text are those of the dialog.
	Purpose Purpose
	Verb    event.Verb
	Text    string
	// Targets are those of the choice, whose index is Choice.
	Targets []board.Key
	Choice  int
}

func (Answered) result() {}

// OpenDialog opens a dialog, replacing anything that is open. It sets the dialog's ID.
func (o *Overlay) OpenDialog(d Dialog) {
	d.ID = o.nextID()
	o.open(&d)
}

// Dialog returns the open dialog, or nil. The caller must not change it.
func (o *Overlay) Dialog() *Dialog {
	dialog, _ := o.top.(*Dialog)
	return dialog
}

// Follow changes what the dialog with an ID says about its targets: the facts, and the choice
// for some of them, whose index is Dialog.Others. No choice comes, goes or moves.
func (o *Overlay) Follow(id uint64, facts string, others Choice) {
	d := o.Dialog()
	if d == nil || d.ID != id {
		return
	}
	d.Facts = facts
	if d.Others > 0 {
		d.Choices[d.Others] = others
	}
}

// Hides reports whether the filter hid a target when the dialog was opened.
func (d *Dialog) Hides(key board.Key) bool {
	_, ok := d.Hidden[key]
	return ok
}

// press handles a key. Only the key of an answer, or enter after the focus was moved to
// one, has an effect. esc and ctrl+c close the dialog even if it cannot be shown.
func (d *Dialog) press(o *Overlay, key string) Result {
	if !d.Ready && key != "esc" && key != "ctrl+c" {
		return nil
	}
	switch key {
	case "left", "h", "shift+tab":
		d.Focus = max(d.Focus-1, 0)
	case "right", "l", "tab":
		d.Focus = min(d.Focus+1, len(d.Choices)-1)
	case "up", "k":
		d.scroll(-1)
	case "down", "j":
		d.scroll(1)
	case "pgup":
		d.scroll(-d.height)
	case "pgdown":
		d.scroll(d.height)
	case "ctrl+c":
		if d.CtrlCAnswers && d.Ready {
			return d.choose(o, 1)
		}
		o.close()
	case "esc", "n", "q":
		o.close()
	case YesKey:
		if !d.Menu {
			// If the focus is on another answer, yes means that one.
			return d.choose(o, max(d.Focus, 1))
		}
	case "enter", "space":
		if d.Focus > 0 {
			return d.choose(o, d.Focus)
		}
		o.close()
	}
	return nil
}

// choose closes the dialog and returns the answer with this index.
func (d *Dialog) choose(o *Overlay, choice int) Result {
	o.close()
	return Answered{Purpose: d.Purpose, Verb: d.Verb, Text: d.Text, Targets: d.Choices[choice].Targets, Choice: choice}
}

func (d *Dialog) scroll(steps int) {
	d.Top = max(min(d.Top+steps, len(d.Targets)-d.height), 0)
}

func (d *Dialog) resize(size Size) { d.height = max(size.Dialog, 1) }
