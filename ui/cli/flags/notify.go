package flags

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"capdeck/model/board"
	"capdeck/ui/cli/exit"
)

// The values of --notify.
const (
	notifyOff  = "off"
	notifyBell = "bell"
	notifyOSC9 = "osc9"
)

// notifyIncident is the event of --notify-on that the board does not watch for: incidents are
// the model's.
const notifyIncident = "incident"

// Notify holds the flags that choose how and when capdeck asks for attention.
type Notify struct {
	how string
	on  []string
}

func (f *Notify) declare(set *pflag.FlagSet) {
	set.StringVar(&f.how, "notify", notifyOff, "ask for your attention: off, bell, or osc9 (a notification by the terminal)")
	set.StringSliceVar(&f.on, "notify-on", []string{"stopped", "fault"}, "ask for your attention after these events: stopped (a capture stopped unasked), fault (a DN has a new fault), link (the link went down), incident (an incident was raised or is over)")
}

// Watch returns the changes for which the board notifies. The error names the flag.
func (f *Notify) Watch() (board.Watch, error) {
	if !slices.Contains([]string{notifyOff, notifyBell, notifyOSC9}, f.how) {
		return 0, exit.UsageError("--notify %s: use off, bell or osc9", f.how)
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
		case notifyIncident:
		default:
			return 0, exit.UsageError("--notify-on %s: unknown event %q; use stopped, fault, link or incident", strings.Join(f.on, ","), word)
		}
	}
	if f.how == notifyOff {
		return 0, nil
	}
	return watch, nil
}

// Incidents reports whether incidents that are raised or over ask for attention.
func (f *Notify) Incidents() bool {
	return f.how != notifyOff && slices.ContainsFunc(f.on, func(word string) bool { return strings.TrimSpace(word) == notifyIncident })
}

// Note reports whether the terminal receives a notification (OSC 9) instead of a bell.
func (f *Notify) Note() bool { return f.how == notifyOSC9 }
