package screen

import (
	"capdeck/ui/cell"
)

// maxNote is the most bytes of text in an OSC 9 notification.
const maxNote = 200

// attention returns the sequence that asks for the user's attention: a notification with
// the text, or a bell. The screen shows the text too, so nothing is lost if the terminal
// ignores the sequence.
func attention(note bool, text string, through multiplexer) string {
	if note {
		return through.wrap("\x1b]9;" + noteText(text) + "\a")
	}
	return "\a"
}

// noteText returns a text in the form of a notification: short, and safe for a terminal.
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
