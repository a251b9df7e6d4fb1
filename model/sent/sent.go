// Package sent keeps what was sent from here, as the journal has recorded it, with
// the state of the journal, and decides which lines its pane shows: the newest, or
// those that the user has scrolled to, which then stand still. It knows the entries
// of the journal and the lives of commands. It must not know the model, the files of
// the journal, or how the screen draws a line.
package sent

import (
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/journal"
)

// MaxLines is the most lines that are kept; the journal has the rest.
const MaxLines = 1000

// Line is one command that was sent, the automatic queries between two other lines,
// or a remark on the journal itself.
type Line struct {
	// Number counts the lines from 1.
	Number uint64
	// Entry is what the journal has recorded. The outcome of a command that has
	// none yet is journal.OutcomeOpen.
	journal.Entry
	// Remark is the state of the journal after a change; nil for other lines.
	Remark *JournalState
}

// JournalState says whether what is sent can be recorded. The zero value says that
// the journal works, or that there is none.
type JournalState struct {
	// Now is when the journal came into this state.
	Now time.Time
	// Failed reports that the journal cannot be written: no command is sent
	// meanwhile.
	Failed bool
	// Why is a sentence that says why it failed.
	Why string
}

// View is what the pane shows.
type View struct {
	// Lines are in the order in which they were recorded, the newest last; at
	// most MaxLines. They are for reading, and valid until the pane is changed.
	Lines []*Line
	// Following reports that the pane shows the newest lines; otherwise Newer of
	// them are behind the last one for which it has room.
	Following bool
	Newer     int
	// Older is how many lines are no longer kept.
	Older int
	// NotRecorded reports that there is no journal.
	NotRecorded bool
}

// Pane is what was sent, with the pane that shows it. The pane follows while it is
// at its end; scrolled up it holds the lines that it shows, so that it stands still
// even if they are no longer kept.
type Pane struct {
	notRecorded bool
	journal     JournalState

	lines []*Line
	last  uint64           // number of the newest line
	open  map[uint64]*Line // lines without an outcome, by command
	gone  uint64           // the highest command whose line is no longer kept

	height int
	held   []*Line // while not following, else nil
	top    int     // the first line of held that is shown
}

// New returns a pane to which nothing was sent yet. notRecorded means that there is
// no journal.
func New(notRecorded bool) *Pane {
	return &Pane{notRecorded: notRecorded, open: map[uint64]*Line{}}
}

// Journal returns the state of the journal that was last reported.
func (p *Pane) Journal() JournalState { return p.journal }

// SetJournal notes the state of the journal, with a line if it has changed.
func (p *Pane) SetJournal(state JournalState) {
	if state.Failed != p.journal.Failed || state.Why != p.journal.Why {
		p.add(&Line{Remark: &state})
	}
	p.journal = state
}

// Record adds what the journal has recorded, in order, and keeps nothing of the
// slices. An outcome can come before its intent: the board gives a command up while
// the disk is slow.
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

// joins adds automatic queries to the newest line if that is about automatic queries
// too: they go on all day, and would push the commands out.
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

// end gives a command its outcome. A command that was cancelled had no intent, and
// one whose line is no longer kept gets no new line.
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
