package codec

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"capdeck/ui/cli/textfile"
)

// keptLine is the most memory in bytes that is kept for the next line.
const keptLine = 1 << 20

// lineReader splits its input into lines of bounded length.
type lineReader struct {
	source *bufio.Reader
	idle   func() error // called before a read that may wait
	most   int
	line   []byte
	number int
	ended  bool
}

func newLineReader(in io.Reader, most int, idle func() error) *lineReader {
	return &lineReader{source: bufio.NewReaderSize(in, 64<<10), most: most, idle: idle}
}

// badLineError is why a line was skipped. The reader continues with the next line.
type badLineError struct{ reason string }

func (e *badLineError) Error() string { return e.reason }

// next returns the next line, which may be empty, without white space at its end. It returns
// io.EOF after the last line. The slice is valid until the next call.
func (r *lineReader) next() ([]byte, error) {
	if r.ended {
		return nil, io.EOF
	}
	if cap(r.line) > keptLine {
		r.line = nil
	}
	r.line = r.line[:0]
	r.number++
	tooLong := false
	for {
		if r.source.Buffered() == 0 {
			if err := r.idle(); err != nil {
				return nil, err
			}
		}
		chunk, err := r.source.ReadSlice('\n')
		if tooLong = tooLong || len(r.line)+len(chunk) > r.most; !tooLong {
			r.line = append(r.line, chunk...)
		}
		switch {
		case err == nil:
			return r.finish(tooLong)
		case errors.Is(err, io.EOF):
			r.ended = true
			return r.finish(tooLong)
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, fmt.Errorf("cannot read line %d: %w", r.number, err)
		}
	}
}

func (r *lineReader) finish(tooLong bool) ([]byte, error) {
	if tooLong {
		return nil, &badLineError{fmt.Sprintf("the line is longer than %d bytes and was skipped", r.most)}
	}
	text := r.line
	if r.number == 1 {
		if encoding := textfile.Encoding(text); encoding != "" {
			// Otherwise each line would be reported as nonsense.
			r.ended = true
			return nil, &badLineError{fmt.Sprintf("the input is %s text and was not processed; save it as UTF-8", encoding)}
		}
		text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	}
	return bytes.TrimRight(text, " \t\r\n\v\f"), nil
}
