package overlay

import (
	"slices"

	"capdeck/model/column"
)

// Picker is the list from which the user chooses the columns. Callers must not change
// it.
type Picker struct {
	// Items are all columns: the shown ones in their order, with the hidden ones
	// among them.
	Items []ColumnItem
	// Chosen is the index of the item that the keys act on.
	Chosen int

	before []column.ID // the columns that esc restores
}

// ColumnItem is a column in the picker.
type ColumnItem struct {
	Column column.ID
	Shown  bool
}

// ColumnsChosen is the Result of a change in the picker: the columns that the board must
// show from now on.
type ColumnsChosen struct {
	Columns []column.ID
	// Save means that they must also be written to the configuration file.
	Save bool
}

// ColumnFixed is the Result of an attempt to hide a column that is always shown.
type ColumnFixed struct{ Column column.ID }

func (ColumnsChosen) result() {}
func (ColumnFixed) result()   {}

// OpenPicker opens the column picker, replacing anything that is open. shown are the
// columns that the board shows now.
func (o *Overlay) OpenPicker(shown []column.ID) {
	o.open(&Picker{Items: columnItems(shown), before: shown})
}

// Picker returns the open column picker, or nil. The caller must not change it.
func (o *Overlay) Picker() *Picker {
	picker, _ := o.top.(*Picker)
	return picker
}

// columnItems returns the shown columns, followed by the hidden ones.
func columnItems(shown []column.ID) []ColumnItem {
	items := make([]ColumnItem, 0, column.Count)
	for _, c := range shown {
		items = append(items, ColumnItem{Column: c, Shown: true})
	}
	for _, c := range column.All() {
		if !slices.Contains(shown, c) {
			items = append(items, ColumnItem{Column: c})
		}
	}
	return items
}

// press handles a key. Each change is returned at once; enter and w keep it, esc undoes
// it.
func (p *Picker) press(o *Overlay, key string) Result {
	switch key {
	case "up", "k":
		p.scroll(-1)
	case "down", "j":
		p.scroll(1)
	case "home", "g", "pgup":
		p.scroll(-len(p.Items))
	case "end", "G", "pgdown":
		p.scroll(len(p.Items))
	case "space":
		return p.toggle()
	case "left", "h", "<":
		return p.shift(-1)
	case "right", "l", ">":
		return p.shift(1)
	case "r":
		p.Items = columnItems(column.Default())
		return ColumnsChosen{Columns: p.shown()}
	case "enter":
		o.close()
	case "w":
		o.close()
		return ColumnsChosen{Columns: p.shown(), Save: true}
	case "esc", "q", "ctrl+c":
		o.close()
		return ColumnsChosen{Columns: p.before}
	}
	return nil
}

// scroll moves the choice.
func (p *Picker) scroll(steps int) {
	p.Chosen = max(min(p.Chosen+steps, len(p.Items)-1), 0)
}

func (p *Picker) resize(Size) {}

// shown returns the columns that are shown.
func (p *Picker) shown() []column.ID {
	columns := make([]column.ID, 0, len(p.Items))
	for _, item := range p.Items {
		if item.Shown {
			columns = append(columns, item.Column)
		}
	}
	return columns
}

// toggle shows or hides the chosen column.
func (p *Picker) toggle() Result {
	item := &p.Items[p.Chosen]
	if item.Column.IsFixed() {
		return ColumnFixed{item.Column}
	}
	item.Shown = !item.Shown
	return ColumnsChosen{Columns: p.shown()}
}

// shift exchanges the chosen column with the one beside it.
func (p *Picker) shift(step int) Result {
	from := p.Chosen
	p.scroll(step)
	p.Items[from], p.Items[p.Chosen] = p.Items[p.Chosen], p.Items[from]
	return ColumnsChosen{Columns: p.shown()}
}
