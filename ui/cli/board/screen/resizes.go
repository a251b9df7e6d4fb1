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

// resizePause is the least time between two sizes that are passed to the screen. Bubble Tea
// redraws everything for each, and a window being dragged has a hundred sizes a second.
const resizePause = 50 * time.Millisecond

// The size of a window that does not report one, such as that of a serial line or of some
// containers, and the largest size that is believed: some report 65,535.
const (
	defaultColumns, defaultLines = 80, 24
	maxColumns, maxLines         = 1000, 1000
)

// resizes merges the sizes of the window: it passes on the first one at once, and only
// the last of those that follow soon after.
type resizes struct {
	// Environment looks up a variable, as os.LookupEnv does.
	Environment func(name string) (value string, set bool)
	// Go starts the goroutine that waits before a held size is passed on.
	Go func(func())
	// Now returns the current time.
	Now func() time.Time
	// Wait waits for a duration.
	Wait func(time.Duration)
	// Send sends a message to the program. It must be set before the first message.
	Send func(tea.Msg)

	quietUntil time.Time
	held       tea.WindowSizeMsg
	waiting    bool
}

// sizeIsDue asks for the size that was held back.
type sizeIsDue struct{}

// filter is for tea.WithFilter. It returns the message that the program receives instead of
// msg, or nil for none.
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

// believed returns the number of columns or lines: that of the terminal, or of the
// variable, or a default.
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

// firstResize starts to listen for changes of the window, and returns a function that sends
// the size of the window after the first change. Bubble Tea starts to listen on a goroutine
// beside the one that reads the size, so it could miss a change between the two, for
// example if a window is moved into its place when it opens.
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
