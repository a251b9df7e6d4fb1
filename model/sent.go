package model

import (
	"slices"

	"capdeck/model/board"
	"capdeck/tlibconn/journal"
)

// MaxSent is how many lines of what was sent are kept; the journal has the rest.
const MaxSent = 1000

// SentLine is a line of what was sent: a command, the automatic queries between two
// others, or a remark on the journal itself.
type SentLine struct {
	// Number counts the lines from 1.
	Number uint64
	// Entry is what the journal has recorded. The outcome of a command that has
	// none yet is journal.OutcomeOpen.
	journal.Entry
	// Remark is the state of the journal when it changed; nil for other lines.
	// Its Now is when that was said.
	Remark *JournalState
}

// SentView is what there is to be shown of what was sent.
type SentView struct {
	// Lines are in the order in which they were recorded, the newest last; at
	// most MaxSent. They are for reading, until the next Update.
	Lines []*SentLine
	// Following says that the pane shows the newest lines; else Newer of them
	// are behind the last one that it has room for.
	Following bool
	Newer     int
	// Older is how many lines are not kept any more.
	Older int
	// NotRecorded says that there is no journal.
	NotRecorded bool
}

// sent is what was sent, and the state of its pane, which follows while it is at
// its end; scrolled up it holds what it shows, so that it stands still also when
// lines leave.
type sent struct {
	lines []*SentLine
	last  uint64               // number of the newest line
	open  map[uint64]*SentLine // lines without outcome, by their command
	gone  uint64               // the highest command whose line has left

	held []*SentLine // while not following, else nil
	top  int         // the first line of held that is shown
}

// Sent is what was sent from here.
func (m *Model) Sent() SentView {
	p := &m.sent
	view := SentView{Lines: p.lines, Following: true, NotRecorded: m.options.NotRecorded}
	if p.held != nil {
		view.Lines, view.Following = p.held, false
		shown := min(p.top+max(m.textHeight, 1), len(p.held))
		view.Newer = int(p.last - p.held[shown-1].Number)
	}
	if len(view.Lines) > 0 {
		view.Older = int(view.Lines[0].Number - 1)
	}
	return view
}

// recorded takes what the journal has recorded. An outcome can come before its
// intent: the board gives a command up while the disk is slow.
func (m *Model) recorded(msg Recorded) {
	p := &m.sent
	for i := range msg.Intents {
		intent := &msg.Intents[i]
		if line := p.open[intent.Command]; line != nil && !line.Recorded {
			line.Intent, line.Recorded = *intent, true
			delete(p.open, intent.Command)
			continue
		}
		if p.joins(intent) {
			continue
		}
		line := p.add(&SentLine{Entry: journal.Entry{Intent: *intent, Recorded: true}})
		if intent.Command != 0 {
			line.Outcome.Outcome = journal.OutcomeOpen
			p.open[intent.Command] = line
		}
	}
	for i := range msg.Outcomes {
		p.end(&msg.Outcomes[i])
	}
}

// joins adds automatic queries to the newest line if that is about such queries, too:
// they go on all day, and would push the commands out.
func (p *sent) joins(intent *journal.Intent) bool {
	if len(p.lines) == 0 || !intent.Automatic {
		return false
	}
	newest := p.lines[len(p.lines)-1]
	if newest.Remark != nil || !newest.Intent.Automatic || newest.Intent.Connection != intent.Connection || newest.Intent.Site != intent.Site {
		return false
	}
	newest.Intent.Last = intent.Last
	newest.Intent.Count += intent.Count
	return true
}

// end gives a command its outcome. One that was cancelled had no intent, and one
// whose line has left gets no other.
func (p *sent) end(outcome *journal.Outcome) {
	if line := p.open[outcome.Command]; line != nil {
		line.Outcome = *outcome
		delete(p.open, outcome.Command)
		return
	}
	cancelled := outcome.Outcome == board.LifeCancelled.String()
	if !cancelled && outcome.Command <= p.gone {
		return
	}
	line := p.add(&SentLine{Entry: journal.Entry{
		Intent:  journal.Intent{Time: outcome.Time, Site: outcome.Site, Command: outcome.Command, DN: outcome.DN, Verb: outcome.Verb},
		Outcome: *outcome,
	}})
	if !cancelled {
		p.open[outcome.Command] = line
	}
}

// add appends a line. The oldest gives way where there are too many.
func (p *sent) add(line *SentLine) *SentLine {
	p.last++
	line.Number = p.last
	p.lines = append(p.lines, line)
	if len(p.lines) > MaxSent {
		oldest := p.lines[0]
		p.lines[0] = nil
		p.lines = p.lines[1:]
		p.gone = max(p.gone, oldest.Intent.Command)
		delete(p.open, oldest.Intent.Command)
	}
	return line
}

// journalChanged takes the journal's state, and notes among what was sent when it
// failed and when it worked again.
func (m *Model) journalChanged(msg JournalState) {
	if msg.Failed != m.journal.Failed || msg.Why != m.journal.Why {
		m.sent.add(&SentLine{Remark: &msg})
	}
	if m.journal.Failed && !msg.Failed {
		m.board.ResumeQueries()
	}
	m.journal = msg
}

func (p *sent) follow() { p.held, p.top = nil, 0 }

// scroll is the first line to be shown.
func (p *sent) scroll() int {
	if p.held == nil {
		return len(p.lines)
	}
	return p.top
}

// scrollSent moves the pane of what was sent. At its end it follows again.
func (m *Model) scrollSent(steps int) {
	p, height := &m.sent, max(m.textHeight, 1)
	switch {
	case p.held == nil && (steps >= 0 || len(p.lines) <= height):
		return
	case p.held == nil:
		p.held, p.top = slices.Clone(p.lines), len(p.lines)-height
	case p.held[p.top].Number >= p.lines[0].Number:
		// What is shown is still kept: what came behind it can be scrolled to.
		p.top = int(p.held[p.top].Number - p.lines[0].Number)
		p.held = slices.Clone(p.lines)
	}
	p.top = max(p.top+steps, 0)
	if p.top >= len(p.held)-height {
		p.follow()
	}
}
