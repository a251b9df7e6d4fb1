package live

import (
	"time"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/tlibconn"
)

// SessionEffects performs the effects that are the same on every front: those on the
// session, the journal and the clock. Its fields hold what the front must still do. The
// session sends commands in the order of the calls, so only the goroutine of the front
// may call it.
type SessionEffects struct {
	Board    *Board
	Messages []model.Msg // for the model, in this order
	Wakes    []time.Time // a model.Tick is due at each
	Ends     bool        // the program must exit
}

// Send is part of effect.Front.
func (s *SessionEffects) Send(e effect.Send) {
	if err := s.Board.session.SendCommands(s.Board.Context, e.Commands); err != nil {
		s.Messages = append(s.Messages, model.Unsent{
			Now: time.Now(), Commands: e.Commands, Why: err.Error(), Obstacle: tlibconn.ObstacleOf(err),
		})
	}
}

// QueryAddresses is part of effect.Front.
func (s *SessionEffects) QueryAddresses(e effect.QueryAddresses) {
	if err := s.Board.session.QueryAddresses(s.Board.Context, dnsOfKeys(e.Keys)); err != nil {
		s.Messages = append(s.Messages, model.AddressesUnsent{
			Now: time.Now(), Keys: e.Keys, Why: err.Error(), Obstacle: tlibconn.ObstacleOf(err),
		})
	}
}

// Outcomes is part of effect.Front.
func (s *SessionEffects) Outcomes(e effect.Outcomes) {
	// The journal's State counts entries that it has no room for.
	_ = s.Board.watched.Outcome(Outcomes(e.Commands))
}

// Publish is part of effect.Front.
func (s *SessionEffects) Publish(e effect.Publish) { s.Board.metrics.Publish(e.Figures) }

// Wake is part of effect.Front.
func (s *SessionEffects) Wake(e effect.Wake) { s.Wakes = append(s.Wakes, e.At) }

// Reconnect is part of effect.Front.
func (s *SessionEffects) Reconnect(effect.Reconnect) { s.Board.session.Reconnect() }

// WriteLock is part of effect.Front.
func (s *SessionEffects) WriteLock(e effect.WriteLock) { s.Board.session.SetWriteLock(e.Locked) }

// Register is part of effect.Front.
func (s *SessionEffects) Register(e effect.Register) {
	s.Board.session.Register(e.DNs...)
	s.watched(e.DNs)
}

// Unregister is part of effect.Front.
func (s *SessionEffects) Unregister(e effect.Unregister) {
	s.Board.session.Unregister(e.DNs...)
	s.unwatched(e.DNs)
}

// Quit is part of effect.Front.
func (s *SessionEffects) Quit(effect.Quit) {
	s.Ends = true
}

// dnsOfKeys returns the DNs of rows, which are all of the session's site.
func dnsOfKeys(keys []board.Key) []string {
	dns := make([]string, len(keys))
	for i, key := range keys {
		dns[i] = key.DN
	}
	return dns
}
