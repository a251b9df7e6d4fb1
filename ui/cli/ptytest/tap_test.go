//go:build unix

package ptytest

import (
	"encoding/hex"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"capdeck/tlibconn/simserver"
)

// tap records what the T-Server's sockets received, in hex, by client. The packets of the keep-alive depend on the
// clock, so they are kept separately.
type tap struct {
	mu      sync.Mutex
	changed chan struct{} // closed at the next frame or packet
	frames  map[int][]string
	packets map[int][]string
}

const packetStart = "7032" // too large for the length of a frame

func newTap() *tap {
	return &tap{changed: make(chan struct{}), frames: map[int][]string{}, packets: map[int][]string{}}
}

func (s *tap) receive(client simserver.Client, frame []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept, text := s.frames, hex.EncodeToString(frame)
	if strings.HasPrefix(text, packetStart) {
		kept = s.packets
	}
	kept[client.ID] = append(kept[client.ID], text)
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *tap) of(client int) (frames []string, changed <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.frames[client]), s.changed
}

func (s *tap) packetsOf(client int) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.packets[client])
}

// wait returns the frames of a client as soon as there are n or more.
func (s *tap) wait(t *testing.T, client, n int) []string {
	t.Helper()
	guard := time.After(hangGuard)
	for {
		frames, changed := s.of(client)
		if len(frames) >= n {
			return frames
		}
		select {
		case <-changed:
		case <-guard:
			t.Fatalf("client %d has sent %d frames, not %d:\n%s", client, len(frames), n, strings.Join(frames, "\n"))
		}
	}
}

// waitFrame waits until a client has sent exactly these bytes as one frame or packet.
func (s *tap) waitFrame(t *testing.T, client int, want string) {
	t.Helper()
	guard := time.After(hangGuard)
	for {
		frames, changed := s.of(client)
		packets := s.packetsOf(client)
		if slices.Contains(frames, want) || slices.Contains(packets, want) {
			return
		}
		select {
		case <-changed:
		case <-guard:
			t.Fatalf("client %d has not sent %s:\n%s\n%s", client, want, strings.Join(frames, "\n"), strings.Join(packets, "\n"))
		}
	}
}

// meddler inserts bytes in the T-Server's connections.
type meddler struct {
	mu    sync.Mutex
	conns []*meddledConn
}

// meddledConn is one connection of the T-Server. Each of its writes is a number of complete frames.
type meddledConn struct {
	net.Conn
	mu     sync.Mutex
	after  string // once these bytes were written
	inject []byte // these are written after them
}

func (m *meddler) wrap(conn net.Conn) net.Conn {
	m.mu.Lock()
	defer m.mu.Unlock()
	wrapped := &meddledConn{Conn: conn}
	m.conns = append(m.conns, wrapped)
	return wrapped
}

// conn returns the connection of a client, by its number from 1.
func (m *meddler) conn(t *testing.T, client int) *meddledConn {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	if client > len(m.conns) {
		t.Fatalf("client %d has not connected", client)
	}
	return m.conns[client-1]
}

// Write writes frames, and the bytes to inject after those that were waited for.
func (c *meddledConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, err := c.Conn.Write(p)
	if err == nil && c.after != "" && strings.Contains(string(p), c.after) {
		c.after = ""
		_, err = c.Conn.Write(c.inject)
	}
	return n, err
}

// now inserts bytes, in hex, between two frames.
func (c *meddledConn) now(t *testing.T, bytes string) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, err := c.Conn.Write(unhex(t, bytes)); err != nil {
		t.Fatal(err)
	}
}

// behind inserts bytes, in hex, after the frame that contains the text mark.
func (c *meddledConn) behind(t *testing.T, mark, bytes string) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.after, c.inject = mark, unhex(t, bytes)
}

// unhex reads hex with blanks between.
func unhex(t *testing.T, text string) []byte {
	t.Helper()
	bytes, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return bytes
}

// plain is hex without blanks.
func plain(text string) string { return strings.ReplaceAll(text, " ", "") }
