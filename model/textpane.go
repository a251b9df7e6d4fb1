package model

import (
	"time"

	"capdeck/model/action"
	"capdeck/model/stats"
)

// Subject is what the text pane shows.
type Subject uint8

// The subjects. The zero value says that the pane is closed.
const (
	SubjectNone       Subject = iota
	SubjectDN                 // all that is known of the DN under the cursor
	SubjectMessage            // the whole of the selected message
	SubjectStatistics         // outcomes, times, silences
	SubjectSent               // what was sent from here: see Model.Sent
)

// Subject says what the text pane shows.
func (m *Model) Subject() Subject { return m.subject }

// ShowsDetail reports whether the text pane is open.
func (m *Model) ShowsDetail() bool { return m.subject != SubjectNone }

// Scroll is the first line that the text pane shows, counted from 0.
// It may be behind the last line that can be the first one: then that is.
func (m *Model) Scroll() int {
	if m.subject == SubjectSent {
		return m.sent.Top()
	}
	return m.scroll
}

// Statistics is what was counted of the commands, for reading.
func (m *Model) Statistics() *stats.Stats { return &m.statistics }

// Began is when the statistics began to count: the start of the program.
func (m *Model) Began() time.Time { return m.began }

// subjectOf returns the subject that an action asks for. The detail is of what
// the text pane was, or is being, opened from.
func (m *Model) subjectOf(id action.ID) Subject {
	switch {
	case id == action.Statistics:
		return SubjectStatistics
	case id == action.Sent:
		return SubjectSent
	case m.openedFrom == action.PaneMessages:
		return SubjectMessage
	}
	return SubjectDN
}

// toggleText opens the text pane on an action's subject, lets that replace
// another one, or closes the pane if it is shown already.
func (m *Model) toggleText(id action.ID) {
	isDetail := m.subject == SubjectDN || m.subject == SubjectMessage
	if isDetail && id == action.Detail || m.subject != SubjectNone && m.subject == m.subjectOf(id) {
		m.closeText()
		return
	}
	if m.focus != action.PaneDetail {
		m.openedFrom = m.focus
	}
	m.subject, m.scroll = m.subjectOf(id), 0
	m.sent.Follow()
	m.peek()
}

// closeText closes the text pane and gives its focus back to what it was opened
// from.
func (m *Model) closeText() {
	m.subject, m.scroll = SubjectNone, 0
	m.sent.Follow()
	m.peek()
	if m.focus == action.PaneDetail {
		m.focus = m.openedFrom
	}
}
