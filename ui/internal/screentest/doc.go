// Package screentest reads what a program draws on a terminal, for tests. A Screen knows exactly the sequences that Bubble Tea v1's
// standard renderer and this program emit, and records a failure on any other: a test that reads the screen thereby
// also tests that nothing unexpected reaches the terminal, a question to it above all. A Terminal runs a program in a pseudo-terminal that
// answers nothing and draws on a Screen.
//
// Text takes the cells that wcwidth gives each rune; ui/cell reduces text to where every measure agrees, and a rune on which terminals
// differ (joiners, variation selectors, half flags) is a failure. Lines wrap at the right margin as in xterm: the cursor
// waits there until the next character comes.
package screentest
