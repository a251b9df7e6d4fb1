package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/effect"
	"capdeck/ui/bindings"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/keymsg"
	"capdeck/ui/messages"
	"capdeck/ui/overlay"
	"capdeck/ui/rows"
)

// App is the screen, a tea.Model. Bubble Tea uses it from one goroutine.
type App struct {
	options Options
	model   *model.Model
	keys    bindings.Bindings
	styles  canvas.Styles // of the current theme
	// allStyles has an element for each of Options.Themes, in the same order, and the
	// plain styles at the end.
	allStyles []canvas.Styles

	input overlay.Input

	width, height int
	layout        layout
	widths        rows.Widths
	told          model.Visible     // the layout that the model knows; Now is zero
	text          []canvas.TextLine // lines of the open help or text pane

	hinting bool // whether the hint of the first run is shown
	// suspended reports that the program is suspended or about to be.
	suspended bool

	dirty bool
	// Events make the screen dirty no earlier than quietUntil. late reports that events
	// arrived before that time and that a Tick was requested for it.
	quietUntil time.Time
	late       bool
	view       string
	frame      []byte // buffer for the next frame
	ascii      []byte // buffer for the same frame in ASCII
	frames     frames

	reader messages.Reader
}

// New returns an App. It shows nothing until it receives a tea.WindowSizeMsg.
func New(options Options) *App {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Zone == nil {
		options.Zone = time.Local
	}
	if options.Perform == nil {
		options.Perform = func([]effect.Effect) tea.Cmd { return nil }
	}
	if options.Wrap == nil {
		options.Wrap = func(cmd tea.Cmd) tea.Cmd { return cmd }
	}
	a := &App{
		options: options, model: options.Model, keys: bindings.New(model.Actions(), options.Keys),
		allStyles: newStyles(options), input: overlay.NewInput(), hinting: options.FirstRun, frames: frames{read: nowRead},
		reader: messages.Reader{Zone: options.Zone, Decode: options.Text, Feed: options.Model.FeedLine},
	}
	a.chooseStyles()
	return a
}

// Init requests the first batch and gives the model its first Tick.
func (a *App) Init() tea.Cmd {
	effects := a.tell(model.Tick{Now: a.options.Now()})
	if a.options.Opening != "" {
		effects = append(effects, a.tell(model.Say{Now: a.options.Now(), Text: a.options.Opening})...)
	}
	return a.finish(append(effects, a.remarkUnasked()...), a.nextBatch())
}

// Update handles one message. It never blocks.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var effects []effect.Effect
	var next tea.Cmd
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.width, a.height, a.dirty = max(msg.Width, 0), max(msg.Height, 0), true
	case keymsg.Press:
		return a.handlePress(msg)
	case keymsg.PasteRefused:
		effects = a.tellRefused(refusedPaste(msg))
	case keymsg.Unended:
		effects = a.tellRefused(unended(msg))
	case tea.KeyMsg, tea.MouseMsg:
		effects = a.typed(msg)
	case ThemesChanged:
		effects = a.changeThemes(msg)
	case FrameWritten:
		effects = a.frameWritten(msg.Frame)
	case model.Events:
		effects = a.events(msg)
		next = a.nextBatch()
	case model.Msg:
		if _, isResumed := msg.(model.Resumed); isResumed {
			a.suspended = false
		}
		effects = a.tell(msg)
		if now := a.options.Now(); a.late && !now.Before(a.quietUntil) {
			a.late, a.quietUntil = false, now.Add(eventFrame)
		}
	default:
		return a, nil
	}
	return a, a.finish(effects, next)
}

// View returns the screen, with exactly the height and, on each line, the width of the
// window. It returns the same string until something changes.
func (a *App) View() string {
	if a.dirty {
		a.dirty = false
		a.draw()
	}
	return a.view
}

// tell updates the model.
func (a *App) tell(msg model.Msg) []effect.Effect {
	a.dirty = true
	return a.model.Update(msg)
}

// eventFrame is the shortest time between two frames that events cause: people do not need
// more than 20 frames a second. All other changes are drawn at once.
const eventFrame = 50 * time.Millisecond

// events gives a batch to the model. Any number of batches can arrive in a second.
func (a *App) events(msg model.Events) []effect.Effect {
	effects := a.model.Update(msg)
	now := a.options.Now()
	switch {
	case !now.Before(a.quietUntil):
		a.dirty, a.late = true, false
		a.quietUntil = now.Add(eventFrame)
	case !a.late:
		a.late = true
		effects = append(effects, effect.Wake{At: a.quietUntil})
	}
	return effects
}

// finish updates the layout, tells the model how much is visible, and passes the effects
// to Options.Perform.
func (a *App) finish(effects []effect.Effect, next tea.Cmd) tea.Cmd {
	a.input.Follow(a.model.Overlay().Prompt())
	effects = append(effects, a.showTheme()...)
	if a.dirty {
		a.arrange()
		if visible := a.layout.visible(); visible != a.told {
			a.told = visible
			visible.Now = a.options.Now()
			effects = append(effects, a.tell(visible)...)
		}
		a.fitColumns()
	}
	if len(effects) == 0 {
		return next
	}
	for _, e := range effects {
		if _, isSuspend := e.(effect.Suspend); isSuspend {
			a.suspended = true
		}
	}
	a.writeCopies(effects)
	return tea.Batch(a.options.Perform(effects), next)
}

func (a *App) nextBatch() tea.Cmd {
	if a.options.NextBatch == nil {
		return nil
	}
	return a.options.Wrap(a.options.NextBatch)
}

// frameWritten records that the terminal shows the frame that View returned last.
func (a *App) frameWritten(frame uint64) []effect.Effect {
	a.frames.written(frame)
	effects := a.cursorWritten()
	if a.showsPalette() {
		return append(effects, a.paletteWritten()...)
	}
	dialog := a.model.Overlay().Dialog()
	if dialog == nil || dialog.Ready || dialog.ID != a.frames.shown.Dialog {
		return effects
	}
	return append(effects, a.tell(model.OverlayShown{Now: a.options.Now(), ID: dialog.ID})...)
}

// cursorWritten tells the model that the terminal shows the row on which the cursor landed.
func (a *App) cursorWritten() []effect.Effect {
	key, ok := a.model.Rows().Cursor()
	if !ok || a.model.Rows().Unseen() == "" || !a.frames.shown.HasCursor || a.frames.shown.Cursor != key {
		return nil
	}
	a.frames.landed, a.frames.landedOn = a.frames.newest, key
	return a.tell(model.CursorShown{Now: a.options.Now(), Key: key, Seen: true})
}

// draw makes a new frame.
func (a *App) draw() {
	a.frames.built.Reset()
	c := canvas.Canvas{Styles: &a.styles, Out: a.frame[:0], Width: a.width, Hits: &a.frames.built}
	if a.width > 0 && a.height > 0 {
		a.drawScreen(&c)
	}
	a.frame = c.Out
	frame := a.frame
	if a.options.ASCII {
		a.ascii = cell.ASCII(a.ascii[:0], frame)
		frame = a.ascii
	}
	if string(frame) != a.view {
		a.view = string(frame)
	}
}
