package plain

import (
	"time"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/model/say"
	"capdeck/model/sent"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
	"capdeck/ui/cell"
)

const (
	clock = "15:04:05"
	// mostCells is the greatest width of a line: a label can have any length.
	mostCells = 500
)

// Options are what an App shows and where it writes. Model and Out are required.
type Options struct {
	// Model is the state that the App shows and, from now on, updates.
	Model *model.Model
	// Site is the site of the session whose link is announced.
	Site string
	// Host is the host:port that the user asked for. It is shown until a session names its
	// own.
	Host string
	// Opening is a sentence that is written first, "" for none.
	Opening string
	// Warning is a few words that are written at the start and with the status, such as TLS
	// NOT VERIFIED; "" for none.
	Warning string
	// Text returns text from the network that is not valid UTF-8 in readable form. It is pure.
	// If it is nil, invalid bytes are shown as such.
	Text func(text []byte) string
	// Zone is the zone that times are shown in; nil means time.Local.
	Zone *time.Location
	// Out receives the lines.
	Out *Queue
	// Script reports that the lines do not come from a person at a terminal: each waits until
	// the one before it has had its effect (TakesLine).
	Script bool
	// Patience is how long a script's first line waits for the link to come up; 0
	// means 30 s. The registrations have their own time after that.
	Patience time.Duration
	// KeepGoing carries out the lines after one that failed, too.
	KeepGoing bool
}

// App is the plain form of the board. It is used by one goroutine.
type App struct {
	options Options
	model   *model.Model
	now     time.Time // of the last message or line
	effects []effect.Effect

	rows     map[*board.Row]rowState
	seen     uint64 // the board's version when rows were last compared
	members  uint64 // the board's MembersVersion at that time
	link     event.Link
	silent   bool
	teams    []board.TeamSilence // those announced as silent
	waiting  string              // the last sentence about a failed connection
	journal  sent.JournalState
	evidence model.EvidenceState
	bulks    map[uint64]bool // the bulks that have ended: their summary was written
	dialog   uint64          // number of the last question that was asked

	pace     pace
	settling bool
	settle   time.Time // when settling began
	begun    time.Time // when Start was called
	ready    bool      // the registrations have settled once

	failed   bool // a typed line failed
	partly   bool // a typed line named some DNs that are not on the board
	lines    int  // typed so far
	stopped  scriptLine
	resynced scriptLine // the last line that asked for a resynchronisation
	unsure   unsure
	quiet    bool
	missed   int // changes while quiet
	ended    bool
	over     bool // the message that is being handled is an Ending
	left     bool // quit was requested at the end of the input

	decoded wire.Message // buffer for the message that is being shown
}

// New returns an App. It writes nothing before Start.
func New(options Options) *App {
	if options.Zone == nil {
		options.Zone = time.Local
	}
	if options.Patience == 0 {
		options.Patience = 30 * time.Second
	}
	a := &App{options: options, model: options.Model, rows: map[*board.Row]rowState{}}
	a.changedRows(nil)
	return a
}

// Start writes the present state and starts the model.
func (a *App) Start(now time.Time) []effect.Effect {
	a.now, a.begun = now, now
	if a.options.Opening != "" {
		a.answer(a.options.Opening)
	}
	a.sayLimits()
	link, _ := a.model.Board().Link(a.options.Site)
	a.answer(a.linkText(&link))
	a.answer(a.boardText())
	if !a.options.Script {
		a.answer("Type help to see what you can type.")
	}
	return a.Update(model.Tick{Now: now})
}

// Update handles one message, announces what it changed, and returns the model's effects.
// It never waits.
func (a *App) Update(msg model.Msg) []effect.Effect {
	a.tell(msg)
	return a.takeEffects()
}

// tell updates the model and announces the result. It keeps the effects.
func (a *App) tell(msg model.Msg) {
	before := a.model.Note()
	_, a.over = msg.(model.Ending)
	effects := a.model.Update(msg)
	a.effects = append(a.effects, effects...)
	a.now = a.model.Now()
	a.note(msg, before)
	a.announceSession()
	a.announceRows(outcomes(effects))
	a.announceIncidents(effects)
	a.announceSettled()
	a.announceBulks()
	a.ask()
}

// takeEffects returns the effects that are due, and quits at the end of the input once no
// command is open.
func (a *App) takeEffects() []effect.Effect {
	if a.ended && !a.left && a.model.Board().Counters().OpenCommands == 0 {
		a.left = true
		a.tell(model.Do{Now: a.now, ID: action.Quit})
	}
	effects := a.effects
	a.effects = nil
	return effects
}

// TakesLine reports whether a typed line can be handled now. A line from a person always
// can. A script's line waits until the DNs are registered and queried, or until that is
// impossible, and then until the commands before it have ended: a script cannot look at
// the board first.
func (a *App) TakesLine() bool {
	if !a.options.Script || a.Stopped() {
		return true
	}
	switch a.link.State {
	case event.LinkRefused, event.LinkClosed:
		return true
	}
	if a.settling || !a.ready && a.now.Sub(a.begun) < a.options.Patience {
		return false
	}
	return a.model.Board().Counters().OpenCommands == 0
}

// EndOfInput reports that there are no more lines. The program exits as soon as no command
// waits for its outcome; timeouts bound that wait.
func (a *App) EndOfInput(now time.Time) []effect.Effect {
	a.ended = true
	if a.model.Overlay().Dialog() != nil {
		a.refuse("Nothing was done: the input ended without a yes.")
		a.tell(model.OverlayKey{Now: now, Key: "esc"})
	}
	return a.Update(model.Tick{Now: now})
}

// note writes what the model has put on its line of notes. A refusal that repeats is
// written again; a note that is still there is not.
func (a *App) note(msg model.Msg, before model.Note) {
	note := a.model.Note()
	switch msg.(type) {
	case model.Say, model.Do, model.Command, model.Resynchronise, model.Acknowledge:
	default:
		if note == before {
			return
		}
	}
	if note.IsError && isOrder(msg) {
		a.failed = true
	}
	if note.Text != "" {
		a.answer(say.Sentence(note.Text))
	}
	if _, unsent := msg.(model.AddressesUnsent); unsent && note.IsError {
		a.failed = true
		a.endScript(a.resynced)
	}
}

// isOrder reports whether a message requests an action. It is not a failure if there was
// nothing to cancel.
func isOrder(msg model.Msg) bool {
	switch msg := msg.(type) {
	case model.Command, model.Resynchronise, model.Acknowledge, model.OverlayKey:
		return true
	case model.Do:
		return msg.ID != action.Cancel
	}
	return false
}

// refuse answers a line that failed.
func (a *App) refuse(text string) {
	a.failed = true
	a.answer(text)
}

// Failed reports whether a typed line was not understood, or failed for some of what it
// named. The outcomes of commands do not count.
func (a *App) Failed() bool { return a.failed || a.partly }

// ask writes the question that the model asks.
func (a *App) ask() {
	dialog := a.model.Overlay().Dialog()
	if dialog == nil || dialog.ID == a.dialog {
		return
	}
	a.dialog = dialog.ID
	a.answer(a.question(dialog))
	// Only a typed line opens a question, and only the next line can answer it. So an answer
	// is always meant for this question, whether it was seen or not.
	a.tell(model.OverlayShown{Now: a.now, ID: dialog.ID})
}

// outcomes returns the commands that have ended, by their row.
func outcomes(effects []effect.Effect) map[board.Key][]board.Command {
	var ended map[board.Key][]board.Command
	for _, e := range effects {
		if e, ok := e.(effect.Outcomes); ok {
			if ended == nil {
				ended = map[board.Key][]board.Command{}
			}
			for _, c := range e.Commands {
				ended[c.Key] = append(ended[c.Key], c)
			}
		}
	}
	return ended
}

// answer writes something that the user asked for, or must read in any case.
func (a *App) answer(text string) { a.answerAt(a.now, text) }

func (a *App) answerAt(at time.Time, text string) {
	a.options.Out.answer(a.stamp(at), cell.Cut(text, mostCells, "..."))
}

// announce writes something that has changed.
func (a *App) announce(text string) {
	a.options.Out.change(a.stamp(a.now), cell.Cut(text, mostCells, "..."))
}

func (a *App) stamp(at time.Time) string { return at.In(a.options.Zone).Format(clock) + " " }
