// Package tlibconn keeps one live session with a T-Server: it connects, logs
// in, registers DNs, sends requests and hands over what comes back.
//
// A [Session] lives longer than its connections. It runs them one after the
// other and numbers them; what belongs to one of them (socket, open requests,
// ReferenceIDs) dies with it, what belongs to the user (the list of DNs, the
// events not yet read) stays.
//
// After a loss it connects again, to the same server or to the other one of a
// pair, as Options say: planner decides when an address is tried, watch when the
// other server is looked at and the role asked for. Both are told the time and
// know no socket. Nothing that was on the way is sent again.
//
// Each connection has two goroutines. The reader owns the socket's read side:
// it cuts frames, decodes them into the batch that is being filled and settles
// the requests that they answer. The sender owns the write side: it takes
// commands, registrations and keep-alive answers, many to a write. [Open] says
// how the consumer's side looks.
//
// Protocol facts are cited as "WIRE.md" and "SEMANTICS.md" (docs/protocol).
package tlibconn
