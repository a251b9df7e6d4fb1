// Package reliability contains only tests: they expose a client to random faults of simulated T-Servers and
// check what must be true after each episode (docs/RELIABILITY.md).
package reliability
