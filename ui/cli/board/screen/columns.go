package screen

import (
	"fmt"
	"time"

	"capdeck/model"
	"capdeck/ui/cli/config"
	"capdeck/ui/cli/settings"
)

// saveColumns writes the columns to the configuration file and returns a note for the
// user.
func saveColumns(inForce *settings.Settings, names []string) model.Msg {
	if err := inForce.Spec.Save(inForce.Path, "columns", names); err != nil {
		return model.Say{Now: time.Now(), Text: fmt.Sprintf("the columns were not saved: %v", err), IsError: true}
	}
	text := "the columns were saved in "
	if value := inForce.Values["columns"]; value.Source > config.SourceFile {
		text = "the columns were saved, but " + value.Origin + " overrides "
	}
	return model.Say{Now: time.Now(), Text: text + inForce.Path}
}
