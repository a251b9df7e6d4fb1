// Package simserver is a simulated T-Server (SIP Server). It speaks the T-Library
// protocol of docs/protocol/WIRE.md to any T-Client, simulates DNs, agents and calls
// as docs/protocol/SEMANTICS.md describes them, and injects faults on request. It
// must not know this program's own T-Client: it imports only the codec.
//
// An outbox holds the bytes that wait for one client (outbox.go). A client's
// goroutines read its requests and write its outbox (client.go). One mutex guards
// the server's state (state.go). Requests change it (requests.go, registration.go,
// addressinfo.go, callrequests.go, private.go), and so do the control methods (calls.go,
// transfer.go, agents.go, link.go) and the life simulation (life.go).
//
// The server counts what happens (statistics.go).
//
// Faults are a Behaviour for each DN (behaviour.go), a Path for each connection
// (path.go), garbage (garbage.go) and floods (flood.go). A text (fault.go and the
// tables of words in behaviourfault.go and pathfault.go) or a method sets them.
// keepalive.go decides what the server's end of ADDP does and addp.go does it.
// door.go listens and restarts, and pair.go is a primary with its backup.
package simserver
