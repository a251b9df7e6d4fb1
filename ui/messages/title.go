package messages

import (
	"strings"

	"capdeck/model/action"
	"capdeck/model/phrase"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

// stateGap is the number of cells between the parts of a title's state, for a comma and
// a blank.
const stateGap = 2

// ruleCells is the smallest number of cells of a title line that hold neither the title,
// nor the state, nor the gap between them.
const ruleCells = 7

// drawTitle draws the title line of the pane. In a narrow window it shortens the state
// and leaves out the least important parts of it.
func (p *Pane) drawTitle(c *canvas.Canvas) {
	_, state := canvas.Fit([]canvas.Segment{{Text: p.Title}}, p.state(c), stateGap, c.Width-ruleCells)
	texts := make([]string, len(state))
	for i := range state {
		texts[i] = state[i].Text
	}
	c.Rule(action.PaneMessages, p.Title, strings.Join(texts, ", "), p.Focused)
}

// Title names what a pane shows: that of all DNs or, if only is not "", of that DN; the event
// feed, the ordinary messages or those of automatic queries.
func Title(only string, feed, automatic bool, width int, ellipsis string) string {
	dn := cell.Cut(cell.Clean(only), max(width/4, dnCells), ellipsis)
	title := "Messages"
	switch {
	case automatic:
		title = "Automatic queries"
	case feed:
		title = "Events"
	}
	switch {
	case only != "" && width < canvas.FullWidth && !automatic:
		title = dn + " only"
	case only != "":
		title += " of " + dn + " only"
	}
	return title
}

// state returns which part of the log the pane shows, what is searched for, and what the
// log lacks.
func (p *Pane) state(c *canvas.Canvas) []canvas.Segment {
	var parts []canvas.Segment
	if left := p.Left; left > 0 {
		parts = append(parts, canvas.Segment{Text: phrase.Number(int(left)) + " older gone", Short: phrase.Number(int(left)) + " gone", Rank: 4})
	}
	if cut := p.Cut; cut > 0 {
		parts = append(parts, canvas.Segment{Text: phrase.Number(int(cut)) + " cut", Rank: 5})
	}
	switch search := p.Search; {
	case search.Running:
		done, all := phrase.Number(int(search.Done)), phrase.Number(int(search.All))
		parts = append(parts, canvas.Segment{Text: "searching " + c.Styles.Glyphs.Ellipsis + " " + done + " of " + all, Short: "searching " + done, Rank: 2})
	case search.Text != "":
		text := cell.Cut(cell.Clean(search.Text), max(c.Width/5, dnCells), c.Styles.Glyphs.Ellipsis)
		parts = append(parts, canvas.Segment{Text: "search: " + text, Short: "/" + text, Rank: 3})
	}
	switch newer := phrase.Number(int(p.View.Newer)); {
	case p.View.Following:
		parts = append(parts, canvas.Segment{Text: "following"})
	case p.View.Newer == 0:
		parts = append(parts, canvas.Segment{Text: "not following", Short: "scrolled", Rank: 1})
	default:
		parts = append(parts, canvas.Segment{Text: newer + " newer below", Short: newer + " newer", Rank: 1})
	}
	return parts
}
