// Package codec does the work of the commands capdeck decode and capdeck encode: it
// converts frames in hexadecimal digits to messages, and messages to frames. It reads input
// line by line, reports a bad line and continues with the next. docs/protocol/WIRE.md and
// docs/protocol/JSON.md describe the forms. It knows no flags.
package codec

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"capdeck/ui/cell"
	"capdeck/ui/cli/process"
)

// stdinName is the name of the input in reports if Name is empty.
const stdinName = "stdin"

// job is one run over an input: its lines, its output and its reports.
type job struct {
	lines  *lineReader
	out    *bufio.Writer
	errOut io.Writer
	name   string
	bad    bool // a bad line was reported
}

func newJob(in io.Reader, out, errOut io.Writer, name string, maxLine int) *job {
	if name == "" {
		name = stdinName
	}
	j := &job{out: bufio.NewWriterSize(out, 64<<10), errOut: errOut, name: name}
	j.lines = newLineReader(in, maxLine, j.out.Flush)
	return j
}

// report reports a bad line, after the output of the lines before it. It ignores a failure
// to write to errOut, which cannot be reported; the result is still not ok.
func (j *job) report(line int, reason string) error {
	j.bad = true
	if err := j.out.Flush(); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(j.errOut, "%s:%d: %s\n", cell.Clean(j.name), line, cell.Clean(reason))
	return nil
}

// run calls line for each line that is not blank, and end after the last one. For a line
// that was skipped, why is the reason. If the reader of the output leaves, run ends early
// without an error.
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
	if process.ReaderLeft(err) || errors.Is(err, io.ErrClosedPipe) {
		return !j.bad, nil
	}
	return !j.bad && err == nil, err
}
