package model

import (
	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/model/effect"
	"capdeck/model/overlay"
	"capdeck/model/say"
)

// The purposes of the dialogs and prompts.
const (
	dialogCommand overlay.Purpose = iota + 1
	dialogUnregister
	dialogReconnect
	dialogSuspend
	dialogQuit
	dialogExport    // what to export
	dialogOverwrite // an existing file
	dialogAcknowledge

	promptFilter
	promptSearch
	promptDNs  // to register
	promptFile // to export to
	promptNote // of an acknowledgement
)

// Overlay returns the overlay on top of the board. The caller must not change it.
func (m *Model) Overlay() *overlay.Overlay { return &m.overlay }

// ask opens a dialog. If its Hidden is nil, ask sets it to the targets that the filter
// hides now.
func (m *Model) ask(d overlay.Dialog) {
	if d.Hidden == nil {
		d.Hidden = m.rows.Hidden(d.Targets)
	}
	m.overlay.OpenDialog(d)
}

// openPalette opens the palette, which lists every action except the one that opens it.
func (m *Model) openPalette() {
	var rows []action.Row
	for _, row := range Actions() {
		if row.ID != action.Palette {
			rows = append(rows, row)
		}
	}
	m.overlay.OpenPalette(rows)
}

// overlayKey passes a key to the open overlay and handles the result.
func (m *Model) overlayKey(key string) []effect.Effect {
	if m.overlay.Picker() != nil {
		m.notes.note = Note{}
	}
	return m.conclude(m.overlay.Press(key))
}

// conclude handles what the user chose or typed in the overlay.
func (m *Model) conclude(result overlay.Result) []effect.Effect {
	switch result := result.(type) {
	case overlay.Answered:
		return m.answered(result)
	case overlay.Entered:
		return m.entered(result)
	case overlay.Typed:
		m.advise(result)
	case overlay.Completing:
		m.complete(result)
	case overlay.Moved:
		m.movedInPrompt(result)
	case overlay.GivenUp:
		m.givenUp(result)
	case overlay.Picked:
		return m.do(result.Action)
	case overlay.ColumnsChosen:
		m.rows.SetColumns(result.Columns)
		if result.Save {
			return []effect.Effect{effect.SaveColumns{Names: column.Names(m.rows.Columns())}}
		}
	case overlay.ColumnFixed:
		m.say("the column "+result.Column.String()+" is always shown", true)
	}
	return nil
}

// answered carries out the answer to a dialog.
func (m *Model) answered(a overlay.Answered) []effect.Effect {
	switch a.Purpose {
	case dialogCommand:
		if len(a.Targets) == 0 {
			m.say(say.NoOthers(board.StateAskedBy(a.Verb)), false)
			break
		}
		m.queue(a.Verb, a.Targets)
	case dialogUnregister:
		return m.remove(a.Targets)
	case dialogReconnect:
		return m.reconnectNow()
	case dialogSuspend:
		return []effect.Effect{effect.Suspend{Text: a.Text}}
	case dialogQuit:
		m.leave()
	case dialogExport:
		m.askFile(a.Targets)
	case dialogOverwrite:
		return m.overwrite(a)
	case dialogAcknowledge:
		m.askNote(a.Choice)
	}
	return nil
}

// entered carries out a line that was entered in a prompt. If the line is refused, the
// prompt stays open.
func (m *Model) entered(e overlay.Entered) []effect.Effect {
	switch e.Purpose {
	case promptFilter:
		m.enterFilter(e)
	case promptSearch:
		m.enterSearch(e)
	case promptDNs:
		return m.enterDNs(e)
	case promptFile:
		return m.enterFile(e)
	case promptNote:
		m.overlay.Accept()
		m.acknowledge(e.Text)
	}
	return nil
}

// advise applies a line while it is being typed, and shows in the prompt what is wrong
// with it.
func (m *Model) advise(t overlay.Typed) {
	switch t.Purpose {
	case promptFilter:
		m.editedFilter(t.Text)
	case promptSearch:
		m.showReply(m.messages.SearchFor(t.Text))
	case promptDNs:
		m.editedDNs(t.Text)
	}
}

// movedInPrompt handles the keys up and down in a prompt.
func (m *Model) movedInPrompt(moved overlay.Moved) {
	switch moved.Purpose {
	case promptFilter:
		m.rows.MoveBy(moved.Steps)
	case promptSearch:
		m.searchNext(moved.Steps > 0)
	}
}

// givenUp restores what was there before a prompt was opened.
func (m *Model) givenUp(g overlay.GivenUp) {
	switch g.Purpose {
	case promptFilter:
		m.rows.SetFilter(m.clock.now, g.Before)
	case promptSearch:
		m.showReply(m.messages.CancelSearch())
	case promptNote:
		m.say("nothing was acknowledged", false)
	}
}
