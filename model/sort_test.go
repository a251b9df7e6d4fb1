package model

import (
	"fmt"
	"testing"
	"time"

	"capdeck/model/action"
)

func TestSortByLastCommand(t *testing.T) {
	f := newFloor(t, 4, Options{Confirm: ConfirmNever})
	start := func(dn string) {
		f.update(ClickedDN{Now: f.now, Key: keyOf(dn)})
		f.do(action.Start)
		f.leave()
		f.now = f.now.Add(100 * time.Millisecond)
	}
	start("7002")
	f.indicate("7002", "enabled")
	f.accept("7002")
	start("7003")
	start("7004")
	f.refuse("7001")
	f.flush()
	f.do(action.SortLeft)
	f.want("trouble, what waits with the newest first, what has ended", f.visible(), "7001 7004 7003 7002")
}

func TestSortHasTwoKeys(t *testing.T) {
	steps := []struct {
		ids  []action.ID
		want string
	}{
		{[]action.ID{action.SortNext}, "sorted by DN"},
		{[]action.ID{action.SortNext}, "sorted by Agent, then by DN"},
		{[]action.ID{action.SortReverse}, "sorted by Agent (reversed), then by DN"},
		{[]action.ID{action.SortNext}, "sorted by Capture, then by Agent (reversed)"},
		{[]action.ID{action.SortRight, action.SortRight, action.SortRight, action.SortRight}, "sorted by Last command, then by Capture"},
		{[]action.ID{action.SortLeft, action.SortLeft, action.SortLeft, action.SortLeft}, "sorted by Capture, then by Agent (reversed)"},
		{[]action.ID{action.SortLeft, action.SortLeft}, "sorted by DN, then by Capture"},
		{[]action.ID{action.Down, action.SortLeft}, "in the order of the DN list"},
		{[]action.ID{action.SortLeft}, "sorted by Last command, then by DN"},
		{[]action.ID{action.Up, action.SortNext}, "in the order of the DN list"},
		{[]action.ID{action.SortNext}, "sorted by DN"},
	}
	f := newFloor(t, 5, Options{})
	for i, step := range steps {
		f.do(step.ids...)
		f.want(fmt.Sprint("step ", i), f.m.Rows().Order().String(), step.want)
	}
}
