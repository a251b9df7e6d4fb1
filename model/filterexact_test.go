package model

import (
	"testing"

	"capdeck/model/board"
)

// newOffice is a floor with DNs and names that contain others.
func newOffice(t *testing.T) *floor {
	f := newFloor(t, 0, Options{})
	for _, e := range [][3]string{
		{"7001", "Lee", "day"}, {"17001", "Leeds", "holiday"}, {"7002", "Ann", "Day"}, {"70010", "=Ann", "night"}, {"sales west", "", ""}, {"sales west 2", "", "=x"},
	} {
		f.m.board.Add(board.Entry{Key: keyOf(e[0]), Label: e[1], Team: e[2]})
		f.register(e[0])
	}
	f.flush()
	return f
}

// TestOneDNInAFilter is that DN where the board has it, else a part of DNs, on the board
// and in a line alike.
func TestOneDNInAFilter(t *testing.T) {
	for text, want := range map[string]string{
		"dn:7001":           "7001",
		"DN:7001":           "7001",
		"!dn:7001":          "17001 7002 70010 sales west sales west 2",
		"dn:7001,":          "7001",
		"dn:700":            "7001 17001 7002 70010",
		"dn:1700":           "17001",
		`dn:"sales west"`:   "sales west",
		`dn:"Sales West"`:   "sales west sales west 2",
		"dn:7001,7002":      "7001 7002",
		"dn:7001 label:lee": "7001",
		"7001":              "7001 17001 70010",
	} {
		f := newOffice(t)
		f.filterPrompt(text)
		f.want("on the board: "+text, f.visible(), want)
		f.update(PromptKey{Now: f.now, Key: "esc"})
		f.update(SetFilter{Now: f.now, Text: text})
		f.want("in a line: "+text, f.visible(), want)
	}
}

// TestOneDNStaysWhatItWas: what comes to the board and leaves it changes the filter's
// meaning no more.
func TestOneDNStaysWhatItWas(t *testing.T) {
	f := newOffice(t)
	f.update(SetFilter{Now: f.now, Text: "dn:7001"})
	f.m.board.Remove(f.now, keyOf("7001"))
	f.flush()
	f.want("the DN has left", f.visible(), "")
	f.update(SetFilter{Now: f.now, Text: "dn:700"})
	f.want("a part", f.visible(), "17001 7002 70010")
	f.m.board.Add(board.Entry{Key: keyOf("700")})
	f.flush()
	f.want("a DN of that name has come", f.visible(), "17001 7002 70010 700")
}

// TestNamesInALine are whole where there is one; on the board they are searched for.
func TestNamesInALine(t *testing.T) {
	for _, test := range []struct{ text, line, board string }{
		{"team:day", "7001 7002", "7001 17001 7002"},
		{"!team:DAY", "17001 70010 sales west sales west 2", "70010 sales west sales west 2"},
		{"team:da", "7001 17001 7002", "7001 17001 7002"},
		{"team:=day", "7001 7002", "7001 7002"},
		{`team:="day"`, "7001 7002", "7001 7002"},
		{"team:=da", "", ""},
		{"team:==x", "sales west 2", "sales west 2"},
		{"label:lee", "7001", "7001 17001"},
		{"agent:lee", "7001", "7001 17001"},
		{"agent:=lee", "7001", "7001"},
		{"label:ann", "7002", "7002 70010"},
		{"lee", "7001 17001", "7001 17001"},
	} {
		f := newOffice(t)
		f.filterPrompt(test.text)
		f.want("on the board: "+test.text, f.visible(), test.board)
		f.update(PromptKey{Now: f.now, Key: "esc"})
		f.update(SetFilter{Now: f.now, Text: test.text})
		f.want("in a line: "+test.text, f.visible(), test.line)
	}
}

// TestEmptyValuesInALine are refused there; on the board they are what is being typed.
func TestEmptyValuesInALine(t *testing.T) {
	f := newOffice(t)
	for _, text := range []string{
		`""`, `" "`, `!`, `!""`, `7001 ""`, "dn:", "!dn:", `dn:""`, `dn:" "`, "dn:,", "dn:;", "team:", `team:" "`, "agent:", "label:", "fault:", "!fault:", "state:", "team:=", "7001 dn:",
	} {
		if _, err := f.m.LineFilter(text); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
	for _, text := range []string{"", " ", "dn:7001", "state:fault", "!state:fault", `team:"day"`, "!7001"} {
		if _, err := f.m.LineFilter(text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	f.filterPrompt("dn:")
	f.want("typed on the board", f.visible(), "7001 17001 7002 70010 sales west")
}

// TestCompletionOfWholeValues keeps the sign in front of the value.
func TestCompletionOfWholeValues(t *testing.T) {
	f := newOffice(t)
	for text, want := range map[string]string{
		"team:=ho": "team:=holiday", `team:="ho`: "team:=holiday", "7001 !team:=ni": "7001 !team:=night", "agent:=lee": "agent:=Leeds",
		"label:==a": "label:==Ann", "team:": "team:==x", "dn:=7": "", "state:=p": "", "Team:=h": "Team:=holiday",
	} {
		f.want(text, f.m.completeFilter(text), want)
	}
}
