package model

import (
	"time"

	"capdeck/model/board"
)

// Note is the sentence in the line of notes.
type Note struct {
	Text    string
	IsError bool
	// At is when it was said.
	At time.Time
	// Stays keeps it from leaving as time passes.
	Stays bool
}

const (
	// noteTime is how long a note stays.
	noteTime = 8 * time.Second
	// alertPause is the least time from one alert to the next.
	alertPause = 10 * time.Second
)

// notes are what the user is told: the sentence in the line of notes, and what the
// board watches for (board.Options.Watch).
type notes struct {
	note    Note
	first   board.Alert // the first of those that no one was told of yet
	count   int         // how many those are
	alerted time.Time   // when the last alert was told; zero for never
}

// expire removes a note whose time is over.
func (n *notes) expire(now time.Time) {
	if n.note.Text != "" && !n.note.Stays && now.Sub(n.note.At) >= noteTime {
		n.note = Note{}
	}
}

// add takes in alerts, of which this is the first.
func (n *notes) add(first board.Alert, count int) {
	if n.count == 0 {
		n.first = first
	}
	n.count += count
}

// alert returns what is to be told now: the first alert at once, and what follows in
// one when the pause is over. more is how many there are beside the first.
func (n *notes) alert(now time.Time) (first board.Alert, more int, ok bool) {
	if n.count == 0 || !n.alerted.IsZero() && now.Sub(n.alerted) < alertPause {
		return board.Alert{}, 0, false
	}
	first, more = n.first, n.count-1
	n.first, n.count, n.alerted = board.Alert{}, 0, now
	return first, more, true
}
