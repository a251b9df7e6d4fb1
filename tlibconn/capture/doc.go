// Package capture sends the commands of the screen-capture contract over a session with a
// T-Server: start, stop, pause, resume and query, as user data under the key screen-capture
// (SEMANTICS.md, The screen-capture contract).
//
// A [Session] is a [tlibconn.Session] with two more rules. First, every request that acts is
// in a [journal.Journal] before its first byte leaves, so that the journal holds every command
// that T-Server received, even after kill -9. Second, a session that is read-only, or locked by
// [Session.SetWriteLock], has no sender for start, stop, pause and resume; it can still send
// registrations and queries. The package knows no screen, no board and no outcome of a command:
// the session's events show the outcome.
//
//	session, err := capture.Open(ctx, capture.Options{
//		Session: tlibconn.Options{Addresses: []string{"tserver.example:7000"}},
//	}, journal.None{})
//	if err != nil {
//		return err
//	}
//	defer session.Close()
//	session.Register("7001")
//	for e := range session.Events() {
//		if e.Kind == event.KindMessage && e.Message.Type == wire.EventRegistered {
//			break
//		}
//	}
//	err = session.SendCommands(ctx, []event.Command{{ID: 1, DN: "7001", Verb: event.VerbStart}})
//
// T-Server rejects commands for a DN that is not registered. [tlibconn.Session.Ready] waits for
// the link and not for registrations, so the program waits for EventRegistered.
package capture
