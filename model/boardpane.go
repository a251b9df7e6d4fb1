package model

import (
	"capdeck/model/action"
	"capdeck/model/filter"
	"capdeck/model/overlay"
	"capdeck/model/phrase"
	"capdeck/model/rows"
	"capdeck/model/teams"
)

// Rows returns the rows that the board pane shows. The caller must not change them.
func (m *Model) Rows() *rows.Rows { return m.rows }

// editFilter opens the prompt of the filter, which takes effect while it is typed.
func (m *Model) editFilter() {
	before := m.rows.Filter().Text
	m.completing = completing{}
	m.panes.SetFocus(action.PaneBoard)
	m.overlay.OpenPrompt(overlay.Prompt{
		Purpose: promptFilter, Label: "/", Text: before, Before: before, Takes: overlay.TakesFilter, Remembers: true,
		Advice: overlay.Advice{Hint: m.filterHint(), Completion: m.rows.Complete(before)},
	})
}

// editedFilter filters the board by the text in the prompt.
func (m *Model) editedFilter(text string) {
	m.rows.SetFilter(m.clock.now, text)
	advice := overlay.Advice{Problem: m.rows.Filter().Problem, Hint: m.filterHint()}
	if c := &m.completing; c.isAt(text) {
		advice.Hint = phrase.Number(c.at+1) + " of " + phrase.Number(c.all.Len()) + "  tab next  shift+tab back  " + advice.Hint
	} else {
		advice.Completion = m.rows.Complete(text)
	}
	m.overlay.Advise(advice)
}

// completing is the user's way through the completions of the filter that is being typed.
type completing struct {
	all filter.Completions
	at  int
}

// isAt reports whether the text of the prompt is the completion that was chosen last, among
// others.
func (c *completing) isAt(text string) bool { return c.all.Len() > 1 && c.all.Text(c.at) == text }

// complete replaces the filter in the prompt by the next completion, or by the one before.
func (m *Model) complete(to overlay.Completing) {
	if to.Purpose != promptFilter {
		return
	}
	c := &m.completing
	if c.isAt(to.Text) {
		c.at = (c.at + to.Step + c.all.Len()) % c.all.Len()
	} else {
		*c = completing{all: m.rows.Completions(to.Text)}
		if c.all.Len() == 0 {
			return
		}
		if to.Step < 0 {
			c.at = c.all.Len() - 1
		}
	}
	m.conclude(m.overlay.SetText(c.all.Text(c.at)))
}

// enterFilter keeps the filter that was typed. An invalid filter stays in the prompt:
// it would show every row as if the user had asked for all of them.
func (m *Model) enterFilter(e overlay.Entered) {
	if e.Problem != "" {
		m.say(e.Problem+"; esc restores the previous filter", true)
		return
	}
	m.rows.Land(e.Text)
	m.overlay.Accept()
}

// filterHint returns the hint on enter and esc, after a remark on an ambiguous filter.
func (m *Model) filterHint() string {
	const keys = "enter keep  esc undo"
	if aside := m.rows.Filter().Aside; aside != "" {
		return aside + "  " + keys
	}
	return keys
}

// shows returns a handler that shows only the rows in a state, or all rows for
// filter.AnyState.
func shows(state filter.State) handler {
	return does(func(m *Model) {
		m.rows.SetQuick(m.clock.now, state)
		if state != filter.AnyState {
			m.rows.Land("")
		}
	})
}

func (m *Model) sortNext() {
	if m.inTeams() {
		m.sortTeams(func(t *teams.Teams) { t.SortNext(m.clock.now) })
		return
	}
	m.rows.SortNext(m.clock.now)
	m.say(m.rows.Order().String(), false)
}

func (m *Model) sortBeside(step int) {
	if m.inTeams() {
		m.sortTeams(func(t *teams.Teams) { t.SortBeside(m.clock.now, step) })
		return
	}
	m.rows.SortBeside(m.clock.now, step)
	m.say(m.rows.Order().String(), false)
}

func (m *Model) reverseSort() {
	if m.inTeams() {
		m.sortTeams(func(t *teams.Teams) { t.Reverse(m.clock.now) })
		return
	}
	if !m.rows.ReverseSort(m.clock.now) {
		m.say("the rows are in the order of the DN list: choose a column to sort by first", true)
		return
	}
	m.say(m.rows.Order().String(), false)
}

func (m *Model) toggleFreeze() {
	m.rows.ToggleFreeze(m.clock.now)
	if _, _, frozen := m.rows.Frozen(); !frozen {
		m.say("the rows move again, "+m.rows.Order().String(), false)
	}
}

func (m *Model) setVisible(msg Visible) {
	m.rows.SetHeight(msg.Rows)
	m.resizeText(msg)
	m.panes.SetAlone(msg.Alone)
	m.overlay.Resize(overlay.Size{Dialog: msg.Dialog, Palette: msg.Palette, Help: msg.Text, HelpBeyond: msg.Beyond})
	m.messages.SetHeight(max(msg.Messages, 0))
}
