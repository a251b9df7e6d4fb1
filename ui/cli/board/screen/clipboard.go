package screen

import (
	"fmt"
	"time"

	"capdeck/model"
	"capdeck/model/effect"
)

// maxCopy is how many bytes of text are copied at most: terminals drop longer
// sequences without a word.
const maxCopy = 100_000

// injector writes a sequence to the terminal between two frames.
type injector interface{ Inject(sequence []byte) error }

// copyText puts a text on the terminal's clipboard and returns what to tell the user. No
// terminal reports whether it took the text.
func copyText(asked effect.Copy, way multiplexer, terminal injector) model.Msg {
	said := model.Say{Now: time.Now(), Text: fmt.Sprintf("copied %s (OSC 52%s)", asked.What, way.through())}
	if size := len(asked.Text); size > maxCopy {
		said.Text = fmt.Sprintf("%s: %d bytes are more than the %d that are copied at most; nothing was copied, export it instead", asked.What, size, maxCopy)
		said.IsError = true
	} else if err := terminal.Inject([]byte(way.copying(asked.Text))); err != nil {
		said.Text, said.IsError = "nothing was copied: "+err.Error(), true
	}
	return said
}
