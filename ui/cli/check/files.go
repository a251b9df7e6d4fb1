package check

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"capdeck/tlibconn/contract"
	"capdeck/ui/cli/check/report"
	"capdeck/ui/cli/outfile"
)

// write writes the files that flags name. All are tried; the error has what went wrong.
func (g *given) write(ctx context.Context, found *contract.Report) error {
	// An interrupted check has a report too.
	ctx = context.WithoutCancel(ctx)
	problems := []error{
		writeFile(ctx, "junit", g.junit, func(out io.Writer) error { return report.WriteJUnit(out, found, g.counts) }),
		writeFile(ctx, "html", g.html, func(out io.Writer) error { return report.WriteHTML(out, found, g.counts) }),
	}
	if g.artifacts != "" {
		if err := report.WriteArtifacts(ctx, g.artifacts, found); err != nil {
			problems = append(problems, fmt.Errorf("--artifacts: %w", err))
		}
	}
	return errors.Join(problems...)
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
