package capture

import (
	"context"
	"iter"

	"capdeck/tlibconn"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// Close ends the session, as [tlibconn.Session.Close] does.
func (s *Session) Close() { s.session.Close() }

// Ready waits until the link is up, as [tlibconn.Session.Ready] does.
func (s *Session) Ready(ctx context.Context) error { return s.session.Ready(ctx) }

// Register registers DNs and keeps them registered, as [tlibconn.Session.Register] does.
func (s *Session) Register(dns ...string) { s.session.Register(dns...) }

// Unregister unregisters DNs, as [tlibconn.Session.Unregister] does.
func (s *Session) Unregister(dns ...string) { s.session.Unregister(dns...) }

// Reconnect reconnects at once, as [tlibconn.Session.Reconnect] does.
func (s *Session) Reconnect() { s.session.Reconnect() }

// QueryAddresses asks T-Server for the status of DNs, as [tlibconn.Session.QueryAddresses]
// does.
func (s *Session) QueryAddresses(ctx context.Context, dns []string) error {
	return s.session.QueryAddresses(ctx, dns)
}

// Do sends a request and waits for its answer, as [tlibconn.Session.Do] does. A request that
// acts is journaled before it leaves.
func (s *Session) Do(ctx context.Context, request wire.Message) (wire.Message, error) {
	return s.session.Do(ctx, request)
}

// Send sends a request without waiting for its answer, as [tlibconn.Session.Send] does. A
// request that acts is journaled before it leaves.
func (s *Session) Send(ctx context.Context, request wire.Message) (reference int32, err error) {
	return s.session.Send(ctx, request)
}

// Events returns an iterator over the events, as [tlibconn.Session.Events] does.
func (s *Session) Events() iter.Seq2[event.Event, error] { return s.session.Events() }

// NextBatch returns the next events, as [tlibconn.Session.NextBatch] does.
func (s *Session) NextBatch(ctx context.Context) (*event.Batch, error) {
	return s.session.NextBatch(ctx)
}

// Link returns the state of the link, as [tlibconn.Session.Link] does.
func (s *Session) Link() event.Link { return s.session.Link() }

// Err returns why the last connection failed or ended, as [tlibconn.Session.Err] does.
func (s *Session) Err() error { return s.session.Err() }

// Counters returns what the session counted, as [tlibconn.Session.Counters] does.
func (s *Session) Counters() tlibconn.Counters { return s.session.Counters() }
