package control

import (
	"context"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// bench runs serve at one end of a pipe whose deadlines follow the clock of the bubble,
// and returns the other end.
func bench(t *testing.T, handle Handler) (client net.Conn, ended chan struct{}) {
	t.Helper()
	client, server := net.Pipe()
	l := &Listener{handle: handle, ctx: t.Context(), clients: map[net.Conn]struct{}{server: {}}}
	l.running.Add(1)
	ended = make(chan struct{})
	go func() {
		l.serve(server)
		close(ended)
	}()
	return client, ended
}

// TestLineThatNeverEnds checks that an idle client may stay, and one that stops within a
// line may not.
func TestLineThatNeverEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, ended := bench(t, func(context.Context, string) ([]string, error) { return nil, nil })
		time.Sleep(time.Hour) //nolint:forbidigo // the bubble's clock: nothing waits
		if _, err := io.WriteString(client, "rel"); err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		text, err := io.ReadAll(client)
		if string(text) != "refused: the order had no line break within 10s\n" || err != nil || time.Since(begun) != orderTimeout {
			t.Errorf("got %q, %v after %s", text, err, time.Since(begun))
		}
		<-ended
	})
}

func TestClientThatNeverReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		executed := 0
		client, ended := bench(t, func(context.Context, string) ([]string, error) {
			executed++
			return []string{strings.Repeat("x", 1000)}, nil
		})
		if _, err := io.WriteString(client, "one\n"); err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		<-ended
		if took := time.Since(begun); took != answerTimeout || executed != 1 {
			t.Errorf("the client was given up after %s and %d orders", took, executed)
		}
	})
}
