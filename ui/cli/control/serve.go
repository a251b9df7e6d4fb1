package control

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"capdeck/ui/cell"
)

// serve executes the orders of one client, one after the other.
func (l *Listener) serve(conn net.Conn) {
	defer l.leave(conn)
	in := bufio.NewReaderSize(conn, MaxOrder+len("\r\n"))
	for {
		order, err := l.read(conn, in)
		var malformed *malformedError
		switch {
		case errors.As(err, &malformed):
			// Where the next order would begin is not known.
			_ = l.answer(conn, nil, malformed)
			return
		case err != nil:
			return
		}
		var lines []string
		switch {
		case strings.TrimSpace(order) == "":
			err = errors.New("the line has no order")
		case !utf8.ValidString(order):
			err = errors.New("the order is not UTF-8 text")
		default:
			lines, err = l.handle(l.ctx, order)
		}
		if l.answer(conn, lines, err) != nil {
			return
		}
	}
}

// malformedError is the reason why what a client wrote is not a line.
type malformedError struct{ reason string }

// Error returns the reason.
func (e *malformedError) Error() string { return e.reason }

// read waits for the client's next line and returns it without its line break. A line
// that has begun must end soon.
func (l *Listener) read(conn net.Conn, in *bufio.Reader) (string, error) {
	if !l.awaits(conn, 0) {
		return "", net.ErrClosed
	}
	if _, err := in.Peek(1); err != nil {
		return "", fmt.Errorf("the client left: %w", err)
	}
	if !l.awaits(conn, orderTimeout) {
		return "", net.ErrClosed
	}
	line, err := in.ReadSlice('\n')
	text := strings.TrimSuffix(strings.TrimSuffix(string(line), "\n"), "\r")
	switch {
	case errors.Is(err, bufio.ErrBufferFull), err == nil && len(text) > MaxOrder:
		return "", &malformedError{fmt.Sprintf("an order has at most %d bytes", MaxOrder)}
	case errors.Is(err, os.ErrDeadlineExceeded):
		return "", &malformedError{fmt.Sprintf("the order had no line break within %s", orderTimeout)}
	case errors.Is(err, io.EOF):
		// The rest may be missing: "release 700" is another order than "release 7001".
		return "", &malformedError{"the order does not end with a line break"}
	case err != nil:
		return "", fmt.Errorf("the client left: %w", err)
	}
	return text, nil
}

// answer writes the answer to an order. It returns an error if the client does not take
// it.
func (l *Listener) answer(conn net.Conn, lines []string, refused error) error {
	var text strings.Builder
	for _, part := range lines {
		for line := range strings.SplitSeq(part, "\n") {
			text.WriteString(" " + cell.Clean(line) + "\n")
		}
	}
	if refused == nil {
		text.WriteString(accepted + "\n")
	} else {
		text.WriteString(refusal + cell.Clean(strings.ReplaceAll(refused.Error(), "\n", "; ")) + "\n")
	}
	if err := conn.SetWriteDeadline(time.Now().Add(l.patience())); err != nil {
		return fmt.Errorf("the client left: %w", err)
	}
	if _, err := io.WriteString(conn, text.String()); err != nil {
		return fmt.Errorf("the client does not read: %w", err)
	}
	return nil
}
