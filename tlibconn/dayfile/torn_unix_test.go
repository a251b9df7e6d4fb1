//go:build unix

package dayfile

import (
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// A write that fails completely leaves no half line. After a partial write, the last byte shows whether it left
// one.
func TestEndOfAFailedWrite(t *testing.T) {
	fails := func(lines []byte, read int) dayFile {
		out, in, err := os.Pipe()
		must(t, err)
		defer in.Close()
		d := dayFile{handle: in, locked: true}
		failed := make(chan error)
		go func() {
			_, err := io.ReadFull(out, make([]byte, read))
			failed <- errors.Join(err, out.Close())
		}()
		if read == 0 {
			must(t, <-failed)
		}
		if err := d.write(lines); err == nil {
			t.Fatal("a pipe without a reader accepted the write")
		}
		if read > 0 {
			must(t, <-failed)
		}
		return d
	}
	if d := fails([]byte("x"), 0); d.size != 0 || d.torn {
		t.Errorf("nothing was written, but the file has %d bytes, torn: %t", d.size, d.torn)
	}
	lines := []byte(strings.Repeat("xx\n\n", 1<<18))
	d := fails(lines, 10)
	want(t, "torn", d.torn, lines[d.size-1] != '\n')
}

// TestTornWrite: a file that cannot be truncated remembers whether its last line ends with a newline. A pipe
// accepts part of a write and cannot be truncated.
func TestTornWrite(t *testing.T) {
	for text, torn := range map[string]bool{"x": true, "\n": false} {
		t.Run(strconv.Quote(text), func(t *testing.T) {
			out, in, err := os.Pipe()
			must(t, err)
			defer in.Close()
			d := dayFile{handle: in, locked: true}
			failed := make(chan error)
			go func() { failed <- d.write([]byte(strings.Repeat(text, 1<<20))) }()
			_, err = io.ReadFull(out, make([]byte, 10))
			must(t, err)
			must(t, out.Close())
			if err := <-failed; !errors.Is(err, syscall.EPIPE) {
				t.Fatalf("the write returned %v", err)
			}
			want(t, "torn", d.torn, torn)
			if d.size == 0 {
				t.Error("no part of the write is counted")
			}
		})
	}
}
