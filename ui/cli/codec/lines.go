package codec

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"capdeck/ui/cli/textfile"
)

// keptLine is how much of a long line's memory is kept for the next one.
const keptLine = 1 << 20

// lineReader cuts its input into lines of bounded length.
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

// badLineError says why a line was passed over. The reader goes on behind
// it.
type badLineError struct{ reason string }

func (e *badLineError) Error() string { return e.reason }

// next returns the next line without white space at its end, which may leave
// nothing; io.EOF stands behind the last one. The slice is valid until the
// next call.
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
			return nil, fmt.Errorf("line %d cannot be read: %w", r.number, err)
		}
	}
}

func (r *lineReader) finish(tooLong bool) ([]byte, error) {
	if tooLong {
		return nil, &badLineError{fmt.Sprintf("the line is longer than %d bytes and was passed over", r.most)}
	}
	text := r.line
	if r.number == 1 {
		if encoding := textfile.Encoding(text); encoding != "" {
			// Each line would be told as nonsense.
			r.ended = true
			return nil, &badLineError{fmt.Sprintf("the input is %s text: save it as UTF-8; nothing of it was processed", encoding)}
		}
		text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	}
	return bytes.TrimRight(text, " \t\r\n\v\f"), nil
}
