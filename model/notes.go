package model

import (
	"time"

	"capdeck/model/board"
)

// Note is the sentence in the line of notes.
type Note struct {
	Text    string
	IsError bool
	// At is when it was first shown.
	At time.Time
	// Stays means that the note does not expire.
	Stays bool
}

const (
	// noteTime is how long a note is shown.
	noteTime = 8 * time.Second
	// alertPause is the minimum time from one alert to the next.
	alertPause = 10 * time.Second
)

// notes are the sentence in the line of notes, and the alerts that the board raises
// (board.Options.Watch).
type notes struct {
	note    Note
	first   board.Alert // the first alert that was not shown yet
	count   int         // how many alerts were not shown yet
	alerted time.Time   // when the last alert was shown; zero for never
}

// expire removes a note after noteTime.
func (n *notes) expire(now time.Time) {
	if n.note.Text != "" && !n.note.Stays && now.Sub(n.note.At) >= noteTime {
		n.note = Note{}
	}
}

// add records a number of alerts, of which only the first is kept.
func (n *notes) add(first board.Alert, count int) {
	if n.count == 0 {
		n.first = first
	}
	n.count += count
}

// mayAlert reports whether the last alert was long enough ago for another one.
func (n *notes) mayAlert(now time.Time) bool {
	return n.alerted.IsZero() || now.Sub(n.alerted) >= alertPause
}

// alert returns the alert to show now: the first one at once, and those that follow
// together after the pause. more is how many there are in addition to the first.
func (n *notes) alert(now time.Time) (first board.Alert, more int, ok bool) {
	if n.count == 0 || !n.mayAlert(now) {
		return board.Alert{}, 0, false
	}
	first, more = n.first, n.count-1
	n.first, n.count, n.alerted = board.Alert{}, 0, now
	return first, more, true
}
