package textfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// readPipe reads what is no ordinary file to its end, or to that of its first
// line where no more is wanted. An *Error says that it was waited for in vain.
func readPipe(file *os.File, options *Options) ([]byte, error) {
	end := time.Now().Add(options.wait())
	// Another reader of the pipe may take what was waited for.
	_ = file.SetReadDeadline(end)
	// One byte more shows that there are more.
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

// inVain says what did not come out of a pipe.
func inVain(data []byte, options *Options) string {
	wait := fmt.Sprintf("%g s", options.wait().Seconds())
	switch {
	case len(data) == 0:
		return "it is a pipe, and nothing came out of it in " + wait
	case options.Line:
		return "it is a pipe, and its first line was not complete in " + wait
	}
	return "it is a pipe, and it did not end in " + wait
}
