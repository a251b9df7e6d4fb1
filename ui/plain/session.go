package plain

import (
	"capdeck/model/board"
	"capdeck/model/say"
	"capdeck/tlibconn/event"
)

// announceSession announces changes of the connection, the recorder, the journal and the evidence. They
// are announced in quiet mode, too.
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
		a.announce(say.Journal(journal.Failed, journal.Why).Text)
	}
	if state := a.model.Evidence(); state.Failed != a.evidence.Failed || state.Why != a.evidence.Why {
		a.evidence = state
		a.announce(say.Evidence(state.Failed, state.Why).Text)
	}
}

// announceLink announces a change of the connection. Of many attempts it announces the
// first one and each new reason.
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
		a.announce(say.Sentence(link.Other))
	}
}

// linkText returns the state of the connection and what to do about it.
func (a *App) linkText(link *event.Link) string {
	said := say.Connection{Form: say.Spoken, Link: link, Host: a.options.Host, Reconnect: "reconnect"}
	return said.Text().Text
}

// announceSettled writes the counts when the DNs are registered and queried.
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

// settles reports whether registrations or automatic queries are in progress.
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

// boardText returns the counts.
func (a *App) boardText() string { return say.Counts(a.model.Board().Counters()) }
