package filter

import "testing"

// office is a board with DNs and names that contain others.
func office() table {
	return table{
		{dn: "7001", label: "Lee", team: "day"},
		{dn: "17001", label: "Leeds", team: "holiday"},
		{dn: "7002", label: "Ann", team: "Day"},
		{dn: "70010", label: "=Ann", team: "night"},
		{dn: "sales west"},
		{dn: "sales west 2", team: "=x"},
	}
}

// TestOneDNInAFilter checks that dn: means that DN if it is on the board, and otherwise a
// part of DNs, both in a prompt and in a line.
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
		rows := office()
		f, err := rows.reader().Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		check(t, "typed: "+text, rows.matches(f), want)
		if f, err = rows.reader().ParseLine(text); err != nil {
			t.Fatal(err)
		}
		check(t, "in a line: "+text, rows.matches(f), want)
	}
}

// TestOneDNStaysWhatItWas checks that adding DNs to the board or removing them does not
// change the meaning of a filter.
func TestOneDNStaysWhatItWas(t *testing.T) {
	rows := office()
	reader := rows.reader()
	one, err := reader.Parse("dn:7001")
	if err != nil {
		t.Fatal(err)
	}
	part, err := reader.Parse("dn:700")
	if err != nil {
		t.Fatal(err)
	}
	rows = append(rows[1:], values{dn: "700"})
	reader.Known = func(dn string) bool { return dn == "700" }
	check(t, "the DN has left", rows.matches(one), "")
	check(t, "a DN named like the part has come", rows.matches(part), "17001 7002 70010 700")
}

// TestNamesInALine checks that a name in a line means the whole value if a row has it,
// and that a name in a prompt is searched for.
func TestNamesInALine(t *testing.T) {
	for _, test := range []struct{ text, line, typed string }{
		{"team:day", "7001 7002", "7001 17001 7002"},
		{"!team:DAY", "17001 70010 sales west sales west 2", "70010 sales west sales west 2"},
		{"team:da", "7001 17001 7002", "7001 17001 7002"},
		{"team:=day", "7001 7002", "7001 7002"},
		{`team:="day"`, "7001 7002", "7001 7002"},
		{"team:=da", "", ""},
		{"team:==x", "sales west 2", "sales west 2"},
		{"team:day,night", "7001 7002 70010", "7001 17001 7002 70010"},
		{"label:lee", "7001", "7001 17001"},
		{"agent:lee", "7001", "7001 17001"},
		{"agent:=lee", "7001", "7001"},
		{"label:ann", "7002", "7002 70010"},
		{"lee", "7001 17001", "7001 17001"},
	} {
		rows := office()
		// What is wrong with an empty exact value is said by the error; see TestTerms.
		f, _ := rows.reader().Parse(test.text)
		check(t, "typed: "+test.text, rows.matches(f), test.typed)
		f, _ = rows.reader().ParseLine(test.text)
		check(t, "in a line: "+test.text, rows.matches(f), test.line)
	}
}

// TestEmptyValuesInALine checks that empty values are errors in a line, but not in a
// prompt, where they are still being typed.
func TestEmptyValuesInALine(t *testing.T) {
	rows := office()
	reader := rows.reader()
	for _, text := range []string{
		`""`, `" "`, `!`, `!""`, `7001 ""`, "dn:", "!dn:", `dn:""`, `dn:" "`, "dn:,", "dn:;", "team:", `team:" "`, "agent:", "label:", "fault:", "!fault:", "state:", "team:=", "7001 dn:", "queue:", "gap:", "call:", "! ", "7001 !",
	} {
		if _, err := reader.ParseLine(text); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
	for _, text := range []string{"", " ", "dn:7001", "state:fault", "!state:fault", `team:"day"`, "!7001"} {
		if _, err := reader.ParseLine(text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	f, err := reader.Parse("dn:")
	if err != nil {
		t.Fatal(err)
	}
	check(t, "while it is typed", rows.matches(f), "7001 17001 7002 70010 sales west sales west 2")
}

// TestCompletionOfWholeValues checks that completion keeps the sign before the value.
func TestCompletionOfWholeValues(t *testing.T) {
	reader := office().reader()
	for text, want := range map[string]string{
		"team:=ho": "team:=holiday", `team:="ho`: "team:=holiday", "7001 !team:=ni": "7001 !team:=night", "agent:=lee": "agent:=Leeds",
		"label:==a": "label:==Ann", "team:": "team:==x", "dn:=7": "", "state:=p": "", "Team:=h": "Team:=holiday",
		"team:day,=ho": "team:day,=holiday",
	} {
		check(t, text, reader.Complete(text), want)
	}
}
