package rows

import (
	"capdeck/model"
	"capdeck/model/column"
	"capdeck/themes"
	"capdeck/ui/canvas"
)

// DrawHeads draws the heads of the columns. Those by which the rows are sorted have an
// arrow in front, in the cell that the column before leaves free: a full one for the
// first, a hollow one for the second.
func (t *Table) DrawHeads(c *canvas.Canvas, first, second model.SortKey) {
	line := c.NewLine(canvas.Hit{})
	open := c.Styles.Open(themes.Header)
	line.Space(open, Lead-1)
	cols := t.Columns
	for _, col := range cols.Order {
		cells := cols.Cells[col]
		if cells == 0 || col == column.Last && cols.NoLast {
			continue
		}
		role, arrow := sortSign(col, first, second, &c.Styles.Glyphs)
		if arrow == "" {
			line.Space(open, 1)
		} else {
			line.Text(c.Styles.Open(role), arrow)
		}
		line.Field(c.Styles.Open(role), col.String(), cells-1)
	}
	c.EndLine(open)
}

// sortSign returns how the head of a column is drawn; the arrow is "" for a column
// by which the rows are not sorted.
func sortSign(c column.ID, first, second model.SortKey, g *themes.Glyphs) (role themes.Role, arrow string) {
	switch c {
	case first.Column:
		return themes.Accent, arrowOf(first, g.Ascending, g.Descending)
	case second.Column:
		return themes.Header, arrowOf(second, g.SecondAscending, g.SecondDescending)
	}
	return themes.Header, ""
}

func arrowOf(key model.SortKey, ascending, descending string) string {
	if key.Descending {
		return descending
	}
	return ascending
}

// SortSegment says by what the rows are sorted; its Text is "" if they have the order of
// the DN list.
func SortSegment(first, second model.SortKey, g *themes.Glyphs) canvas.Segment {
	if first.Column == column.None {
		return canvas.Segment{}
	}
	_, arrow := sortSign(first.Column, first, second, g)
	short := arrow + first.Column.String()
	s := canvas.Segment{Role: themes.Accent, Text: "by " + short, Short: short, Rank: 4}
	if second.Column != column.None {
		_, arrow = sortSign(second.Column, first, second, g)
		s.Text += " " + arrow + second.Column.String()
	}
	return s
}
