package textfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// readPipe reads a file that is not regular to its end, or to the end of its first line with Options.Line. It
// returns an *Error after the time limit.
func readPipe(file *os.File, options *Options) ([]byte, error) {
	end := time.Now().Add(options.wait())
	// Another reader of the pipe may get the bytes that were waited for.
	_ = file.SetReadDeadline(end)
	// One more byte reveals whether the text is too large.
	data := make([]byte, 0, min(options.Most+1, 64<<10))
	room := make([]byte, 64<<10)
	for len(data) <= options.Most {
		ready, err := await(file, end)
		if err != nil {
			return nil, err
		}
		if !ready {
			return nil, &Error{Reason: inVain(data, options)}
		}
		n, err := file.Read(room)
		data = append(data, room[:n]...)
		switch {
		case errors.Is(err, io.EOF):
			return data, nil
		case err != nil && !errors.Is(err, os.ErrDeadlineExceeded):
			return nil, fmt.Errorf("reading: %w", err)
		case options.Line && bytes.IndexByte(room[:n], '\n') >= 0:
			return data, nil
		}
	}
	return data, nil
}

// inVain explains what a pipe did not deliver in time.
func inVain(data []byte, options *Options) string {
	wait := fmt.Sprintf("%g s", options.wait().Seconds())
	switch {
	case len(data) == 0:
		return "it is a pipe that sent nothing within " + wait
	case options.Line:
		return "it is a pipe whose first line was not complete within " + wait
	}
	return "it is a pipe that did not end within " + wait
}
