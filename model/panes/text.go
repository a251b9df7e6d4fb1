package panes

// Content is what the text pane shows.
type Content uint8

// The contents of the text pane. The zero value means that it is closed.
const (
	Nothing Content = iota
	// DN is everything known about the DN under the cursor.
	DN
	// Message is the whole of the selected message.
	Message
	// Statistics are outcomes, times and silences.
	Statistics
	// Teams is the list of teams. It has a cursor and a position of its own (package teams).
	Teams
	// Incidents is the list of incidents. It has a cursor and a position of its own (package
	// incidents).
	Incidents
	// Sent is the list of commands sent from here. It has a position of its own, since
	// it grows at its end (package sent).
	Sent
)

// Text is the text pane: what it shows, and from which line.
type Text struct {
	content Content
	asBytes bool
	top     int
	height  int
	beyond  int
}

// Content returns what the pane shows.
func (t *Text) Content() Content { return t.content }

// IsOpen reports whether the pane shows anything.
func (t *Text) IsOpen() bool { return t.content != Nothing }

// AsBytes reports whether a message is shown as bytes instead of as text.
func (t *Text) AsBytes() bool { return t.asBytes }

// ToggleBytes shows messages as bytes, or as text again, from the first line.
func (t *Text) ToggleBytes() {
	t.asBytes = !t.asBytes
	t.top = 0
}

// Top returns the first line that is shown, counted from 0. It has no meaning for Sent,
// Teams and Incidents.
func (t *Text) Top() int { return t.top }

// Height returns how many lines are shown.
func (t *Text) Height() int { return t.height }

// Beyond returns how many lines the text has beyond Height, which is how far the pane
// scrolls.
func (t *Text) Beyond() int { return t.beyond }

// Resize sets how many lines the pane shows, and how many the text has beyond those.
// Both are 0 while something hides the pane.
func (t *Text) Resize(height, beyond int) {
	t.height, t.beyond = max(height, 0), max(beyond, 0)
	t.top = min(t.top, t.beyond)
}

// Scroll moves by steps lines, up if steps is negative.
func (t *Text) Scroll(steps int) { t.top = max(min(t.top+steps, t.beyond), 0) }

// Rewind shows the text from its first line.
func (t *Text) Rewind() { t.top = 0 }

func (t *Text) open(content Content) { t.content, t.top = content, 0 }
