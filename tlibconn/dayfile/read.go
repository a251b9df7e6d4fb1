package dayfile

import (
	"bufio"
	"errors"
	"io"
)

// MaxLine is how many bytes a line may have, without its newline.
const MaxLine = 1 << 20

// NewReader returns a reader for ReadLine.
func NewReader(in io.Reader) *bufio.Reader { return bufio.NewReaderSize(in, 64<<10) }

// ReadLine reads one line without its newline into dst, at most MaxLine+1 bytes of it, and reports whether it
// ended with a newline. At the end of the file it returns no text and false.
func ReadLine(in *bufio.Reader, dst []byte) (text []byte, whole bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		whole = err == nil
		if whole {
			part = part[:len(part)-1]
		}
		dst = append(dst, part[:min(len(part), MaxLine+1-len(dst))]...)
		switch {
		case whole, errors.Is(err, io.EOF):
			return dst, whole, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return dst, false, err
		}
	}
}
