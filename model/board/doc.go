// Package board holds the truth about each DN: its registration, the state of
// its screen capture, its calls and agent, and the life of every command that
// was sent for it (docs/ARCHITECTURE.md, the board).
//
// A Board reads no clock and does no I/O: [Board.Apply] applies the events of a session,
// [Board.Expire] applies the time, and the other methods report the state. It has no
// goroutine, and one goroutine uses it at a time. The screen and the commands without a
// screen use the same board.
//
// The rules that always hold are in INVARIANTS.md in this directory, and the property
// tests check them.
package board
