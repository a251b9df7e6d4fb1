package model

import (
	"slices"

	"capdeck/model/action"
	"capdeck/model/effect"
)

// palette is the list of all actions while the prompt is open that searches it.
// What is selected is an action.ID and no line number: a list that changes under
// it never makes enter carry out something else.
type palette struct {
	prompt uint64       // the prompt that searches
	order  []action.Row // all, those first that were used last
	lines  []PaletteLine
	chosen action.ID // "" while nothing matches
	moved  bool      // the user has moved the selection: it stays while it matches
	shown  action.ID // what the terminal shows as selected
	top    int       // first line that is shown
}

// PaletteView is what the screen shows of the palette.
type PaletteView struct {
	// ID is that of the palette's prompt.
	ID uint64
	// Lines are the actions that match, the best first. The slice is valid
	// until the next Update.
	Lines []PaletteLine
	// All is how many there are.
	All int
	// Top is the index of the first one that is shown.
	Top int
	// Chosen is the action that enter carries out, "" for none.
	Chosen action.ID
	// Shown is the action that the terminal shows as selected.
	Shown action.ID
}

// Palette returns the open palette, false while there is none.
func (m *Model) Palette() (PaletteView, bool) {
	p := m.openPalette()
	if p == nil {
		return PaletteView{}, false
	}
	return PaletteView{ID: p.prompt, Lines: p.lines, All: len(p.order), Top: p.top, Chosen: p.chosen, Shown: p.shown}, true
}

// openPalette returns the palette, nil while its prompt is not open.
func (m *Model) openPalette() *palette {
	if m.prompt == nil || m.prompt.ID != m.palette.prompt {
		return nil
	}
	return &m.palette
}

// used takes note of an action for the order of the palette.
func (m *Model) used(id action.ID) {
	m.recent = slices.DeleteFunc(m.recent, func(other action.ID) bool { return other == id })
	m.recent = slices.Insert(m.recent, 0, id)
}

// askPalette opens the palette: over the help, which would refuse most actions,
// in place of it.
func (m *Model) askPalette() {
	p := &m.palette
	*p = palette{order: Actions()}
	p.order = slices.DeleteFunc(p.order, func(row action.Row) bool { return row.ID == action.Palette })
	rank := func(row action.Row) int {
		if at := slices.Index(m.recent, row.ID); at >= 0 {
			return at
		}
		return len(m.recent)
	}
	slices.SortStableFunc(p.order, func(a, b action.Row) int { return rank(a) - rank(b) })
	p.search("", m.paletteHeight)
	m.showHelp = false
	m.ask(Prompt{
		Label: ":", Hint: "enter carry out  esc close",
		changed: func(prompt *Prompt) { p.search(prompt.Text, m.paletteHeight) },
		step:    func(steps int) { m.prompt.Problem = ""; p.move(steps, m.paletteHeight) },
		page:    func() int { return m.paletteHeight },
		accept:  m.carryOut,
	})
	p.prompt = m.prompt.ID
}

// carryOut does what the key of the selected action does, if the terminal shows
// that it is selected: keys typed ahead of the screen carry out nothing unseen.
func (m *Model) carryOut(prompt *Prompt) (effects []effect.Effect, done bool) {
	p := &m.palette
	prompt.Problem = ""
	switch {
	case p.chosen == "":
		prompt.Problem = "no command matches"
		return nil, false
	case p.chosen != p.shown:
		prompt.Problem = "enter came before " + string(p.chosen) + " was shown: press it again"
		return nil, false
	}
	m.prompt = nil
	return m.do(p.chosen), true
}

// search finds the actions anew. A selection that the user has moved stays while
// its action matches; else the best one is selected.
func (p *palette) search(text string, height int) {
	p.lines = searchActions(p.order, text)
	if p.moved && p.index() >= 0 {
		p.show(height)
		return
	}
	p.chosen, p.moved, p.top = "", false, 0
	if len(p.lines) > 0 {
		p.chosen = p.lines[0].Action.ID
	}
}

// index returns the line of the selected action, -1 for none.
func (p *palette) index() int {
	return slices.IndexFunc(p.lines, func(line PaletteLine) bool { return line.Action.ID == p.chosen })
}

// move moves the selection.
func (p *palette) move(steps, height int) {
	if len(p.lines) == 0 {
		return
	}
	at := max(min(p.index()+steps, len(p.lines)-1), 0)
	p.chosen, p.moved = p.lines[at].Action.ID, true
	p.show(height)
}

// show moves the window so that the selection is in it.
func (p *palette) show(height int) {
	at, height := p.index(), max(height, 1)
	p.top = max(min(p.top, at, len(p.lines)-height), at-height+1, 0)
}

// clickAction selects a line of the palette.
func (m *Model) clickAction(id action.ID) {
	p := m.openPalette()
	if p == nil || !slices.ContainsFunc(p.lines, func(line PaletteLine) bool { return line.Action.ID == id }) {
		return
	}
	m.prompt.Problem = ""
	p.chosen, p.moved = id, true
	p.show(m.paletteHeight)
}

// paletteShown takes note of what the terminal shows as selected.
func (m *Model) paletteShown(msg PaletteShown) {
	if p := m.openPalette(); p != nil && p.prompt == msg.ID {
		p.shown = msg.Chosen
	}
}
