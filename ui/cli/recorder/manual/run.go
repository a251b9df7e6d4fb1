package manual

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/ui/cli/crash"
	"capdeck/ui/cli/term"
	"capdeck/ui/keymsg"
)

// Terminal is what the screen runs on.
type Terminal struct {
	In, Out *os.File
	Guard   *crash.Guard
}

// The size of a window that does not report one, and the largest size that is believed.
const (
	defaultColumns, defaultLines = 80, 24
	maxColumns, maxLines         = 1000, 1000
)

// suspendText stays on the terminal while the program is suspended.
const suspendText = "suspended: no command is answered meanwhile, and T-Server may close the connection; fg continues"

// Run shows the screen until the user quits, the context ends or the terminal is gone, and restores
// the terminal.
func Run(ctx context.Context, on Terminal, options Options) error {
	var stops *term.Stops
	options.Wrap = on.Guard.Wrap
	options.Suspend = func() tea.Cmd {
		if err := term.CanSuspend(); err != nil {
			return func() tea.Msg { return Resumed{Problem: err.Error()} }
		}
		return resumedAfter(stops.Suspension(suspendText))
	}
	screen := term.NewScreen(New(options), func(frame uint64) tea.Msg { return FrameWritten{Frame: frame} })
	defer screen.Stop()
	writer, err := term.New(term.Options{
		Terminal: on.Out, Input: on.In, Go: on.Guard.Go, FrameQueued: screen.FrameQueued, FrameWritten: screen.FrameWritten,
	})
	if err != nil {
		return fmt.Errorf("cannot open the screen: %w", err)
	}
	on.Guard.SetRestore(func() { _ = writer.Restore(crash.RestoreTimeout) })
	running := tea.NewProgram(
		on.Guard.Model(screen),
		// Bubble Tea gets an empty input, since term.Reader reads the terminal (see its package).
		tea.WithFilter(believedSize), tea.WithContext(ctx), tea.WithInput(strings.NewReader("")), tea.WithOutput(writer),
		tea.WithAltScreen(), tea.WithoutSignalHandler(), tea.WithoutCatchPanics(),
	)
	on.Guard.OnSignal(running.Quit)
	var gone atomic.Pointer[error]
	reader, err := term.NewReader(term.ReaderOptions{
		Writer: writer, Screen: screen, Input: on.In, Go: on.Guard.Go,
		Send: func(press keymsg.Press) { running.Send(press) },
		Ended: func(err error) {
			gone.Store(&err)
			running.Quit()
		},
	})
	if err == nil {
		defer reader.Close()
		stops = term.NewStops(ctx, term.StopsOptions{
			Writer: writer, Reader: reader, Screen: screen, Go: on.Guard.Go,
			Asked:    func() { running.Send(suspendAsked{}) },
			Returned: func(back *term.Return) { running.Send(resumedAfter(back)()) },
		})
		err = reader.Start()
	}
	if err != nil {
		_ = writer.Close()
		return fmt.Errorf("cannot open the screen: %w", err)
	}
	_, err = running.Run()
	reader.Close()
	if closed := writer.Close(); err == nil {
		err = closed
	}
	if lost := gone.Load(); lost != nil {
		err = *lost
	}
	if err != nil && !errors.Is(err, tea.ErrProgramKilled) {
		return fmt.Errorf("the terminal is gone: %w", err)
	}
	return nil
}

// suspendAsked reports that the process was asked to stop.
type suspendAsked struct{}

// resumedAfter performs a stop between two messages of Bubble Tea, which draws and reads nothing
// meanwhile.
func resumedAfter(stop tea.ExecCommand) tea.Cmd {
	return tea.Exec(stop, func(err error) tea.Msg {
		if err != nil {
			return Resumed{Problem: err.Error()}
		}
		return Resumed{}
	})
}

// believedSize is for tea.WithFilter: a window without a size gets a default one.
func believedSize(_ tea.Model, msg tea.Msg) tea.Msg {
	size, isSize := msg.(tea.WindowSizeMsg)
	if !isSize {
		return msg
	}
	if size.Width <= 0 {
		size.Width = defaultColumns
	}
	if size.Height <= 0 {
		size.Height = defaultLines
	}
	size.Width, size.Height = min(size.Width, maxColumns), min(size.Height, maxLines)
	return size
}
