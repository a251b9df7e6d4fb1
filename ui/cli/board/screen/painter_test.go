package screen

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
	"capdeck/ui"
	"capdeck/ui/cli/live"
	"capdeck/ui/cli/term"
	"capdeck/ui/internal/screentest"
)

// paintGuard is how long a frame may take before the test fails.
const paintGuard = 30 * time.Second

// painter runs the screen on Bubble Tea and the output writer as the program
// does, with a stopped clock, and with a file as the terminal: the file contains what a
// terminal would have received.
type painter struct {
	t       *testing.T
	file    *os.File
	writer  *term.Writer
	program *tea.Program
	feed    *tlibtest.Feed
	seen    int64 // bytes of the file that are already counted

	mu    sync.Mutex
	now   time.Time
	view  string
	views int // how often the view changed

	written chan struct{}
}

// watched is the screen; it counts the views for the painter.
type watched struct {
	tea.Model
	painter *painter
}

func (w *watched) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if waiting, ok := msg.(chan struct{}); ok {
		close(waiting)
		return w, nil
	}
	model, cmd := w.Model.Update(msg)
	w.Model = model
	if _, ok := msg.(ui.FrameWritten); ok {
		w.painter.written <- struct{}{}
	}
	return w, cmd
}

func (w *watched) View() string {
	view, p := w.Model.View(), w.painter
	p.mu.Lock()
	defer p.mu.Unlock()
	if view != p.view {
		p.view = view
		p.views++
	}
	return view
}

// paintWidth and paintHeight are the painter's window.
const paintWidth, paintHeight = 120, 40

// newPainter shows a board whose DNs have been in every state for hours. label names each
// DN.
func newPainter(t *testing.T, theme string, profile themes.Profile, label func(i int) string) *painter {
	file, err := os.Create(filepath.Join(t.TempDir(), "terminal"))
	if err != nil {
		t.Fatal(err)
	}
	p := &painter{
		t: t, file: file, now: time.Date(2026, 11, 23, 14, 2, 10, 0, time.UTC),
		written: make(chan struct{}, 64),
	}
	p.feed = &tlibtest.Feed{T: t, Site: live.Site, Now: p.clock, Connection: 1}
	p.start(p.app(theme, profile, label))
	p.fill()
	return p
}

func (p *painter) app(theme string, profile themes.Profile, label func(i int) string) tea.Model {
	p.t.Helper()
	loaded, err := themes.Load(theme)
	if err != nil {
		p.t.Fatal(err)
	}
	truth := board.New(board.Options{})
	for i := range 60 {
		truth.Add(board.Entry{Key: board.Key{Site: live.Site, DN: fmt.Sprint(7001 + i)}, Label: label(i), Team: "day"})
	}
	return ui.New(ui.Options{
		Model: model.New(model.Options{Board: truth, Site: live.Site, By: "kim", Themes: []string{theme}, RawMessages: true}),
		Site:  live.Site, Host: "sip-a:5000", Themes: []*themes.Theme{loaded}, Profile: profile,
		Now: p.clock, Zone: time.UTC,
	})
}

func (p *painter) start(app tea.Model) {
	p.t.Helper()
	screen := term.NewScreen(&watched{Model: app, painter: p}, func(frame uint64) tea.Msg { return ui.FrameWritten{Frame: frame} })
	var err error
	p.writer, err = term.New(term.Options{
		Terminal: p.file, Go: func(f func()) { go f() }, FrameQueued: screen.FrameQueued, FrameWritten: screen.FrameWritten,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	p.program = tea.NewProgram(screen, tea.WithInput(nil), tea.WithOutput(p.writer), tea.WithAltScreen(), tea.WithoutSignalHandler())
	ended := make(chan error, 1)
	go func() {
		_, running := p.program.Run()
		ended <- running
	}()
	p.t.Cleanup(func() {
		p.program.Quit()
		if running := <-ended; running != nil {
			p.t.Error(running)
		}
		screen.Stop()
		if closing := p.writer.Close(); closing != nil {
			p.t.Error(closing)
		}
	})
	p.show(tea.WindowSizeMsg{Width: paintWidth, Height: paintHeight})
}

func (p *painter) clock() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

// later moves the clock, and returns the time.
func (p *painter) later(d time.Duration) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = p.now.Add(d)
	return p.now
}

// show sends a message that changes the screen, and waits until the terminal has received
// the change. It returns the number of bytes.
func (p *painter) show(msg tea.Msg) int64 {
	p.t.Helper()
	p.program.Send(msg)
	select {
	case <-p.written:
	case <-time.After(paintGuard):
		p.t.Fatalf("nothing was drawn for %T", msg)
	}
	info, err := p.file.Stat()
	if err != nil {
		p.t.Fatal(err)
	}
	before := p.seen
	p.seen = info.Size()
	return p.seen - before
}

// quiet sends messages, waits until they are handled, and returns how often they changed
// the screen.
func (p *painter) quiet(messages ...tea.Msg) int {
	p.t.Helper()
	count := func() int {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.views
	}
	before := count()
	for _, msg := range messages {
		p.program.Send(msg)
	}
	taken := make(chan struct{})
	p.program.Send(taken)
	<-taken
	return count() - before
}

func (p *painter) key(name tea.KeyType) { p.show(tea.KeyMsg{Type: name}) }

func (p *painter) press(char rune) { p.show(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{char}}) }

// events shows the events of the batch, a second later.
func (p *painter) events() int64 {
	p.t.Helper()
	defer p.feed.Batch.Reset()
	return p.show(model.Events{Now: p.later(time.Second), Batch: &p.feed.Batch})
}

func (p *painter) stamp(e *event.Event) *event.Event { return p.feed.Stamp(e) }

func (p *painter) message(kind wire.MessageType, dn string, attributes ...wire.Attribute) *event.Event {
	p.t.Helper()
	return p.feed.Message(kind, append([]wire.Attribute{tlibtest.ThisDN(dn)}, attributes...)...)
}

func (p *painter) indicate(dn, word string, id uint64) {
	p.t.Helper()
	p.message(wire.EventUserEvent, dn, tlibtest.ConnID(id), tlibtest.UserData(p.t, wire.TextPair(event.CaptureKey, word)))
}

func (p *painter) call(kind wire.MessageType, dn string, id uint64) {
	p.t.Helper()
	p.message(kind, dn, tlibtest.ConnID(id), wire.TextAttribute(wire.AttributeOtherDN, "+442079460000"))
}

// idOfCall returns the ConnID of a DN's call.
func idOfCall(i int) uint64 { return 0x006f01b2c3d4e5f6 + uint64(i) }

// fill registers all DNs, with calls and captures, and moves the clock by two hours.
func (p *painter) fill() {
	p.t.Helper()
	p.stamp(p.feed.Batch.Add(event.KindLink)).Link = &event.Link{State: event.LinkUp, Address: "sip-a:5000", Version: "8.1.104.12", Round: 1}
	for i := range 60 {
		dn := fmt.Sprint(7001 + i)
		reference := int32(i + 1)
		e := p.message(wire.EventRegistered, dn, wire.IntAttribute(wire.AttributeReferenceID, reference))
		e.Request = event.Request{Kind: event.RequestRegister, Reference: reference, Round: 1, SentAt: p.clock()}
		p.call(wire.EventEstablished, dn, idOfCall(i))
		p.indicate(dn, []string{"enabled", "paused", "disabled"}[i%3], idOfCall(i))
	}
	p.events()
	p.show(model.Tick{Now: p.later(2 * time.Hour)})
}

// screen returns what a terminal shows of everything that was written.
func (p *painter) screen() *screentest.Screen {
	p.t.Helper()
	written, err := os.ReadFile(p.file.Name())
	if err != nil {
		p.t.Fatal(err)
	}
	return p.draw(written)
}

// whole returns what a terminal shows that received only the last frame.
func (p *painter) whole() *screentest.Screen {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.draw([]byte(strings.ReplaceAll(p.view, "\n", "\r\n")))
}

func (p *painter) draw(written []byte) *screentest.Screen {
	p.t.Helper()
	screen := screentest.New(paintWidth, paintHeight)
	if _, err := screen.Write(written); err != nil {
		p.t.Fatal(err)
	}
	if err := screen.Err(); err != nil {
		p.t.Error(err)
	}
	return screen
}
