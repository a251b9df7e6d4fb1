package recorder

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"capdeck/tlibconn/recorder"
	"capdeck/ui/cli/textfile"
)

// maxOrder is the most bytes of a line of orders.
const maxOrder = 64 << 10

// orders executes orders to a recorder, from standard input and from the socket.
type orders struct {
	dns      []string
	recorder *recorder.Recorder // set before started is closed
	started  chan struct{}
}

// start makes the recorder the one that the orders are for. It is called once.
func (o *orders) start(playing *recorder.Recorder) {
	o.recorder = playing
	close(o.started)
}

// take is execute for orders that may come before the recorder has started. They wait for that.
func (o *orders) take(ctx context.Context, order string) (lines []string, err error) {
	select {
	case <-o.started:
		return o.execute(ctx, order)
	case <-ctx.Done():
		return nil, errors.New("the recorder did not start")
	}
}

// execute executes one order. The lines are its answer; the error is why it was refused.
func (o *orders) execute(ctx context.Context, order string) (lines []string, err error) {
	word, arguments, _ := strings.Cut(strings.TrimSpace(order), " ")
	arguments = strings.TrimSpace(arguments)
	switch word {
	case "recorder":
		if arguments == "" {
			return nil, errors.New("usage: recorder FAULT, as in recorder dn=7003,silent=on")
		}
		return nil, o.recorder.Order(ctx, arguments)
	case "states":
		return o.states(arguments)
	case "counts", "help":
		if arguments != "" {
			return nil, fmt.Errorf("%s takes no arguments", word)
		}
		if word == "help" {
			return helpLines(), nil
		}
		counts := o.recorder.Counts()
		return countLines(&counts), nil
	}
	return nil, fmt.Errorf("unknown order %q; use recorder, states, counts or help", word)
}

// states returns the state of each DN, or of one.
func (o *orders) states(dn string) ([]string, error) {
	dns := o.dns
	if dn != "" {
		dns = []string{dn}
	}
	var lines []string
	for _, dn := range dns {
		state := o.recorder.State(dn)
		if state == 0 {
			return nil, fmt.Errorf("the DN %q is not one of --dn and --dn-file", dn)
		}
		lines = append(lines, dn+" "+state.String())
	}
	return lines, nil
}

func helpLines() []string {
	lines := []string{
		"recorder FAULT   fail as the words below say, or stop doing so; separate them by commas",
		"states [DN]      list the states of the captures",
		"counts           count commands, indications and faults so far",
		"help             list the orders",
		"",
		"Words of the order recorder:",
		"",
	}
	return append(lines, wordLines()...)
}

// read executes the lines of in until its end, and passes each answer to done. It returns a sentence about an input
// that cannot be read, or "".
func (o *orders) read(ctx context.Context, in io.Reader, done func(order string, lines []string, err error)) string {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxOrder)
	for first := true; lines.Scan(); first = false {
		text := lines.Text()
		if encoding := textfile.Encoding(lines.Bytes()); first && encoding != "" {
			return fmt.Sprintf("no orders are read: standard input is %s text; use UTF-8", encoding)
		}
		if first {
			text = strings.TrimPrefix(text, "\ufeff")
		}
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		answer, err := o.execute(ctx, strings.ToValidUTF8(text, "\ufffd"))
		done(text, answer, err)
	}
	var closed *fs.PathError
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return fmt.Sprintf("no further orders are read: a line has more than %d bytes", maxOrder)
	case errors.Is(err, os.ErrClosed), errors.As(err, &closed), err == nil:
		return "" // standard input is closed, as for a service
	default:
		return "no further orders are read: " + textfile.InWords(err)
	}
}
