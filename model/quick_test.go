package model

import "testing"

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
	f.do(ActionMark)
	tests := []struct {
		id             ActionID
		all, day, word string
		hidden         int
	}{
		{ActionShowRecording, "7001 7002", "7001", "recording", 1},
		{ActionShowPaused, "7003", "7003", "paused", 1},
		{ActionShowOff, "7004", "", "off", 1},
		{ActionShowUnknown, "7005 7006", "7005", "unknown", 1},
		{ActionShowFaults, "7004 7006", "", "faults", 1},
		{ActionShowAll, "7001 7002 7003 7004 7005 7006", "7001 7003 7005", "", 1},
	}
	for _, test := range tests {
		t.Run(string(test.id), func(t *testing.T) {
			f.t = t
			f.do(test.id)
			f.want("shown", f.visible(), test.all)
			f.do(ActionFilter)
			f.update(PromptText{Now: f.now, Text: "team:day"})
			f.update(PromptKey{Now: f.now, Key: "enter"})
			f.want("together with what was typed", f.visible(), test.day)
			want := "team:day"
			if test.word != "" {
				want = test.word + " + team:day"
			}
			f.want("in words", f.m.Filter().String(), want)
			if marked, hidden := f.m.Marks(); marked != 1 || hidden != test.hidden {
				t.Errorf("%d marked, %d hidden", marked, hidden)
			}
			f.do(ActionFilter)
			f.update(PromptText{Now: f.now})
			f.update(PromptKey{Now: f.now, Key: "enter"})
			f.want("alone again", f.m.Filter().String(), test.word)
		})
	}
	f.t = t
	f.do(ActionShowPaused)
	if f.m.Shows(keyOf("7002")) || !f.m.Shows(keyOf("7003")) {
		t.Error("Shows disagrees with the rows")
	}
	f.do(ActionClear)
	f.want("esc clears the marks first", f.m.Filter().String(), "paused")
	f.do(ActionClear)
	f.want("and then the state", f.m.Filter().String(), "")
}
