package ui

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/ui/cell"
)

// notice is a sentence that stays on the screen as long as it holds.
type notice struct {
	role themes.Role
	text string
}

// banner says what is wrong with the connection and what to do; its text is
// empty while nothing is.
func (a *App) banner() notice {
	link, _ := a.model.Board().Link(a.options.Site)
	host := link.Address
	if host == "" {
		host = a.options.Host
	}
	because := sentence(link.Reason)
	switch link.State {
	case event.LinkUp:
		return notice{}
	case event.LinkConnecting:
		if link.Attempt > 1 {
			return notice{themes.Warning, fmt.Sprintf("Connecting to %s, attempt %d.%s", host, link.Attempt, because)}
		}
		return notice{themes.Warning, fmt.Sprintf("Connecting to %s.%s", host, because)}
	case event.LinkLoggingIn:
		return notice{themes.Warning, fmt.Sprintf("Connected to %s, waiting for the answer to the login.", host)}
	case event.LinkDown:
		return notice{themes.Error, fmt.Sprintf("%s has no link to the switch: states may be old, commands are refused until it is back.", host)}
	case event.LinkWaiting:
		return notice{themes.Error, reasonOr("Not connected to "+host, host, link.Reason) + a.retry(link.Retry)}
	case event.LinkRefused:
		return notice{themes.Error, reasonOr(host+" refused the login", host, link.Reason) + " Check --app-name and the password, then start capdeck again."}
	case event.LinkClosed:
		return notice{themes.Error, reasonOr("The connection to "+host+" was given up", host, link.Reason) + " Start capdeck again."}
	}
	if host == "" {
		return notice{themes.Warning, "Not connected. Start capdeck with --host HOST:PORT, or with --demo."}
	}
	return notice{themes.Warning, fmt.Sprintf("Not connected to %s yet.", host)}
}

// reasonOr is the reason where it is a sentence about the host itself, as those
// of a session are, so that what matters is not pushed off the line; else what
// followed by the reason.
func reasonOr(what, host, reason string) string {
	if because := strings.TrimSpace(sentence(reason)); strings.Contains(because, host) {
		first, size := utf8.DecodeRuneInString(because)
		return string(unicode.ToUpper(first)) + because[size:]
	}
	return what + "." + sentence(reason)
}

// retry says when the next attempt is made.
func (a *App) retry(at time.Time) string {
	if at.IsZero() {
		return " No further attempt is made: start capdeck again."
	}
	left := at.Sub(a.model.Now())
	if left <= time.Second {
		return " Next attempt now."
	}
	return fmt.Sprintf(" Next attempt in %d s.", int((left+time.Second-1)/time.Second))
}

// sentence makes a reason a sentence that follows another one.
func sentence(reason string) string {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return ""
	}
	if strings.HasSuffix(reason, "?") {
		return " " + reason
	}
	return " " + strings.TrimRight(reason, ".") + "."
}

// foldWords breaks a sentence at blanks into lines of at most room cells, and
// at most as many lines as given: the last one holds the rest.
func foldWords(text string, room, lines int) []string {
	var folded []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case len(folded) < lines-1 && cell.Width(line)+1+cell.Width(word) > room:
			folded = append(folded, line)
			line = word
		default:
			line += " " + word
		}
	}
	if line == "" {
		return folded
	}
	return append(folded, line)
}

// empty says why no row is shown.
func (a *App) empty() string {
	if a.model.Board().Len() == 0 {
		return "No DN is on the board. Start capdeck with --dn 7001,7005-7050 or --dn-file FILE."
	}
	return "No DN passes the filter: " + a.model.Filter().Text + "   (esc clears it)"
}
