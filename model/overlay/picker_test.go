package overlay

import (
	"strings"
	"testing"

	"capdeck/model/column"
)

const defaultColumns = "dn agent capture since gap call last"

func TestPickColumns(t *testing.T) {
	for _, test := range []struct{ name, keys, want string }{
		{"nothing", "enter", defaultColumns},
		{"hide", "down space enter", "dn capture since gap call last"},
		{"hide and show", "j space space enter", defaultColumns},
		{"move", "down right > enter", "dn capture since agent gap call last"},
		{"move beyond the end", "left < left enter", defaultColumns},
		{"show the last one first", "end space " + strings.Repeat("left ", 20) + "enter", "registration " + defaultColumns},
		{"the DN stays", "space enter", defaultColumns},
		{"the capture stays", "down down space enter", defaultColumns},
		{"undo", "down space right esc", defaultColumns},
		{"ctrl+c undoes", "down space ctrl+c", defaultColumns},
		{"reset", "down space right r enter", defaultColumns},
		{"home and end", "G home pgdown g down space enter", "dn capture since gap call last"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var o Overlay
			columns := column.Default()
			o.OpenPicker(columns)
			for _, key := range strings.Fields(test.keys) {
				if chosen, ok := o.Press(key).(ColumnsChosen); ok {
					columns = chosen.Columns
				}
			}
			if got := strings.Join(column.Names(columns), " "); got != test.want || o.IsOpen() {
				t.Errorf("the columns are %q, open is %v", got, o.IsOpen())
			}
		})
	}
}

func TestPickerSaysWhatIsFixedAndWhatToSave(t *testing.T) {
	var o Overlay
	o.OpenPicker(column.Default())
	if got := o.Press("space"); got != (ColumnFixed{column.DN}) {
		t.Errorf("to hide the DN came to %+v", got)
	}
	saved, ok := o.Press("w").(ColumnsChosen)
	if got := strings.Join(column.Names(saved.Columns), " "); !ok || !saved.Save || got != defaultColumns || o.Picker() != nil {
		t.Errorf("w came to %+v", saved)
	}
}
