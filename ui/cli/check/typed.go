package check

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"capdeck/ui/cli/exit"
)

// typedProblem returns what is wrong with the command line, nil if nothing is. The set must hold what was
// typed, and no values of variables or of the configuration yet.
func (g *given) typedProblem(set *pflag.FlagSet, arguments int) error {
	// An empty variable of a shell script would silently run other cases, or demand less.
	for _, name := range []string{"case", "allow-skip", "wait-for", "expect", "scenario"} {
		if flag := set.Lookup(name); flag.Changed && strings.Trim(flag.Value.String(), "[]") == "" {
			return exit.UsageError("--%s is empty: give it a value, or leave it out", name)
		}
	}
	switch {
	case g.compare:
		return compareProblem(set, arguments)
	case g.progress && !g.asJSON:
		return exit.UsageError("--progress needs --json; without it the lines are on standard output anyway")
	case g.scenario != "" || g.list || arguments == 1:
		return nil
	}
	return exit.UsageError("check needs one DN, as in: capdeck check 7001 --host HOST:PORT; the DN that is only watched is --second-dn")
}

// compareProblem returns what is wrong with a command line that has --compare. A flag that has no
// effect there is a misunderstanding.
func compareProblem(set *pflag.FlagSet, arguments int) error {
	var problem error
	set.Visit(func(flag *pflag.Flag) {
		if problem == nil && !slices.Contains([]string{"compare", "json", "config"}, flag.Name) {
			problem = exit.UsageError("--%s has no meaning with --compare, which reads two reports and checks nothing; leave one of the two out", flag.Name)
		}
	})
	if problem == nil && arguments != 2 {
		problem = exit.UsageError("--compare needs two reports, as in: capdeck check --compare old.json new.json")
	}
	return problem
}
