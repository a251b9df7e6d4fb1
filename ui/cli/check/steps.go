package check

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"capdeck/tlibconn/contract"
	"capdeck/ui/cell"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/process"
)

// lines reads standard input line by line, once somebody asks for a line.
type lines struct {
	streams process.Streams
	ended   <-chan struct{} // closed when no more lines are wanted, by anybody
	next    chan string     // closed at the end of the input
}

// line returns the next line, and io.EOF at the end. It gives up when ctx ends.
func (l *lines) line(ctx context.Context) (string, error) {
	if l.next == nil {
		l.next = make(chan string)
		scanner := bufio.NewScanner(l.streams.In)
		l.streams.Guard.Go(func() {
			defer close(l.next)
			for scanner.Scan() {
				select {
				case l.next <- scanner.Text():
				case <-l.ended:
					return
				}
			}
		})
	}
	select {
	case <-ctx.Done():
		return "", context.Cause(ctx)
	case text, open := <-l.next:
		if !open {
			return "", io.EOF
		}
		return strings.TrimSpace(text), nil
	}
}

// prompts asks a person to make the steps of --wait-for.
type prompts struct {
	steps []contract.Step
	limit time.Duration
	in    *lines
	out   io.Writer
	// before is called before anything is written.
	before func()
}

// parseSteps returns the steps of --wait-for.
func parseSteps(words []string) ([]contract.Step, error) {
	var steps []contract.Step
	for _, word := range words {
		step := contract.Step(word)
		if !slices.Contains(contract.Steps(), step) {
			return nil, exit.UsageError("--wait-for %q: use call, hold, transfer, release or restart", word)
		}
		steps = append(steps, step)
	}
	return steps, nil
}

// Can reports whether --wait-for names the step.
func (p *prompts) Can(step contract.Step) bool { return slices.Contains(p.steps, step) }

// Make asks for a step. What happens to a call is seen on the DN; a restart of the recorder is
// not, so that the person has to say when it is done.
func (p *prompts) Make(ctx context.Context, step contract.Step, dn string) error {
	what := map[contract.Step]string{
		contract.StepCall:     "Call DN " + dn + ", and answer the call there",
		contract.StepHold:     "Put the call of DN " + dn + " on hold",
		contract.StepTransfer: "Transfer the call of DN " + dn + " to somebody else",
		contract.StepRelease:  "End the call of DN " + dn,
		contract.StepRestart:  "Restart the recorder, and press Enter when it is back",
	}[step]
	p.before()
	fmt.Fprintf(p.out, ">>> %s, within %s.\n", cell.Clean(what), p.limit)
	if step != contract.StepRestart {
		return nil
	}
	_, err := p.in.line(ctx)
	if errors.Is(err, io.EOF) {
		return errors.New("standard input has ended, so no one can press Enter")
	}
	return err
}
