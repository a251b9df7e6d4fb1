// Package report computes the coverage of a period from what several processes recorded:
// which stretches on calls were captured, which gaps there were, and what nobody watched.
//
// Logs of several processes overlap. Make counts each stretch of a DN once, whoever saw it,
// and each moment of a DN as watched once (docs/COVERAGE.md). The package does no I/O and
// reads no clock; it formats nothing.
package report
