// Package event holds the values that a session with T-Server passes to its consumer: messages,
// and changes of the connection, of registrations and of requests. It also holds the vocabulary
// of the screen-capture contract, which session, board and recorder share
// (docs/protocol/SEMANTICS.md). It knows no socket, no board and no screen.
package event
