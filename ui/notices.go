package ui

import (
	"fmt"
	"slices"
	"strings"

	"capdeck/model/action"
	"capdeck/model/phrase"
	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/fold"
)

// notice is a sentence that stays on the screen as long as it holds.
type notice struct {
	role themes.Role
	text string
}

// notices are what is wrong, the worst first.
func (a *App) notices(m mode) []notice {
	var all []notice
	link, _ := a.model.Board().Link(a.options.Site)
	if n := a.connection(&link); n.text != "" {
		all = append(all, n)
	}
	if journal := a.model.Journal(); journal.Failed {
		// The reason first: where there is little room, the end goes.
		all = append(all, notice{themes.Error, because("The journal cannot be written", journal.Why) + " No command is sent; it is tried again."})
	}
	if link.Other != "" && (m == modeCompact || !a.otherIsTold()) {
		all = append(all, notice{themes.Warning, phrase.Sentence(phrase.Capital(link.Other))})
	}
	all = append(all, a.bulkNotices()...)
	if n := a.frozen(); n.text != "" {
		all = append(all, n)
	}
	return all
}

// frozen says that the rows stand still, and which key ends it, in as many words
// as one line has room for: a second line that came with a new row would move
// the rows. Its text is empty while they move.
func (a *App) frozen() notice {
	since, appended, ok := a.model.Frozen()
	if !ok {
		return notice{}
	}
	at := since.In(a.options.Zone).Format(canvas.Minutes)
	key := a.keys.Hint(action.Freeze, ", ", " ends it")
	text := "FROZEN" + key
	for _, longer := range [...]string{
		"FROZEN since " + at + ", values live" + key,
		"FROZEN since " + at + ": the rows stand still, their values are live" + a.keys.Hint(action.Freeze, "; ", " lets them move again"),
	} {
		if cell.Width(longer)+len("; 1,000 new at the end") <= a.width-2 {
			text = longer
		}
	}
	if appended > 0 {
		text += "; " + phrase.Number(appended) + " new"
	}
	if room := a.width - 2; appended > 0 && cell.Width(text)+len(" at the end") <= room {
		text += " at the end"
	}
	return notice{themes.Banner, text}
}

// connection says what is wrong with the connection and what to do; its text is
// empty while nothing is.
func (a *App) connection(link *event.Link) notice {
	host := link.Address
	if host == "" {
		host = a.options.Host
	}
	reason := sentence(link.Reason)
	switch link.State {
	case event.LinkUp:
		return notice{}
	case event.LinkConnecting:
		return notice{themes.Warning, fmt.Sprintf("Connecting to %s.%s", host, reason)}
	case event.LinkLoggingIn:
		return notice{themes.Warning, fmt.Sprintf("Connected to %s, waiting for the answer to the login.%s", host, reason)}
	case event.LinkDown:
		return notice{themes.Error, fmt.Sprintf("%s has no link to the switch: commands are refused until it is back.%s", host, a.old())}
	case event.LinkStandby:
		return notice{themes.Warning, fmt.Sprintf("%s is a backup: commands are refused until it is primary.%s", host, a.old())}
	case event.LinkWaiting:
		text := reasonOr("Not connected to "+host, host, link.Reason)
		if link.Retry.IsZero() {
			text += " No further attempt is made by itself" + a.reconnectKey(": ", " makes one") + "."
		}
		return notice{themes.Error, text + a.old()}
	case event.LinkRefused:
		return notice{themes.Error, reasonOr(host+" refused the login", host, link.Reason) + " Check --app-name and the password and start capdeck again" + a.reconnectKey(", or press ", " to try once more") + "."}
	case event.LinkClosed:
		return notice{themes.Error, reasonOr("The connection to "+host+" was given up", host, link.Reason) + " Start capdeck again."}
	}
	if host == "" {
		return notice{themes.Warning, "Not connected. Start capdeck with --host HOST:PORT, or with --demo."}
	}
	return notice{themes.Warning, fmt.Sprintf("Not connected to %s yet.", host)}
}

// reconnectKey names the key that makes an attempt to connect, between two
// texts; it is empty where no key does.
func (a *App) reconnectKey(before, after string) string {
	return a.keys.Hint(action.Reconnect, before, after)
}

// old says what the states on the board are worth without a link.
func (a *App) old() string {
	if a.model.Board().Counters().Stale == 0 {
		return ""
	}
	return " What stands behind " + a.styles.Glyphs.Stale + " is from before."
}

// reasonOr is the reason where it is a sentence about the host itself, as those
// of a session are, so that what matters is not pushed off the line; else what
// followed by the reason.
func reasonOr(what, host, reason string) string {
	if whole := phrase.Sentence(reason); strings.Contains(whole, host) {
		return phrase.Capital(whole)
	}
	return what + "." + sentence(reason)
}

// sentence makes a reason a sentence that follows another one.
func sentence(reason string) string {
	if reason = phrase.Sentence(reason); reason == "" {
		return ""
	}
	return " " + phrase.Capital(reason)
}

// because is what, and the reason behind it, as a sentence.
func because(what, reason string) string {
	if reason = strings.TrimSpace(reason); reason == "" {
		return what + "."
	}
	return phrase.Sentence(what + ": " + reason)
}

// foldBanner breaks notices into lines above an area. What is wrong takes more of
// it where it would be cut.
func (a *App) foldBanner(notices []notice, area int) []notice {
	room := a.width - 2
	lines := a.foldNotices(notices, room, min(max(area/3, 1), mostBanner))
	if slices.ContainsFunc(lines, func(n notice) bool { return cell.Width(n.text) > room }) {
		return a.foldNotices(notices, room, max(area/2, 1))
	}
	return lines
}

// foldNotices breaks notices into at most as many lines as given. The first
// has the most room, but each has a line while there is one.
func (a *App) foldNotices(notices []notice, room, lines int) []notice {
	var folded []notice
	for i, n := range notices {
		left := lines - len(folded)
		if left <= 0 {
			break
		}
		for _, text := range fold.Reason(cell.Clean(fold.Limit(n.text, a.styles.Glyphs.Ellipsis)), room, max(left-(len(notices)-1-i), 1), a.styles.Glyphs.Ellipsis) {
			folded = append(folded, notice{n.role, text})
		}
	}
	return folded
}
