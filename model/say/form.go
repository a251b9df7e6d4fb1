package say

// Form is the way in which a text reaches its reader. The zero value is Shown.
type Form uint8

// The forms.
const (
	// Shown is the form for cells of a screen, next to colours and glyphs: as short as
	// possible, with states and faults in capitals.
	Shown Form = iota
	// Spoken is the form for lines that a screen reader reads aloud or that a program
	// searches: whole words in lower case.
	Spoken
)

// of returns the text for the form.
func (f Form) of(shown, spoken string) string {
	if f == Spoken {
		return spoken
	}
	return shown
}

// Role is the meaning of a text. A front chooses a colour by it. The zero value is Text.
type Role uint8

// The roles.
const (
	// Text needs no emphasis.
	Text Role = iota
	// Faint is less important than the text next to it.
	Faint
	// Pending waits for something.
	Pending
	// Done ended as intended.
	Done
	// Warning is unusual, but not a fault.
	Warning
	// Fault is wrong.
	Fault
	// Stale is not vouched for.
	Stale
	// Title is a name at the head of what follows.
	Title
	// Accent must be found at a glance.
	Accent
	// Rec, Paused, Off and Unknown are the capture states.
	Rec
	Paused
	Off
	Unknown
)

// Part is a text and its meaning. A part with an empty Text is not shown.
type Part struct {
	// Role is the meaning of the text.
	Role Role
	// Marked reports whether the glyph of the role belongs in front of the text.
	Marked bool
	// Close reports that only a blank separates the part from the one before it.
	Close bool
	// Faded reports that the part is shown as if its role were Faint, with its own glyph.
	Faded bool
	// Text is the text without the glyph. It may hold text from the network and is not
	// sanitised.
	Text string
}
