// Package messages keeps the messages of a session and decides which of them the
// messages pane shows. It has two bounded logs, one for the messages of automatic
// queries and one for all others; it can select the messages of one DN; its window does
// not move while the user reads; and its search works in bounded steps. The package
// knows the events of a session and the text form of a message, reads no clock, and
// returns notes as values. It must not know the model, its prompts and notes, how the
// screen draws a message, or where the focus is.
package messages

import (
	"slices"

	"capdeck/tlibconn/event"
)

// Options are the settings of a Pane.
type Options struct {
	// WireDN returns a DN as it is on the wire. Required.
	WireDN func(dn string) string
	// Text decodes a text of a message that is not valid UTF-8. If it is nil, each
	// invalid byte is shown as \xNN.
	Text func(text []byte) string
}

// Pane is the messages pane with the logs that it shows. It must be used by one
// goroutine only.
type Pane struct {
	options   Options
	log       *Log // the one of the two that is shown
	ordinary  *Log
	automatic *Log // messages of automatic queries
	window    window
	search    search
}

// New returns a pane with empty logs, which follows the newest message. Its height is 0
// until SetHeight is called.
func New(options Options) *Pane {
	ordinary := newLog(MaxMessages, MaxBytes, options.WireDN)
	return &Pane{
		options: options, log: ordinary, ordinary: ordinary,
		automatic: newLog(MaxAutomatic, MaxAutomaticBytes, options.WireDN),
		window:    window{follow: true},
	}
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

// Log returns the log that is shown, which is that of the automatic queries while
// ShowsAutomatic is true. The caller must not change it.
func (p *Pane) Log() *Log { return p.log }

// ShowsAutomatic reports whether the pane shows the messages of automatic queries. They
// have a log of their own, so that they do not displace other messages.
func (p *Pane) ShowsAutomatic() bool { return p.log == p.automatic }

// ToggleAutomatic shows the messages of automatic queries, or the others again. The
// search ends, and the pane follows the newest message.
func (p *Pane) ToggleAutomatic() {
	p.search.clear()
	if p.ShowsAutomatic() {
		p.log = p.ordinary
	} else {
		p.log = p.automatic
	}
	p.follow()
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

// Message returns a message by its number; automatic means that it is in the log of
// automatic queries. It returns false if neither that log nor the pane has the message.
// The body is valid until the next Apply.
func (p *Pane) Message(number uint64, automatic bool) (Entry, bool) {
	log := p.ordinary
	if automatic {
		log = p.automatic
	}
	if entry, ok := p.window.at(number); ok && log == p.log {
		return entry, true
	}
	return log.At(number)
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
