// Package simserver is a simulated T-Server (SIP Server): it speaks the T-Library
// protocol of docs/protocol/WIRE.md to any T-Client, plays DNs, agents and calls as
// docs/protocol/SEMANTICS.md describes them, and misbehaves to order. It must know
// nothing of this program's own T-Client: it imports the codec and nothing else.
//
// An outbox holds the bytes that wait for one client (outbox.go), and a client's
// goroutines read its requests and write its outbox (client.go). What the server
// knows is a world under one mutex (world.go). Requests change it (requests.go,
// registration.go, addressinfo.go, callrequests.go), and so do control methods
// (calls.go, transfer.go, agents.go, link.go) and the life simulation (life.go).
//
// What is to go wrong is a Behaviour for each DN (behaviour.go) and a Path for each
// connection (path.go), besides garbage (garbage.go) and floods (flood.go). All of
// it is ordered by a text (fault.go and the tables of words in behaviourfault.go and
// pathfault.go) or by methods. The server's end of ADDP is decided in keepalive.go
// and played in addp.go; door.go listens and restarts, and pair.go is a primary with
// its backup.
package simserver
