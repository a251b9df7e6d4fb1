package event

import "time"

// LinkState is how far the session has come on the way to the switch. TCP connected, logged in, link
// up and DN registered are four different states (SEMANTICS.md, Sessions and registration).
type LinkState uint8

// The states of a session's connection.
const (
	// LinkConnecting: a TCP (or TLS) connection is being made.
	LinkConnecting LinkState = iota + 1
	// LinkLoggingIn: connected; the login is unanswered.
	LinkLoggingIn
	// LinkDown: logged in, but T-Server has no link to the switch
	// (EventLinkDisconnected).
	LinkDown
	// LinkStandby: logged in and the link is up, but T-Server is the backup, which is not
	// usable until it is primary (SEMANTICS.md, High availability and keep-alive).
	LinkStandby
	// LinkUp: logged in at the primary, and the link is up
	// (EventLinkConnected).
	LinkUp
	// LinkWaiting: not connected. The next attempt is at Link.Retry; none is planned if
	// that is zero.
	LinkWaiting
	// LinkRefused: the server refused the login, and there is no further attempt until
	// the user asks for one.
	LinkRefused
	// LinkClosed: the session has ended.
	LinkClosed
)

var linkWords = [...]string{
	LinkConnecting: "CONNECTING", LinkLoggingIn: "LOGGING IN", LinkDown: "LINK DOWN", LinkStandby: "STANDBY",
	LinkUp: "LINK UP", LinkWaiting: "NOT CONNECTED", LinkRefused: "LOGIN REFUSED", LinkClosed: "CLOSED",
}

// String returns the state in the words of the screen's header.
func (s LinkState) String() string {
	if int(s) < len(linkWords) {
		return linkWords[s]
	}
	return ""
}

// Connected reports whether the session is logged in. The link may be up or down, the server primary
// or backup.
func (s LinkState) Connected() bool { return s == LinkDown || s == LinkStandby || s == LinkUp }

// ServerRole is a T-Server's role (WIRE.md, Session 2).
type ServerRole int32

// The roles of a T-Server; a missing role means primary (SEMANTICS.md, High
// availability).
const (
	RolePrimary ServerRole = 0
	RoleBackup  ServerRole = 1
)

// String returns "primary" or "backup". Any number but RolePrimary means backup.
func (r ServerRole) String() string {
	if r == RolePrimary {
		return "primary"
	}
	return "backup"
}

// Link is the complete state of a session's connection. Each Link replaces the one before it.
type Link struct {
	// State is the state of the link.
	State LinkState
	// Address is the host:port that the state is about.
	Address string
	// Role is the server's role, valid while State.Connected.
	Role ServerRole
	// Version is the server's ServerVersion (61) and Application its ApplicationName
	// (64), "" if it sent none. Both come from the network and are not sanitised.
	Version, Application string
	// Lost reports that a login ended with this state, and that unanswered requests are
	// lost.
	Lost bool
	// Reason is a sentence about why the state is not LinkUp, "" if there is nothing to
	// add. It may contain text from the network.
	Reason string
	// Attempt counts the attempts to connect since the last login, from 1; it is 0 if
	// there was none. Retry is the time of the next attempt, zero if none is planned.
	Attempt int
	Retry   time.Time
	// Round is the registration round that begins with this state, 0 if none does. Every
	// DN on the session's list is then pending, without an event for each. Answers of an
	// older round are ignored.
	Round uint32
	// Other is a sentence about the other server of a pair, "" if there is none or it has
	// no known fault. It may contain text from the network.
	Other string
	// KeepAlive is what is unusual about ADDP (WIRE.md, ADDP), "" if nothing is: "ADDP no
	// answer" if T-Server did not answer a poll and polling stopped, "ADDP refused" if it
	// closed a connection because of ADDP, "ADDP off", and "ADDP remote only" if we do
	// not poll. RoundTrip is that of the last answered poll, 0 if there was none.
	KeepAlive string
	RoundTrip time.Duration
}
