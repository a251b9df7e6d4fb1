package filter

import "testing"

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
		{"7001", ""},
		{"team:none", ""},
	}
	for _, test := range tests {
		if got := reader.Complete(test.text); got != test.completion {
			t.Errorf("%q is completed to %q, want %q", test.text, got, test.completion)
		}
	}
}
