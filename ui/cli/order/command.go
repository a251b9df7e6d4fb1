// Package order is the command capdeck order: it gives one order to a running capdeck that
// takes orders on a socket, for scripts. Package control knows the protocol, and the
// program that listens the orders.
package order

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"capdeck/ui/cell"
	"capdeck/ui/cli/control"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/process"
)

const long = `Order gives one order to a running capdeck that takes orders on the socket PATH,
such as "capdeck tserver --control PATH", and prints the lines of the answer. The
order "help" lists the orders.

The exit code is 0 if the order was carried out, 5 if it was refused, 3 if no
program takes orders on PATH, and 7 if the answer did not come. Then the order may
or may not have been carried out.`

const example = `  capdeck order /tmp/tserver.sock ring 7001 +33123456
  capdeck order --wait 5s /tmp/tserver.sock fault dn=7002,ack=lost`

// Command returns the command.
func Command(streams process.Streams) *cobra.Command {
	var timeout, wait time.Duration
	command := &cobra.Command{
		Use:     "order PATH ORDER...",
		Short:   "Give an order to a running simulation",
		Long:    long,
		Example: example,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 {
				return exit.UsageError("name the socket and an order, as in: capdeck order /tmp/tserver.sock help")
			}
			return nil
		},
		ValidArgsFunction: flags.CompleteFile,
		RunE: func(command *cobra.Command, args []string) error {
			switch {
			case timeout <= 0:
				return exit.UsageError("--timeout must be above 0")
			case wait < 0:
				return exit.UsageError("--wait must not be negative")
			}
			ctx, stop := context.WithCancel(command.Context())
			defer stop()
			return streams.RunHeadless(stop, func() error {
				client, err := reach(ctx, streams.Guard.Go, args[0], wait)
				if err != nil {
					return &exit.Error{Code: exit.Connect, Err: err}
				}
				defer client.Close()
				answered, stop := context.WithTimeout(ctx, timeout)
				defer stop()
				return give(answered, streams, client, strings.Join(args[1:], " "))
			})
		},
	}
	command.Flags().DurationVar(&timeout, "timeout", 30*time.Second, "wait this long for the answer")
	command.Flags().DurationVar(&wait, "wait", 0, "wait this long for a program that takes orders on PATH, such as one that is starting")
	// What follows PATH belongs to the order, dashes included.
	command.Flags().SetInterspersed(false)
	return command
}

// between is the time between two attempts to reach a program that is starting.
const between = 50 * time.Millisecond

// reach connects to the program that takes orders on path, and waits for one.
func reach(ctx context.Context, start func(func()), path string, wait time.Duration) (*control.Client, error) {
	waiting, stop := context.WithTimeout(ctx, wait)
	defer stop()
	for {
		client, err := control.Dial(ctx, path, start)
		if err == nil {
			return client, nil
		}
		select {
		case <-waiting.Done():
			return nil, fmt.Errorf("cannot give the order: %w", err)
		case <-time.After(between):
		}
	}
}

func give(ctx context.Context, streams process.Streams, client *control.Client, text string) error {
	lines, err := client.Order(ctx, text)
	for _, line := range lines {
		if _, failed := fmt.Fprintln(streams.Out, cell.Clean(line)); failed != nil {
			return fmt.Errorf("cannot write the answer: %w", failed)
		}
	}
	var refused *control.RefusedError
	switch {
	case errors.As(err, &refused):
		return &exit.Error{Code: exit.Rejected, Err: fmt.Errorf("the order %q was refused: %w", text, err)}
	case err != nil:
		return &exit.Error{Code: exit.Lost, Err: err}
	}
	return nil
}
