package ui

import (
	"fmt"
	"strings"
	"time"

	"capdeck/themes"
	"capdeck/tlibconn/event"
)

// notice is a sentence that stays on the screen as long as it holds.
type notice struct {
	role themes.Role
	text string
}

// banner says in one line what is wrong with the connection and what to do;
// its text is empty while nothing is.
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
		return notice{themes.Error, fmt.Sprintf("%s has no link to the switch: states may be old, commands are refused until it is back.%s", host, because)}
	case event.LinkWaiting:
		return notice{themes.Error, fmt.Sprintf("Not connected to %s.%s%s", host, because, a.retry(link.Retry))}
	case event.LinkRefused:
		return notice{themes.Error, fmt.Sprintf("%s refused the login.%s Check --app-name and the password, then start capdeck again.", host, because)}
	case event.LinkClosed:
		return notice{themes.Error, fmt.Sprintf("The connection to %s was given up.%s Start capdeck again.", host, because)}
	}
	if host == "" {
		return notice{themes.Warning, "Not connected. Start capdeck with --host HOST:PORT, or with --demo."}
	}
	return notice{themes.Warning, fmt.Sprintf("Not connected to %s yet.", host)}
}

// retry says when the next attempt is made.
func (a *App) retry(at time.Time) string {
	if at.IsZero() {
		return ""
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
	return " " + strings.TrimRight(reason, ".") + "."
}

// empty says why no row is shown.
func (a *App) empty() string {
	if a.model.Board().Len() == 0 {
		return "No DN is on the board. Start capdeck with --dn 7001,7005-7050 or --dn-file FILE."
	}
	return "No DN passes the filter: " + a.model.Filter().Text + "   (esc clears it)"
}
