package model

import (
	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/history"
	"capdeck/model/messages"
	"capdeck/model/occurrence"
	"capdeck/model/panes"
	"capdeck/model/say"
)

// record keeps what a change leaves behind: in the history of its DN and in the event feed.
func (m *Model) record(change *board.Change) {
	if change.Kind == board.ChangeIndication && change.State == change.Before {
		return // most indications
	}
	o, ok := occurrence.Of(change)
	if !ok {
		m.history.Changed(change, nil)
		return
	}
	m.history.Changed(change, &o)
	switch {
	case change.Kind == board.ChangeCallEnded, change.Kind == board.ChangeWatched, change.Kind == board.ChangeUnwatched:
		return // every call brings them, or every DN at once
	case change.Kind == board.ChangeEnded && o.Life == board.LifeConfirmed:
		return
	case change.Kind == board.ChangeIndication && o.Before == board.StateUnknown && o.Cause == board.CauseQuery &&
		(o.State == board.StateRec || !o.Has(occurrence.OnCall)):
		// The answer to the first query of a DN is news only if it should be another one.
		return
	}
	m.happened = o.Append(m.happened[:0], change.Key, change.Team)
	m.messages.Occurred(change.At, change.Key.DN, m.happened)
}

// noticed keeps that a DN was not captured, or its capture was paused, for longer than is
// allowed: no change of the board says it. The line has the time at which it was noticed,
// since lines are in order.
func (m *Model) noticed(notice *coverage.Notice, row *board.Row) {
	fault := board.FaultNone
	switch notice.Kind {
	case coverage.NoticeGap:
		fault = board.FaultNotCaptured
	case coverage.NoticePausedLong, coverage.NoticeEndedPaused:
		fault = board.FaultPausedLong
	case coverage.NoticeCapturedLong: // it may be wanted, and is minor
	}
	if !notice.Raised || row == nil || fault == board.FaultNone {
		return
	}
	o := occurrence.OfFault(m.clock.now, fault)
	m.history.Changed(&board.Change{Kind: o.Kind, At: m.clock.now, Key: notice.Key, Row: row}, &o)
	m.happened = o.Append(m.happened[:0], notice.Key, "")
	m.messages.Occurred(m.clock.now, notice.Key.DN, m.happened)
}

// History returns what happened last to the DNs. The caller must not change it.
func (m *Model) History() *history.History { return &m.history }

// FeedLine returns a line of the event feed: whose it is, the DN with its label and a colon or
// "" for the link and the recorders, and what happened. It is empty for other entries.
func (m *Model) FeedLine(entry *messages.Entry) (whose string, what say.Part) {
	o, key, about, ok := occurrence.Parse(entry.Body)
	if entry.Direction != messages.Occurred || !ok {
		return "", say.Part{}
	}
	if key.DN != "" {
		whose = key.DN
		if row := m.board.Row(key); row != nil && row.Label() != "" {
			whose += " " + row.Label()
		}
		whose += ": "
	}
	return whose, say.FeedLine(&o, about)
}

// feedText returns a line of the event feed in which a search looks.
func (m *Model) feedText(entry *messages.Entry) string {
	whose, what := m.FeedLine(entry)
	return whose + what.Text
}

// toggleFeed shows the messages instead of the event feed, or the feed again.
func (m *Model) toggleFeed() {
	if m.panes.Text().Content() == panes.Message {
		m.changePanes((*panes.Panes).CloseText)
	}
	m.messages.ToggleFeed()
	m.reveal()
}
