package sent

import "slices"

// SetHeight sets how many lines the pane has room for.
func (p *Pane) SetHeight(height int) { p.height = max(height, 0) }

// View returns what the pane shows.
func (p *Pane) View() View {
	view := View{Lines: p.lines, Following: true, NotRecorded: p.notRecorded}
	if p.held != nil {
		view.Lines, view.Following = p.held, false
		shown := min(p.top+max(p.height, 1), len(p.held))
		view.Newer = int(p.last - p.held[shown-1].Number)
	}
	if len(view.Lines) > 0 {
		view.Older = int(view.Lines[0].Number - 1)
	}
	return view
}

// Top returns the index in View.Lines of the first line to show. If it is too large to
// fill the pane, the caller must show the last lines that do.
func (p *Pane) Top() int {
	if p.held == nil {
		return len(p.lines)
	}
	return p.top
}

// Follow makes the pane show the newest lines again.
func (p *Pane) Follow() { p.held, p.top = nil, 0 }

// Scroll moves the pane by steps lines, up if steps is negative. At its end the pane
// follows again.
func (p *Pane) Scroll(steps int) {
	height := max(p.height, 1)
	switch {
	case p.held == nil && (steps >= 0 || len(p.lines) <= height):
		return
	case p.held == nil:
		p.held, p.top = slices.Clone(p.lines), len(p.lines)-height
	case p.held[p.top].Number >= p.lines[0].Number:
		// The lines that are shown are still kept: the user can scroll to newer ones.
		p.top = int(p.held[p.top].Number - p.lines[0].Number)
		p.held = slices.Clone(p.lines)
	}
	p.top = max(p.top+steps, 0)
	if p.top >= len(p.held)-height {
		p.Follow()
	}
}
