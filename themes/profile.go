package themes

import (
	"errors"
	"slices"
	"strings"

	"github.com/muesli/termenv"
)

// Profile is the set of styles and colours that a terminal shows.
type Profile int

// The profiles, from the least capable.
const (
	// NoStyles is a terminal that understands no style sequences.
	NoStyles Profile = iota
	// NoColor is a terminal that shows bold, reverse and the other attributes, but no colours, or a user who wants
	// none (NO_COLOR).
	NoColor
	// ANSI is a terminal with 16 colours, which its user chose.
	ANSI
	// ANSI256 adds a cube of 216 colours and 24 greys.
	ANSI256
	// TrueColor is a terminal with 24-bit colours.
	TrueColor
)

// String names the colours of the profile, as in "in 16 colours".
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

// ColorChoices returns the words that ChooseProfile accepts.
func ColorChoices() []string { return []string{automatic, "never", "16", "256", "true"} }

// ErrUnknownColors is returned by ChooseProfile for any other word.
var ErrUnknownColors = errors.New("use auto, never, 16, 256 or true")

// ChooseProfile returns the profile that the user chose. auto is ProfileOf and never is NoColor; 16, 256 and true
// are those colours, whatever the environment says. never on a terminal that shows no styles gives no styles.
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

// ProfileOf derives the profile of the terminal from its environment, without querying the terminal. A non-empty
// NO_COLOR, or CLICOLOR=0, disables colours (no-color.org, bixense.com/clicolors). COLORTERM and the name in TERM
// give the number of colours, at least 16 unless the terminal is known to show none.
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

// isMonochrome reports whether a terminfo name is that of a terminal without colours: xterm-mono, linux-m, and so
// on.
func isMonochrome(name string) bool {
	return strings.HasSuffix(name, "-mono") || strings.HasSuffix(name, "-m")
}

// trueColorTerminals returns the names of terminals that show 24-bit colours without a suffix that says so.
func trueColorTerminals() []string {
	return []string{
		"alacritty", "contour", "foot", "foot-extra", "ghostty", "kitty", "mintty", "rio", "wezterm", "xterm-ghostty", "xterm-kitty",
	}
}

// profileOfName returns the profile that the name in TERM implies, ANSI by default. terminfo's suffixes are -direct
// for 24 bits, and -256color.
func profileOfName(name string) Profile {
	switch {
	case strings.Contains(name, "-direct"), strings.HasSuffix(name, "-truecolor"), slices.Contains(trueColorTerminals(), name):
		return TrueColor
	case strings.Contains(name, "256color"):
		return ANSI256
	}
	return ANSI
}

// profileOfColorTerm returns the profile that COLORTERM implies, ANSI by default. GNU screen passes the variable on
// although it shows no 24-bit colours; tmux, which may call itself screen, shows them.
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
