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
	// maxTyped is the most bytes of a typed line. Such a line can name as many DNs as a
	// board may have.
	maxTyped = 1 << 20
	// maxTerminalLine is the most bytes of a line that a terminal passes on. The system
	// drops what is typed or pasted after them.
	maxTerminalLine = 4095
	// namedOfLong is how many bytes of a line that is too long are kept to name it.
	namedOfLong = 64
)

// typedLine is a line of the input, or the error that ended it: io.EOF at its end.
type typedLine struct {
	text string
	// refused is why the line is not executed, or "" if it is.
	refused string
	err     error
}

// lineReader reads lines. It never cuts a line, and refuses one that may be incomplete.
type lineReader struct {
	source   *bufio.Reader
	terminal bool // whether the source is one that passes on lines
	number   int
}

func newLineReader(in io.Reader, terminal bool) *lineReader {
	return &lineReader{source: bufio.NewReaderSize(in, maxTyped), terminal: terminal}
}

// next waits for a line or the end of the input.
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
		clean = text // only the first line may begin with a byte order mark
	}
	line := typedLine{text: strings.TrimRight(string(clean), "\r\n")}
	switch {
	case problem != nil && r.number == 1:
		// Otherwise each line would be reported as nonsense.
		return typedLine{err: fmt.Errorf("the input cannot be read: %w", problem)}
	case problem != nil:
		line.text, line.refused = strings.TrimRight(string(text), "\r\n"), "it contains a NUL byte"
	case r.terminal && len(text) >= maxTerminalLine:
		line.refused = fmt.Sprintf("a terminal passes on only %d bytes of a line, so the rest may be missing; put longer lines into a file and use it as the input", maxTerminalLine)
	case err != nil && strings.TrimSpace(line.text) != "":
		line.refused = "it has no line end and may be incomplete"
	}
	return line
}

// tooLong skips the rest of a line.
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
