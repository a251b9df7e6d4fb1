package check

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"capdeck/tlibconn/contract"
	"capdeck/tlibconn/contract/scenario"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/textfile"
)

// readScenario reads the file of --scenario and gives its DNs the numbers of the command line.
func (g *given) readScenario(numbers []string) error {
	for _, flag := range []struct {
		name string
		set  bool
	}{
		{"case", len(g.cases) > 0},
		{"expect", g.expect != ""},
		{"allow-skip", len(g.allowSkip) > 0},
		{"wait-for", len(g.waitFor) > 0},
		{"second-dn", g.secondDN != ""},
		{"unknown-dn", g.unknownDN != ""},
		{"subject", g.subject != ""},
		{"list", g.list},
	} {
		if flag.set {
			return exit.UsageError("--%s is about the cases of the contract, which --scenario does not run; leave one of the two out", flag.name)
		}
	}
	text, err := textfile.Read(g.scenario, textfile.Options{Most: scenario.MaxFile, Pipe: true})
	if err != nil {
		return exit.UsageError("--scenario %w", err)
	}
	if g.played, err = scenario.Parse(g.scenario, text); err != nil {
		return exit.UsageError("%w", err)
	}
	var dns []string
	for _, number := range numbers {
		var dn string
		if dn, err = g.oneDN("the DN "+number, number); err != nil {
			return err
		}
		dns = append(dns, dn)
	}
	if err = g.played.Assign(dns); err != nil {
		return exit.UsageError("%w", err)
	}
	for i := range g.played.DNs {
		dn := &g.played.DNs[i]
		if dn.Number, err = g.oneDN(fmt.Sprintf("%s:%d: the DN %s", g.scenario, dn.Line, dn.Name), dn.Number); err != nil {
			return err
		}
	}
	if g.played.NeedsOrders() && g.control == "" {
		return exit.UsageError("%s has steps call or fault: use --control PATH with the socket of the simulator", g.scenario)
	}
	return nil
}

// judge runs the cases, or plays the scenario.
func (g *given) judge(ctx context.Context, options contract.Options) (contract.Report, error) {
	if g.played == nil {
		return contract.Check(ctx, options)
	}
	orders, _ := options.Calls.(*ordered)
	if orders == nil {
		return contract.Play(ctx, options, g.played, nil)
	}
	return contract.Play(ctx, options, g.played, orders)
}

// Order gives an order of a scenario.
func (o *ordered) Order(ctx context.Context, order string) error {
	if _, err := o.client.Order(ctx, order); err != nil {
		return o.failed(order, err)
	}
	return nil
}

// touched says what a check changes, in words.
func (g *given) touched(options *contract.Options) string {
	if g.played != nil {
		return fmt.Sprintf("the scenario %s changes the capture of DN %s", g.scenario, strings.Join(g.numbers(), ", "))
	}
	what := "check starts, pauses, resumes and stops the capture of DN " + options.DN
	if options.SecondDN != "" {
		what += ", and queries DN " + options.SecondDN
	}
	return what
}

// numbers returns the DNs of the scenario in a fixed order.
func (g *given) numbers() []string {
	var dns []string
	for _, dn := range g.played.DNs {
		dns = append(dns, dn.Number)
	}
	slices.Sort(dns)
	return dns
}
