package cli

import (
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/ui/cli/term"
)

// settings is the configuration file that choices are saved to.
type settings interface {
	// Set writes the value of a key, named as the flag is, and leaves the rest of
	// the file as it is. It returns the file's path; the error is a sentence that
	// names it.
	Set(key, value string) (path string, err error)
}

// suspend stops the program between two messages of Bubble Tea: nothing is drawn
// or read meanwhile.
func (p *program) suspend(text string) tea.Cmd {
	suspension := &term.Suspension{Writer: p.writer, Text: text}
	return tea.Exec(suspension, func(err error) tea.Msg {
		resumed := model.Resumed{Now: time.Now(), Stopped: suspension.Stopped()}
		if err != nil {
			resumed.Problem = err.Error()
		}
		return resumed
	})
}

// saveColumns writes the columns to the configuration file and says so.
func (p *program) saveColumns(list string) tea.Cmd {
	return func() tea.Msg {
		path, err := p.settings.Set("columns", list)
		if err != nil {
			return model.Say{Now: time.Now(), Text: fmt.Sprintf("the columns are not saved: %v", err), IsError: true}
		}
		return model.Say{Now: time.Now(), Text: "the columns are saved in " + path}
	}
}
