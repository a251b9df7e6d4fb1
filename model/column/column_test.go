package column

import (
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, test := range []struct{ name, list, want, problem string }{
		{name: "default", list: "dn,agent,capture,since,gap,call,last", want: "dn agent capture since gap call last"},
		{name: "fewest", list: "capture,dn", want: "capture dn"},
		{name: "blanks and case", list: " DN , Capture,agent-state", want: "dn capture agent-state"},
		{name: "unknown", list: "dn,capture,colour", problem: `item 3: unknown column "colour"; use dn, agent, capture, since, gap, call, last, connid, label, agent-id, agent-state, team, heard, registration`},
		{name: "blank", list: "dn,,capture", problem: `item 2: unknown column ""`},
		{name: "empty", list: "", problem: `item 1: unknown column ""`},
		{name: "twice", list: "dn,capture,dn", problem: "item 3: the column dn is listed twice"},
		{name: "without dn", list: "capture,last", problem: "the column dn is missing"},
		{name: "without capture", list: "dn,last", problem: "the column capture is missing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			columns, err := Parse(test.list)
			if test.problem != "" {
				if err == nil || !strings.Contains(err.Error(), test.problem) {
					t.Errorf("error is %v, want one with %q", err, test.problem)
				}
				return
			}
			if got := strings.Join(Names(columns), " "); err != nil || got != test.want {
				t.Errorf("columns are %q, %v", got, err)
			}
		})
	}
}

func TestEveryColumnHasItsOwnName(t *testing.T) {
	names := map[string]bool{"": true}
	for _, c := range All() {
		if names[c.Name()] || c.String() == "" {
			t.Errorf("column %d is called %q, %q", c, c.Name(), c)
		}
		names[c.Name()] = true
	}
	if !slices.Equal(All()[:len(Default())], Default()) {
		t.Error("the default columns are not the first ones")
	}
}
