// Package recorder plays the recording vendor's part of the screen-capture
// contract (docs/protocol/SEMANTICS.md): a T-Client on a TCP connection of its
// own that registers the agents' DNs, keeps a capture state for each, does what
// desktops ask for and sends its indications as requests, whose EventACK or
// EventError it handles. Indications, its own among them, it ignores.
//
// From the bottom up: what a command does to a state is a pure function
// (table.go); a line is what the recorder knows of one DN (line.go); events of
// the session change lines and put indications into a queue (events.go), from
// which one goroutine sends them when they are due (outgoing.go). What is to go
// wrong is a Behaviour for each DN, ordered by a text (behaviour.go, order.go).
package recorder
