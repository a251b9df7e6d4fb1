package tlibconn

import (
	"context"
	"errors"
	"sync"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

func TestCloseTellsTheRest(t *testing.T) {
	c, p := connect(t, nil)
	if err := c.SendCommands(t.Context(), commands(1, event.VerbStart)); err != nil {
		t.Fatal(err)
	}
	p.expect(wire.RequestSendEvent)
	failed := make(chan error, 1)
	go func() {
		_, err := c.Do(context.Background(), wire.Message{Type: wire.RequestQueryServer})
		failed <- err
	}()
	p.expect(wire.RequestQueryServer)
	c.Close()
	c.Close()
	if err := <-failed; !errors.Is(err, ErrClosed) {
		t.Errorf("Request returns %v", err)
	}
	c.kind(event.KindSent)
	link := c.link(event.LinkClosed).Link
	if !link.Lost {
		t.Errorf("the link is reported as %+v", link)
	}
	for range 2 {
		if _, err := c.NextBatch(t.Context()); !errors.Is(err, ErrClosed) {
			t.Errorf("NextBatch returns %v", err)
		}
	}
	if err := c.SendCommands(t.Context(), commands(1, event.VerbStart)); !errors.Is(err, ErrClosed) {
		t.Errorf("Send returns %v", err)
	}
	if _, err := c.SendUserEvent(t.Context(), "1", 0, nil); !errors.Is(err, ErrClosed) {
		t.Errorf("SendUserEvent returns %v", err)
	}
	c.Register("1")
	c.Unregister("1")
	p.closed()
}

func TestContextEndsTheSession(t *testing.T) {
	s := newServer(t)
	ctx, cancel := context.WithCancel(t.Context())
	session, err := Open(ctx, Options{Addresses: []string{s.address()}})
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	p := s.accept()
	cancel()
	p.closed()
	<-session.done
	if session.Link().State != event.LinkClosed {
		t.Errorf("the link is %s", session.Link().State)
	}
}

// TestCloseRaces closes a session from several goroutines, at every point of its life, while everything else
// continues.
func TestCloseRaces(t *testing.T) {
	for stage := range 6 {
		for range 10 {
			closeAt(t, stage)
		}
	}
}

func closeAt(t *testing.T, stage int) {
	s := newServer(t)
	c := open(t, s.address(), nil)
	c.Register("7001", "7002", "7003")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var all sync.WaitGroup
	all.Go(func() {
		for i := range 50 {
			if err := c.SendCommands(ctx, commands(i, event.VerbStart)); err != nil && !errors.Is(err, ErrClosed) {
				t.Error(err)
			}
			if _, err := c.SendUserEvent(ctx, "7001", 0, nil); err == nil && stage == 0 {
				t.Error("user data was sent without a login")
			}
		}
	})
	all.Go(func() {
		for {
			if _, err := c.NextBatch(ctx); err != nil {
				if !errors.Is(err, ErrClosed) {
					t.Error(err)
				}
				return
			}
		}
	})
	all.Go(func() {
		if _, err := c.Do(ctx, wire.Message{Type: wire.RequestQueryServer}); err == nil {
			t.Error("a request was answered although the peer does not answer it")
		}
	})
	if stage > 0 {
		p := s.accept()
		if stage > 1 {
			p.login()
		}
		if stage > 2 {
			p.next()
		}
		switch stage {
		case 4:
			p.Conn.Close()
		case 5:
			p.raw([]byte{0, 0, 0, 0})
		}
	}
	for range 3 {
		all.Go(c.Close)
	}
	all.Wait()
}
