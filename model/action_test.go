package model

import (
	"testing"

	"capdeck/model/action"
)

// TestAsksIsComplete carries out every action under the policy that asks for
// everything: those that open a dialog which yes answers are the ones that Asks
// names.
func TestAsksIsComplete(t *testing.T) {
	for _, row := range Actions() {
		f := newFloor(t, 3, Options{Confirm: ConfirmAlways})
		open := action.Start // an open command, so that quitting asks
		if row.ID == open {
			open = action.Pause
		}
		f.do(open)
		f.shown()
		f.dialogKeys("y")
		f.leave()
		f.do(row.ID)
		d := f.m.Dialog()
		if opens := d != nil && !d.Menu; opens != row.Asks {
			t.Errorf("%s opens a dialog: %v; Asks says %v", row.ID, opens, row.Asks)
		}
	}
}
