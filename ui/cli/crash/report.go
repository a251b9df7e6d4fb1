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
	// redacted replaces a secret.
	redacted = "[redacted]"
)

// report is the file that describes what went wrong, with the text that could not be written to it and the reason.
type report struct {
	file      string
	unwritten string
	err       error
}

// sentence returns where the report is: written and the name of the file, or notWritten, the reason and the text.
func (r report) sentence(written, notWritten string) string {
	if r.err == nil {
		return written + " " + r.file + ". Please report it together with that file.\n"
	}
	return fmt.Sprintf("%s could not be written to a file (%v) and follow. Please report them.\n\n%s", notWritten, r.err, r.unwritten)
}

// appendReport adds a panic to r's file, which is created for the first one. g.mu is held.
func (g *Guard) appendReport(r report, where string, value any, stack []byte) report {
	text := g.head("internal error in " + where)
	text += "panic: " + cut(fmt.Sprint(value), maxValue) + "\n\n" + string(stack) + "\nall goroutines:\n\n" + allStacks() + "\n"
	return g.write(r, "crash", text)
}

// stackReport writes the stacks of all goroutines to a separate file. g.mu is held.
func (g *Guard) stackReport() report {
	return g.write(report{}, "stacks", g.head("ended by SIGQUIT")+allStacks())
}

// head returns the beginning of a report.
func (g *Guard) head(title string) string {
	return fmt.Sprintf("%s %s: %s\ntime: %s\nprocess: %d\nbuilt with: %s for %s/%s\n\n",
		g.options.Program, g.options.Version, title, g.options.Now().UTC().Format(time.RFC3339),
		os.Getpid(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// write appends text, with the secrets redacted, to r's file, after any text that could not be written before. It
// sanitises the text, because the value of a panic can contain text from the network and a report is read on a
// terminal. g.mu is held.
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

// create creates a file in the Guard's directory that only its owner may read.
func (g *Guard) create(kind string) (*os.File, error) {
	if g.options.Dir == "" {
		return nil, errors.New("there is no home folder to save it in")
	}
	if err := os.MkdirAll(g.options.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("creating its folder: %w", err)
	}
	stamp := g.options.Now().UTC().Format("20060102T150405Z")
	name := fmt.Sprintf("%s-%s-%d.txt", kind, stamp, os.Getpid())
	// Exclusive: a file or link that someone else has created under this name is neither followed nor appended to.
	file, err := os.OpenFile(filepath.Join(g.options.Dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("creating the file: %w", err)
	}
	return file, nil
}

// redact returns text without the secrets, both as they are and as %q writes them. g.mu is held.
func (g *Guard) redact(text string) string {
	for _, secret := range g.secrets {
		text = strings.ReplaceAll(text, secret, redacted)
		quoted := strconv.Quote(secret)
		text = strings.ReplaceAll(text, quoted[1:len(quoted)-1], redacted)
	}
	return text
}

// allStacks returns the stacks of all goroutines, truncated at maxStacks.
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
