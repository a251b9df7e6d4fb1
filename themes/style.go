package themes

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/muesli/termenv"
)

// colour is a colour in a theme file: empty for the terminal's own, else an index from 0 to 255 or "#rrggbb".
type colour struct {
	code string
}

// colourNames holds the names of the 16 colours in theme files, in the order of their numbers.
var colourNames = [...]string{
	"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
	"bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
}

// hexColour is the form of a 24 bit colour.
var hexColour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// noColour is the part of an error that identifies an invalid colour.
const noColour = "is not a colour"

// UnmarshalText parses a colour of a theme file.
func (c *colour) UnmarshalText(text []byte) error {
	name := string(text)
	for i, known := range colourNames {
		if known == name {
			c.code = strconv.Itoa(i)
			return nil
		}
	}
	if index, err := strconv.ParseUint(name, 10, 8); err == nil {
		c.code = strconv.FormatUint(index, 10)
		return nil
	}
	if hexColour.MatchString(name) {
		c.code = name
		return nil
	}
	return fmt.Errorf("%q "+noColour+"; use a number from 0 to 255, \"#rrggbb\", or one of %s",
		name, strings.Join(colourNames[:], ", "))
}

// spec is a style as a theme file describes it.
type spec struct {
	FG        colour `toml:"fg"`
	BG        colour `toml:"bg"`
	Bold      bool   `toml:"bold"`
	Faint     bool   `toml:"faint"`
	Italic    bool   `toml:"italic"`
	Underline bool   `toml:"underline"`
	Reverse   bool   `toml:"reverse"`
}

// over returns the style of s on a ground: the background of the ground, the foreground of s if it has one, and the
// attributes of both.
func (s spec) over(ground spec) spec {
	if s.FG.code == "" {
		s.FG = ground.FG
	}
	if ground.BG.code != "" {
		s.BG = ground.BG
	}
	s.Bold = s.Bold || ground.Bold
	s.Faint = s.Faint || ground.Faint
	s.Italic = s.Italic || ground.Italic
	s.Underline = s.Underline || ground.Underline
	s.Reverse = s.Reverse || ground.Reverse
	return s
}

// groundFor returns the style of a selected row on a terminal of the profile; see Theme.For.
func (s spec) groundFor(profile Profile) spec {
	if index, err := strconv.Atoi(s.BG.code); profile == ANSI && s.BG.code != "" && (err != nil || index > 15) {
		s.BG, s.Reverse = colour{}, true
	}
	return s
}

// withoutColours returns the style for a terminal that shows no colours: a background becomes reverse.
func (s spec) withoutColours() spec {
	s.Reverse = s.Reverse || s.BG.code != ""
	s.FG, s.BG = colour{}, colour{}
	return s
}

// sequence returns the SGR sequence (ECMA-48, 8.3.117) that opens the style, empty for the terminal's own.
func (s spec) sequence(profile Profile) string {
	switch profile {
	case NoStyles:
		return ""
	case NoColor:
		s = s.withoutColours()
	}
	var parameters []string
	for _, attribute := range []struct {
		on        bool
		parameter string
	}{
		{s.Bold, termenv.BoldSeq},
		{s.Faint, termenv.FaintSeq},
		{s.Italic, termenv.ItalicSeq},
		{s.Underline, termenv.UnderlineSeq},
		{s.Reverse, termenv.ReverseSeq},
	} {
		if attribute.on {
			parameters = append(parameters, attribute.parameter)
		}
	}
	terminal := profile.terminal()
	if s.FG.code != "" {
		parameters = append(parameters, terminal.Color(s.FG.code).Sequence(false))
	}
	if s.BG.code != "" {
		parameters = append(parameters, terminal.Color(s.BG.code).Sequence(true))
	}
	if len(parameters) == 0 {
		return ""
	}
	return termenv.CSI + strings.Join(parameters, ";") + "m"
}
