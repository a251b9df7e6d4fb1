package model

import "capdeck/model/board"

// filterState is the filter in force and the editing of it.
type filterState struct {
	current Filter
	before  Filter // what escape gives back while editing
	editing bool
	problem string
}

// FilterView is what the screen shows of the filter.
type FilterView struct {
	// Text is the filter as typed, "" for none.
	Text string
	// Editing says that keys go to the filter's input.
	Editing bool
	// Problem is a sentence about what was not understood, "" if all was.
	Problem string
}

// Filter is the filter as the screen shows it.
func (m *Model) Filter() FilterView {
	return FilterView{Text: m.filter.current.Text, Editing: m.filter.editing, Problem: m.filter.problem}
}

// Shows reports whether the filter shows the row; false for one that is not on
// the board.
func (m *Model) Shows(key board.Key) bool {
	row := m.board.Row(key)
	return row != nil && (m.filter.current.Empty() || m.passes(row))
}

func (m *Model) editFilter() {
	m.filter.before = m.filter.current
	m.filter.editing = true
	m.focus = PaneBoard
}

func (m *Model) setFilter(text string) {
	filter, err := ParseFilter(text)
	m.filter.current, m.filter.problem = filter, ""
	if err != nil {
		m.filter.problem = err.Error()
	}
	m.refilter()
}

func (m *Model) endFilter(keep bool) {
	if !m.filter.editing {
		return
	}
	m.filter.editing = false
	if !keep {
		m.setFilter(m.filter.before.Text)
	}
}
