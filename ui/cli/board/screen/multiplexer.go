package screen

import (
	"strings"

	"github.com/aymanbagabas/go-osc52/v2"
)

// multiplexer is the program between capdeck and the terminal. It passes a sequence on to
// the terminal only in its own wrapping.
type multiplexer uint8

const (
	noMultiplexer multiplexer = iota
	tmux
	gnuScreen
)

// multiplexerOf finds the multiplexer by the variables that it sets.
func multiplexerOf(environment func(name string) string) multiplexer {
	switch {
	case environment("TMUX") != "":
		return tmux
	case environment("STY") != "":
		return gnuScreen
	}
	return noMultiplexer
}

// through returns the words of a note that name the multiplexer.
func (m multiplexer) through() string {
	switch m {
	case tmux:
		return " through tmux"
	case gnuScreen:
		return " through screen"
	}
	return ""
}

// copying returns the sequence that puts a text on the clipboard.
func (m multiplexer) copying(text string) string {
	sequence := osc52.New(text)
	switch m {
	case tmux:
		sequence = sequence.Tmux()
	case gnuScreen:
		sequence = sequence.Screen()
	}
	return sequence.String()
}

// wrap wraps a short sequence.
func (m multiplexer) wrap(sequence string) string {
	switch m {
	case tmux:
		return "\x1bPtmux;" + strings.ReplaceAll(sequence, "\x1b", "\x1b\x1b") + "\x1b\\"
	case gnuScreen:
		return "\x1bP" + sequence + "\x1b\\"
	}
	return sequence
}
