package check

import (
	"context"
	"errors"
	"fmt"

	"capdeck/tlibconn/contract"
	"capdeck/ui/cli/control"
	"capdeck/ui/cli/exit"
)

// ordered makes the steps by orders to a `capdeck tserver --control`.
type ordered struct {
	path   string
	client *control.Client
}

// caller and elsewhere are the numbers that simulated calls come from and go to.
const (
	caller    = "+33123456789"
	elsewhere = "+33987654321"
)

// dialControl connects to the program that takes orders on path. start starts a goroutine.
func dialControl(ctx context.Context, start func(func()), path string) (*ordered, error) {
	client, err := control.Dial(ctx, path, start)
	if err != nil {
		return nil, &exit.Error{Code: exit.Connect, Err: fmt.Errorf("--control: %w", err)}
	}
	return &ordered{path: path, client: client}, nil
}

// Can reports that every step can be ordered.
func (o *ordered) Can(contract.Step) bool { return true }

// Make gives the orders of a step.
func (o *ordered) Make(ctx context.Context, step contract.Step, dn string) error {
	var orders []string
	switch step {
	case contract.StepCall:
		orders = []string{"ring " + dn + " " + caller, "answer " + dn}
	case contract.StepHold:
		orders = []string{"hold " + dn}
	case contract.StepTransfer:
		// Only a call that is not held can be handed over. It may not be held.
		var refused *control.RefusedError
		if _, err := o.client.Order(ctx, "retrieve "+dn); err != nil && !errors.As(err, &refused) {
			return o.failed("retrieve "+dn, err)
		}
		orders = []string{"hand-over " + dn + " " + elsewhere}
	case contract.StepRelease:
		orders = []string{"release " + dn}
	case contract.StepRestart:
		orders = []string{"recorder restart"}
	}
	for _, order := range orders {
		if _, err := o.client.Order(ctx, order); err != nil {
			return o.failed(order, err)
		}
	}
	return nil
}

func (o *ordered) failed(order string, err error) error {
	return fmt.Errorf("the order %q to %s: %w", order, o.path, err)
}
