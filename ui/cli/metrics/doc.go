// Package metrics serves the figures of a board to Prometheus (docs/METRICS.md). The
// goroutine of the model publishes figures that no one changes afterwards, and the
// goroutines of the HTTP server read the last ones: they never touch the board. It must
// not know the board, the model or the session.
package metrics
