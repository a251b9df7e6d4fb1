// Package tlibconn is a T-Library client: one live session with a T-Server. It
// connects, logs in, keeps DNs registered, sends any request and delivers what comes
// back, over as many connections as it takes. It knows the protocol (package wire) and
// no user of it: no screen, no disk, and no command of the screen-capture contract,
// which package capture sends.
//
//	session, err := tlibconn.Open(ctx, tlibconn.Options{Addresses: []string{"tserver.example:7000"}})
//	if err != nil {
//		return err
//	}
//	defer session.Close()
//	session.Register("7001")
//	for e, err := range session.Events() {
//		if err != nil {
//			return err
//		}
//		if e.Kind == event.KindMessage {
//			fmt.Println(e.Message.Type, string(e.ThisDN()))
//		}
//	}
//
// Requests are sent by [Session.Do], which waits for the answer, by [Session.Send],
// which does not, and many at once by [Session.Queue]. Events are read by
// [Session.Events], or in batches by [Session.NextBatch].
//
// A [Session] outlives its connections. It runs them one after the other and numbers
// them; what belongs to one of them (socket, open requests, ReferenceIDs) ends with it,
// what belongs to the user (the list of DNs, the unread events) stays. After a loss it
// connects again, to the same server or to the other one of a pair, as Options say.
// Nothing that was on the way is sent again.
//
// Each connection has two goroutines. The reader owns the socket's read side: it cuts
// frames, decodes them without the session's lock, and then puts them into the batch
// and settles the requests that they answer. The sender owns the write side: it takes
// requests, registrations and keep-alive answers, many to a write. What decides, knows
// no socket and no clock: planner (when an address is tried), watch (when the other
// server is probed and the role asked for), registrar and keepAlive are told the time.
// There is one rule for the lock: whoever takes it releases it.
//
// Protocol facts are cited as "WIRE.md" and "SEMANTICS.md" (docs/protocol).
package tlibconn
