package plain

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"capdeck/ui/cli/textfile"
)

const (
	// maxTyped is how long a typed line may be, in bytes: it can name as many DNs
	// as a board may have.
	maxTyped = 1 << 20
	// maxTerminalLine is how many bytes of a line a terminal hands on: the system
	// drops what is typed or pasted behind them.
	maxTerminalLine = 4095
	// namedOfLong is how many bytes of a line that is too long are kept, so that
	// it can be named.
	namedOfLong = 64
)

// typedLine is a line of the input, or why there are no more: io.EOF at its end.
type typedLine struct {
	text string
	// refused says why the line is not carried out, "" if it is.
	refused string
	err     error
}

// lineReader reads lines. None is ever cut: one that may not be whole is refused.
type lineReader struct {
	source   *bufio.Reader
	terminal bool // it is one, that hands on lines
	number   int
}

func newLineReader(in io.Reader, terminal bool) *lineReader {
	return &lineReader{source: bufio.NewReaderSize(in, maxTyped), terminal: terminal}
}

// next waits for a line, or the end.
func (r *lineReader) next() typedLine {
	r.number++
	text, err := r.source.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		return r.tooLong(text)
	}
	if err != nil && (len(text) == 0 || !errors.Is(err, io.EOF)) {
		return typedLine{err: err}
	}
	clean, problem := textfile.Text(text)
	if r.number > 1 && problem == nil {
		clean = text // a byte order mark begins a text, and no other line
	}
	line := typedLine{text: strings.TrimRight(string(clean), "\r\n")}
	switch {
	case problem != nil && r.number == 1:
		// Each line of it would be told as nonsense.
		return typedLine{err: fmt.Errorf("the input cannot be read: %w", problem)}
	case problem != nil:
		line.text, line.refused = strings.TrimRight(string(text), "\r\n"), "it holds a NUL byte"
	case r.terminal && len(text) >= maxTerminalLine:
		line.refused = fmt.Sprintf("a terminal hands on %d bytes of a line, and the rest may be missing: put longer lines into a file and give that as the input", maxTerminalLine)
	case err != nil && strings.TrimSpace(line.text) != "":
		line.refused = "it has no line end and may be the beginning of another line"
	}
	return line
}

// tooLong passes over the rest of a line.
func (r *lineReader) tooLong(begin []byte) typedLine {
	line := typedLine{text: strings.ToValidUTF8(string(begin[:namedOfLong]), ""), refused: fmt.Sprintf("it has more than %d bytes", maxTyped)}
	for {
		_, err := r.source.ReadSlice('\n')
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case err != nil && !errors.Is(err, io.EOF):
			return typedLine{err: err}
		default:
			return line
		}
	}
}
