package event

import "time"

// LinkState says how far the way to the switch is open. TCP connected, logged
// in, link up and DN registered are four different states (SEMANTICS.md,
// Sessions and registration).
type LinkState uint8

// The states of a session's connection.
const (
	// LinkConnecting: a TCP (or TLS) connection is being made.
	LinkConnecting LinkState = iota + 1
	// LinkLoggingIn: connected, the login's answer has not come.
	LinkLoggingIn
	// LinkDown: logged in, but T-Server has no link to the switch
	// (EventLinkDisconnected).
	LinkDown
	// LinkStandby: logged in and the link is up, but T-Server is the backup:
	// it is not usable until it is primary (SEMANTICS.md, High availability
	// and keep-alive).
	LinkStandby
	// LinkUp: logged in at the primary, and the link is up
	// (EventLinkConnected).
	LinkUp
	// LinkWaiting: not connected; the next attempt is made at Link.Retry, or
	// none where that is zero.
	LinkWaiting
	// LinkRefused: the server refused the login, and nothing is tried again
	// before the user asks for it.
	LinkRefused
	// LinkClosed: the session has ended.
	LinkClosed
)

var linkWords = [...]string{
	LinkConnecting: "CONNECTING", LinkLoggingIn: "LOGGING IN", LinkDown: "LINK DOWN", LinkStandby: "STANDBY",
	LinkUp: "LINK UP", LinkWaiting: "NOT CONNECTED", LinkRefused: "LOGIN REFUSED", LinkClosed: "CLOSED",
}

// String returns the state as the screen's header says it.
func (s LinkState) String() string {
	if int(s) < len(linkWords) {
		return linkWords[s]
	}
	return ""
}

// Connected reports whether a login stands: the link may be up or down, the
// server primary or backup.
func (s LinkState) Connected() bool { return s == LinkDown || s == LinkStandby || s == LinkUp }

// ServerRole is a T-Server's role (WIRE.md, Session 2).
type ServerRole int32

// The roles of a T-Server; a missing role means primary (SEMANTICS.md, High
// availability).
const (
	RolePrimary ServerRole = 0
	RoleBackup  ServerRole = 1
)

// String returns the role in words; other numbers than the known ones as
// "role N" cannot occur, the session takes them as backup.
func (r ServerRole) String() string {
	if r == RolePrimary {
		return "primary"
	}
	return "backup"
}

// Link is one state of a session's connection, whole: the board replaces what
// it knew by it.
type Link struct {
	// State is how far the way to the switch is open.
	State LinkState
	// Address is the host:port that the state is about.
	Address string
	// Role is the server's role, valid while State.Connected.
	Role ServerRole
	// Version is the server's ServerVersion (61), Application its
	// ApplicationName (64), "" if it named none. Both come from the network
	// and are not sanitised.
	Version, Application string
	// Lost says that a login that stood has ended with this state: all that
	// was on the way is lost.
	Lost bool
	// Reason is a sentence that says why the state is not LinkUp, "" if there
	// is nothing to say. It may hold text from the network.
	Reason string
	// Attempt counts the connection attempts since the last login, from 1; it
	// is 0 where none has been made. Retry is when the next one is made, zero if
	// none is planned.
	Attempt int
	Retry   time.Time
	// Round is the registration round that begins with this state, 0 if none
	// does: every DN of the session's list is then pending, with no further
	// event. Answers of an older round are ignored.
	Round uint32
	// Other is a sentence about the other server of a pair, "" if there is
	// none or nothing is known to be wrong with it. It may hold text from the
	// network.
	Other string
	// KeepAlive says what is unusual about ADDP (WIRE.md, ADDP), "" if nothing
	// is: "ADDP no answer" where T-Server answered no poll and gets no more,
	// "ADDP refused" where it closed a connection on the start of ADDP, "ADDP
	// off", and "ADDP remote only" where we do not poll. RoundTrip is the last
	// answered poll's, 0 if there was none.
	KeepAlive string
	RoundTrip time.Duration
}
