package themes

// Glyphs holds the signs of the board. Each is as wide as its ASCII counterpart, so that no column moves.
type Glyphs struct {
	// Rec, Paused, Off and Unknown are the capture states.
	Rec, Paused, Off, Unknown string
	// Fault precedes a failure, Stale a state that may no longer be true.
	Fault, Stale string
	// Exposed follows the word of a capture that is off, paused or unknown while the DN is on a call.
	Exposed string
	// Cursor precedes the row under the cursor, Mark a marked row.
	Cursor, Mark string
	// Ellipsis marks where text was truncated.
	Ellipsis string
	// Horizontal, Vertical and the corners draw rules and frames.
	Horizontal, Vertical                       string
	TopLeft, TopRight, BottomLeft, BottomRight string
	// Ascending and Descending show the order of a column.
	Ascending, Descending string
	// SecondAscending and SecondDescending show the order of the second column, which sorts rows that are equal in
	// the first.
	SecondAscending, SecondDescending string
	// Sent and Received show the direction of a message.
	Sent, Received string
	// Track is a scroll bar, Thumb the part of it that stands for what is visible.
	Track, Thumb string
	// Bar holds the ends of a bar, each filling more of a cell; the last one fills it.
	Bar []string
}

// UnicodeGlyphs returns the usual signs.
func UnicodeGlyphs() Glyphs {
	return Glyphs{
		Rec: "●", Paused: "‖", Off: "○", Unknown: "?",
		Fault: "!", Stale: "~", Exposed: "◀",
		Cursor: ">", Mark: "*",
		Ellipsis:   "…",
		Horizontal: "─", Vertical: "│",
		TopLeft: "┌", TopRight: "┐", BottomLeft: "└", BottomRight: "┘",
		Ascending: "▲", Descending: "▼",
		SecondAscending: "△", SecondDescending: "▽",
		Sent: "->", Received: "<-",
		Track: "│", Thumb: "█",
		Bar: []string{"▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"},
	}
}

// ASCIIGlyphs returns signs for terminals and fonts that show only ASCII.
func ASCIIGlyphs() Glyphs {
	return Glyphs{
		Rec: "*", Paused: "=", Off: "o", Unknown: "?",
		Fault: "!", Stale: "~", Exposed: "<",
		Cursor: ">", Mark: "*",
		Ellipsis:   "~",
		Horizontal: "-", Vertical: "|",
		TopLeft: "+", TopRight: "+", BottomLeft: "+", BottomRight: "+",
		Ascending: "^", Descending: "v",
		SecondAscending: "+", SecondDescending: "-",
		Sent: "->", Received: "<-",
		Track: "|", Thumb: "#",
		Bar: []string{"#"},
	}
}
