package plain

import (
	"fmt"
	"strings"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/tlibconn/event"
)

// announceSession announces what has changed at the connection, the recorder and
// the journal. These are told in quiet, too.
func (a *App) announceSession() {
	if link, _ := a.model.Board().Link(a.options.Site); link != a.link {
		before := a.link
		a.link = link
		a.announceLink(&before)
	}
	a.announceSilence()
	journal := a.model.Sent().Journal()
	if journal.Failed != a.journal.Failed || journal.Why != a.journal.Why {
		a.journal = journal
		a.announce(journalText(journal.Failed, journal.Why))
	}
}

// announceLink announces a change of the connection. Each attempt of many tells
// nothing new: the first one is told, and each new reason.
func (a *App) announceLink(before *event.Link) {
	link := &a.link
	if link.Round != 0 && link.Round != before.Round {
		a.settling, a.settle = true, a.now
	}
	text := a.linkText(link)
	switch link.State {
	case before.State:
		text = ""
	case event.LinkLoggingIn:
		text = ""
	case event.LinkConnecting:
		if link.Attempt > 1 {
			text = ""
		}
	case event.LinkWaiting:
		if text == a.waiting {
			text = ""
		} else {
			a.waiting = text
		}
	case event.LinkUp:
		a.waiting = ""
	}
	if text != "" {
		a.announce(text)
	}
	if link.KeepAlive != before.KeepAlive && link.KeepAlive != "" {
		a.announce(link.KeepAlive + ".")
	}
	if link.Other != before.Other && link.Other != "" {
		a.announce(sentence(link.Other))
	}
}

// linkText says how the connection stands, and what to do about it.
func (a *App) linkText(link *event.Link) string {
	host := link.Address
	if host == "" {
		host = a.options.Host
	}
	switch link.State {
	case event.LinkUp:
		text := "Link up: " + host + " is " + link.Role.String()
		if link.Version != "" {
			text += ", version " + link.Version
		}
		return text + "."
	case event.LinkConnecting:
		return joined("Connecting to "+host, link.Reason)
	case event.LinkLoggingIn:
		return joined("Connected to "+host+", waiting for the answer to the login", link.Reason)
	case event.LinkDown:
		return host + " has no link to the switch: commands are refused until it is back."
	case event.LinkStandby:
		return host + " is a backup: commands are refused until it is primary."
	case event.LinkWaiting:
		if link.Retry.IsZero() {
			return joined("Not connected to "+host, link.Reason) + " No further attempt is made by itself: type reconnect."
		}
		return joined("Not connected to "+host, link.Reason) + " It is tried again by itself; to try now, type reconnect."
	case event.LinkRefused:
		return joined(host+" refused the login", link.Reason) + " Check the application name and the password; to try once more, type reconnect."
	case event.LinkClosed:
		return joined("The connection to "+host+" was given up", link.Reason)
	}
	return "Not connected to " + host + " yet."
}

// joined is what, and behind it the reason as a sentence.
func joined(what, reason string) string {
	if strings.TrimSpace(reason) == "" {
		return what + "."
	}
	return what + ". " + sentence(reason)
}

// sentence begins a text with a capital and ends it with a full stop.
func sentence(text string) string { return phrase.Capital(phrase.Sentence(text)) }

func journalText(failed bool, why string) string {
	if !failed {
		return "The journal can be written again."
	}
	const what = "The journal cannot be written"
	if why = strings.TrimSpace(why); why == "" {
		return what + ", so no command is sent; it is tried again."
	}
	return phrase.Sentence(what+": "+why) + " No command is sent; it is tried again."
}

// announceSettled says the counts when the DNs are registered and have been
// queried.
func (a *App) announceSettled() {
	if !a.settling {
		return
	}
	switch {
	case a.link.State != event.LinkUp:
		a.settling = false
		return
	case a.now.Sub(a.settle) < settleTime && a.settles():
		return
	}
	a.settling, a.ready = false, true
	a.announce(a.boardText())
}

// settles reports whether registrations or automatic queries are under way.
func (a *App) settles() bool {
	truth := a.model.Board()
	round := truth.QueryRound(a.options.Site)
	if round.Active() {
		return true
	}
	for _, row := range truth.Rows() {
		switch row.Registration().State {
		case board.RegistrationNone, board.RegistrationPending:
			return true
		case board.RegistrationHeld, board.RegistrationOutOfService, board.RegistrationRefused, board.RegistrationLost, board.RegistrationNoAnswer:
		}
	}
	return false
}

// boardText is the counts.
func (a *App) boardText() string {
	c := a.model.Board().Counters()
	text := fmt.Sprintf("%s, %s registered: %s recording, %s paused, %s off, %s unknown", phrase.Count(c.Total, "DN", "DNs"), phrase.Number(c.Registered),
		phrase.Number(c.Rec), phrase.Number(c.Paused), phrase.Number(c.Off), phrase.Number(c.Unknown))
	if c.Faults > 0 {
		text += "; " + phrase.Number(c.Faults) + " with a fault"
	}
	if c.Stale > 0 {
		text += "; " + phrase.Number(c.Stale) + " not vouched for"
	}
	return text + "."
}
