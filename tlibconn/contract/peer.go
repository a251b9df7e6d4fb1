package contract

import (
	"context"
	"errors"
	"fmt"

	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/event"
)

// The names of the sessions in LogEntry.Session.
const (
	desktopName = "desktop"
	secondName  = "second-desktop"
)

// peer is one session with its reader, which puts all messages on the tape.
type peer struct {
	name    string
	session *capture.Session
	ended   chan struct{}
}

// NotUpError reports that no session came up within Options.ConnectTimeout.
type NotUpError struct {
	// Link is the state of the link when the time was over.
	Link event.Link
	err  error
}

// Error names the state of the link and what the session says.
func (e *NotUpError) Error() string {
	return fmt.Sprintf("the link to T-Server did not come up in time (%s): %s", e.Link.State, e.err)
}

// Unwrap returns the session's error.
func (e *NotUpError) Unwrap() error { return e.err }

// sessions are the logins of a check. The benches of all DNs of a scenario share them.
type sessions struct {
	dns      []string // what the desktop registers
	desktop  *peer
	second   *peer // nil until it is needed
	secondOn bool  // the second session has registered the DN
}

// close ends the sessions.
func (s *sessions) close() {
	if s.desktop != nil {
		s.desktop.close()
	}
	s.closeSecond()
}

func (s *sessions) closeSecond() {
	if s.second != nil {
		s.second.close()
		s.second, s.secondOn = nil, false
	}
}

// openPeer opens a session and waits until its link is up.
func openPeer(ctx context.Context, options *Options, t *tape, name string) (*peer, error) {
	session, err := capture.Open(context.WithoutCancel(ctx), options.Session, options.Journal)
	if err != nil {
		return nil, fmt.Errorf("cannot open a session: %w", err)
	}
	p := &peer{name: name, session: session, ended: make(chan struct{})}
	options.Go(func() {
		defer close(p.ended)
		p.read(t)
	})
	waiting, cancel := context.WithTimeout(ctx, options.ConnectTimeout)
	defer cancel()
	if err := session.Ready(waiting); err != nil {
		if errors.Is(err, context.DeadlineExceeded) {
			err = &NotUpError{Link: session.Link(), err: err}
		}
		p.close()
		return nil, err
	}
	return p, nil
}

// read reads the events until the session is closed.
func (p *peer) read(t *tape) {
	up := false
	for e, err := range p.session.Events() {
		if err != nil {
			t.lose(err.Error())
			return
		}
		switch e.Kind {
		case event.KindLink:
			switch {
			case e.Link.State == event.LinkUp:
				up = true
			case up && e.Link.State != event.LinkClosed:
				t.lose(e.Link.Reason)
			}
		case event.KindMessage, event.KindSent, event.KindUndecodable:
			t.add(&e, p.name)
		}
	}
}

// close ends the session and waits for its reader.
func (p *peer) close() {
	p.session.Close()
	<-p.ended
}
