package cli

import (
	"time"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/tlibconn"
	"capdeck/ui/cli/live"
)

// sessionEffects carries out the effects that are the same on every front: those on
// the session, the journal and the clock. What they leave to the front is kept in its
// fields. The session takes commands in the order of its calls, so that they are made
// here and on no other goroutine.
type sessionEffects struct {
	program  *program
	messages []model.Msg // for the model, in this order
	wakes    []time.Time // a Tick is due at each
	quit     bool        // the program is to end
}

// Send is part of effect.Front.
func (s *sessionEffects) Send(e effect.Send) {
	if err := s.program.session.SendCommands(s.program.ctx, e.Commands); err != nil {
		s.messages = append(s.messages, model.Unsent{
			Now: time.Now(), Commands: e.Commands, Why: err.Error(), Obstacle: tlibconn.ObstacleOf(err),
		})
	}
}

// QueryAddresses is part of effect.Front.
func (s *sessionEffects) QueryAddresses(e effect.QueryAddresses) {
	if err := s.program.session.QueryAddresses(s.program.ctx, dnsOfKeys(e.Keys)); err != nil {
		s.messages = append(s.messages, model.AddressesUnsent{
			Now: time.Now(), Keys: e.Keys, Why: err.Error(), Obstacle: tlibconn.ObstacleOf(err),
		})
	}
}

// Outcomes is part of effect.Front.
func (s *sessionEffects) Outcomes(e effect.Outcomes) {
	// The journal's State counts what it has no room for.
	_ = s.program.watched.Outcome(live.Outcomes(e.Commands))
}

// Wake is part of effect.Front.
func (s *sessionEffects) Wake(e effect.Wake) { s.wakes = append(s.wakes, e.At) }

// Reconnect is part of effect.Front.
func (s *sessionEffects) Reconnect(effect.Reconnect) { s.program.session.Reconnect() }

// WriteLock is part of effect.Front.
func (s *sessionEffects) WriteLock(e effect.WriteLock) { s.program.session.SetWriteLock(e.Locked) }

// Register is part of effect.Front.
func (s *sessionEffects) Register(e effect.Register) { s.program.session.Register(e.DNs...) }

// Unregister is part of effect.Front.
func (s *sessionEffects) Unregister(e effect.Unregister) { s.program.session.Unregister(e.DNs...) }

// Quit is part of effect.Front.
func (s *sessionEffects) Quit(effect.Quit) {
	s.program.jobs.leave()
	s.quit = true
}

// dnsOfKeys are the DNs of rows, all of the one session's site.
func dnsOfKeys(keys []board.Key) []string {
	dns := make([]string, len(keys))
	for i, key := range keys {
		dns[i] = key.DN
	}
	return dns
}
