package themes

import (
	"errors"
	"slices"
	"strings"

	"github.com/muesli/termenv"
)

// Profile is what styles and colours a terminal shows.
type Profile int

// The profiles, from the poorest.
const (
	// NoStyles is a terminal that takes no escape sequences of style at all.
	NoStyles Profile = iota
	// NoColor is one that shows bold, reverse and the other attributes, but no colours, or a user who wants none (NO_COLOR).
	NoColor
	// ANSI is the 16 colours that the terminal's user chose.
	ANSI
	// ANSI256 is those, a cube of 216 and 24 greys.
	ANSI256
	// TrueColor is 24 bits.
	TrueColor
)

// String names the colours of the profile as in "in 16 colours".
func (p Profile) String() string {
	switch p {
	case NoColor:
		return "no colours"
	case ANSI:
		return "16 colours"
	case ANSI256:
		return "256 colours"
	case TrueColor:
		return "24-bit colours"
	}
	return "no styles"
}

// terminal returns the profile in termenv's terms.
func (p Profile) terminal() termenv.Profile {
	switch p {
	case TrueColor:
		return termenv.TrueColor
	case ANSI256:
		return termenv.ANSI256
	case ANSI:
		return termenv.ANSI
	}
	return termenv.Ascii
}

// ColorChoices are the words that ChooseProfile knows.
func ColorChoices() []string { return []string{automatic, "never", "16", "256", "true"} }

// ErrUnknownColors is the reason when ChooseProfile is given another word.
var ErrUnknownColors = errors.New("the choices are auto, never, 16, 256 and true")

// ChooseProfile returns the profile that a user asks for: auto is ProfileOf, never is NoColor, and 16, 256 and true are those colours
// whatever the environment says. A terminal that shows no styles gets none with never.
func ChooseProfile(choice string, getenv func(string) string) (Profile, error) {
	found := ProfileOf(getenv)
	switch choice {
	case automatic, "":
		return found, nil
	case "never":
		return min(found, NoColor), nil
	case "16":
		return ANSI, nil
	case "256":
		return ANSI256, nil
	case "true":
		return TrueColor, nil
	}
	return NoStyles, ErrUnknownColors
}

// ProfileOf tells a terminal's profile by its environment. It asks the terminal nothing. NO_COLOR, if it is not empty, and CLICOLOR=0
// take the colours away (no-color.org, bixense.com/clicolors); COLORTERM and the name in TERM tell how many there are, at least 16 for
// any name but those of terminals that are known to show none.
func ProfileOf(getenv func(string) string) Profile {
	name := strings.ToLower(getenv("TERM"))
	forced := getenv("CLICOLOR_FORCE")
	switch {
	case name == "" || name == "dumb" || name == "unknown":
		return NoStyles
	case getenv("NO_COLOR") != "", getenv("CLICOLOR") == "0" && (forced == "" || forced == "0"), isMonochrome(name):
		return NoColor
	}
	return max(ANSI, profileOfName(name), profileOfColorTerm(getenv, name))
}

// isMonochrome reports whether a name of terminfo is that of a terminal without colours: xterm-mono, linux-m, and so on.
func isMonochrome(name string) bool {
	return strings.HasSuffix(name, "-mono") || strings.HasSuffix(name, "-m")
}

// trueColorTerminals are the names of terminals that show 24-bit colours and do not say so by a suffix.
func trueColorTerminals() []string {
	return []string{
		"alacritty", "contour", "foot", "foot-extra", "ghostty", "kitty", "mintty", "rio", "wezterm", "xterm-ghostty", "xterm-kitty",
	}
}

// profileOfName tells what the name in TERM says about colours, ANSI if nothing. terminfo's suffixes are -direct for 24 bits, and
// -256color.
func profileOfName(name string) Profile {
	switch {
	case strings.Contains(name, "-direct"), strings.HasSuffix(name, "-truecolor"), slices.Contains(trueColorTerminals(), name):
		return TrueColor
	case strings.Contains(name, "256color"):
		return ANSI256
	}
	return ANSI
}

// profileOfColorTerm tells what COLORTERM says about colours, ANSI if nothing. GNU screen hands the variable on and shows 24-bit
// colours as none; tmux, which may call itself screen, knows them.
func profileOfColorTerm(getenv func(string) string, name string) Profile {
	switch strings.ToLower(getenv("COLORTERM")) {
	case "24bit", "truecolor":
		if strings.HasPrefix(name, "screen") && getenv("TERM_PROGRAM") != "tmux" {
			return ANSI256
		}
		return TrueColor
	case "yes", "true":
		return ANSI256
	}
	return ANSI
}
