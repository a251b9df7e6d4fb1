package themes

// Role is a part that text plays on the screen. A theme has a style for each.
type Role int

// The roles. Their names in theme files are those of String.
const (
	// Text is ordinary text. A role that a theme file leaves out looks like it.
	Text Role = iota
	// Faint is text that matters less: units, times, hints.
	Faint
	// Accent is text to find again: the text of the filter, an important number.
	Accent
	// Title is the program's name and the title of a dialog.
	Title
	// Header is the headers of the columns.
	Header
	// Border is rules and frames.
	Border
	// Key is a key's name in the key line and in help.
	Key
	// Selected is the row under the cursor. It is combined with the roles of the cells in the row; see
	// Theme.OpenSelected.
	Selected
	// Marked is the mark at the beginning of a row.
	Marked
	// Rec is capture enabled.
	Rec
	// Paused is capture paused.
	Paused
	// Off is capture disabled.
	Off
	// Unknown is a capture whose state no one has reported.
	Unknown
	// NotCaptured is a capture that is off, paused or unknown while the DN is on a call. It is the loudest role of a
	// row. If a theme file leaves it out, it looks like Fault in bold and reverse.
	NotCaptured
	// Fault is a command or a DN that failed.
	Fault
	// Stale is the sign of a state that may no longer be true.
	Stale
	// Pending is a command that waits for its answer.
	Pending
	// Done is a command that was confirmed.
	Done
	// Warning is a message that needs attention.
	Warning
	// Error is a message that something failed.
	Error
	// LinkUp is a working connection.
	LinkUp
	// LinkDown is a broken one.
	LinkDown
	// Sent is a message that capdeck sent.
	Sent
	// Received is a message that capdeck received.
	Received
	// Input is text being typed.
	Input
	// Focus is the button that enter presses.
	Focus
	// Banner is a line that shows an unusual mode.
	Banner

	roleCount
)

// roleNames holds the name of each role in theme files.
var roleNames = [roleCount]string{
	Text: "text", Faint: "faint", Accent: "accent", Title: "title", Header: "header", Border: "border", Key: "key",
	Selected: "selected", Marked: "marked", Rec: "rec", Paused: "paused", Off: "off", Unknown: "unknown", NotCaptured: "not-captured", Fault: "fault",
	Stale: "stale", Pending: "pending", Done: "done", Warning: "warning", Error: "error", LinkUp: "link-up",
	LinkDown: "link-down", Sent: "sent", Received: "received", Input: "input", Focus: "focus", Banner: "banner",
}

// String returns the role's name in theme files.
func (r Role) String() string {
	if r < 0 || r >= roleCount {
		return "no role"
	}
	return roleNames[r]
}

// Roles returns every role, in the order of the constants.
func Roles() []Role {
	roles := make([]Role, roleCount)
	for i := range roles {
		roles[i] = Role(i)
	}
	return roles
}
