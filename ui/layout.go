package ui

import (
	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/panes"
	"capdeck/ui/canvas"
	"capdeck/ui/header"
	"capdeck/ui/overlay"
	"capdeck/ui/rows"
)

// mode is how much the window has room for.
type mode uint8

const (
	modeTooSmall mode = iota // below canvas.LeastWidth x canvas.LeastHeight: shows only the size that is needed
	modeCompact              // below canvas.FullWidth x canvas.FullHeight: DN and capture only
	modeFull
)

const (
	// mostNote is the greatest height of a note that is not an error, in lines.
	mostNote = 3
)

// lower is what is drawn below the rows of the board.
type lower uint8

const (
	lowerNone lower = iota
	lowerDialog
	lowerHelp
	lowerText
	lowerPalette
	lowerPicker
)

// layout holds the height of each part of the screen in lines. The heights add up to the
// height of the window.
type layout struct {
	mode    mode
	columns rows.Columns
	header  int             // lines
	banner  []header.Notice // one for each line
	note    []string        // the lines of the note, or of the problem of the prompt
	heads   int
	rows    int // rows of the board that are drawn
	lower   lower
	text    int // lines of the text pane or help, without its title
	beyond  int // lines of its text that are not shown
	listing int // incidents for which the text pane has room
	dialog  overlay.Dialog
	palette int // lines of the palette, without its title
	hint    int // lines of the hint of the first run
	picker  int // columns in the picker
	// messages is the number of lines of the messages pane, with its title.
	messages int
	// board is the number of visible rows that the model knows. A dialog or the help that
	// covers rows does not change it, so that the board does not scroll.
	board int
	// listed is the number of visible messages that the model knows, for the same reason.
	listed int
	// alone reports that the messages are visible only while they have the focus.
	alone bool
}

// visible returns what the model needs to know about the layout.
func (l *layout) visible() model.Visible {
	return model.Visible{
		Rows: l.board, Messages: l.listed, Dialog: l.dialog.Targets, Palette: l.palette,
		Text: l.text, Beyond: l.beyond, Incidents: l.listing, Alone: l.alone,
	}
}

// tallHeight is the least height of a window in which the calls have a line of their own in
// the header.
const tallHeight = 20

// arrange makes the layout for the size of the window and what is open.
func (a *App) arrange() {
	l := layout{columns: a.layout.columns}
	a.text = nil
	switch {
	case a.width < canvas.LeastWidth || a.height < canvas.LeastHeight:
		a.layout = l
		return
	case a.width < canvas.FullWidth || a.height < canvas.FullHeight:
		l.mode, l.header = modeCompact, 1
	default:
		l.mode, l.header, l.heads = modeFull, 2, 1
		if a.height >= tallHeight {
			l.header = 3
		}
	}
	area := a.height - l.header - l.heads - 1
	head := a.header()
	head.Compact = l.mode == modeCompact
	l.banner = head.Fold(head.Notices(a.model.Bulks()), area)
	area -= len(l.banner)
	l.note = a.foldNote(a.mostNote(area))
	if above := len(l.note); above > 0 && !a.editing() {
		area -= above - 1
	} else {
		area -= above
	}
	area = a.openHint(&l, area)
	a.splitArea(&l, area)
	switch {
	case a.model.Overlay().Dialog() != nil:
		a.openDialog(&l, area)
	case a.showsPalette():
		a.openPalette(&l, area)
	case a.model.Overlay().Picker() != nil:
		a.openPicker(&l, area)
	case a.model.Overlay().ShowsHelp():
		a.openHelp(&l, area)
	}
	a.layout = l
}

// fitColumns fits the columns to the visible rows. It must be called after the model knows
// how many rows are visible.
func (a *App) fitColumns() {
	shown, words := a.model.Rows(), a.words()
	bar := a.bar()
	view := rows.ViewID{
		Width: a.width, Bar: bar.Cells(), Small: a.width < canvas.FullWidth || a.height < canvas.FullHeight,
		Choice: shown.Choice(), Keep: shown.Keeps(), Top: shown.Top(), Lines: shown.Height(),
	}
	a.layout.columns = a.widths.Fit(view, shown.Drawn(), shown.Visible(), &words)
}

// bar returns the scroll bar of the board. It has the height of the window that the model
// knows, so that it does not change when something covers the last rows.
func (a *App) bar() rows.Bar {
	shown := a.model.Rows()
	return rows.NewBar(shown.Top(), shown.Height(), len(shown.Shown()))
}

// mostNote returns the greatest height of a note in an area of that many lines. An error
// gets more lines than a report of success.
func (a *App) mostNote(area int) int {
	if a.model.Note().IsError || a.editing() {
		return max(area/2, 1)
	}
	return min(max(area/3, 1), mostNote)
}

// splitArea divides the lines below the heads among board, text pane and messages.
func (a *App) splitArea(l *layout, area int) {
	m := a.model
	focused, ofMessage := m.Panes().Focus() == action.PaneMessages, m.Panes().Text().Content() == panes.Message
	l.alone = l.mode != modeFull
	if m.Panes().ShowsMessages() && (l.mode == modeFull && !m.Panes().Text().IsOpen() || focused || ofMessage) {
		l.messages = messagesLines(l.mode, area, m.Panes().Text().IsOpen())
	}
	l.rows = area - l.messages
	if m.Panes().Text().IsOpen() {
		l.lower = lowerText
		a.text = a.paneText()
		least := 0
		if l.mode == modeFull {
			least = min(max(l.rows/4, 1), 6)
		}
		l.text = min(len(a.text)+1, l.rows-least) - 1
		l.rows -= l.text + 1
		l.beyond = len(a.text) - l.text
		l.listing = a.incidentsPane().Room(l.text)
		if m.Panes().Text().Content() == panes.Sent {
			view := m.Sent().View()
			a.sentPane().Fill(a.text, &view, min(a.textTop(), l.beyond), l.text)
		}
	}
	l.board, l.listed = l.rows, max(l.messages-1, 0)
}

// messagesLines returns the height of the messages pane with its title. beside reports
// whether the text pane is open as well.
func messagesLines(m mode, area int, beside bool) int {
	switch {
	case m == modeCompact && beside:
		return max(area/2, 1)
	case m == modeCompact:
		return area
	case area < 7:
		return 0
	}
	return max(area/4, 3)
}

// leastForHint is the smallest number of lines below the header that leaves one for the
// hint.
const leastForHint = 4

// openHint puts the hint on the line above the key line, so that no row moves when the
// hint disappears. It returns the remaining lines.
func (a *App) openHint(l *layout, area int) int {
	if a.hinting && area >= leastForHint {
		l.hint = 1
	}
	return area - l.hint
}
