package model

import (
	"strings"
	"testing"

	"capdeck/model/action"
	"capdeck/model/column"
	"capdeck/model/effect"
)

func (f *floor) columns() string { return strings.Join(column.Names(f.m.Rows().Columns()), " ") }

const defaultColumns = "dn agent capture since gap call last"

// TestPickingIsLive sees each change before it is kept.
func TestPickingIsLive(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.do(action.Columns)
	f.press("down", "space")
	f.want("while it is open", f.columns(), "dn capture since gap call last")
	f.do(action.SortRight, action.Down, action.Stop) // keys are the picker's
	if first := f.m.Rows().Order().First; first.Column != column.None || f.cursor() != "7001" || f.m.Overlay().Dialog() != nil {
		t.Error("an action went through the picker")
	}
	f.update(ClickedDN{Now: f.now, Key: keyOf("7002")})
	f.want("cursor", f.cursor(), "7001")
	f.press("up", "space")
	if note := f.m.Note(); !note.IsError || !strings.Contains(note.Text, "DN is always shown") {
		t.Errorf("the note is %+v", note)
	}
	f.press("esc")
	f.want("undone", f.columns(), defaultColumns)
}

func TestSaveColumns(t *testing.T) {
	f := newFloor(t, 1, Options{})
	f.do(action.Columns)
	f.effects = nil
	f.press("down", "space", "w")
	var saved []string
	for _, e := range f.effects {
		if save, ok := e.(effect.SaveColumns); ok {
			saved = append(saved, strings.Join(save.Names, " "))
		}
	}
	f.want("saved", strings.Join(saved, "; "), "dn capture since gap call last")
	f.want("kept", f.columns(), "dn capture since gap call last")
}
