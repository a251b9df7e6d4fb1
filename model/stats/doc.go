// Package stats counts how commands ended and how long their answers took. It
// does no I/O and has no clock, and its memory does not grow: times go into
// fixed buckets.
package stats
