package model

import "testing"

// TestAsksIsComplete carries out every action under the policy that asks for
// everything: those that open a dialog which yes answers are the ones that Asks
// names.
func TestAsksIsComplete(t *testing.T) {
	for _, action := range Actions() {
		f := newFloor(t, 3, Options{Confirm: ConfirmAlways})
		open := ActionStart // an open command, so that quitting asks
		if action.ID == open {
			open = ActionPause
		}
		f.do(open)
		f.shown()
		f.dialogKeys("y")
		f.leave()
		f.do(action.ID)
		d := f.m.Dialog()
		if opens := d != nil && !d.Menu; opens != action.Asks() {
			t.Errorf("%s opens a dialog: %v; Asks says %v", action.ID, opens, action.Asks())
		}
	}
}
