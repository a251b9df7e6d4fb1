package filter

import (
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"
)

// values is a row of a board in a test.
type values struct {
	dn, label, team, agentID, fault string

	state State // Recording to Unknown
	stale bool
	calls []Call
	gap   time.Duration // 0 for none
}

func (v values) DN() string      { return v.dn }
func (v values) Label() string   { return v.label }
func (v values) Team() string    { return v.team }
func (v values) AgentID() string { return v.agentID }
func (v values) Fault() string   { return v.fault }

func (v values) Is(state State) bool {
	return state == v.state || state == Fault && v.fault != "" || state == Stale && v.stale
}

func (v values) Calls() int                 { return len(v.calls) }
func (v values) Call(i int) Call            { return v.calls[i] }
func (v values) Gap() (time.Duration, bool) { return v.gap, v.gap > 0 }

// table is a board in a test.
type table []values

func (t table) all() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		for _, row := range t {
			if !yield(row) {
				return
			}
		}
	}
}

func (t table) reader() *Reader {
	dns := map[string]bool{}
	for _, row := range t {
		dns[row.dn] = true
	}
	return &Reader{Known: func(dn string) bool { return dns[dn] }, Rows: t.all()}
}

// matches returns the DNs of the rows that match, separated by blanks.
func (t table) matches(f Filter) string {
	var dns []string
	for row := range t.all() {
		if f.Matches(row) {
			dns = append(dns, row.DN())
		}
	}
	return strings.Join(dns, " ")
}

func check(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func TestTerms(t *testing.T) {
	row := values{dn: "7001", label: "Ödegård, Anna", team: "Night Shift ΣΑΣ", agentID: "4711", fault: "REJECTED 59", state: Paused}
	var reader Reader
	tests := []struct {
		text    string
		matches bool
	}{
		{"", true},
		{"700", true},
		{"ödeg", true},
		{"ANNA", true},
		{"bert", false},
		{"!bert", true},
		{"!700", false},
		{"state:paused", true},
		{"state:pau", true},
		{"state:rec", false},
		{"!state:rec", true},
		{"state:fault", true},
		{"state:stale", false},
		{`team:"night shift"`, true},
		{"σας", true},
		{"team:day", false},
		{"team:", true},
		{`team:="night shift σασ"`, true},
		{`team:"=Night Shift ΣΑΣ"`, true},
		{"team:=night", false},
		{"!team:=night", true},
		{"agent:=4711", true},
		{"agent:=471", false},
		{`agent:="ödegård, anna"`, true},
		{"label:=anna", false},
		{`label:="Ödegård, Anna"`, true},
		{"fault:=REJECTED", false},
		{`fault:="rejected 59"`, true},
		{"agent:47", true},
		{"agent:Anna", true}, // the column Agent shows the label
		{"agent:4711", true},
		{"agent:Night", false},
		{"fault:", true},
		{"fault:rejected", true},
		{"label:anna 4711", true},
		{"dn:4711", false},
		{"dn:700", true},
		{"dn:700,7002", false}, // a list names DNs
		{"dn:7001,7002", true},
		{"dn:7002;7001", true},
		{"dn:7001,", true},
		{"dn:7000-7005", true},
		{"!dn:7000-7005", false},
		{"dn:7002-7005,7001", true},
		{"dn:07000-07005", false},
		{`dn:"7002 7001"`, true},
		{`dn:"sales west"`, false},
		{`dn:"sales west,7001"`, true},
		{"700 bert", false},
		{"team:day,night", true},
		{"team:day,=night", false},
		{`team:day,="night shift σασ"`, true},
		{"!team:day,night", false},
		{"team:day,", false},
		{"team:,", true},
		{"label:bert,anna", true},
		{`label:"d, a"`, true},
		{`label:"bert,anna"`, false}, // quotes keep a comma
		{"agent:4712,4711", true},
		{"state:off,paused", true},
		{"state:off,unk", false},
		{"state:paused,", true},
		{"! team:day", true},
		{"! 700", false},
		{"!  state:paused", false},
		{"! !700", true},
		{`"!"`, false},
		{`"Anna`, true},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			f, err := reader.Parse(test.text)
			if err != nil {
				t.Fatal(err)
			}
			if got := f.Matches(row); got != test.matches {
				t.Errorf("it matches: %v", got)
			}
		})
	}
	for _, text := range []string{"dn:7005-7001", "dn:7001,,7002", "dn:sales;west", "state:", "state:x", "team:=", `label:=" "`, "!agent:=", "fault:=", "colour:red", ":", "!", "700 !", "call:", "call:x", "state:off,x", "calltype:x", "gap:x", "gap:>", "gap:30", "gap:>-1s", "gap:>30s,x", "team:day,="} {
		if _, err := reader.Parse(text); err == nil {
			t.Errorf("%q is accepted", text)
		}
	}
}

// TestEmptyBoard reads filters with the zero Reader, and matches with the zero Filter.
func TestEmptyBoard(t *testing.T) {
	var reader Reader
	f, err := reader.ParseLine("team:day dn:7001")
	if err != nil || f.Matches(values{dn: "7001"}) || !f.Matches(values{dn: "17001", team: "Holiday"}) {
		t.Errorf("the filter is %+v, %v", f, err)
	}
	check(t, "completed", reader.Complete("team:d"), "")
	var all Filter
	if !all.Empty() || !all.Matches(values{}) {
		t.Error("the zero filter does not match every row")
	}
}

// TestMatchesAllocatesNothing checks ASCII texts, and other texts once they are in the
// cache.
func TestMatchesAllocatesNothing(t *testing.T) {
	rows := []Row{values{dn: "7001", label: "Miller, Anna"}, values{dn: "7002", label: "Ödegård, Anna"}}
	var reader Reader
	f, err := reader.Parse("agent:ann !state:off x")
	if err != nil {
		t.Fatal(err)
	}
	n := testing.AllocsPerRun(100, func() {
		for _, row := range rows {
			f.Matches(row)
		}
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// BenchmarkMatches applies filters to 10,000 rows, as a key in the prompt does.
func BenchmarkMatches(b *testing.B) {
	for name, label := range map[string]string{"ASCII": "Miller, Anna", "other": "Ödegård, Anna"} {
		var rows []Row
		for i := range 10_000 {
			rows = append(rows, &values{dn: fmt.Sprint(10_000 + i), label: fmt.Sprint(label, i), team: "Night Shift", agentID: fmt.Sprint(i), state: Off})
		}
		for _, text := range []string{"nothing such", "7", "agent:anna1 !team:day", "dn:10000-12000 state:rec"} {
			b.Run(name+"/"+strings.ReplaceAll(text, " ", "_"), func(b *testing.B) {
				f, err := new(Reader).Parse(text)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportAllocs()
				for b.Loop() {
					for _, row := range rows {
						f.Matches(row)
					}
				}
			})
		}
	}
}

// TestCallsAndGaps checks the fields that examine the calls of a DN.
func TestCallsAndGaps(t *testing.T) {
	rows := table{
		{dn: "7001"},
		{dn: "7002", calls: []Call{{State: Talking, Type: Inbound, Queue: "claims"}, {State: Held, Type: Internal}}, gap: 30 * time.Second},
		{dn: "7003", calls: []Call{{State: Ringing, Type: Inbound, Queue: "Sales EMEA"}}},
		{dn: "7004", calls: []Call{{State: OtherCall}}, gap: 2 * time.Minute},
		{dn: "7005", calls: []Call{{State: Dialing, Type: Outbound}}, gap: 9 * time.Second},
	}
	for text, want := range map[string]string{
		"call:talking":               "7002",
		"call:held":                  "7002",
		"call:ri":                    "7003",
		"call:ringing,dialing":       "7003 7005",
		"call:none":                  "7001",
		"!call:none":                 "7002 7003 7004 7005",
		"call:none,talking":          "7001 7002",
		"calltype:internal":          "7002",
		"CallType:inbound,out":       "7002 7003 7005",
		"calltype:consult":           "",
		"queue:claims":               "7002",
		`queue:claims,="sales emea"`: "7002 7003",
		"queue:":                     "7002 7003",
		"gap:>30s":                   "7004",
		"gap:>=30s":                  "7002 7004",
		"gap:30s":                    "7002 7004",
		"gap:<30S":                   "7005",
		"gap:<=30s":                  "7002 7005",
		"gap:>1m30s,<10s":            "7004 7005",
		"gap:":                       "7002 7004 7005",
		"!gap:>1h":                   "7001 7002 7003 7004 7005",
		"gap:>1s call:talking":       "7002",
	} {
		f, err := rows.reader().Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		check(t, text, rows.matches(f), want)
		if got := f.DependsOnTime(); got != strings.Contains(text, "gap") {
			t.Errorf("%s depends on time: %v", text, got)
		}
	}
}
