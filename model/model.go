// Package model is the Elm model of the board on the screen: a state, messages,
// and an Update that changes the state and returns effects as values. It does
// no I/O and has no clock; Bubble Tea is unknown to it. The truth per DN is
// that of package board, which only Update changes.
package model

import (
	"slices"
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/bulk"
	"capdeck/model/column"
	"capdeck/model/effect"
	"capdeck/model/messages"
	"capdeck/model/overlay"
	"capdeck/model/panes"
	"capdeck/model/rows"
	"capdeck/model/sent"
	"capdeck/model/stats"
)

// Confirm says when a command asks first.
type Confirm uint8

// The confirm policies. The zero value is ConfirmDangerous.
const (
	ConfirmDangerous Confirm = iota // stop, pause, or more than one DN
	ConfirmBulk                     // more than one DN
	ConfirmAlways
	ConfirmNever
)

// Options says what a model begins with.
type Options struct {
	// Board is the board that the model changes from now on. Required.
	Board *board.Board
	// Site is the site of the session.
	Site string
	// By names the user in the journal.
	By string
	// ReadOnly refuses start, stop, pause and resume.
	ReadOnly bool
	// Confirm is the confirm policy.
	Confirm Confirm
	// CommandRate is how many commands for several DNs leave a second; 0 means
	// no limit. A command for a single DN leaves at once.
	CommandRate int
	// WriteLock, if above 0, begins with the write-lock closed: start, stop, pause
	// and resume are refused until the user opens it, and again when this time has
	// passed after the last command. With 0 it is open, and never closes by itself.
	WriteLock time.Duration
	// NotRecorded says that there is no journal.
	NotRecorded bool
	// Text returns a text of the messages that is not valid UTF-8 as it is to
	// be read; nil shows each byte that does not belong as \xNN.
	Text func(text []byte) string
	// CheckDN says why a DN cannot be registered, nil if it can. A nil CheckDN accepts
	// every DN.
	CheckDN func(dn string) error
	// Themes are the names that the theme action steps through; the first is
	// in force.
	Themes []string
	// Columns are those that the board shows; none means column.Default.
	Columns []column.ID
	// Keys are the keys of those actions whose keys are not the default ones, an empty
	// slice for none. Notes name them.
	Keys map[action.ID][]string
	// Mouse means that the terminal reports the mouse.
	Mouse bool
}

// applyBlock is how many events the board and then the log take at a time: few
// enough that they are still in the processor's cache for the log.
const applyBlock = 8

// Model is the state behind the screen. It is changed by Update alone, and
// used by one goroutine.
type Model struct {
	options Options
	actions []actionRow // the table
	board   *board.Board
	clock   clock

	rows     *rows.Rows
	overlay  overlay.Overlay
	messages *messages.Pane

	statistics stats.Stats
	sent       *sent.Pane
	panes      *panes.Panes
	notes      notes
	bulks      *bulk.Bulks
	lock       writeLock
	ending     ending
	terminal   terminal
}

// New returns a model around the board, with the messages shown and the cursor
// on the first row.
func New(options Options) *Model {
	m := &Model{
		options: options, actions: actionTable(), bulks: bulk.New(options.CommandRate), board: options.Board,
		rows: rows.New(options.Board, options.Site, options.Columns), panes: panes.New(),
	}
	m.messages = messages.New(messages.Options{WireDN: options.Board.WireDN, Text: options.Text})
	m.terminal = terminal{mouse: options.Mouse, theme: themeChoice{names: options.Themes}}
	m.terminal.theme.chosen = m.terminal.theme.name()
	m.lock = writeLock{after: options.WriteLock, locked: options.WriteLock > 0 && !options.ReadOnly}
	m.sent = sent.New(options.NotRecorded)
	m.board.OnEnd(m.statistics.Add)
	return m
}

// Board is the board, for reading. The caller must not change it.
func (m *Model) Board() *board.Board { return m.board }

// Now is the time of the last message that Update took.
func (m *Model) Now() time.Time { return m.clock.now }

// Behind reports whether the last batch came late because this program could
// not keep up: nothing is lost, but what is shown is older than it should be.
func (m *Model) Behind() bool { return m.clock.behind }

// ReadOnly reports whether commands other than query are refused.
func (m *Model) ReadOnly() bool { return m.options.ReadOnly }

// Statistics is what was counted of the commands, for reading.
func (m *Model) Statistics() *stats.Stats { return &m.statistics }

// Note is the sentence to be shown, with an empty Text if there is none.
func (m *Model) Note() Note { return m.notes.note }

// Update takes one message and returns what is to be done outside, in order.
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
		m.acknowledge(msg.Keys)
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
	case OverlayRefused:
		m.overlay.SetProblem(msg.Why)
	case Tick:
		m.clock.tick()
		m.showReply(m.messages.ContinueSearch())
	case ClickedDN, ClickedMessage, ClickedAction, Scrolled:
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
	case ClickedMessage:
		m.clickMessage(msg.Number)
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

// settle follows each message with what time and the board ask for: expiry, sending
// what is queued, automatic queries, outcomes, the next wake-up.
func (m *Model) settle(effects []effect.Effect) []effect.Effect {
	m.board.Expire(m.clock.now)
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
	return m.schedule(m.tellAlerts(effects))
}

// schedule asks for the next Tick if none is due early enough.
func (m *Model) schedule(effects []effect.Effect) []effect.Effect {
	next := m.clock.now.Add(tickTime)
	if deadline, ok := m.board.NextDeadline(); ok && deadline.Before(next) {
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
