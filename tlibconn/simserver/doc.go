// Package simserver is a simulated T-Server (SIP Server): it speaks the
// T-Library protocol of docs/protocol/WIRE.md to any client, plays DNs, agents
// and calls as docs/protocol/SEMANTICS.md describes them, and misbehaves to
// order. It knows nothing of this program's own client: it imports the codec
// and nothing else.
//
// From the bottom up: an outbox holds the bytes that wait for one client
// (outbox.go); a connection reads requests and writes the outbox (client.go);
// all that the server knows is a world under one mutex (world.go), which
// requests (requests.go, registration.go, addressinfo.go), control methods (calls.go,
// transfer.go, agents.go, link.go) and the life simulation (life.go) change.
// What is to go wrong is a Behaviour for each DN (behaviour.go) and a Path for
// each connection (path.go, target.go), besides garbage (garbage.go) and floods
// (flood.go), all of it ordered by a text (fault.go, pathfault.go) or by methods.
// The server's end of ADDP is in addp.go, listening and restarting in door.go,
// and a primary with its backup in pair.go.
package simserver
