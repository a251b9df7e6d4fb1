// Package board holds the truth about each DN: its registration, the state of
// its screen capture, its calls and agent, and the life of every command that
// was sent for it (docs/ARCHITECTURE.md, the board).
//
// A Board is a value that is told things: [Board.Apply] takes the events of a
// session, [Board.Expire] takes the time, and everything else is asked of it.
// It does no I/O, has no clock and no goroutine, and is used by one goroutine
// at a time. The same board stands behind the screen and behind the commands
// that have none.
//
// The rules that hold at every moment are in INVARIANTS.md beside this file,
// and the property tests check them.
package board
