package cli

import (
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/ui/cli/config"
	"capdeck/ui/cli/term"
)

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
func (p *program) saveColumns(names []string) model.Msg {
	settings := p.flags.settings
	if err := settings.spec.Save(settings.path, "columns", names); err != nil {
		return model.Say{Now: time.Now(), Text: fmt.Sprintf("the columns are not saved: %v", err), IsError: true}
	}
	text := "the columns are saved in "
	if value := settings.values["columns"]; value.Source > config.SourceFile {
		text = "the columns are saved, but " + value.Origin + " goes before "
	}
	return model.Say{Now: time.Now(), Text: text + settings.path}
}
