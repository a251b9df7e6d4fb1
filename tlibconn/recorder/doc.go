// Package recorder simulates the recording vendor's side of the screen-capture contract
// (docs/protocol/SEMANTICS.md). A Recorder is a T-Client with its own TCP connection. It registers
// the agents' DNs, keeps a capture state for each, obeys the commands of desktops, and sends its
// indications as requests, whose EventACK or EventError it handles. It ignores indications,
// including its own. It knows no board and no screen.
//
// A pure function determines how a command changes a state (table.go). A line holds what the
// recorder knows about one DN (line.go). Events of the session change lines and queue indications
// (events.go), and one goroutine sends the indications when they are due (outgoing.go). Each DN has a
// Behaviour, which orders in text form can change to make the recorder fail (behaviour.go, order.go).
package recorder
