package check

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"capdeck/tlibconn/contract"
	"capdeck/ui/cli/check/report"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/outfile"
)

// prepareFiles returns a usage error if a file that a flag names could not be written at the end: a check
// takes minutes, and its report must not be lost then. It makes the folder of --artifacts.
func (g *given) prepareFiles(ctx context.Context) error {
	for _, file := range []struct{ flag, path string }{{"junit", g.junit}, {"html", g.html}} {
		if file.path == "" {
			continue
		}
		if err := outfile.Writable(ctx, file.path); err != nil {
			return exit.UsageError("--%s: %w", file.flag, err)
		}
	}
	if g.artifacts != "" {
		if err := report.PrepareArtifacts(g.artifacts); err != nil {
			return exit.UsageError("--artifacts: %w", err)
		}
	}
	return nil
}

// write writes the files that flags name. All are tried; the error has what went wrong, and the code with
// which the check itself ended.
func (g *given) write(ctx context.Context, found *contract.Report, code exit.Code) error {
	// An interrupted check has a report too.
	ctx = context.WithoutCancel(ctx)
	problems := []error{
		writeFile(ctx, "junit", g.junit, func(out io.Writer) error { return report.WriteJUnit(out, found, g.counts, g.problems(found)) }),
		writeFile(ctx, "html", g.html, func(out io.Writer) error { return report.WriteHTML(out, found, g.counts, g.problems(found)) }),
	}
	if g.artifacts != "" {
		if err := report.WriteArtifacts(ctx, g.artifacts, found); err != nil {
			problems = append(problems, fmt.Errorf("--artifacts: %w", err))
		}
	}
	if err := errors.Join(problems...); err != nil {
		return fmt.Errorf("%w\nthe check itself ended with the exit code %d", err, code)
	}
	return nil
}

// writeFile writes a file, which it replaces if it exists. "" writes none.
func writeFile(ctx context.Context, flag, path string, write func(io.Writer) error) error {
	if path == "" {
		return nil
	}
	_, err := outfile.Write(ctx, path, true, func(out io.Writer) (int, error) {
		var text bytes.Buffer
		if err := write(&text); err != nil {
			return 0, err
		}
		return out.Write(text.Bytes())
	})
	if err != nil {
		return fmt.Errorf("--%s: %w", flag, err)
	}
	return nil
}
