// Package ptytest runs the built program in a pseudo-terminal and operates it with keys, as a person would. It
// contains only tests. The other packages test their parts in the test binary; this one tests what only the whole
// program can show: that `capdeck` as built does its main job over real TCP connections, which bytes it sends, what
// it says when something is wrong, that it never waits for its terminal, and that it leaves the terminal as it found
// it.
//
// TestMain builds the program once. The other parties, a simulated T-Server and a recorder, run in the test process
// and are reached over loopback. Where a test needs bytes that they would never send, it inserts them in their
// connection (meddler). ui/internal/screentest reads the screens.
package ptytest
