package overlay

import (
	"slices"

	"capdeck/model/action"
)

// Palette is a prompt that searches the actions, together with the list of those that
// match. The selection is an action's ID rather than a line number, so that enter never
// runs another action after the list has changed. Callers must not change it.
type Palette struct {
	Prompt
	// Lines are the actions that match, the best match first.
	Lines []PaletteLine
	// Top is the index of the first line that is shown.
	Top int
	// Chosen is the action that enter runs, or "" if none matches.
	Chosen action.ID
	// Shown is the action that the terminal shows as selected, or "" if it shows
	// none: see Overlay.Shown.
	Shown action.ID

	rows   []action.Row // all actions, the most recently used one first
	moved  bool         // the user moved the selection: it stays while it matches
	height int          // the number of lines that are shown
}

// All returns the number of actions that the palette searches.
func (p *Palette) All() int { return len(p.rows) }

// Picked is the Result of enter in the palette, which has been closed. The caller must
// carry out the action as its key does.
type Picked struct{ Action action.ID }

func (Picked) result() {}

// Used records that an action was used: the palette lists the most recent ones first.
func (o *Overlay) Used(id action.ID) {
	o.recent = slices.DeleteFunc(o.recent, func(other action.ID) bool { return other == id })
	o.recent = slices.Insert(o.recent, 0, id)
}

// OpenPalette opens the palette with the actions of these rows, replacing anything that
// is open. The palette retains the slice and changes its order.
func (o *Overlay) OpenPalette(rows []action.Row) {
	rank := func(row action.Row) int {
		if at := slices.Index(o.recent, row.ID); at >= 0 {
			return at
		}
		return len(o.recent)
	}
	slices.SortStableFunc(rows, func(a, b action.Row) int { return rank(a) - rank(b) })
	p := &Palette{rows: rows, Prompt: Prompt{
		ID: o.nextID(), Label: ":", Advice: Advice{Hint: "enter run  esc close"},
	}}
	p.search()
	o.open(p)
}

// Palette returns the open palette, or nil. The caller must not change it.
func (o *Overlay) Palette() *Palette {
	palette, _ := o.top.(*Palette)
	return palette
}

// Select selects an action in the palette, as a click does. It does nothing if the
// palette is not open or does not list the action.
func (o *Overlay) Select(id action.ID) {
	if p := o.Palette(); p != nil && p.lists(id) {
		p.choose(id)
	}
}

func (p *Palette) press(o *Overlay, key string) Result {
	switch key {
	case "enter":
		return p.accept(o)
	case "esc", "ctrl+c":
		o.close()
	case "up":
		p.scroll(-1)
	case "down":
		p.scroll(1)
	case "pgup":
		p.scroll(-p.height)
	case "pgdown":
		p.scroll(p.height)
	}
	return nil
}

// accept closes the palette and returns the selected action, if the terminal shows that
// it is selected: keys that were typed ahead of the screen must not run an action that
// the user has not seen.
func (p *Palette) accept(o *Overlay) Result {
	switch {
	case p.Chosen == "":
		p.Problem = "no command matches"
		return nil
	case p.Chosen != p.Shown:
		p.Problem = "enter came before " + string(p.Chosen) + " was shown: press it again"
		return nil
	}
	o.close()
	return Picked{p.Chosen}
}

// set changes the text and searches for it.
func (p *Palette) set(text string) {
	p.Text, p.Problem = text, ""
	p.search()
}

// search finds the actions that match the text. A selection that the user moved stays
// while its action matches; otherwise the best match is selected.
func (p *Palette) search() {
	p.Lines = searchActions(p.rows, p.Text)
	if p.moved && p.lists(p.Chosen) {
		p.keepInView()
		return
	}
	p.Chosen, p.moved, p.Top = "", false, 0
	if len(p.Lines) > 0 {
		p.Chosen = p.Lines[0].Action.ID
	}
}

// index returns the line of an action, or -1 if it does not match.
func (p *Palette) index(id action.ID) int {
	return slices.IndexFunc(p.Lines, func(line PaletteLine) bool { return line.Action.ID == id })
}

func (p *Palette) lists(id action.ID) bool { return p.index(id) >= 0 }

// scroll moves the selection.
func (p *Palette) scroll(steps int) {
	p.Problem = ""
	if len(p.Lines) > 0 {
		at := max(min(p.index(p.Chosen)+steps, len(p.Lines)-1), 0)
		p.choose(p.Lines[at].Action.ID)
	}
}

// choose selects an action that the palette lists.
func (p *Palette) choose(id action.ID) {
	p.Problem = ""
	p.Chosen, p.moved = id, true
	p.keepInView()
}

// keepInView moves the window so that it shows the selection.
func (p *Palette) keepInView() {
	at, height := p.index(p.Chosen), max(p.height, 1)
	p.Top = max(min(p.Top, at, len(p.Lines)-height), at-height+1, 0)
}

func (p *Palette) resize(size Size) {
	p.height = max(size.Palette, 1)
	p.keepInView()
}
