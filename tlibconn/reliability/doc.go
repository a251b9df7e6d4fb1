// Package reliability holds tests and nothing else: a client that lives through
// random faults against simulated T-Servers, and what must be true after each
// episode (docs/RELIABILITY.md).
package reliability
