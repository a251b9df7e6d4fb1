package screen

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/ui/cli/term"
)

// stop is a term.Suspension or a term.Return.
type stop interface {
	tea.ExecCommand
	Stopped() time.Duration
}

// suspended stops the program with a line that stays on the terminal, or reports why it
// cannot.
func suspended(stops *term.Stops, text string) tea.Cmd {
	if err := term.CanSuspend(); err != nil {
		return func() tea.Msg { return model.Resumed{Now: time.Now(), Problem: err.Error()} }
	}
	return resumedAfter(stops.Suspension(text))
}

// resumedAfter performs a stop between two messages of Bubble Tea, which draws and reads
// nothing meanwhile.
func resumedAfter(stop stop) tea.Cmd {
	return tea.Exec(stop, func(err error) tea.Msg {
		resumed := model.Resumed{Now: time.Now(), Stopped: stop.Stopped()}
		if err != nil {
			resumed.Problem = err.Error()
		}
		return resumed
	})
}
