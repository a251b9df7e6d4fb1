package send

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/say"
	"capdeck/ui/cell"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/live"
	"capdeck/ui/cli/process"
)

// output prints the outcome of each DN, as a line or as a JSON object, and keeps the exit
// codes and the summary.
type output struct {
	out    *bufio.Writer
	errOut io.Writer // for the summary of lines
	plan   plan
	round  int
	codes  map[exit.Code]bool
	// cancelled is the exit code of a command that was cancelled; 0 means that of its
	// outcome.
	cancelled exit.Code
	unsent    int // commands that were not sent because the results cannot be written
	summary   summary
}

func newOutput(out, errOut io.Writer, planned plan) *output {
	return &output{
		out: bufio.NewWriter(out), errOut: errOut, plan: planned, codes: map[exit.Code]bool{}, summary: newSummary(time.Now()),
	}
}

// command reports a command that has ended. A command that was confirmed and contradicted
// at once, as by two recorders on one DN, does not count as confirmed.
func (o *output) command(c board.Command, row *board.Row, heard heard) {
	ended := o.resultOf(&c, row)
	ended.heard = heard
	// Another client may have sent the same command, but this one was ours.
	c.Who = board.WhoUs
	said := c
	said.Text = "" // it follows the capture
	text := say.CommandAsWas(say.Shown, &said, c.Ended).Text + "  " + ended.Capture
	switch c.Life {
	case board.LifeCancelled:
		text = say.NotSent(&c)
		if o.cancelled != exit.OK {
			ended.ExitCode = o.cancelled
		}
	case board.LifeAccepted:
		ended.ExitCode = exit.OK
		text = say.Accepted(&c) + "  " + ended.Capture
	case board.LifeConfirmed:
		if len(heard.Conflict) > 0 {
			ended.Outcome, ended.ExitCode = "conflict", exit.Unconfirmed
			text = c.Verb.String() + " ! CONFLICT  " + ended.Capture
		}
	}
	if !strings.Contains(text, c.Why) {
		text += "  " + c.Why
	}
	if c.Text != "" {
		text += "  " + c.Text
	}
	o.summary.addTimes(&c)
	o.print(ended, text)
}

// refused reports a DN for which no command was sent, or whose command has no outcome.
func (o *output) refused(row *board.Row, code exit.Code, outcome string, errorCode int32, why string, heard heard) {
	ended := result{
		Site: row.Key().Site, DN: row.Key().DN, Verb: o.plan.verb.String(), Outcome: outcome,
		Capture: say.CaptureWord(row), Code: errorCode, Text: why, heard: heard, ExitCode: code,
	}
	text := fmt.Sprintf("%s %s", o.plan.verb, outcome)
	if errorCode != 0 {
		text += fmt.Sprintf(" %d", errorCode)
	}
	o.print(ended, text+": "+why)
}

func (o *output) print(ended result, text string) {
	o.codes[ended.ExitCode] = true
	o.summary.Outcomes[ended.Outcome]++
	if o.plan.numbered {
		ended.Round = o.round
		text = say.Round(o.round) + "  " + text
	}
	if more := ended.text(text); more != "" {
		text += "  " + more
	}
	if !o.plan.asJSON {
		fmt.Fprintf(o.out, "%s  %s\n", cell.Clean(ended.DN), cell.Clean(text))
		return
	}
	ended.Text = cell.Clean(ended.Text)
	ended.clean()
	o.object(ended)
}

// object prints a line of JSON.
func (o *output) object(value any) {
	line, err := json.Marshal(value)
	if err != nil {
		line = []byte(`{"error":"the result cannot be written as JSON"}`)
	}
	fmt.Fprintf(o.out, "%s\n", cell.EscapeJSON(nil, line))
}

// flush hands on what was printed. Its error stays.
func (o *output) flush() error { return o.out.Flush() } //nolint:wrapcheck // finish says what failed

// stopped notes why rounds are left out.
func (o *output) stopped(code exit.Code, why string) {
	o.codes[code] = true
	o.summary.Why = cell.Clean(why)
}

// code returns the exit code of the run so far.
func (o *output) code() exit.Code {
	if o.codes[exit.Incomplete] || o.unsent > 0 {
		return exit.Incomplete
	}
	var codes []exit.Code
	for code := range o.codes {
		codes = append(codes, code)
	}
	return exit.Worst(codes...)
}

// finish prints the summary, and returns the error with the exit code of the run.
func (o *output) finish(now time.Time) error {
	code := o.code()
	if o.plan.numbered {
		o.summary.end(now, o.round, o.plan.rounds, code)
		if o.plan.asJSON {
			o.object(&o.summary)
		}
	}
	err := o.flush()
	if o.plan.numbered && !o.plan.asJSON {
		_, _ = fmt.Fprintln(o.errOut, o.summary.text())
	}
	switch {
	case err == nil || process.ReaderLeft(err) && o.unsent == 0:
		return exit.With(code)
	case o.unsent > 0:
		return &exit.Error{Code: code, Err: fmt.Errorf("%s: %w", say.Unsent(o.unsent), err)}
	case code == exit.OK:
		code = exit.Failure
	}
	return &exit.Error{Code: code, Err: fmt.Errorf("cannot write the results: %w", err)}
}

// resultOf returns the result of a command that has ended.
func (o *output) resultOf(c *board.Command, row *board.Row) result {
	ended := result{
		Site: c.Key.Site, DN: c.Key.DN, Verb: c.Verb.String(), Outcome: c.Life.String(),
		Capture: say.CaptureWord(row), Code: c.Code, Text: c.Text, ExitCode: live.ExitCode(c.Life),
		times: timesOf(c),
	}
	if c.ConnID != 0 {
		ended.ConnID = say.ConnID(c.ConnID)
	}
	if ended.Text == "" {
		ended.Text = c.Why
	}
	return ended
}
