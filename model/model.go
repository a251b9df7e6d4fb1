// Package model is the Elm model of the board on the screen: a state, messages, and an
// Update that changes the state and returns effects as values. It does no I/O, reads no
// clock, and does not know Bubble Tea. The state of each DN is in package board; only
// Update changes it.
package model

import (
	"slices"
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/bulk"
	"capdeck/model/column"
	"capdeck/model/coverage"
	"capdeck/model/effect"
	"capdeck/model/figures"
	"capdeck/model/history"
	"capdeck/model/incidents"
	"capdeck/model/messages"
	"capdeck/model/overlay"
	"capdeck/model/panes"
	"capdeck/model/rows"
	"capdeck/model/say"
	"capdeck/model/sent"
	"capdeck/model/stats"
	"capdeck/model/teams"
)

// Confirm is the policy on which commands need a confirmation.
type Confirm uint8

// The confirm policies. The zero value is ConfirmDangerous.
const (
	ConfirmDangerous Confirm = iota // stop, pause, or more than one DN
	ConfirmBulk                     // more than one DN
	ConfirmAlways
	ConfirmNever
)

// Options are the settings of a model.
type Options struct {
	// Board is the board, which only the model may change from now on. Required.
	Board *board.Board
	// Site is the site of the session.
	Site string
	// By names the user in the journal.
	By string
	// ReadOnly refuses start, stop, pause and resume.
	ReadOnly bool
	// Confirm is the confirm policy.
	Confirm Confirm
	// CommandRate is how many commands of a bulk are sent per second; 0 means no
	// limit. A command for a single DN is sent at once.
	CommandRate int
	// WriteLock, if above 0, starts with the write-lock closed: start, stop, pause and
	// resume are refused until the user opens it, and again when this time has passed
	// since the last command. If it is 0, the lock starts open and never closes by
	// itself.
	WriteLock time.Duration
	// NotRecorded means that there is no journal.
	NotRecorded bool
	// Coverage is the policy of coverage. New sets Interval and Excludes.
	Coverage coverage.Options
	// CoverageExclude is the filter of the DNs and calls that are outside the policy, ""
	// for none. Invalid parts are ignored.
	CoverageExclude string
	// Process names this process for ever, in the IDs of incidents.
	Process string
	// NotifyIncidents asks for the user's attention when an incident is raised or over.
	NotifyIncidents bool
	// NoStopsByOthers raises no incident if another client stops a capture during a call.
	NoStopsByOthers bool
	// Text decodes a text of the messages that is not valid UTF-8. If it is nil, each
	// invalid byte is shown as \xNN.
	Text func(text []byte) string
	// CheckDN returns an error if a DN cannot be registered. A nil CheckDN accepts
	// every DN.
	CheckDN func(dn string) error
	// Themes are the names that the theme action steps through; the first is
	// in force.
	Themes []string
	// Columns are the columns that the board shows; none means column.Default.
	Columns []column.ID
	// Keys has the keys of the actions whose keys are not the default ones; an empty
	// slice means that the action has no key. Notes name these keys.
	Keys map[action.ID][]string
	// Mouse means that the terminal reports the mouse.
	Mouse bool
	// Publishes means that someone watches capdeck from outside: Update returns an
	// effect.Publish about once a second.
	Publishes bool
	// KeepsEvidence means that the log on disk is told once a minute which stretches go on
	// (effect.Evidence).
	KeepsEvidence bool
	// RawMessages makes the messages pane begin with the messages. Without it, it begins with
	// the event feed.
	RawMessages bool
}

// applyBlock is how many events the board and then the log apply at a time: few enough
// to be still in the processor's cache for the log.
const applyBlock = 8

// Model is the state behind the screen. Only Update changes it. A Model must be used by
// one goroutine only.
type Model struct {
	options Options
	actions []actionRow // the table
	board   *board.Board
	clock   clock

	rows       *rows.Rows
	overlay    overlay.Overlay
	completing completing
	messages   *messages.Pane

	history  history.History
	happened []byte // reused for each line of the event feed

	statistics stats.Stats
	coverage   *coverage.Coverage
	goingTold  time.Time // when the stretches that go on were last told
	calls      callCounts
	incidents  *incidents.Incidents
	evidence   EvidenceState
	figures    *figures.Taker // nil if no one watches from outside
	asked      acknowledgement
	followed   followed
	teams      *teams.Teams
	listed     *incidents.Pane
	sent       *sent.Pane
	panes      *panes.Panes
	notes      notes
	noted      incidentNotes
	bulks      *bulk.Bulks
	lock       writeLock
	ending     ending
	terminal   terminal
}

// New returns a model of the board in options, with the messages shown and the cursor
// on the first row.
func New(options Options) *Model {
	m := &Model{
		options: options, actions: actionTable(), bulks: bulk.New(options.CommandRate), board: options.Board,
		rows: rows.New(options.Board, options.Site, options.Columns), panes: panes.New(),
	}
	m.messages = messages.New(messages.Options{
		WireDN: options.Board.WireDN, Text: options.Text, Words: m.feedText, Raw: options.RawMessages,
	})
	m.terminal = terminal{mouse: options.Mouse, theme: themeChoice{names: options.Themes}}
	m.terminal.theme.chosen = m.terminal.theme.name()
	m.lock = writeLock{after: options.WriteLock, locked: options.WriteLock > 0 && !options.ReadOnly}
	m.sent = sent.New(options.NotRecorded)
	m.incidents = incidents.New(incidents.Options{
		Process: options.Process, NoStopsByOthers: options.NoStopsByOthers, Excludes: m.excludes, WhyDown: m.whyDown, Cause: say.NoticeCause,
	})
	m.listed = incidents.NewPane(m.incidents)
	m.board.OnEnd(m.statistics.Add)
	m.watchBoard()
	m.teams = teams.New(m.board, m.coverage)
	if options.Publishes {
		m.figures = figures.NewTaker(figures.Sources{Board: m.board, Commands: &m.statistics, Site: options.Site, Coverage: m.coverage, Incidents: m.incidents})
	}
	return m
}

// Board returns the board. The caller must not change it.
func (m *Model) Board() *board.Board { return m.board }

// Now returns the time of the last message that Update handled.
func (m *Model) Now() time.Time { return m.clock.now }

// Behind reports whether the last batch arrived late because this program could not
// keep up: nothing is lost, but the screen shows a state older than it should be.
func (m *Model) Behind() bool { return m.clock.behind }

// ReadOnly reports whether commands other than query are refused.
func (m *Model) ReadOnly() bool { return m.options.ReadOnly }

// Statistics returns the statistics of the commands. The caller must not change them.
func (m *Model) Statistics() *stats.Stats { return &m.statistics }

// Note returns the note to show. Its Text is empty if there is none.
func (m *Model) Note() Note { return m.notes.note }

// Update handles one message and returns the effects to carry out, in order.
func (m *Model) Update(msg Msg) []effect.Effect {
	m.clock.advance(msg.at())
	m.statistics.Begin(m.clock.now)
	return m.settle(m.handle(msg))
}

// handle routes a message to the part that it concerns.
func (m *Model) handle(msg Msg) []effect.Effect {
	switch msg := msg.(type) {
	case Events:
		m.apply(msg)
	case Do:
		return m.do(msg.ID)
	case Command:
		m.typed(msg)
	case Acknowledge:
		m.notes.note = Note{}
		m.typedAcknowledge(msg)
	case SetFilter:
		m.typedFilter(msg.Text)
	case Mark:
		m.mark(msg)
	case OverlayKey:
		return m.overlayKey(msg.Key)
	case OverlayText:
		return m.conclude(m.overlay.SetText(msg.Text))
	case OverlayShown:
		m.overlay.Shown(msg.ID, msg.Chosen)
	case CursorShown:
		m.rows.SetSeen(msg.Key, msg.Seen)
	case OverlayRefused:
		m.overlay.SetProblem(msg.Why)
	case Tick:
		m.clock.tick()
		m.showReply(m.messages.ContinueSearch())
	case ClickedDN, ClickedHead, ClickedBar, ClickedMessage, ClickedTeam, ClickedIncident, ClickedAction, Scrolled:
		m.handleMouse(msg)
	case Visible:
		m.setVisible(msg)
	case ThemesChanged:
		m.changeThemes(msg.Names)
	case Stop:
		return []effect.Effect{effect.Suspend{Text: m.suspendText()}}
	case Resumed:
		return m.resumed(msg)
	default:
		m.handleNews(msg)
	}
	return nil
}

// handleNews routes what the session, the journal and files report.
func (m *Model) handleNews(msg Msg) {
	switch msg := msg.(type) {
	case Say:
		m.say(msg.Text, msg.IsError)
		m.notes.note.Stays = msg.Stays
	case JournalState:
		m.journalChanged(msg)
	case EvidenceState:
		m.evidence = msg
	case EarlierIncidents:
		m.incidents.Load(msg.Incidents)
	case AcknowledgedElsewhere:
		m.acknowledgedElsewhere(msg.Incidents)
	case Recorded:
		m.sent.Record(msg.Intents, msg.Outcomes)
	case Ending:
		m.end(msg.Why)
	case Unsent:
		m.unsent(msg)
	case Resynchronise:
		m.resync(msg.Keys)
	case AddressesUnsent:
		m.addressesUnsent(msg)
	case Exported:
		m.exported(msg)
	}
}

func (m *Model) handleMouse(msg Msg) {
	switch msg := msg.(type) {
	case ClickedDN:
		m.clickDN(msg.Key)
	case ClickedHead:
		m.clickHead(msg.Column)
	case ClickedBar:
		m.clickBar(msg)
	case ClickedMessage:
		m.clickMessage(msg.Number)
	case ClickedTeam:
		m.clickTeam(msg.Key)
	case ClickedIncident:
		m.clickIncident(msg.ID)
	case ClickedAction:
		m.overlay.Select(msg.ID)
	case Scrolled:
		m.wheel(msg)
	}
}

func (m *Model) apply(msg Events) {
	m.clock.batch(msg.Batch.Behind)
	for events := range slices.Chunk(msg.Batch.Events, applyBlock) {
		m.board.ApplyAll(events)
		m.messages.Apply(events)
	}
}

// settle does the work that is due after each message: expiry, sending queued commands,
// automatic queries, outcomes, the next wake-up.
func (m *Model) settle(effects []effect.Effect) []effect.Effect {
	m.board.Expire(m.clock.now)
	effects = m.keepIncidents(m.keepCoverage(effects))
	m.notes.expire(m.clock.now)
	if m.ending.ended {
		return m.last(effects)
	}
	effects = m.keepLock(effects)
	if commands := m.bulks.Release(m.clock.now, m.board); len(commands) > 0 {
		effects = append(effects, effect.Send{Commands: commands})
	}
	if queries := m.board.NextQueries(m.clock.now, m.rows.VisibleKeys()); len(queries) > 0 {
		effects = append(effects, effect.Send{Commands: queries})
	}
	effects = m.askAddresses(effects)
	if ended := m.board.TakeOutcomes(); len(ended) > 0 {
		m.endBulks(ended)
		effects = append(effects, effect.Outcomes{Commands: ended})
	}
	m.rows.Follow(m.clock.now)
	m.countCalls()
	m.followTeams()
	m.followQuestion()
	return m.schedule(m.publish(m.tellAlerts(effects)))
}

// publish appends the figures of the board if they are due. A Tick arrives every second.
func (m *Model) publish(effects []effect.Effect) []effect.Effect {
	if m.figures == nil {
		return effects
	}
	if taken := m.figures.Take(m.clock.now); taken != nil {
		effects = append(effects, effect.Publish{Figures: taken})
	}
	return effects
}

// schedule requests the next Tick if none is due early enough.
func (m *Model) schedule(effects []effect.Effect) []effect.Effect {
	next := m.clock.now.Add(tickTime)
	if deadline, ok := m.board.NextDeadline(); ok && deadline.Before(next) {
		next = deadline
	}
	if deadline, ok := m.coverage.NextDeadline(); ok && deadline.Before(next) {
		next = deadline
	}
	if second, ok := m.countdown(); ok && second.Before(next) {
		next = second
	}
	if release, ok := m.bulks.NextRelease(m.clock.now, m.board); ok && release.Before(next) {
		next = release
	}
	if m.messages.Search().Running {
		next = m.clock.now
	}
	if at, ask := m.clock.wakeAt(next); ask {
		effects = append(effects, effect.Wake{At: at})
	}
	return effects
}

func (m *Model) say(text string, isError bool) {
	m.notes.note = Note{Text: text, IsError: isError, At: m.clock.now}
}
