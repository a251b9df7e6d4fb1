package check

import (
	"fmt"
	"sync"

	"golang.org/x/term"

	"capdeck/tlibconn/contract"
	"capdeck/ui/cell"
	"capdeck/ui/cli/check/report"
	"capdeck/ui/cli/process"
)

// table prints a line for each case when it ends. On a terminal its last line says which case
// is running.
type table struct {
	out    *output
	silent bool // nothing is printed
	fd     int
	live   bool // out is a terminal

	mu       sync.Mutex
	progress bool // the last line is a progress line
	// progressTo gets the lines of a silent table, nil for no one.
	progressTo *output
}

func newTable(streams process.Streams, g *given, out *output) *table {
	fd := int(streams.Out.Fd())
	return &table{out: out, silent: g.asJSON, fd: fd, live: term.IsTerminal(fd)}
}

// began shows the case that is running.
func (t *table) began(c *contract.Case, run, of int) {
	if t.silent || !t.live {
		return
	}
	text := fmt.Sprintf("running  %s", c.ID)
	if of > 1 {
		text += fmt.Sprintf(", run %d of %d", run, of)
	}
	width, _, err := term.GetSize(t.fd)
	if err != nil || width < 2 {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.clearLocked()
	fmt.Fprint(t.out, cell.Cut(cell.Clean(text), width-1, "…"))
	t.progress = true
}

// clear removes the progress line.
func (t *table) clear() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.clearLocked()
}

func (t *table) clearLocked() {
	if t.progress {
		fmt.Fprint(t.out, "\r\x1b[K")
		t.progress = false
	}
}

// flush removes the progress line before something else is written to the terminal.
func (t *table) flush() {
	t.clear()
	t.out.flush()
}

// ended prints the line of a case.
func (t *table) ended(r *contract.Result) {
	if t.silent {
		if t.progressTo != nil {
			fmt.Fprintln(t.progressTo, report.Line(r))
		}
		return
	}
	t.clear()
	fmt.Fprintln(t.out, report.Line(r))
}
