package rows

import (
	"capdeck/model/action"
	"capdeck/model/column"
	"capdeck/model/rows"
	"capdeck/themes"
	"capdeck/ui/canvas"
)

// DrawHeads draws the heads of the columns, and which rows are visible if not all are. A sort column has an arrow in front, in the
// last cell of the gap before it: a filled one for the first sort column, a hollow one for
// the second.
func (t *Table) DrawHeads(c *canvas.Canvas, order rows.Order) {
	line := c.NewLine(canvas.Hit{Pane: action.PaneBoard})
	open := c.Styles.Open(themes.Header)
	c.Hits.HeadLine, c.Hits.Heads = len(c.Hits.Lines)-1, c.Hits.Heads[:0]
	line.Space(open, Lead-1)
	cols := t.Columns
	for _, col := range cols.Order {
		cells := cols.Cells[col]
		if cells == 0 || col == column.Last && cols.NoLast {
			continue
		}
		role, arrow := sortSign(col, order, &c.Styles.Glyphs)
		if arrow == "" {
			line.Space(open, 1)
		} else {
			line.Text(c.Styles.Open(role), arrow)
		}
		c.Hits.Heads = append(c.Hits.Heads, canvas.Head{Left: line.Used() - 1, Right: line.Used() + cells - 1, Column: col})
		if cells = min(cells, line.Rest()-t.Bar.Cells()); col == cols.Order[len(cols.Order)-1] && t.Bar.All > 0 {
			cells = min(cells, len(col.String())+1)
		}
		line.Field(c.Styles.Open(role), col.String(), cells-1)
	}
	t.Bar.drawText(line, open)
	c.EndLine(open)
}

// sortSign returns the role and the arrow of a column's head. The arrow is "" for a column
// by which the rows are not sorted.
func sortSign(c column.ID, order rows.Order, g *themes.Glyphs) (role themes.Role, arrow string) {
	switch c {
	case order.First.Column:
		return themes.Accent, arrowOf(order.First, g.Ascending, g.Descending)
	case order.Second.Column:
		return themes.Header, arrowOf(order.Second, g.SecondAscending, g.SecondDescending)
	}
	return themes.Header, ""
}

func arrowOf(key rows.SortKey, ascending, descending string) string {
	if key.Descending {
		return descending
	}
	return ascending
}

// SortSegment returns by which columns the rows are sorted. Its Text is "" if the rows have
// the order of the DN list.
func SortSegment(order rows.Order, g *themes.Glyphs) canvas.Segment {
	first, second := order.First, order.Second
	if first.Column == column.None {
		return canvas.Segment{}
	}
	_, arrow := sortSign(first.Column, order, g)
	short := arrow + first.Column.String()
	s := canvas.Segment{Role: themes.Accent, Text: "by " + short, Short: short, Rank: 4}
	if second.Column != column.None {
		_, arrow = sortSign(second.Column, order, g)
		s.Text += " " + arrow + second.Column.String()
	}
	return s
}
