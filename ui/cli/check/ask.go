package check

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"golang.org/x/term"

	"capdeck/tlibconn/contract"
	"capdeck/ui/cell"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/process"
)

// ask names what will be changed and asks whether to go on. Without a terminal it is an error
// that names --yes.
func ask(ctx context.Context, streams process.Streams, options *contract.Options, host string) error {
	what := "check starts, pauses, resumes and stops the capture of DN " + options.DN
	if options.SecondDN != "" {
		what += ", and queries DN " + options.SecondDN
	}
	what = cell.Clean(what + " at " + host)
	if !term.IsTerminal(int(streams.In.Fd())) {
		return exit.UsageError("%s; to allow that without being asked, add --yes", what)
	}
	fmt.Fprintf(streams.Err, "%s.\nGo on? [y/N] ", strings.ToUpper(what[:1])+what[1:])
	answer := make(chan string, 1)
	streams.Guard.Go(func() {
		line, _ := bufio.NewReader(io.LimitReader(streams.In, 1<<10)).ReadString('\n')
		answer <- strings.ToLower(strings.TrimSpace(line))
	})
	select {
	case <-ctx.Done():
		return exit.With(exit.Incomplete)
	case said := <-answer:
		if said == "y" || said == "yes" {
			return nil
		}
		return &exit.Error{Code: exit.Incomplete, Err: fmt.Errorf("nothing was checked, because the answer was not y")}
	}
}
