// Package manual is the screen of capdeck recorder --manual: it shows the commands that wait for an
// answer, and keys answer them. It knows the recorder by an interface, and no session. Package
// recorder sends the indications, and the command above this package gives the words for what
// became of them.
package manual

import (
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/recorder"
	"capdeck/ui/canvas"
	"capdeck/ui/keymsg"
)

// Recorder is what the screen needs of a recorder.Recorder.
type Recorder interface {
	Answer(command recorder.Command, indication event.Indication) error
	State(dn string) event.Indication
	Link() event.Link
}

// Options configures an App. Recorder, Inbox, Styles and Line are required.
type Options struct {
	Recorder Recorder
	// Inbox receives what the recorder reports.
	Inbox *Inbox
	// Styles are the theme, fitted to the terminal, and the glyphs.
	Styles canvas.Styles
	// ASCII restricts the screen to ASCII.
	ASCII bool
	// Line returns the line of a fate, and Note that of a sentence; neither has a line break. Text from
	// the network in them is cleaned.
	Line func(*recorder.Fate) string
	Note func(sentence string) string
	// Host is the T-Server that the header names, and DNs how many DNs are recorded.
	Host string
	DNs  int
	// AnswerQueries answers queries by the table from the start.
	AnswerQueries bool
	// Wrap guards the commands that the App starts against panics. nil does not guard them.
	Wrap func(tea.Cmd) tea.Cmd
	// Suspend returns the command of a stop by ctrl+z; nil means that there is none.
	Suspend func() tea.Cmd
	// Now is the clock, time.Now if nil.
	Now func() time.Time
}

// App is the screen, a tea.Model.
type App struct {
	options       Options
	list          list
	history       history
	answerQueries bool
	helping       bool
	helpTop       int // the first line of the help that is shown
	note          string
	top           int // the first command that is shown

	width, height int
	view          string
	landing       landing
}

// landing keeps a key from answering a command that the user has not seen under the cursor: the
// cursor goes to another command by itself when its own is answered.
type landing struct {
	moved bool   // the cursor moved by itself, and no frame shows it yet
	frame uint64 // the first frame that shows it
}

// FrameWritten reports that the terminal shows what View returned last.
type FrameWritten struct{ Frame uint64 }

// Resumed reports that the terminal is back after a stop.
type Resumed struct{ Problem string }

// arrived asks for the contents of the inbox, tick for another look at the clock.
type (
	arrived struct{}
	tick    struct{}
)

// framePause is the least time between two looks into the inbox.
const framePause = 50 * time.Millisecond

// New returns an App.
func New(options Options) *App {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Wrap == nil {
		options.Wrap = func(cmd tea.Cmd) tea.Cmd { return cmd }
	}
	return &App{options: options, answerQueries: options.AnswerQueries}
}

// Init starts to wait for the inbox and the clock.
func (a *App) Init() tea.Cmd { return tea.Batch(a.await(), nextTick()) }

func nextTick() tea.Cmd { return tea.Tick(time.Second, func(time.Time) tea.Msg { return tick{} }) }

// await returns a command that waits for something in the inbox.
func (a *App) await() tea.Cmd {
	wake := a.options.Inbox.wake
	return a.options.Wrap(func() tea.Msg {
		<-wake
		return arrived{}
	})
}

// Update handles one message.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var next tea.Cmd
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.width, a.height = max(msg.Width, 0), max(msg.Height, 0)
	case arrived:
		a.receive()
		next = tea.Tick(framePause, func(time.Time) tea.Msg { return waited{} })
	case waited:
		return a, a.await()
	case tick:
		next = nextTick()
	case FrameWritten:
		if a.landing.moved {
			a.landing = landing{frame: msg.Frame}
		}
		return a, nil
	case Resumed:
		if msg.Problem != "" {
			a.note = msg.Problem
		}
	case keymsg.Press:
		next = a.press(msg)
	case suspendAsked:
		return a, a.options.Suspend()
	default:
		return a, nil
	}
	a.draw()
	return a, next
}

// waited allows another look into the inbox.
type waited struct{}

// View returns the screen.
func (a *App) View() string { return a.view }

// receive takes what is in the inbox.
func (a *App) receive() {
	taken := a.options.Inbox.take()
	before := a.list.cursor
	for _, command := range taken.commands {
		if a.answerQueries && command.Verb == event.VerbQuery {
			a.answer(command, a.byTable(command))
			continue
		}
		if dropped, full := a.list.add(command); full {
			a.remark(fmt.Sprintf("%s of DN %s was given up: %d commands wait already", dropped.Verb, dropped.DN, maxWaiting))
		}
	}
	a.landing.moved = a.landing.moved || a.list.cursor != before
	if taken.dropped > 0 {
		a.remark(fmt.Sprintf("%d commands were given up: they came faster than the screen takes them", taken.dropped))
	}
	for i := range taken.fates {
		a.history.settle(&taken.fates[i], a.options.Line(&taken.fates[i]))
	}
	for _, sentence := range taken.notes {
		a.remark(sentence)
	}
}

func (a *App) remark(sentence string) {
	a.history.add(entry{text: a.options.Note(sentence)})
}

// byTable returns the indication with which the recorder's table answers a command now.
func (a *App) byTable(command recorder.Command) event.Indication {
	next, _ := recorder.Next(a.options.Recorder.State(command.DN), command.Verb)
	return next
}

// answer sends an indication. Its line in the history is open until its fate is known.
func (a *App) answer(command recorder.Command, indication event.Indication) {
	text := fmt.Sprintf("DN %s: %s -> %s, and T-Server has not answered yet", command.DN, command.Verb, indication)
	a.history.add(entry{role: themes.Pending, text: a.options.Note(text), open: command.ID})
	if err := a.options.Recorder.Answer(command, indication); err != nil {
		a.note = err.Error()
	}
}
