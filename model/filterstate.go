package model

import (
	"slices"
	"strings"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/filter"
	"capdeck/model/overlay"
)

// filterState is the filter in force and the editing of it.
type filterState struct {
	current filter.Filter
	problem string
	quick   filter.State // chosen by a key of its own, 0 for all
	only    *only        // chosen by action.Failures, nil for all
	reader  filter.Reader
}

// FilterView is what the screen shows of the filter.
type FilterView struct {
	// Text is the filter as typed, "" for none.
	Text string
	// Understood is the part of Text that is in force: all of it unless there is
	// a Problem.
	Understood string
	// Quick is the state that a key of its own chose, in a word; "" for all.
	Quick string
	// Only names the set of rows that was chosen, "" for all.
	Only string
	// Problem is a sentence about what was not understood, "" if all was.
	Problem string
	// Aside is a sentence about what was understood and may be meant otherwise:
	// words behind dn: that look like more of its DNs. "" for nothing.
	Aside string
}

// Filter is the filter as the screen shows it.
func (m *Model) Filter() FilterView {
	current := &m.filter.current
	view := FilterView{Text: current.Text, Understood: current.Understood(), Quick: quickWords[m.filter.quick], Problem: m.filter.problem, Aside: current.Aside()}
	if m.filter.only != nil {
		view.Only = m.filter.only.words
	}
	return view
}

// Shows reports whether the row is among Rows; false for one that is not on
// the board.
func (m *Model) Shows(key board.Key) bool {
	row := m.board.Row(key)
	if row == nil {
		return false
	}
	if m.isFrozen() {
		return slices.Contains(m.list.rows, row)
	}
	return m.passes(row)
}

// editFilter opens the prompt of the filter, which acts as it is typed.
func (m *Model) editFilter() {
	before := m.filter.current.Text
	m.panes.SetFocus(action.PaneBoard)
	m.overlay.OpenPrompt(overlay.Prompt{
		Purpose: promptFilter, Label: "/", Text: before, Before: before, Takes: overlay.TakesFilter, Remembers: true,
		Advice: overlay.Advice{Hint: m.filterHint(), Completion: m.filter.reader.Complete(before)},
	})
}

// editedFilter filters the board by what is being typed.
func (m *Model) editedFilter(text string) {
	m.setFilter(text)
	m.overlay.Advise(overlay.Advice{Problem: m.filter.problem, Hint: m.filterHint(), Completion: m.filter.reader.Complete(text)})
}

// enterFilter keeps the filter that was typed. One that is not understood stays in
// the prompt: it would show every row as if that had been asked for.
func (m *Model) enterFilter(e overlay.Entered) {
	if e.Problem != "" {
		m.say(e.Problem+"; esc takes the filter back", true)
		return
	}
	m.chooseExact(e.Text)
	m.overlay.Accept()
}

// filterHint says what enter and esc do, behind what may be meant otherwise.
func (m *Model) filterHint() string {
	const keys = "enter keep  esc undo"
	if aside := m.filter.current.Aside(); aside != "" {
		return aside + "  " + keys
	}
	return keys
}

// chooseExact moves the cursor to the row that a filter which was just typed means:
// the DN that it spells out, else the only row that has what it names. Without it the
// cursor would stay on a row that the filter hides, and the next key would do nothing.
// A filter by state or fault moves no cursor: what it lets through changes by itself.
func (m *Model) chooseExact(text string) {
	for i, row := range m.list.rows {
		if row.Key().DN == strings.TrimSpace(text) {
			m.moveTo(i)
			return
		}
	}
	if m.filter.current.NamesDNs() && m.filter.quick == 0 && !m.list.chosen && len(m.list.rows) == 1 {
		m.moveTo(0)
	}
}

func (m *Model) setFilter(text string) {
	m.takeFilter(m.filter.reader.Parse(text))
}

// takeFilter puts a filter in force. The error is about what is left out of it.
func (m *Model) takeFilter(f filter.Filter, err error) {
	m.filter.current, m.filter.problem = f, ""
	if err != nil {
		m.filter.problem = err.Error()
	}
	m.refilter()
}

// String returns what the filter lets through, "" where that is everything.
func (v FilterView) String() string {
	words := slices.DeleteFunc([]string{v.Only, v.Quick, v.Understood}, func(word string) bool { return word == "" })
	return strings.Join(words, " + ")
}

// quickWords are the words for the states that have a key of their own.
var quickWords = [...]string{
	filter.Recording: "recording", filter.Paused: "paused", filter.Off: "off", filter.Unknown: "unknown", filter.Fault: "faults",
}

// shows filters by a state, 0 for all.
func shows(state filter.State) handler { return does(func(m *Model) { m.setQuick(state) }) }

// setQuick filters by a state as well as by what was typed.
func (m *Model) setQuick(state filter.State) {
	m.filter.quick = state
	m.refilter()
}

// isFiltered reports whether there is anything that can hide a row.
func (m *Model) isFiltered() bool {
	return m.filter.quick != 0 || !m.filter.current.Empty() || m.filter.only != nil
}
