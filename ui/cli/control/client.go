package control

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"time"
)

const (
	maxLine   = 1 << 20 // most bytes of a line of an answer
	maxAnswer = 8 << 20 // most bytes of an answer
)

// RefusedError reports that an order was refused, and therefore not carried out.
type RefusedError struct {
	// Reason is a sentence of the program that refused it.
	Reason string
}

// Error returns the reason.
func (e *RefusedError) Error() string { return e.Reason }

// Client gives orders to the program that listens on a socket. Its methods may be called
// from any goroutine.
type Client struct {
	path  string
	conn  net.Conn
	start func(func())

	mu     sync.Mutex // held while an order waits for its answer
	in     *bufio.Scanner
	failed error
}

// Dial connects to the program that takes orders on path. start starts a goroutine. It returns
// an error if no one takes orders there, or when the context ends.
func Dial(ctx context.Context, path string, start func(func())) (*Client, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "unix", address(path))
	if err != nil {
		return nil, fmt.Errorf("no program takes orders on %s: %s", path, reason(path, err))
	}
	in := bufio.NewScanner(conn)
	in.Buffer(nil, maxLine)
	return &Client{path: path, conn: conn, start: start, in: in}, nil
}

// Order gives an order and returns the lines of its answer, without the leading blanks.
// The error is a *RefusedError if the order was refused; then the lines are what was said
// besides the reason. After any other error, such as the end of the context, it is not
// known whether the order was carried out, and the client gives no more orders.
func (c *Client) Order(ctx context.Context, order string) (lines []string, err error) {
	switch {
	case strings.TrimSpace(order) == "":
		return nil, errors.New("the order is empty")
	case strings.ContainsAny(order, "\r\n"):
		return nil, errors.New("an order has one line; give several orders one after the other")
	case len(order) > MaxOrder:
		return nil, fmt.Errorf("an order has at most %d bytes, not %d", MaxOrder, len(order))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.failed != nil {
		return nil, c.failed
	}
	stop := c.expire(ctx)
	lines, err = c.exchange(order)
	stopped := stop()
	var refused *RefusedError
	switch {
	case err != nil && !errors.As(err, &refused):
		c.failed = fmt.Errorf("the answer to the order %q did not come, so it may or may not have been carried out: %w", order, cause(ctx, err))
		c.conn.Close()
		return lines, c.failed
	case !stopped:
		c.failed = fmt.Errorf("%s takes no more orders of this client: %w", c.path, context.Cause(ctx))
		c.conn.Close()
	}
	return lines, err
}

// expire makes the connection's reads and writes fail once the context ends. The function that
// it returns ends that, and reports whether the connection can still be used.
func (c *Client) expire(ctx context.Context) (stop func() bool) {
	answered, usable := make(chan struct{}), make(chan bool, 1)
	c.start(func() {
		select {
		case <-answered:
			usable <- true
		case <-ctx.Done():
			_ = c.conn.SetDeadline(time.Unix(1, 0))
			usable <- false
		}
	})
	return func() bool {
		close(answered)
		return <-usable
	}
}

// cause returns why an exchange failed: the end of the context, which expires the
// connection's deadline, or the connection's own error.
func cause(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// exchange writes an order and reads its answer.
func (c *Client) exchange(order string) (lines []string, err error) {
	// A listener that has closed the connection may have said why.
	_, failed := io.WriteString(c.conn, order+"\n")
	size := 0
	for c.in.Scan() {
		line := c.in.Text()
		if line == accepted {
			return lines, nil
		}
		if reason, found := strings.CutPrefix(line, refusal); found {
			return lines, &RefusedError{reason}
		}
		text, found := strings.CutPrefix(line, " ")
		if size += len(line); !found || size > maxAnswer {
			return lines, fmt.Errorf("the program that listens on %s does not speak this protocol", c.path)
		}
		lines = append(lines, text)
	}
	switch {
	case c.in.Err() != nil:
		return lines, fmt.Errorf("cannot read from %s: %w", c.path, c.in.Err())
	case failed != nil:
		return lines, fmt.Errorf("cannot write to %s: %w", c.path, failed)
	}
	return lines, fmt.Errorf("the program that listened on %s ended the connection", c.path)
}

// Close ends the connection. An order that waits for its answer then fails.
func (c *Client) Close() { c.conn.Close() }
