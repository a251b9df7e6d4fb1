// Package stats counts how commands ended and how long their answers took. Its memory
// does not grow: times are counted in fixed buckets. It does no I/O, reads no clock, and
// must not know how the statistics are shown.
package stats
