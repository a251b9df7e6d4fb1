package say

import (
	"testing"

	"capdeck/model/board"
)

func TestAlready(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		state                board.State
		already, onCall, all int
		want                 string
	}{
		{board.StateRec, 0, 0, 9, ""},
		{board.StateRec, 50, 0, 200, "50 of 200 are recorded already."},
		{board.StateOff, 1, 1, 1, "It is off already. It is on a call."},
		{board.StatePaused, 1, 2, 2, "1 of 2 is paused already. Both are on a call."},
		{board.StateOff, 1200, 1, 1200, "All 1,200 are off already. 1 of 1,200 is on a call."},
	} {
		if got := Already(test.state, test.already, test.onCall, test.all); got != test.want {
			t.Errorf("%+v: %q", test, got)
		}
	}
}
