package crash

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"capdeck/ui/cell"
)

const (
	// maxStacks caps the stacks of all goroutines in a report, in bytes.
	maxStacks = 4 << 20
	// maxValue caps the text of a panic's value, in bytes.
	maxValue = 64 << 10
	// redacted stands where a secret stood.
	redacted = "[redacted]"
)

// report is a file with what happened, and what could not be written to it, with the reason.
type report struct {
	file      string
	unwritten string
	err       error
}

// sentence says where the report is: written and its file, or notWritten, the reason and the text.
func (r report) sentence(written, notWritten string) string {
	if r.err == nil {
		return written + " " + r.file + ". Please report it together with that file.\n"
	}
	return fmt.Sprintf("%s could not be written to a file (%v) and follow. Please report them.\n\n%s", notWritten, r.err, r.unwritten)
}

// appendReport adds a panic to r's file, which is made for the first one. g.mu is held.
func (g *Guard) appendReport(r report, where string, value any, stack []byte) report {
	text := g.head("internal error in " + where)
	text += "panic: " + cut(fmt.Sprint(value), maxValue) + "\n\n" + string(stack) + "\nall goroutines:\n\n" + allStacks() + "\n"
	return g.write(r, "crash", text)
}

// stackReport writes the stacks of all goroutines to a file of its own. g.mu is held.
func (g *Guard) stackReport() report {
	return g.write(report{}, "stacks", g.head("ended by SIGQUIT")+allStacks())
}

// head is how a report begins.
func (g *Guard) head(title string) string {
	return fmt.Sprintf("%s %s: %s\ntime: %s\nprocess: %d\nbuilt with: %s for %s/%s\n\n",
		g.options.Program, g.options.Version, title, g.options.Now().UTC().Format(time.RFC3339),
		os.Getpid(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// write adds text, without the secrets, to r's file, together with what could not be written before. The value
// of a panic can hold text from the network, and a report is read on a terminal. g.mu is held.
func (g *Guard) write(r report, kind, text string) report {
	r.unwritten += string(cell.SanitiseLines(nil, []byte(g.redact(text))))
	var file *os.File
	if r.file == "" {
		file, r.err = g.create(kind)
	} else {
		file, r.err = os.OpenFile(r.file, os.O_WRONLY|os.O_APPEND, 0)
	}
	if r.err != nil {
		return r
	}
	r.file = file.Name()
	n, err := file.WriteString(r.unwritten)
	r.unwritten = r.unwritten[n:]
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	r.err = err
	return r
}

// create makes a new file in the Guard's directory that only its owner may read.
func (g *Guard) create(kind string) (*os.File, error) {
	if g.options.Dir == "" {
		return nil, errors.New("there is no home folder to put it into")
	}
	if err := os.MkdirAll(g.options.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the directory for it: %w", err)
	}
	stamp := g.options.Now().UTC().Format("20060102T150405Z")
	name := fmt.Sprintf("%s-%s-%d.txt", kind, stamp, os.Getpid())
	// Exclusive: what somebody else has put under this name is neither followed nor added to.
	file, err := os.OpenFile(filepath.Join(g.options.Dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("making the file: %w", err)
	}
	return file, nil
}

// redact returns text without the secrets, as they are and as %q writes them. g.mu is held.
func (g *Guard) redact(text string) string {
	for _, secret := range g.secrets {
		text = strings.ReplaceAll(text, secret, redacted)
		quoted := strconv.Quote(secret)
		text = strings.ReplaceAll(text, quoted[1:len(quoted)-1], redacted)
	}
	return text
}

// allStacks returns the stacks of all goroutines, cut at maxStacks.
func allStacks() string {
	buf := make([]byte, 64<<10)
	for {
		n := runtime.Stack(buf, true)
		if n < len(buf) || len(buf) >= maxStacks {
			return string(buf[:n])
		}
		buf = make([]byte, 2*len(buf))
	}
}

func cut(s string, size int) string {
	if len(s) <= size {
		return s
	}
	return fmt.Sprintf("%s… (%d bytes)", s[:size], len(s))
}
