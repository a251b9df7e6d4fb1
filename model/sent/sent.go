// Package sent keeps the commands sent from here, as the journal has recorded them, and
// the state of the journal. It decides which lines its pane shows: the newest ones, or
// those that the user has scrolled to, which then do not move. It knows the entries of
// the journal and the lives of commands. It must not know the model, the files of the
// journal, or how the screen draws a line.
package sent

import (
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/journal"
)

// MaxLines is the maximum number of lines that are kept; the journal has the rest.
const MaxLines = 1000

// Line is one command that was sent, all automatic queries between two other lines, or a
// remark on the journal itself.
type Line struct {
	// Number counts the lines from 1.
	Number uint64
	// Entry is the entry in the journal. The outcome of a command that has none yet is
	// journal.OutcomeOpen.
	journal.Entry
	// Remark is the state of the journal after a change; nil for other lines.
	Remark *JournalState
}

// JournalState is the state of the journal. The zero value means that the journal works,
// or that there is none.
type JournalState struct {
	// Now is when the journal entered this state.
	Now time.Time
	// Failed means that the journal cannot be written, so that no command is sent.
	Failed bool
	// Why is a sentence on why it failed.
	Why string
}

// View is what the pane shows.
type View struct {
	// Lines are at most MaxLines lines in the order in which they were recorded, the
	// newest last. The caller must not change them. They are valid until the pane
	// changes.
	Lines []*Line
	// Following means that the pane shows the newest lines. Otherwise Newer lines
	// follow the last one for which it has room.
	Following bool
	Newer     int
	// Older is how many lines are no longer kept.
	Older int
	// NotRecorded means that there is no journal.
	NotRecorded bool
}

// Pane has the lines and decides which of them are shown. At its end the pane follows
// new lines. Scrolled up it holds the lines that it shows, so that it does not change
// even if they are no longer kept.
type Pane struct {
	notRecorded bool
	journal     JournalState

	lines []*Line
	last  uint64           // number of the newest line
	open  map[uint64]*Line // lines without an outcome, by command
	gone  uint64           // the highest command whose line is no longer kept

	height int
	held   []*Line // while not following; otherwise nil
	top    int     // the first line of held that is shown
}

// New returns a pane without lines. notRecorded means that there is no journal.
func New(notRecorded bool) *Pane {
	return &Pane{notRecorded: notRecorded, open: map[uint64]*Line{}}
}

// Journal returns the state of the journal that was last reported.
func (p *Pane) Journal() JournalState { return p.journal }

// SetJournal sets the state of the journal, and adds a line if it has changed.
func (p *Pane) SetJournal(state JournalState) {
	if state.Failed != p.journal.Failed || state.Why != p.journal.Why {
		p.add(&Line{Remark: &state})
	}
	p.journal = state
}

// Record adds entries that the journal has recorded, in order. It does not retain the
// slices. An outcome can arrive before its intent, since the board can give up a command
// while the disk is slow.
func (p *Pane) Record(intents []journal.Intent, outcomes []journal.Outcome) {
	for i := range intents {
		intent := &intents[i]
		if line := p.open[intent.Command]; line != nil && !line.Recorded {
			line.Intent, line.Recorded = *intent, true
			delete(p.open, intent.Command)
			continue
		}
		if p.joins(intent) {
			continue
		}
		line := p.add(&Line{Entry: journal.Entry{Intent: *intent, Recorded: true}})
		if intent.Command != 0 {
			line.Outcome.Outcome = journal.OutcomeOpen
			p.open[intent.Command] = line
		}
	}
	for i := range outcomes {
		p.end(&outcomes[i])
	}
}

// joins adds automatic queries to the newest line if that is also about automatic
// queries, and reports whether it did: they are sent all day, and would displace the
// commands.
func (p *Pane) joins(intent *journal.Intent) bool {
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

// end sets the outcome of a command. A cancelled command had no intent and gets a new
// line; a command whose line is no longer kept gets none.
func (p *Pane) end(outcome *journal.Outcome) {
	if line := p.open[outcome.Command]; line != nil {
		line.Outcome = *outcome
		delete(p.open, outcome.Command)
		return
	}
	cancelled := outcome.Outcome == board.LifeCancelled.String()
	if !cancelled && outcome.Command <= p.gone {
		return
	}
	line := p.add(&Line{Entry: journal.Entry{
		Intent:  journal.Intent{Time: outcome.Time, Site: outcome.Site, Command: outcome.Command, DN: outcome.DN, Verb: outcome.Verb},
		Outcome: *outcome,
	}})
	if !cancelled {
		p.open[outcome.Command] = line
	}
}

// add appends a line. If there are too many, the oldest is dropped.
func (p *Pane) add(line *Line) *Line {
	p.last++
	line.Number = p.last
	p.lines = append(p.lines, line)
	if len(p.lines) > MaxLines {
		oldest := p.lines[0]
		p.lines[0] = nil
		p.lines = p.lines[1:]
		p.gone = max(p.gone, oldest.Intent.Command)
		delete(p.open, oldest.Intent.Command)
	}
	return line
}
