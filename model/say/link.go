package say

import (
	"strings"

	"capdeck/model/phrase"
	"capdeck/tlibconn/event"
)

// Connection describes the link to the switch, and what the user can do about it.
type Connection struct {
	Form Form
	// Link is the last state that the session reported.
	Link *event.Link
	// Host is the host:port that the user asked for. It is used until the session names an
	// address.
	Host string
	// Reconnect is what the user presses or types to connect at once, "" if nothing does.
	Reconnect string
	// StaleGlyph marks the states that may be out of date; "" if no state is.
	StaleGlyph string
}

// Text returns one or more sentences. The shown form returns nothing while the link is up.
func (c *Connection) Text() Part {
	host := c.host()
	switch c.Link.State {
	case event.LinkUp:
		return Part{Text: c.up(host)}
	case event.LinkConnecting:
		return Part{Role: Warning, Text: "Connecting to " + host + "." + behindSentence(c.Link.Reason)}
	case event.LinkLoggingIn:
		return Part{Role: Warning, Text: "Connected to " + host + "; waiting for the answer to the login." + behindSentence(c.Link.Reason)}
	case event.LinkDown:
		return Part{Role: Fault, Text: host + " has no link to the switch: commands are refused until it is back." + c.old()}
	case event.LinkStandby:
		return Part{Role: Warning, Text: host + " is a backup: commands are refused until it is primary." + c.old()}
	case event.LinkWaiting:
		return Part{Role: Fault, Text: c.reasonOr("Not connected to "+host, host) + c.nextAttempt() + c.old()}
	case event.LinkRefused:
		return Part{Role: Fault, Text: c.reasonOr(host+" refused the login", host) + c.afterRefusal()}
	case event.LinkClosed:
		return Part{Role: Fault, Text: c.reasonOr("The connection to "+host+" was closed for good", host) + c.Form.of(" Start capdeck again.", "")}
	}
	if host == "" {
		return Part{Role: Warning, Text: "Not connected. Start capdeck with --host HOST:PORT, or with --demo."}
	}
	return Part{Role: Warning, Text: "Not connected to " + host + " yet."}
}

func (c *Connection) host() string {
	if c.Link.Address == "" {
		return c.Host
	}
	return c.Link.Address
}

func (c *Connection) up(host string) string {
	if c.Form == Shown {
		return ""
	}
	text := "Link up: " + host + " is " + c.Link.Role.String()
	if c.Link.Version != "" {
		text += ", version " + c.Link.Version
	}
	return text + "."
}

// nextAttempt returns whether the session reconnects by itself.
func (c *Connection) nextAttempt() string {
	switch {
	case c.Form == Spoken && c.Link.Retry.IsZero():
		return " capdeck does not reconnect by itself: type " + c.Reconnect + "."
	case c.Form == Spoken:
		return " capdeck reconnects by itself; to reconnect now, type " + c.Reconnect + "."
	case !c.Link.Retry.IsZero():
		return ""
	case c.Reconnect == "":
		return " capdeck does not reconnect by itself."
	}
	return " capdeck does not reconnect by itself: press " + c.Reconnect + "."
}

func (c *Connection) afterRefusal() string {
	switch {
	case c.Form == Spoken:
		return " Check the application name and the password; to try again, type " + c.Reconnect + "."
	case c.Reconnect == "":
		return " Check --app-name and the password and start capdeck again."
	}
	return " Check --app-name and the password and start capdeck again, or press " + c.Reconnect + " to try again."
}

// old warns that the states marked as stale may be out of date.
func (c *Connection) old() string {
	if c.StaleGlyph == "" {
		return ""
	}
	return " States marked " + c.StaleGlyph + " may be out of date."
}

// reasonOr returns the reason alone if it is a sentence about the host itself, as those of
// a session are, so that the important part fits on the line. Else it returns what,
// followed by the reason. The spoken form has both.
func (c *Connection) reasonOr(what, host string) string {
	if whole := phrase.Sentence(c.Link.Reason); c.Form == Shown && strings.Contains(whole, host) {
		return phrase.Capital(whole)
	}
	return what + "." + behindSentence(c.Link.Reason)
}

// Sentence returns a text with a capital letter at its beginning and a full stop at its
// end, "" if there is no text.
func Sentence(text string) string { return phrase.Capital(phrase.Sentence(text)) }

// behindSentence returns a text as a sentence that follows another one.
func behindSentence(text string) string {
	if text = Sentence(text); text == "" {
		return ""
	}
	return " " + text
}
