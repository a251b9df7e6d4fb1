package tserver

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/print"
	"capdeck/ui/cli/textfile"
)

// maxOrdersFile is the most bytes of a file of orders.
const maxOrdersFile = 4 << 20

// fileOrder is an order in a file, with its line number.
type fileOrder struct {
	line int
	text string
}

// readOrders reads a file of orders, one a line. Blank lines and lines that begin with #
// are left out.
func readOrders(path string) ([]fileOrder, error) {
	data, err := textfile.Read(path, textfile.Options{Most: maxOrdersFile, Pipe: true})
	if err != nil {
		return nil, exit.UsageError("--orders %w", err)
	}
	var orders []fileOrder
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		if text := strings.TrimSpace(line); text != "" && !strings.HasPrefix(text, "#") {
			orders = append(orders, fileOrder{number, text})
		}
	}
	return orders, nil
}

// checkOrders returns an error for the first line that cannot be an order, so that a
// mistake at the end of a long file is found at once.
func checkOrders(path string, orders []fileOrder, known []order) error {
	for _, o := range orders {
		if _, err := find(known, strings.Fields(o.text)); err != nil {
			return exit.UsageError("--orders %s:%d: %w", path, o.line, err)
		}
	}
	return nil
}

// playOrders executes the orders of a file one after the other and answers on out. It
// ends at the first order that is refused, unless goOn is true; then it returns how many
// were refused as an error.
func playOrders(d *desk, path string, orders []fileOrder, goOn bool, out io.Writer) error {
	refused := 0
	for _, o := range orders {
		answer, err := d.do(o.text)
		if errors.Is(err, errEnded) {
			return nil
		}
		if err == nil {
			say(out, fmt.Sprintf("%s:%d: ", path, o.line), answer, nil)
			continue
		}
		if !goOn {
			return fmt.Errorf("%s:%d: %s: %w", path, o.line, o.text, err)
		}
		refused++
		say(out, fmt.Sprintf("%s:%d: ", path, o.line), "", err)
	}
	if refused > 0 {
		return fmt.Errorf("%s: %d of %s were refused", path, refused, count(len(orders), "order"))
	}
	return nil
}

// say writes the answer to an order.
func say(out io.Writer, where, answer string, err error) {
	switch {
	case err != nil:
		fmt.Fprintf(out, "%srefused: %s\n", where, print.Lines(err.Error()))
	case answer == "":
		fmt.Fprintf(out, "%sok\n", where)
	default:
		fmt.Fprintf(out, "%sok %s\n", where, print.Lines(answer))
	}
}
