package screen

import (
	"capdeck/ui/cell"
)

// maxNote is how many bytes of text an OSC 9 note has at most.
const maxNote = 200

// attention returns the sequence that asks for the user's attention: a note with the text,
// or a bell. The text is on the screen too, so that nothing is lost if the terminal
// ignores the sequence.
func attention(note bool, text string, through multiplexer) string {
	if note {
		return through.wrap("\x1b]9;" + noteText(text) + "\a")
	}
	return "\a"
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
