package screen

import (
	"fmt"
	"time"

	"capdeck/model"
	"capdeck/model/effect"
)

// maxCopy is the most bytes of text that are copied. Terminals silently drop longer
// sequences.
const maxCopy = 100_000

// injector writes a sequence to the terminal between two frames.
type injector interface{ Inject(sequence []byte) error }

// copyText puts a text on the terminal's clipboard and returns a note for the user. No
// terminal reports whether it accepted the text.
func copyText(asked effect.Copy, way multiplexer, terminal injector) model.Msg {
	said := model.Say{Now: time.Now(), Text: fmt.Sprintf("copied %s (OSC 52%s)", asked.What, way.through())}
	if size := len(asked.Text); size > maxCopy {
		said.Text = fmt.Sprintf("%s: %d bytes exceed the limit of %d; nothing was copied, export them instead", asked.What, size, maxCopy)
		said.IsError = true
	} else if err := terminal.Inject([]byte(way.copying(asked.Text))); err != nil {
		said.Text, said.IsError = "nothing was copied: "+err.Error(), true
	}
	return said
}
