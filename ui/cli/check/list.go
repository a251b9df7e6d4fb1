package check

import (
	"fmt"
	"strings"

	"capdeck/tlibconn/contract"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/print"
	"capdeck/ui/cli/process"
)

// listed is a case in the list of --list --json. Its form is stable.
type listed struct {
	Case    string           `json:"case"`
	Title   string           `json:"title"`
	Clause  string           `json:"clause"`
	Class   contract.Class   `json:"class"`
	Subject contract.Subject `json:"subject"`
	// Needs says in words what must be offered for the case to run, empty if nothing must.
	Needs []string `json:"needs"`
}

// listCases prints the cases that --case selects.
func (g *given) listCases(streams process.Streams) error {
	cases, err := contract.Select(contract.Cases(), g.cases)
	if err != nil {
		return exit.UsageError("--case: %w; see capdeck check --list", err)
	}
	all := []listed{}
	for _, c := range cases {
		all = append(all, listed{Case: c.ID, Title: c.Title, Clause: c.Clause, Class: c.Class, Subject: c.Subject, Needs: append([]string{}, c.Needs.Words()...)})
	}
	if g.asJSON {
		err = print.JSON(streams.Out, all)
	} else {
		_, err = fmt.Fprint(streams.Out, listText(all))
	}
	if err != nil {
		return fmt.Errorf("cannot write the list: %w", err)
	}
	return nil
}

// listText returns the list with a line for each case.
func listText(cases []listed) string {
	var out strings.Builder
	for _, c := range cases {
		needs := ""
		if len(c.Needs) > 0 {
			needs = "; needs " + strings.Join(c.Needs, ", ")
		}
		fmt.Fprintf(&out, "%-34s %-11s %-8s  %s%s\n", c.Case, c.Class, c.Subject, c.Title, needs)
	}
	return out.String()
}
