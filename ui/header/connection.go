package header

import (
	"fmt"
	"strings"

	"capdeck/model/action"
	"capdeck/model/phrase"
	"capdeck/themes"
	"capdeck/tlibconn/event"
)

// connection says what is wrong with the connection, and what to do. Its text is empty
// if nothing is.
func (h *Header) connection(link *event.Link) Notice {
	host := link.Address
	if host == "" {
		host = h.Host
	}
	reason := sentence(link.Reason)
	switch link.State {
	case event.LinkUp:
		return Notice{}
	case event.LinkConnecting:
		return Notice{themes.Warning, fmt.Sprintf("Connecting to %s.%s", host, reason)}
	case event.LinkLoggingIn:
		return Notice{themes.Warning, fmt.Sprintf("Connected to %s, waiting for the answer to the login.%s", host, reason)}
	case event.LinkDown:
		return Notice{themes.Error, fmt.Sprintf("%s has no link to the switch: commands are refused until it is back.%s", host, h.old())}
	case event.LinkStandby:
		return Notice{themes.Warning, fmt.Sprintf("%s is a backup: commands are refused until it is primary.%s", host, h.old())}
	case event.LinkWaiting:
		text := reasonOr("Not connected to "+host, host, link.Reason)
		if link.Retry.IsZero() {
			text += " No further attempt is made by itself" + h.reconnectKey(": ", " makes one") + "."
		}
		return Notice{themes.Error, text + h.old()}
	case event.LinkRefused:
		return Notice{themes.Error, reasonOr(host+" refused the login", host, link.Reason) + " Check --app-name and the password and start capdeck again" + h.reconnectKey(", or press ", " to try once more") + "."}
	case event.LinkClosed:
		return Notice{themes.Error, reasonOr("The connection to "+host+" was given up", host, link.Reason) + " Start capdeck again."}
	}
	if host == "" {
		return Notice{themes.Warning, "Not connected. Start capdeck with --host HOST:PORT, or with --demo."}
	}
	return Notice{themes.Warning, fmt.Sprintf("Not connected to %s yet.", host)}
}

// reconnectKey names the key that makes an attempt to connect, between two texts. It is
// empty if no key does.
func (h *Header) reconnectKey(before, after string) string {
	return h.Keys.Hint(action.Reconnect, before, after)
}

// old says that what is marked as stale may be out of date.
func (h *Header) old() string {
	if h.Board.Counters().Stale == 0 {
		return ""
	}
	return " What stands behind " + h.Glyphs.Stale + " is from before."
}

// reasonOr is the reason if it is a sentence about the host itself, as those of a
// session are, so that what matters is not pushed off the line; else it is what, followed
// by the reason.
func reasonOr(what, host, reason string) string {
	if whole := phrase.Sentence(reason); strings.Contains(whole, host) {
		return phrase.Capital(whole)
	}
	return what + "." + sentence(reason)
}

// sentence turns a reason into a sentence that follows another one.
func sentence(reason string) string {
	if reason = phrase.Sentence(reason); reason == "" {
		return ""
	}
	return " " + phrase.Capital(reason)
}

// because is what and its reason, in one sentence.
func because(what, reason string) string {
	if reason = strings.TrimSpace(reason); reason == "" {
		return what + "."
	}
	return phrase.Sentence(what + ": " + reason)
}
