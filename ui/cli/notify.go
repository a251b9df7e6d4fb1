package cli

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"capdeck/model/board"
	"capdeck/ui/cell"
	"capdeck/ui/cli/exit"
)

// The ways of --notify.
const (
	notifyOff  = "off"
	notifyBell = "bell"
	notifyOSC9 = "osc9"
)

// maxNote is how many bytes of text an OSC 9 note has at most.
const maxNote = 200

// notifyFlags say how and when capdeck asks for attention.
type notifyFlags struct {
	how string
	on  []string
}

func (f *notifyFlags) register(set *pflag.FlagSet) {
	set.StringVar(&f.how, "notify", notifyOff, "what asks for your attention: off, bell, or osc9 (a note of the terminal)")
	set.StringSliceVar(&f.on, "notify-on", []string{"stopped", "fault"}, "when: stopped (a capture stopped unasked), fault (a DN got one), link (it went down)")
}

// watch returns what the board is to watch for.
func (f *notifyFlags) watch() (board.Watch, error) {
	if !slices.Contains([]string{notifyOff, notifyBell, notifyOSC9}, f.how) {
		return 0, exit.UsageError("--notify %s: give off, bell or osc9", f.how)
	}
	var watch board.Watch
	for _, word := range f.on {
		switch strings.TrimSpace(word) {
		case "stopped":
			watch |= board.WatchStopped
		case "fault":
			watch |= board.WatchFault
		case "link":
			watch |= board.WatchLink
		default:
			return 0, exit.UsageError("--notify-on %s: %q is none of stopped, fault, link", strings.Join(f.on, ","), word)
		}
	}
	if f.how == notifyOff {
		return 0, nil
	}
	return watch, nil
}

// notify asks for attention. The text is on the screen too, so that nothing is
// lost where the terminal takes nothing. Without repainting that is all: what is
// written there is lines of text and nothing else.
func (p *program) notify(text string) {
	if p.plain {
		return
	}
	sequence := "\a"
	if p.flags.notify.how == notifyOSC9 {
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
