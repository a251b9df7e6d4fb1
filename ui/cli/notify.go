package cli

import (
	"capdeck/ui/cell"
)

// maxNote is how many bytes of text an OSC 9 note has at most.
const maxNote = 200

// notify asks for attention. The text is on the screen too, so that nothing is lost
// where the terminal takes nothing.
func (p *program) notify(text string) {
	sequence := "\a"
	if p.flags.Screen.Notify.Note() {
		sequence = p.multiplexer.wrap("\x1b]9;" + noteText(text) + "\a")
	}
	_ = p.writer.Inject([]byte(sequence))
}

// noteText is a text as a note holds it: safe for a terminal and short.
func noteText(text string) string {
	text = cell.Clean("capdeck: " + text)
	if len(text) <= maxNote {
		return text
	}
	end := 0
	for at, r := range text {
		if at+len(string(r)) > maxNote {
			break
		}
		end = at + len(string(r))
	}
	return text[:end]
}
