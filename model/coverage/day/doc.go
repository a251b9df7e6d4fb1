// Package day contains only a test: it plays a day of a contact centre, with faults, in simulated time, and counts the
// coverage again from what the simulated T-Server and the recorder did (docs/RELIABILITY.md).
package day
