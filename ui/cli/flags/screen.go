package flags

import (
	"strings"

	"github.com/spf13/pflag"

	"capdeck/model/column"
	"capdeck/themes"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/process"
)

// ASCIIName is the name of --ascii, whose default depends on the locale.
const ASCIIName = "ascii"

// ColorHelp is the help of --color.
const ColorHelp = "how many colours the terminal shows: auto (by TERM, COLORTERM and NO_COLOR), never (bold and reverse stay), 16, 256, or true for 24 bits"

// Screen is the group of flags for what the terminal shows.
type Screen struct {
	Theme, Color     string
	Columns          string // names with commas between
	ASCII, NoMouse   bool
	Plain, KeepGoing bool
	Notify           Notify
}

// Register declares the group in a set of flags.
func (f *Screen) Register(all *pflag.FlagSet) {
	under(all, headingScreen, func(set *pflag.FlagSet) {
		set.StringVar(&f.Theme, "theme", "auto", "dark, light, mono, contrast, colorblind, one of your own, or auto: dark or light by the COLORFGBG variable")
		set.StringVar(&f.Color, "color", "auto", ColorHelp)
		f.Notify.declare(set)
		set.StringVar(&f.Columns, "columns", strings.Join(column.Names(column.Default()), ","), "the columns from left to right, of: "+strings.Join(column.Names(column.All()), ", "))
		set.BoolVar(&f.ASCII, ASCIIName, false, "send the terminal nothing but ASCII; without it, that is so where LC_ALL, LC_CTYPE or LANG names another character set than UTF-8; C and POSIX name none, and only a note points at --ascii then")
		set.BoolVar(&f.Plain, "plain", false, "repaint nothing: changes come as lines, commands are typed as lines; for screen readers, simple terminals and pipes")
		set.BoolVar(&f.KeepGoing, "keep-going", false, "with --plain and lines from a pipe: go on behind a line that was not carried out; shown and marked are refused then until they are set anew")
		set.BoolVar(&f.NoMouse, "no-mouse", false, "leave the mouse to the terminal")
	})
}

// ColumnList returns the columns from left to right. The error names the flag.
func (f *Screen) ColumnList() ([]column.ID, error) {
	columns, err := column.Parse(f.Columns)
	if err != nil {
		return nil, exit.UsageError("--columns: %w", err)
	}
	return columns, nil
}

// Profile returns which styles and colours the terminal is sent, by the value of
// --color and the environment. The error names the flag.
func Profile(color string, streams process.Streams) (themes.Profile, error) {
	profile, err := themes.ChooseProfile(color, func(name string) string {
		value, _ := streams.Environment(name)
		return value
	})
	if err != nil {
		return profile, exit.UsageError("--color %q: %w", color, err)
	}
	return profile, nil
}
