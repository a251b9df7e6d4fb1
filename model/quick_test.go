package model

import (
	"testing"

	"capdeck/model/action"
)

func TestQuickFilters(t *testing.T) {
	f := newFloor(t, 6, Options{})
	f.update(Visible{Now: f.now, Rows: 20})
	f.indicate("7001", "enabled")
	f.indicate("7002", "enabled")
	f.indicate("7003", "paused")
	f.indicate("7004", "disabled")
	f.refuse("7004")
	f.refuse("7006")
	f.flush()
	f.update(ClickedDN{Now: f.now, Key: keyOf("7002")})
	f.do(action.Mark)
	tests := []struct {
		id             action.ID
		all, day, word string
		hidden         int
	}{
		{action.ShowRecording, "7001 7002", "7001", "recording", 1},
		{action.ShowPaused, "7003", "7003", "paused", 1},
		{action.ShowOff, "7004", "", "off", 1},
		{action.ShowUnknown, "7005 7006", "7005", "unknown", 1},
		{action.ShowFaults, "7004 7006", "", "faults", 1},
		{action.ShowAll, "7001 7002 7003 7004 7005 7006", "7001 7003 7005", "", 1},
	}
	for _, test := range tests {
		t.Run(string(test.id), func(t *testing.T) {
			f.t = t
			f.do(test.id)
			f.want("shown", f.visible(), test.all)
			f.do(action.Filter)
			f.update(OverlayText{Now: f.now, Text: "team:day"})
			f.press("enter")
			f.want("together with what was typed", f.visible(), test.day)
			want := "team:day"
			if test.word != "" {
				want = test.word + " + team:day"
			}
			f.want("in words", f.m.Filter().String(), want)
			if marked, hidden := f.m.Marks(); marked != 1 || hidden != test.hidden {
				t.Errorf("%d marked, %d hidden", marked, hidden)
			}
			f.do(action.Filter)
			f.update(OverlayText{Now: f.now})
			f.press("enter")
			f.want("alone again", f.m.Filter().String(), test.word)
		})
	}
	f.t = t
	f.do(action.ShowPaused)
	if f.m.Shows(keyOf("7002")) || !f.m.Shows(keyOf("7003")) {
		t.Error("Shows disagrees with the rows")
	}
	f.do(action.Clear)
	f.want("esc clears the marks first", f.m.Filter().String(), "paused")
	f.do(action.Clear)
	f.want("and then the state", f.m.Filter().String(), "")
}
