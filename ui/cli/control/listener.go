package control

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"sync"
	"time"

	"capdeck/ui/cli/textfile"
)

// Handler executes an order, which is not empty and is UTF-8 text without a line break. It
// returns the lines of the answer and, if the order is refused, the reason as an error.
// Several clients can give orders at the same time. The context ends with Close, and the
// handler must then return.
type Handler func(ctx context.Context, order string) (lines []string, err error)

// Listener takes orders on a socket until Close.
type Listener struct {
	listener net.Listener
	handle   Handler
	start    func(func())
	ctx      context.Context
	end      context.CancelFunc
	running  sync.WaitGroup

	mu      sync.Mutex
	clients map[net.Conn]struct{}
	closed  bool
}

// Listen takes orders on a new socket at path, which only its owner may open (0600). It
// replaces a socket on which no one answers. It returns an error if the path is in use,
// by a program that takes orders or by another file, or if the socket cannot be made.
// start starts a goroutine.
func Listen(path string, handle func(ctx context.Context, order string) (lines []string, err error), start func(func())) (*Listener, error) {
	if err := clearPath(path); err != nil {
		return nil, err
	}
	config := net.ListenConfig{Control: ownerOnly}
	listening, err := config.Listen(context.Background(), "unix", address(path))
	if err != nil {
		return nil, fmt.Errorf("cannot take orders on %s: %s", path, reason(path, err))
	}
	if err = os.Chmod(path, 0o600); err != nil {
		listening.Close()
		return nil, fmt.Errorf("cannot take orders on %s: %s", path, reason(path, err))
	}
	l := &Listener{listener: listening, handle: handle, start: start, clients: make(map[net.Conn]struct{})}
	l.ctx, l.end = context.WithCancel(context.Background())
	l.running.Add(1)
	start(l.accept)
	return l, nil
}

// clearPath removes a socket on which no one answers, and returns an error if there is
// anything else at the path.
func clearPath(path string) error {
	found, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("cannot take orders on %s: %s", path, reason(path, err))
	case found.Mode()&fs.ModeSocket == 0:
		return fmt.Errorf("cannot take orders on %s: it exists and is not a socket; choose another path", path)
	}
	probe, err := net.DialTimeout("unix", address(path), probeTimeout)
	if err == nil {
		probe.Close()
		return errInUse(path)
	}
	if !isRefused(err) {
		return fmt.Errorf("cannot take orders on %s: %s", path, reason(path, err))
	}
	// Another process may have replaced the socket meanwhile.
	if now, failed := os.Lstat(path); failed != nil || !os.SameFile(found, now) {
		return errInUse(path)
	}
	if err = os.Remove(path); err != nil {
		return fmt.Errorf("cannot replace the old socket %s: %s", path, reason(path, err))
	}
	return nil
}

func errInUse(path string) error {
	return fmt.Errorf("another program takes orders on %s; choose another path", path)
}

// address returns the path as an address. A leading @ would be a socket without a file.
func address(path string) string {
	if path != "" && path[0] == '@' {
		return "./" + path
	}
	return path
}

// longPath is the length from which a path may be too long for a socket: 104 bytes on some
// systems and 108 on others.
const longPath = 103

// reason returns in words why a socket cannot be made or reached.
func reason(path string, err error) string {
	switch {
	case path == "":
		return "the path is empty"
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return textfile.Reason(err)
	case len(path) > longPath:
		return fmt.Sprintf("the path has %d bytes, and that of a socket may have about 100", len(path))
	case isRefused(err):
		return "no one answers"
	}
	return textfile.Reason(err)
}

// accept serves each client on a goroutine of its own until Close.
func (l *Listener) accept() {
	defer l.running.Done()
	for {
		conn, err := l.listener.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil:
			select {
			case <-l.ctx.Done():
			case <-time.After(acceptPause):
			}
		case l.enter(conn):
			l.start(func() { l.serve(conn) })
		}
	}
}

// enter makes a connection a client, or refuses it.
func (l *Listener) enter(conn net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		conn.Close()
		return false
	}
	if len(l.clients) == MaxClients {
		// The new connection's buffer is empty, so that this write does not wait.
		_, _ = fmt.Fprintf(conn, "%s%d clients are connected, which is the most; try again when one has left\n", refusal, MaxClients)
		conn.Close()
		return false
	}
	l.clients[conn] = struct{}{}
	l.running.Add(1)
	return true
}

func (l *Listener) leave(conn net.Conn) {
	conn.Close()
	l.mu.Lock()
	delete(l.clients, conn)
	l.mu.Unlock()
	l.running.Done()
}

// awaits makes the client's next read end after a time, or without a limit if it is 0. It
// returns false after Close, when no more is read.
func (l *Listener) awaits(conn net.Conn, limit time.Duration) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	var end time.Time
	if limit > 0 {
		end = time.Now().Add(limit)
	}
	return !l.closed && conn.SetReadDeadline(end) == nil
}

// patience returns the time in which a client must take an answer.
func (l *Listener) patience() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return lastAnswerTimeout
	}
	return answerTimeout
}

// Close removes the socket, and waits until the orders that are being executed have been
// answered. Then it disconnects the clients. A handler must not call it. A second Close
// does nothing.
func (l *Listener) Close() {
	l.mu.Lock()
	if !l.closed {
		l.closed = true
		l.listener.Close()
		l.end()
		for conn := range l.clients {
			// An error means that the client has left.
			_ = conn.SetReadDeadline(time.Unix(1, 0))
			_ = conn.SetWriteDeadline(time.Now().Add(lastAnswerTimeout))
		}
	}
	l.mu.Unlock()
	l.running.Wait()
}
