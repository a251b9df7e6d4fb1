package check

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"capdeck/model/say"
	"capdeck/tlibconn"
	"capdeck/tlibconn/contract"
	"capdeck/ui/cell"
	"capdeck/ui/cli/check/report"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/live"
	"capdeck/ui/cli/process"
)

// check asks, runs the cases, and prints what they find.
func (g *given) check(ctx context.Context, stop func(), streams process.Streams, options contract.Options) error {
	if err := g.prepareFiles(ctx); err != nil {
		return err
	}
	in := &lines{streams: streams, ended: ctx.Done()}
	if !g.yes {
		if err := ask(ctx, streams, in, g.touched(&options)+" at "+g.session.Connection.Host); err != nil {
			return err
		}
	}
	prepared, recorded, err := live.PrepareFor("check", &g.session, streams, nil)
	if err != nil {
		return err
	}
	if failed := recorded.State().Err; failed != nil {
		return live.Close(errors.New(say.JournalRequired(live.JournalProblem(failed))), recorded)
	}
	options.Session, options.Journal, options.Go = prepared, recorded, streams.Guard.Go
	out := newOutput(streams.Out, streams.Guard.Go, stop)
	var progress *output
	if g.progress {
		// A check goes on without anybody who reads how far it is.
		progress = newOutput(streams.Err, streams.Guard.Go, func() {})
		defer progress.end()
	}
	return live.Close(g.runCases(ctx, streams, in, out, progress, options), recorded)
}

func (g *given) runCases(ctx context.Context, streams process.Streams, in *lines, out, progress *output, options contract.Options) error {
	shown := newTable(streams, g, out)
	shown.progressTo = progress
	options.Began, options.Ended = shown.began, shown.ended
	defer g.tellsOfPuttingBack(streams, &options, shown.flush)()
	switch {
	case g.control != "":
		orders, err := dialControl(ctx, streams.Guard.Go, g.control)
		if err != nil {
			return errors.Join(err, out.close(ctx))
		}
		defer orders.client.Close()
		options.Calls = orders
	case len(g.steps) > 0:
		options.Calls = &prompts{steps: g.steps, limit: g.waitLimit, in: in, out: streams.Err, before: shown.flush}
	}
	found, err := g.judge(ctx, options)
	shown.clear()
	if err != nil {
		return errors.Join(asExit(ctx, err), out.close(ctx))
	}
	found.Notes = append(found.Notes, g.notes(&found)...)
	if !g.recordAll {
		found = *report.Redact(&found)
	}
	code := g.exitCode(&found)
	if err := errors.Join(g.print(out, &found), g.write(ctx, &found, code), printed(out.close(ctx), &found)); err != nil {
		return err
	}
	return exit.With(code)
}

// printed returns the error of an output that failed, with what the report would have said about
// the state of the DN: that must not be lost.
func printed(err error, found *contract.Report) error {
	if err == nil {
		return nil
	}
	var left []error
	for _, sentence := range found.Left {
		left = append(left, errors.New(cell.Clean(sentence)))
	}
	return &exit.Error{Code: exit.Incomplete, Err: errors.Join(append(left, err)...)}
}

// print prints the report, or what follows the lines of the cases.
func (g *given) print(out io.Writer, found *contract.Report) error {
	var err error
	if g.asJSON {
		var text []byte
		if text, err = json.MarshalIndent(found, "", "  "); err == nil {
			_, err = fmt.Fprintf(out, "%s\n", cell.EscapeJSON(nil, text))
		}
	} else {
		_, err = fmt.Fprintf(out, "\n%s%s%s", failures(found), remarks(found), report.Summary(found))
	}
	if err != nil {
		return &exit.Error{Code: exit.Incomplete, Err: fmt.Errorf("cannot write the report: %w", err)}
	}
	return nil
}

// failures returns everything about the cases that failed, each with an empty line after it.
func failures(found *contract.Report) string {
	var out strings.Builder
	for i := range found.Results {
		if r := &found.Results[i]; r.Verdict == contract.Failed || r.Verdict == contract.Flaky {
			out.WriteString(report.Details(r) + "\n")
		}
	}
	return out.String()
}

// remarks returns the remarks about the other cases, with an empty line after them.
func remarks(found *contract.Report) string {
	if text := report.Remarks(found); text != "" {
		return text + "\n"
	}
	return ""
}

// asExit returns the error of a check that could not be run, with its exit code.
func asExit(ctx context.Context, err error) error {
	var login *tlibconn.LoginError
	var refused *contract.RefusedError
	var notUp *contract.NotUpError
	code := exit.Connect
	switch {
	case ctx.Err() != nil:
		code, err = exit.Incomplete, errors.New("interrupted before the first case; nothing was changed")
	case errors.As(err, &login):
		code = exit.Login
	case errors.As(err, &refused):
		code = exit.Rejected
	case errors.As(err, &notUp):
		err = errors.New(say.NotUp(&notUp.Link))
	}
	return &exit.Error{Code: code, Err: err}
}
