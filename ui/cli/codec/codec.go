// Package codec is what the commands capdeck decode and capdeck encode do:
// frames in hexadecimal digits become messages, and messages frames. Input is
// taken line by line; a bad line is reported and the rest goes on. The forms
// are those of docs/protocol/WIRE.md and docs/protocol/JSON.md.
package codec

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"capdeck/ui/cell"
)

// stdinName stands in reports where Name is empty.
const stdinName = "stdin"

// job is one run over an input: its lines, its output and its reports.
type job struct {
	lines  *lineReader
	out    *bufio.Writer
	errOut io.Writer
	name   string
	bad    bool // something was reported
}

func newJob(in io.Reader, out, errOut io.Writer, name string, maxLine int) *job {
	if name == "" {
		name = stdinName
	}
	j := &job{out: bufio.NewWriterSize(out, 64<<10), errOut: errOut, name: name}
	j.lines = newLineReader(in, maxLine, j.out.Flush)
	return j
}

// report tells of a bad line, behind the output of the lines before it. An
// errOut that cannot be written has nobody to be told about; the result is not
// ok all the same.
func (j *job) report(line int, reason string) error {
	j.bad = true
	if err := j.out.Flush(); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(j.errOut, "%s:%d: %s\n", cell.Clean(j.name), line, cell.Clean(reason))
	return nil
}

// run calls line for each line that is not blank, and end behind the last one.
// A line that was passed over comes as why. A reader of the output that went
// away ends the run early and is no error.
func (j *job) run(line func(number int, text []byte, why error) error, end func() error) (ok bool, err error) {
	for err == nil {
		var text []byte
		text, err = j.lines.next()
		var bad *badLineError
		switch {
		case errors.As(err, &bad):
			err = line(j.lines.number, nil, bad)
		case err == nil && len(text) > 0:
			err = line(j.lines.number, text, nil)
		}
	}
	if errors.Is(err, io.EOF) {
		err = end()
	}
	if flushed := j.out.Flush(); err == nil {
		err = flushed
	}
	if readerLeft(err) || errors.Is(err, io.ErrClosedPipe) {
		return !j.bad, nil
	}
	return !j.bad && err == nil, err
}
