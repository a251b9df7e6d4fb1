// Package tlibconn is a T-Library client: one live session with a T-Server. It connects,
// logs in, keeps DNs registered, sends requests and delivers what arrives, and it
// reconnects when a connection is lost. It knows the protocol (package wire) and nothing
// of the program that uses it: no screen, no disk, and no command of the screen-capture
// contract. Package capture sends those.
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
// [Session.Do] sends a request and waits for the answer, [Session.Send] sends one without
// waiting, and [Session.Queue] sends many at once. [Session.Events] yields the events one
// by one, [Session.NextBatch] returns them in batches.
//
// A [Session] outlives its connections. It runs them one after the other and numbers
// them. The state of a connection (socket, open requests, ReferenceIDs) ends with it; the
// state of the session (the list of DNs, the unread events) remains. After a loss the
// session reconnects, to the same server or to the other server of a pair, according to
// [Options]. It never resends a request.
//
// Each connection has two goroutines. The reader owns the read side of the socket: it
// splits the stream into frames, decodes them without the session's lock, then adds them
// to the batch and settles the requests that they answer. The sender owns the write side:
// it combines requests, registrations and keep-alive answers into few writes. The
// decisions are made by types without a socket or a clock, which receive the time as an
// argument: planner (when to try an address), watch (when to probe the other server and
// when to ask for the role), registrar and keepAlive. A function that takes the session's
// lock releases it.
//
// Comments cite protocol facts as "WIRE.md" and "SEMANTICS.md" (docs/protocol).
package tlibconn
