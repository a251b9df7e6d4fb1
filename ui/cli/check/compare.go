package check

import (
	"bufio"
	"fmt"

	"capdeck/ui/cli/check/report"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/print"
	"capdeck/ui/cli/process"
)

// compareReports prints two reports side by side. The exit code is that of a failure if a
// case differs.
func (g *given) compareReports(streams process.Streams, fileA, fileB string) error {
	a, err := report.Read(fileA)
	if err != nil {
		return exit.UsageError("--compare: %w", err)
	}
	b, err := report.Read(fileB)
	if err != nil {
		return exit.UsageError("--compare: %w", err)
	}
	compared := report.Compare(fileA, a, fileB, b)
	if g.asJSON {
		err = print.JSON(streams.Out, compared)
	} else {
		out := bufio.NewWriter(streams.Out)
		compared.Write(out)
		err = out.Flush()
	}
	switch {
	case err != nil:
		return fmt.Errorf("cannot write the comparison: %w", err)
	case len(compared.Differences) > 0:
		return exit.With(exit.Failure)
	}
	return nil
}
