package cli

import (
	"fmt"
	"time"

	"capdeck/model"
	"capdeck/model/effect"
)

// maxCopy is how many bytes of text are copied at most: terminals drop longer
// sequences without a word.
const maxCopy = 100_000

// copyText puts a text on the terminal's clipboard and says so. Whether the
// terminal took it, none says.
func (p *program) copyText(asked effect.Copy) model.Msg {
	said := model.Say{Now: time.Now(), Text: fmt.Sprintf("copied %s (OSC 52%s)", asked.What, p.multiplexer.through())}
	if size := len(asked.Text); size > maxCopy {
		said.Text = fmt.Sprintf("%s: %d bytes are more than the %d that are copied at most; nothing was copied, export it instead", asked.What, size, maxCopy)
		said.IsError = true
	} else if err := p.writer.Inject([]byte(p.multiplexer.copying(asked.Text))); err != nil {
		said.Text, said.IsError = "nothing was copied: "+err.Error(), true
	}
	return said
}
