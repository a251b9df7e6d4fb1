// Package screentest reads what a program draws on a terminal, for tests. A Screen knows exactly the sequences that
// Bubble Tea v1's standard renderer and this program emit, and records a failure for any other. A test that reads
// the screen thus also tests that nothing unexpected reaches the terminal, in particular no query. A Terminal runs a
// program in a pseudo-terminal that answers no query, and draws its output on a Screen. The package does not know
// what capdeck shows.
//
// Text occupies the cells that wcwidth gives each rune. ui/cell reduces text to runes on which every measure agrees,
// and a rune on which terminals differ (joiners, variation selectors, half flags) is a failure. Lines wrap at the
// right margin as in xterm: the cursor waits there until the next character arrives.
package screentest
