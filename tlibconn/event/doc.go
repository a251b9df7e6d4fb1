// Package event holds the values that cross from a session with T-Server to
// the board: messages, what became of the connection, of a registration, of a
// request. It also holds the vocabulary of the screen-capture contract, which
// session, board and recorder share (docs/protocol/SEMANTICS.md).
package event
