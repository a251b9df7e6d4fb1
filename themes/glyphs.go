package themes

// Glyphs are the signs of the board. Each takes the cells of its ASCII counterpart, so that no column moves.
type Glyphs struct {
	// Rec, Paused, Off and Unknown are the capture states.
	Rec, Paused, Off, Unknown string
	// Fault is in front of what failed, Stale in front of a state that may no longer be true.
	Fault, Stale string
	// Cursor is in front of the row under the cursor, Mark in front of marked rows.
	Cursor, Mark string
	// Ellipsis is where text was cut.
	Ellipsis string
	// Horizontal, Vertical and the corners draw rules and frames.
	Horizontal, Vertical                       string
	TopLeft, TopRight, BottomLeft, BottomRight string
	// Ascending and Descending tell the order of a column.
	Ascending, Descending string
	// SecondAscending and SecondDescending do so for the column that sorts what is alike by the first.
	SecondAscending, SecondDescending string
	// Sent and Received tell a message's direction.
	Sent, Received string
	// Bar are the ends of a bar that fill more and more of a cell; the last one fills it.
	Bar []string
}

// UnicodeGlyphs returns the usual signs.
func UnicodeGlyphs() Glyphs {
	return Glyphs{
		Rec: "●", Paused: "‖", Off: "○", Unknown: "?",
		Fault: "!", Stale: "~",
		Cursor: ">", Mark: "*",
		Ellipsis:   "…",
		Horizontal: "─", Vertical: "│",
		TopLeft: "┌", TopRight: "┐", BottomLeft: "└", BottomRight: "┘",
		Ascending: "▲", Descending: "▼",
		SecondAscending: "△", SecondDescending: "▽",
		Sent: "->", Received: "<-",
		Bar: []string{"▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"},
	}
}

// ASCIIGlyphs returns signs for terminals and fonts that have nothing else.
func ASCIIGlyphs() Glyphs {
	return Glyphs{
		Rec: "*", Paused: "=", Off: "o", Unknown: "?",
		Fault: "!", Stale: "~",
		Cursor: ">", Mark: "*",
		Ellipsis:   "~",
		Horizontal: "-", Vertical: "|",
		TopLeft: "+", TopRight: "+", BottomLeft: "+", BottomRight: "+",
		Ascending: "^", Descending: "v",
		SecondAscending: "+", SecondDescending: "-",
		Sent: "->", Received: "<-",
		Bar: []string{"#"},
	}
}
