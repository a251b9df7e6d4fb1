package model

import (
	"slices"

	"capdeck/model/column"
	"capdeck/model/effect"
)

// Picker is the list from which columns are chosen. It is for reading.
type Picker struct {
	// Items are all columns: the shown ones in their order, with the hidden ones
	// among them.
	Items []ColumnItem
	// Chosen is the item that the keys act on.
	Chosen int

	before []column.ID // what esc goes back to
}

// ColumnItem is a column in the Picker.
type ColumnItem struct {
	Column column.ID
	Shown  bool
}

// Picker is the list of columns while they are being chosen, or nil. The board
// shows already what is chosen.
func (m *Model) Picker() *Picker { return m.picker }

func (m *Model) pickColumns() {
	m.picker = &Picker{Items: columnItems(m.columns), before: m.columns}
}

// columnItems returns the columns, and the hidden ones behind them.
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

// pickerKey takes a key while columns are chosen. What it changes is on the
// board at once; enter and w keep it, esc goes back.
func (m *Model) pickerKey(key string) []effect.Effect {
	p := m.picker
	if p == nil {
		return nil
	}
	m.note = Note{}
	switch key {
	case "up", "k":
		p.move(-1)
	case "down", "j":
		p.move(1)
	case "home", "g", "pgup":
		p.move(-len(p.Items))
	case "end", "G", "pgdown":
		p.move(len(p.Items))
	case "space":
		m.toggleColumn()
	case "left", "h", "<":
		m.shiftColumn(-1)
	case "right", "l", ">":
		m.shiftColumn(1)
	case "r":
		p.Items = columnItems(column.Default())
		m.columns = p.shown()
	case "enter":
		m.picker = nil
	case "w":
		m.picker = nil
		return []effect.Effect{effect.SaveColumns{Names: column.Names(m.columns)}}
	case "esc", "q", "ctrl+c":
		m.columns, m.picker = p.before, nil
	}
	return nil
}

// move moves the choice.
func (p *Picker) move(steps int) {
	p.Chosen = max(min(p.Chosen+steps, len(p.Items)-1), 0)
}

// shown are the chosen columns.
func (p *Picker) shown() []column.ID {
	columns := make([]column.ID, 0, len(p.Items))
	for _, item := range p.Items {
		if item.Shown {
			columns = append(columns, item.Column)
		}
	}
	return columns
}

func (m *Model) toggleColumn() {
	item := &m.picker.Items[m.picker.Chosen]
	if item.Column.IsFixed() {
		m.say("the column "+item.Column.String()+" is always shown", true)
		return
	}
	item.Shown = !item.Shown
	m.columns = m.picker.shown()
}

// shiftColumn moves the chosen column before or behind the one beside it.
func (m *Model) shiftColumn(step int) {
	p := m.picker
	from := p.Chosen
	p.move(step)
	p.Items[from], p.Items[p.Chosen] = p.Items[p.Chosen], p.Items[from]
	m.columns = p.shown()
}
