package model

import (
	"strings"
	"testing"

	"capdeck/model/action"
	"capdeck/model/column"
	"capdeck/model/effect"
)

// picks presses keys while columns are chosen.
func (f *floor) picks(keys ...string) {
	for _, key := range keys {
		f.update(PickerKey{Now: f.now, Key: key})
	}
}

func (f *floor) columns() string { return strings.Join(column.Names(f.m.Columns()), " ") }

const defaultColumns = "dn agent capture since call connid last"

func TestPickColumns(t *testing.T) {
	for _, test := range []struct{ name, keys, want string }{
		{"nothing", "enter", defaultColumns},
		{"hide", "down space enter", "dn capture since call connid last"},
		{"hide and show", "j space space enter", defaultColumns},
		{"move", "down right > enter", "dn capture since agent call connid last"},
		{"move beyond the end", "left < left enter", defaultColumns},
		{"show the last one first", "end space " + strings.Repeat("left ", 20) + "enter", "registration " + defaultColumns},
		{"the DN stays", "space enter", defaultColumns},
		{"the capture stays", "down down space enter", defaultColumns},
		{"undo", "down space right esc", defaultColumns},
		{"ctrl+c undoes", "down space ctrl+c", defaultColumns},
		{"reset", "down space right r enter", defaultColumns},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFloor(t, 2, Options{})
			f.do(action.Columns)
			f.picks(strings.Fields(test.keys)...)
			f.want("columns", f.columns(), test.want)
			if f.m.Picker() != nil {
				t.Error("the picker is still open")
			}
		})
	}
}

// TestPickingIsLive sees each change before it is kept.
func TestPickingIsLive(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.do(action.Columns)
	f.picks("down", "space")
	f.want("while it is open", f.columns(), "dn capture since call connid last")
	f.do(action.SortRight, action.Down, action.Stop) // keys are the picker's
	if first, _ := f.m.Sort(); first.Column != column.None || f.cursor() != "7001" || f.m.Dialog() != nil {
		t.Error("an action went through the picker")
	}
	f.update(ClickedDN{Now: f.now, Key: keyOf("7002")})
	f.want("cursor", f.cursor(), "7001")
	f.picks("up", "space")
	if note := f.m.Note(); !note.IsError || !strings.Contains(note.Text, "DN is always shown") {
		t.Errorf("the note is %+v", note)
	}
	f.picks("esc")
	f.want("undone", f.columns(), defaultColumns)
}

func TestSaveColumns(t *testing.T) {
	f := newFloor(t, 1, Options{})
	f.do(action.Columns)
	f.effects = nil
	f.picks("down", "space", "w")
	var saved []string
	for _, e := range f.effects {
		if save, ok := e.(effect.SaveColumns); ok {
			saved = append(saved, strings.Join(save.Names, " "))
		}
	}
	f.want("saved", strings.Join(saved, "; "), "dn capture since call connid last")
	f.want("kept", f.columns(), "dn capture since call connid last")
}
