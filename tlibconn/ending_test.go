package tlibconn

import (
	"context"
	"errors"
	"net"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// brittle is a connection whose writes, once it is armed, wait until the test breaks it and then fail. Its
// reads continue.
type brittle struct {
	net.Conn
	armed   atomic.Bool
	entered chan struct{} // receives a value for each waiting write
	broken  chan struct{} // closed when the writes are to fail
}

var errBroken = errors.New("the cable is cut")

func (b *brittle) Write(p []byte) (int, error) {
	if !b.armed.Load() {
		return b.Conn.Write(p)
	}
	b.entered <- struct{}{}
	<-b.broken
	return 0, errBroken
}

// behindAndBroken returns a session whose reader waits for room in the batch and whose next write waits to
// fail. No one reads events before the test does.
func behindAndBroken(t *testing.T) (*client, *brittle) {
	t.Helper()
	socket := &brittle{entered: make(chan struct{}, 9), broken: make(chan struct{})}
	c, p := connect(t, func(o *Options) {
		once(o)
		o.Dial = func(ctx context.Context, network, address string) (conn net.Conn, err error) {
			socket.Conn, err = new(net.Dialer).DialContext(ctx, network, address)
			return socket, err
		}
	})
	frames := indications(t, 10_000)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = p.flood(frames, 0) // until the test ends
	}()
	t.Cleanup(func() {
		p.Conn.Close()
		<-ended
	})
	c.waitUntilStarved()
	socket.armed.Store(true)
	return c, socket
}

// waitUntilQueued returns when n jobs wait for the sender.
func (c *client) waitUntilQueued(n int) {
	for {
		c.mu.Lock()
		queued := c.connection.jobs.len()
		c.mu.Unlock()
		if queued >= n {
			return
		}
		runtime.Gosched()
	}
}

// A write fails while the reader waits for room. Every caller that waits for the connection is woken although
// the consumer reads nothing, because the waiting caller may be the consumer. Then the connection ends by
// itself and reports the reason.
func TestWriteFailsWhileTheReaderWaitsForRoom(t *testing.T) {
	c, socket := behindAndBroken(t)
	connection := c.connection
	query := []wire.KeyValue{wire.TextPair(event.CaptureKey, "query")}
	if _, err := c.SendUserEvent(t.Context(), "1", 0, query); err != nil {
		t.Fatal(err)
	}
	<-socket.entered
	failed := make(chan error, 1)
	go func() {
		_, err := c.SendUserEvent(context.Background(), "2", 0, query)
		failed <- err
	}()
	c.waitUntilQueued(1)
	if err := c.SendCommands(t.Context(), commands(1, event.VerbStart)); err != nil {
		t.Fatal(err)
	}
	close(socket.broken)
	if err := <-failed; !errors.Is(err, ErrNotConnected) {
		t.Errorf("SendUserEvent returns %v", err)
	}
	<-connection.reading
	<-connection.writing
	unsent := c.kind(event.KindUnsent)
	if unsent.Request.Command != 1 || !strings.Contains(unsent.Problem, "not connected") {
		t.Errorf("the command was reported as %+v", unsent)
	}
	if link := c.failure(); !link.Lost || !strings.Contains(link.Reason, errBroken.Error()) {
		t.Errorf("the link is reported as %+v", link)
	}
}

// A caller that waits for an answer that cannot be read receives an error, whether it asked before or after
// the reader stopped, because it may be the consumer.
func TestRequestWhileBehind(t *testing.T) {
	query := wire.Message{Type: wire.RequestQueryServer}
	t.Run("asked before", func(t *testing.T) {
		c, p := connect(t, nil)
		failed := make(chan error, 1)
		go func() {
			_, err := c.Do(context.Background(), query)
			failed <- err
		}()
		p.expect(wire.RequestQueryServer)
		ended := make(chan struct{})
		frames := indications(t, 10_000)
		go func() {
			defer close(ended)
			_ = p.flood(frames, 0) // until the session is closed
		}()
		if err := <-failed; !errors.Is(err, ErrBehind) {
			t.Errorf("Request returns %v", err)
		}
		c.Close()
		<-ended
	})
	t.Run("asked after", func(t *testing.T) {
		c, socket := behindAndBroken(t)
		close(socket.broken)
		if _, err := c.Do(context.Background(), query); !errors.Is(err, ErrBehind) {
			t.Errorf("Request returns %v", err)
		}
		if err := c.SendCommands(t.Context(), commands(1, event.VerbQuery)); err != nil {
			t.Errorf("Send returns %v", err)
		}
	})
}

// A connection whose reader waits for the adoption of a probe can end too.
func TestWriteFailsWhileAProbeWaits(t *testing.T) {
	socket := &brittle{entered: make(chan struct{}, 9), broken: make(chan struct{})}
	c, _ := connect(t, nil)
	s := newServer(t)
	dial := c.options.Dial
	c.options.Dial = func(ctx context.Context, network, address string) (conn net.Conn, err error) {
		socket.Conn, err = dial(ctx, network, address)
		return socket, err
	}
	found := make(chan probed, 1)
	go func() { found <- c.probeOther(t.Context(), t.Context(), s.address()) }()
	s.accept().login()
	probe := (<-found).connection
	if probe == nil {
		t.Fatal("the probe found no usable server")
	}
	socket.armed.Store(true)
	close(socket.broken)
	c.mu.Lock()
	probe.polls.push(1)
	probe.wakeSender()
	c.mu.Unlock()
	<-probe.reading
	if err := probe.join(); !errors.Is(err, errBroken) {
		t.Errorf("it ended with %v", err)
	}
}
