// Package messages keeps the messages of a session and decides which of them the
// messages pane shows. It has bounded logs for the messages of automatic queries and for all
// others, and one for the event feed, whose entries it does not understand; it can select the messages of one DN; its window does
// not move while the user reads; and its search works in bounded steps. The package
// knows the events of a session and the text form of a message, reads no clock, and
// returns notes as values. It must not know the model, its prompts and notes, how the
// screen draws a message, or where the focus is.
package messages

import (
	"slices"
	"time"

	"capdeck/tlibconn/event"
)

// Options are the settings of a Pane.
type Options struct {
	// WireDN returns a DN as it is on the wire. Required.
	WireDN func(dn string) string
	// Text decodes a text of a message that is not valid UTF-8. If it is nil, each
	// invalid byte is shown as \xNN.
	Text func(text []byte) string
	// Words returns the line of an entry that Pane.Occurred made, in which a search looks.
	// Required if Occurred is called.
	Words func(*Entry) string
	// Raw makes the pane begin with the messages. Without it, it begins with the event feed.
	Raw bool
}

// Pane is the messages pane with the logs that it shows. It must be used by one
// goroutine only.
type Pane struct {
	options   Options
	log       *Log // the one of the three that is shown
	ordinary  *Log
	automatic *Log // messages of automatic queries
	feed      *Log // what happened
	behind    *Log // the one that was shown before the automatic queries
	window    window
	search    search
}

// New returns a pane with empty logs, which follows the newest message. Its height is 0
// until SetHeight is called.
func New(options Options) *Pane {
	ordinary := newLog(MaxMessages, MaxBytes, options.WireDN)
	p := &Pane{
		options: options, ordinary: ordinary,
		automatic: newLog(MaxAutomatic, MaxAutomaticBytes, options.WireDN),
		feed:      newLog(MaxFeed, MaxFeedBytes, options.WireDN),
		window:    window{follow: true}, search: search{words: options.Words},
	}
	p.log = p.feed
	if options.Raw {
		p.log = p.ordinary
	}
	p.behind = p.log
	return p
}

// Reply is what the caller has to show after an operation on the pane. The zero
// value means nothing.
type Reply struct {
	// Moved means that a message was selected, or that the pane follows again. The text
	// of the selected message must then be shown from its first line.
	Moved bool
	// Note is a sentence for the user, or "" if there is none.
	Note string
	// NoMatch is a sentence if a search found nothing, and "" otherwise. It does not
	// include the text of the search.
	NoMatch string
}

// View is what the pane shows.
type View struct {
	// Entries are the visible messages, oldest first. Their bodies are valid
	// until the next Apply.
	Entries []Entry
	// Following means that the pane shows the newest messages.
	Following bool
	// Selected is the number of the selected message, or 0 if none is selected.
	Selected uint64
	// Newer is how many messages arrived after the last one that is shown.
	Newer uint64
}

// Apply appends the entries of events to the logs. It retains nothing of the events and,
// once the logs are full, allocates nothing for messages.
func (p *Pane) Apply(events []event.Event) {
	end := p.log.End()
	for i := range events {
		log := p.ordinary
		if events[i].Automatic {
			log = p.automatic
		}
		log.apply(&events[i])
	}
	if !p.window.follow {
		p.window.newer += p.countNewer(end)
	}
}

// Occurred appends something that happened to a DN, or to all if dn is "", to the event feed.
// It copies the body, which is opaque to the pane except for the DN in it (package
// occurrence), and allocates nothing once the feed is full.
func (p *Pane) Occurred(at time.Time, dn string, body []byte) {
	p.feed.occurred(at, dn, body)
	if p.log == p.feed && !p.window.follow && p.window.only.has(p.feed, p.feed.End()-1) {
		p.window.newer++
	}
}

// Log returns the log of the messages: that of the automatic queries while ShowsAutomatic is
// true. The caller must not change it.
func (p *Pane) Log() *Log {
	if p.ShowsAutomatic() {
		return p.automatic
	}
	return p.ordinary
}

// Missing returns how many entries of what is shown were dropped, and how many were cut.
func (p *Pane) Missing() (left, cut uint64) { return p.log.Left(), p.log.Cut() }

// ShowsFeed reports whether the pane shows the event feed, and not messages.
func (p *Pane) ShowsFeed() bool { return p.log == p.feed }

// ToggleFeed shows the messages instead of the event feed, or the feed again. The search ends,
// and the pane follows the newest entry.
func (p *Pane) ToggleFeed() {
	if p.ShowsFeed() {
		p.show(p.ordinary)
	} else {
		p.show(p.feed)
	}
}

// show shows a log from its newest entry.
func (p *Pane) show(log *Log) {
	p.search.clear()
	p.log = log
	p.follow()
}

// ShowsAutomatic reports whether the pane shows the messages of automatic queries. They
// have a log of their own, so that they do not displace other messages.
func (p *Pane) ShowsAutomatic() bool { return p.log == p.automatic }

// ToggleAutomatic shows the messages of automatic queries, or what was shown before them. The
// search ends, and the pane follows the newest message.
func (p *Pane) ToggleAutomatic() {
	if p.ShowsAutomatic() {
		p.show(p.behind)
		return
	}
	p.behind = p.log
	p.show(p.automatic)
}

// Height returns how many lines the pane has.
func (p *Pane) Height() int { return p.window.height }

// SetHeight sets the height of the pane, 0 while it is not on the screen. The lines that
// are shown keep their distance from the end of the pane.
func (p *Pane) SetHeight(height int) {
	if p.window.height != height {
		p.window.height = height
		p.fill()
	}
}

// View returns what the pane shows.
func (p *Pane) View() View {
	w := &p.window
	view := View{Following: w.follow}
	if w.follow {
		for n := w.only.before(p.log, p.log.End()); n != 0 && len(view.Entries) < w.height; n = w.only.before(p.log, n) {
			entry, _ := p.log.At(n)
			view.Entries = append(view.Entries, entry)
		}
		slices.Reverse(view.Entries)
		return view
	}
	from, to := w.span()
	view.Entries, view.Selected = w.held[from:to], w.selected
	view.Newer = w.newer + uint64(len(w.held)-to)
	return view
}

// Message returns an entry of the log that is shown by its number. It returns false if neither
// that log nor the pane has the entry. The body is valid until the next Apply.
func (p *Pane) Message(number uint64) (Entry, bool) {
	if entry, ok := p.window.at(number); ok {
		return entry, true
	}
	return p.log.At(number)
}

// DN returns the DN to whose messages the pane is restricted, or "" if it shows those of
// all DNs.
func (p *Pane) DN() string { return p.window.only.dn }

// Selected returns the message whose text is shown: the newest one while the pane
// follows. It returns false if there is none. The body is valid until the next
// Apply.
func (p *Pane) Selected() (Entry, bool) {
	if p.window.follow {
		return p.log.At(p.window.only.before(p.log, p.log.End()))
	}
	return p.window.at(p.window.selected)
}
