package tserver

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"capdeck/tlibconn/simserver"
	"capdeck/ui/cli/print"
	"capdeck/ui/cli/textfile"
)

// maxOrder is the most bytes of a line of orders.
const maxOrder = 64 << 10

// maxWords is the most words of an order to the backup.
const maxWords = 16

// order is one word that the simulated T-Server reads from standard input.
type order struct {
	word, arguments, meaning string
	least, most              int
	do                       func(server *simserver.Server, args []string) (string, error)
	// atBackup executes the order at a pair's backup. It is nil if the order concerns
	// something that only the primary has.
	atBackup func(server *simserver.Server, args []string) (string, error)
}

func (o order) ofBackupToo() order {
	o.atBackup = o.do
	return o
}

// desk takes orders, from wherever they come. Its methods may be called from any goroutine.
type desk struct {
	current func() *simserver.Server // at the time of the order
	known   []order
	ended   <-chan struct{} // closed when the run ends; no order is executed after that
}

// do executes one line and returns what there is to say besides that it was done. The
// error is the reason why it was not. A blank line is not an order and does nothing.
func (d *desk) do(line string) (answer string, err error) {
	words := strings.Fields(line)
	if len(words) == 0 {
		return "", nil
	}
	select {
	case <-d.ended:
		return "", errEnded
	default:
	}
	return execute(d.current(), d.known, words)
}

// take is a control.Handler.
func (d *desk) take(_ context.Context, order string) (lines []string, err error) {
	answer, err := d.do(order)
	if answer != "" {
		lines = strings.Split(strings.Trim(answer, "\n"), "\n")
	}
	return lines, err
}

// serveConsole executes the lines of in until its end and answers on out. A line that is
// not an order gets a sentence as its answer and has no other effect.
func serveConsole(in io.Reader, out io.Writer, d *desk) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxOrder)
	for first := true; lines.Scan(); first = false {
		line := lines.Text()
		if encoding := textfile.Encoding(lines.Bytes()); first && encoding != "" {
			fmt.Fprintf(out, "no orders are read: the input is %s text; save it as UTF-8\n", encoding)
			return
		}
		if first {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		answer, err := d.do(line)
		if errors.Is(err, errEnded) {
			return
		}
		say(out, "", answer, err)
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		fmt.Fprintf(out, "no more orders are read: a line has more than %d bytes\n", maxOrder)
	case err != nil:
		fmt.Fprintf(out, "no more orders are read: %s\n", print.Lines(textfile.InWords(err)))
	}
}

func execute(server *simserver.Server, known []order, words []string) (string, error) {
	o, err := find(known, words)
	if err != nil {
		return "", err
	}
	return o.do(server, words[1:])
}

// find returns the order that a line's words give, or the reason why they are not one.
func find(known []order, words []string) (order, error) {
	if words[0] == "help" {
		return order{do: func(*simserver.Server, []string) (string, error) { return orderHelp(known), nil }}, nil
	}
	for _, o := range known {
		if o.word != words[0] {
			continue
		}
		if args := words[1:]; len(args) >= o.least && len(args) <= o.most {
			return o, nil
		}
		return order{}, fmt.Errorf("usage: %s", strings.TrimSpace(o.word+" "+o.arguments))
	}
	switch words[0] {
	case "backup", "standby", "switchover":
		return order{}, errNoBackup()
	}
	return order{}, fmt.Errorf("unknown order %q; try help", words[0])
}

func errNoBackup() error {
	return errors.New("there is no backup; start capdeck tserver with --pair-listen or --pair-listen-tls")
}

// executeAtBackup executes an order at the backup. It refuses one that has no effect there.
func executeAtBackup(backup *simserver.Server, known []order, words []string) (string, error) {
	for i, o := range known {
		if o.word != words[0] {
			continue
		}
		if o.atBackup == nil {
			return "", fmt.Errorf("%s applies only to the primary; omit backup", o.word)
		}
		known = slices.Clone(known)
		known[i].do = o.atBackup
		return execute(backup, known[i:i+1], words)
	}
	return "", fmt.Errorf("unknown order %q to the backup; try help", words[0])
}

func orderHelp(known []order) string {
	var text strings.Builder
	for _, o := range known {
		fmt.Fprintf(&text, "\n  %-28s %s", o.word+" "+o.arguments, o.meaning)
	}
	return text.String()
}

// count returns a number with its noun.
func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}
