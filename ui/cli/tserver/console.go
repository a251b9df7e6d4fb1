package tserver

import (
	"bufio"
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

// order is one word that the simulated T-Server takes on standard input.
type order struct {
	word, arguments, meaning string
	least, most              int
	do                       func(server *simserver.Server, args []string) (string, error)
	// atBackup does it at a pair's backup; nil if it concerns something that only the
	// primary has.
	atBackup func(server *simserver.Server, args []string) (string, error)
}

func (o order) ofBackupToo() order {
	o.atBackup = o.do
	return o
}

// serveConsole carries out the lines of in until it ends, each at the server that is
// current at that time, and answers on out. A line that is not an order is answered
// by a sentence and has no other effect.
func serveConsole(in io.Reader, out io.Writer, current func() *simserver.Server, known []order) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxOrder)
	for first := true; lines.Scan(); first = false {
		line := lines.Text()
		if encoding := textfile.Encoding(lines.Bytes()); first && encoding != "" {
			fmt.Fprintf(out, "no orders are taken: they are %s text: save them as UTF-8\n", encoding)
			return
		}
		if first {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		answer, err := execute(current(), known, words)
		switch {
		case err != nil:
			fmt.Fprintf(out, "no: %s\n", print.Lines(err.Error()))
		case answer == "":
			fmt.Fprintln(out, "ok")
		default:
			fmt.Fprintf(out, "ok %s\n", print.Lines(answer))
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		fmt.Fprintf(out, "no more orders are taken: a line has more than %d bytes\n", maxOrder)
	case err != nil:
		fmt.Fprintf(out, "no more orders are taken: %s\n", print.Lines(textfile.InWords(err)))
	}
}

func execute(server *simserver.Server, known []order, words []string) (string, error) {
	if words[0] == "help" {
		return orderHelp(known), nil
	}
	for _, o := range known {
		if o.word != words[0] {
			continue
		}
		if args := words[1:]; len(args) >= o.least && len(args) <= o.most {
			return o.do(server, args)
		}
		return "", fmt.Errorf("%s wants %s", o.word, o.arguments)
	}
	return "", fmt.Errorf("%q is no order: try help", words[0])
}

// executeAtBackup carries out an order at the backup. It refuses one that would change
// nothing there.
func executeAtBackup(backup *simserver.Server, known []order, words []string) (string, error) {
	for i, o := range known {
		if o.word != words[0] {
			continue
		}
		if o.atBackup == nil {
			return "", fmt.Errorf("%s concerns no server but the primary, leave backup out", o.word)
		}
		known = slices.Clone(known)
		known[i].do = o.atBackup
		return execute(backup, known[i:i+1], words)
	}
	return "", fmt.Errorf("%q is no order to the backup: try help", words[0])
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
