package screen

import (
	"context"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"golang.org/x/term"
)

// resizePause is the least time between two sizes that the screen is told of: Bubble Tea
// redraws everything for each, and a window that is dragged has a hundred sizes a second.
const resizePause = 50 * time.Millisecond

// What a window has that does not say its size, as one of a serial line or of some
// containers, and the most that is believed: some answer 65,535.
const (
	defaultColumns, defaultLines = 80, 24
	maxColumns, maxLines         = 1000, 1000
)

// resizes merges the sizes of the window: it passes on the first one at once, and only
// the last of those that follow soon after.
type resizes struct {
	// Environment looks a variable up, as os.LookupEnv does.
	Environment func(name string) (value string, set bool)
	// Go starts the wait for what was held back.
	Go func(func())
	// Now is the clock.
	Now func() time.Time
	// Wait waits for a time.
	Wait func(time.Duration)
	// Send sends a message to the program. It is set before the first message.
	Send func(tea.Msg)

	quietUntil time.Time
	held       tea.WindowSizeMsg
	waiting    bool
}

// sizeIsDue asks for the size that was held back.
type sizeIsDue struct{}

// filter is for tea.WithFilter: it returns the message that the program takes in
// place of msg, nil for none.
func (r *resizes) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		msg.Width = r.believed(msg.Width, "COLUMNS", defaultColumns, maxColumns)
		msg.Height = r.believed(msg.Height, "LINES", defaultLines, maxLines)
		return r.resized(msg)
	case sizeIsDue:
		r.waiting = false
		return r.pass(r.held)
	}
	return msg
}

// believed returns the number of columns or lines: that of the terminal, else that of the
// variable, else a default.
func (r *resizes) believed(said int, variable string, otherwise, most int) int {
	if said <= 0 {
		text, _ := r.Environment(variable)
		var err error
		if said, err = strconv.Atoi(strings.TrimSpace(text)); err != nil || said <= 0 {
			said = otherwise
		}
	}
	return min(said, most)
}

func (r *resizes) resized(size tea.WindowSizeMsg) tea.Msg {
	left := r.quietUntil.Sub(r.Now())
	if left <= 0 && !r.waiting {
		return r.pass(size)
	}
	r.held = size
	if !r.waiting {
		r.waiting = true
		r.Go(func() {
			r.Wait(left)
			r.Send(sizeIsDue{})
		})
	}
	return nil
}

func (r *resizes) pass(size tea.WindowSizeMsg) tea.Msg {
	r.quietUntil = r.Now().Add(resizePause)
	return size
}

// firstResize listens for changes of the window from now on, and returns what
// sends the size that the window has after the first one. Bubble Tea listens no
// earlier than in a goroutine beside the one that reads the size: it would miss a
// change between, as of a window that is put into its place when it opens.
func firstResize(ctx context.Context, terminal *os.File, send func(tea.Msg)) func() {
	changes := make(chan os.Signal, 1)
	notifyResizes(changes)
	return func() {
		defer signal.Stop(changes)
		select {
		case <-ctx.Done():
			return
		case <-changes:
		}
		if width, height, err := term.GetSize(int(terminal.Fd())); err == nil {
			send(tea.WindowSizeMsg{Width: width, Height: height})
		}
	}
}
