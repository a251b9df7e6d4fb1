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
	"capdeck/tlibconn/event"
	"capdeck/ui/cell"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/live"
)

// output prints the outcome of each DN, as a line or as a JSON object, and keeps the exit
// codes.
type output struct {
	out    *bufio.Writer
	asJSON bool
	verb   event.Verb
	codes  []exit.Code
}

// result is one object of `send --json`.
type result struct {
	Site         string   `json:"site"`
	DN           string   `json:"dn"`
	Verb         string   `json:"verb"`
	Outcome      string   `json:"outcome"`
	Capture      string   `json:"capture"`
	ConnID       string   `json:"connID,omitempty"`
	AcceptedMS   *float64 `json:"acceptedMs,omitempty"`
	IndicationMS *float64 `json:"indicationMs,omitempty"`
	Code         int32    `json:"code,omitempty"`
	Text         string   `json:"text,omitempty"`
	heard
	ExitCode exit.Code `json:"exitCode"`
}

func newOutput(out io.Writer, asJSON bool, verb event.Verb) *output {
	return &output{out: bufio.NewWriter(out), asJSON: asJSON, verb: verb}
}

// command reports a command that has ended. A command that was confirmed and contradicted
// at once, as by two recorders on one DN, does not count as confirmed.
func (o *output) command(c board.Command, row *board.Row, heard heard) {
	ended := result{
		Site: c.Key.Site, DN: c.Key.DN, Verb: c.Verb.String(), Outcome: c.Life.String(),
		Capture: say.CaptureWord(row), Code: c.Code, Text: c.Text, ExitCode: live.ExitCode(c.Life),
		AcceptedMS: milliseconds(c.Sent, c.Accepted), IndicationMS: milliseconds(c.Sent, c.Indicated), heard: heard,
	}
	if c.ConnID != 0 {
		ended.ConnID = say.ConnID(c.ConnID)
	}
	if ended.Text == "" {
		ended.Text = c.Why
	}
	// Another client may have sent the same command, but this one was ours.
	c.Who = board.WhoUs
	said := c
	said.Text = "" // it follows the capture
	text := say.CommandAsWas(say.Shown, &said, c.Ended).Text + "  " + ended.Capture
	if c.Life == board.LifeCancelled {
		text = say.NotSent(&c)
	}
	if c.Life == board.LifeConfirmed && len(heard.Conflict) > 0 {
		ended.Outcome, ended.ExitCode = "conflict", exit.Unconfirmed
		text = c.Verb.String() + " ! CONFLICT  " + ended.Capture
	}
	if !strings.Contains(text, c.Why) {
		text += "  " + c.Why
	}
	if c.Text != "" {
		text += "  " + c.Text
	}
	o.print(ended, text)
}

// refused reports a DN for which no command was sent.
func (o *output) refused(row *board.Row, code exit.Code, outcome string, errorCode int32, why string, heard heard) {
	ended := result{
		Site: row.Key().Site, DN: row.Key().DN, Verb: o.verb.String(), Outcome: outcome,
		Capture: say.CaptureWord(row), Code: errorCode, Text: why, heard: heard, ExitCode: code,
	}
	text := fmt.Sprintf("%s %s", o.verb, outcome)
	if errorCode != 0 {
		text += fmt.Sprintf(" %d", errorCode)
	}
	o.print(ended, text+": "+why)
}

func (o *output) print(ended result, text string) {
	o.codes = append(o.codes, ended.ExitCode)
	if more := ended.text(text); more != "" {
		text += "  " + more
	}
	if !o.asJSON {
		fmt.Fprintf(o.out, "%s  %s\n", cell.Clean(ended.DN), cell.Clean(text))
		return
	}
	ended.Text = cell.Clean(ended.Text)
	ended.clean()
	line, err := json.Marshal(ended)
	if err != nil {
		line = []byte(`{"error":"the result cannot be written as JSON"}`)
	}
	fmt.Fprintf(o.out, "%s\n", cell.EscapeJSON(nil, line))
}

func (o *output) finish() error {
	if err := o.out.Flush(); err != nil {
		return fmt.Errorf("cannot write the results: %w", err)
	}
	return exit.With(exit.Worst(o.codes...))
}

// milliseconds returns the time from sent to an answer, or nil without an answer.
func milliseconds(sent, answered time.Time) *float64 {
	if answered.IsZero() || sent.IsZero() {
		return nil
	}
	ms := float64(answered.Sub(sent).Microseconds()) / 1000
	return &ms
}
