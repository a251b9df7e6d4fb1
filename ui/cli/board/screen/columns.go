package screen

import (
	"fmt"
	"time"

	"capdeck/model"
	"capdeck/ui/cli/config"
	"capdeck/ui/cli/settings"
)

// saveColumns writes the columns to the configuration file and returns what to tell the
// user.
func saveColumns(inForce *settings.Settings, names []string) model.Msg {
	if err := inForce.Spec.Save(inForce.Path, "columns", names); err != nil {
		return model.Say{Now: time.Now(), Text: fmt.Sprintf("the columns are not saved: %v", err), IsError: true}
	}
	text := "the columns are saved in "
	if value := inForce.Values["columns"]; value.Source > config.SourceFile {
		text = "the columns are saved, but " + value.Origin + " goes before "
	}
	return model.Say{Now: time.Now(), Text: text + inForce.Path}
}
