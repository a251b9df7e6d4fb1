package say

import "capdeck/tlibconn/event"

// RefusedReadOnly returns that a read-only session does not send a command.
func RefusedReadOnly(verb event.Verb) string {
	return "this session is read-only: " + verb.String() + " is not sent"
}

// RefusedLocked returns that the write-lock keeps a command from being sent.
func RefusedLocked(verb event.Verb) string {
	return "the write-lock is on: " + verb.String() + " is not sent"
}

// RefusedUnrecorded returns that a command is not sent because the journal cannot be
// written, for the reason why.
func RefusedUnrecorded(verb event.Verb, why string) string {
	return verb.String() + " is not sent, because the journal cannot be written: " + why
}

// NotUp returns why the link to the switch did not come up in time.
func NotUp(link *event.Link) string {
	switch link.State {
	case event.LinkStandby:
		return link.Address + " is the backup and accepts no commands until it is primary"
	case event.LinkDown:
		return link.Address + " has no link to the switch, and the link did not come up in time"
	case event.LinkLoggingIn:
		return "T-Server " + link.Address + " did not answer the login in time"
	case event.LinkConnecting, event.LinkUp, event.LinkWaiting, event.LinkRefused, event.LinkClosed:
	}
	text := "no connection to T-Server in time"
	if link.Reason != "" {
		text += ": " + link.Reason
	}
	return text
}
