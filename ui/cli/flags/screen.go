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
const ColorHelp = "use this many colours: auto (by TERM, COLORTERM and NO_COLOR), never (bold and reverse stay), 16, 256, or true (24 bits)"

// The values of --messages.
const (
	messagesEvents = "events"
	messagesRaw    = "raw"
)

// Screen is the group of flags for the terminal.
type Screen struct {
	Theme, Color     string
	Columns          string // names separated by commas
	Messages         string // what the messages pane begins with
	ASCII, NoMouse   bool
	Plain, KeepGoing bool
	Notify           Notify
}

// Register declares the group in a set of flags.
func (f *Screen) Register(all *pflag.FlagSet) {
	under(all, headingScreen, func(set *pflag.FlagSet) {
		set.StringVar(&f.Theme, "theme", "auto", "use this theme: dark, light, mono, contrast, colorblind, one of your own, or auto (dark or light, by COLORFGBG)")
		set.StringVar(&f.Color, "color", "auto", ColorHelp)
		f.Notify.declare(set)
		set.StringVar(&f.Columns, "columns", strings.Join(column.Names(column.Default()), ","), "show these columns from left to right, of: "+strings.Join(column.Names(column.All()), ", "))
		set.StringVar(&f.Messages, "messages", messagesEvents, "begin the messages pane with "+messagesEvents+" (the event feed, in words) or "+messagesRaw+" (the messages as they were sent and received)")
		set.BoolVar(&f.ASCII, ASCIIName, false, "send only ASCII to the terminal; on by default if LC_ALL, LC_CTYPE or LANG names a character set other than UTF-8, but not for C and POSIX")
		set.BoolVar(&f.Plain, "plain", false, "print changes as lines and read commands as lines, without repainting; for screen readers, simple terminals and pipes")
		set.BoolVar(&f.KeepGoing, "keep-going", false, "with --plain and lines from a pipe, continue after a line that failed; shown and marked are then refused until they are set again")
		set.BoolVar(&f.NoMouse, "no-mouse", false, "leave the mouse to the terminal")
	})
}

// RawMessages reports whether the messages pane begins with the messages, and not with the
// event feed. The error names the flag.
func (f *Screen) RawMessages() (bool, error) {
	switch f.Messages {
	case messagesEvents, messagesRaw:
		return f.Messages == messagesRaw, nil
	}
	return false, exit.UsageError("--messages %q: use %s or %s", f.Messages, messagesEvents, messagesRaw)
}

// ColumnList returns the columns from left to right. The error names the flag.
func (f *Screen) ColumnList() ([]column.ID, error) {
	columns, err := column.Parse(f.Columns)
	if err != nil {
		return nil, exit.UsageError("--columns: %w", err)
	}
	return columns, nil
}

// Profile returns the styles and colours to send to the terminal, chosen by the value of
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
