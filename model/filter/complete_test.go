package filter

import (
	"strings"
	"testing"
)

func TestComplete(t *testing.T) {
	reader := table{
		{dn: "7001", team: "day"},
		{dn: "7002", team: "night", fault: "REGISTRATION REFUSED 59"},
		{dn: "7003", team: "day"},
		{dn: "7004", team: "night"},
		{dn: "9001", team: "Late Shift", label: "北京-01"},
	}.reader()
	tests := []struct{ text, completion string }{
		{"", ""},
		{"st", "state:"},
		{"!st", "!state:"},
		{"STA", "state:"},
		{"7001 te", "7001 team:"},
		{"state:", "state:fault"},
		{"state:di", "state:disabled"},
		{"state:r", "state:recording"},
		{"state:pa", "state:paused"},
		{"state:paused", ""},
		{"team:n", "team:night"},
		{"team:la", `team:"Late Shift"`},
		{`!team:"late`, `!team:"Late Shift"`},
		{`team:"Late Shift" la`, `team:"Late Shift" label:`},
		{"label:北", "label:北京-01"},
		{"dn:700", "dn:7001"},
		{"fault:re", `fault:"REGISTRATION REFUSED 59"`},
		{"colour:", ""},
		{"state:paused,o", "state:paused,off"},
		{"team:day,la", `team:day,"Late Shift"`},
		{"! te", "! team:"},
		{"call:h", "call:held"},
		{"callt", "calltype:"},
		{"gap:>3", "gap:>30s"},
		{"queue:", ""},
		{"7001", ""},
		{"team:none", ""},
	}
	for _, test := range tests {
		if got := reader.Complete(test.text); got != test.completion {
			t.Errorf("%q is completed to %q, want %q", test.text, got, test.completion)
		}
	}
}

// TestAllCompletions checks all ways to complete a text, each once, in order.
func TestAllCompletions(t *testing.T) {
	reader := table{
		{dn: "7001", team: "day", calls: []Call{{Queue: "sales"}}},
		{dn: "7002", team: "night", label: "Smith, Jo"},
		{dn: "7003", team: "day", calls: []Call{{Queue: "claims"}, {Queue: "sales"}}},
		{dn: "7104", team: "Late Shift"},
	}.reader()
	for text, want := range map[string]string{
		"":              "",
		"c":             "call: calltype:",
		"7001 !s":       "7001 !state:",
		"team:":         `team:"Late Shift" team:day team:night`,
		"team:night,":   `team:night,"Late Shift" team:night,day team:night,night`,
		"dn:70":         "dn:7001 dn:7002 dn:7003",
		"queue:":        "queue:claims queue:sales",
		"label:s":       `label:"Smith, Jo"`,
		"state:":        "state:fault state:off state:paused state:recording state:stale state:unknown",
		"calltype:in":   "calltype:inbound calltype:internal",
		"colour:":       "",
		"team:nowhere,": `team:nowhere,"Late Shift" team:nowhere,day team:nowhere,night`,
	} {
		all := reader.Completions(text)
		var got []string
		for i := range all.Len() {
			got = append(got, all.Text(i))
		}
		check(t, text, strings.Join(got, " "), want)
		if all.Len() > 0 {
			check(t, "first of "+text, reader.Complete(text), all.Text(0))
		}
	}
}
