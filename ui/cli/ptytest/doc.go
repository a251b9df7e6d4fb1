// Package ptytest runs the built program in a pseudo-terminal and drives it by
// keys, as a person would: it holds tests and nothing else. The other packages
// test their parts in the test binary; here is what only the whole can show:
// that `capdeck` as it is built does its main job over real TCP connections,
// with which bytes, what it says when something is wrong, that it never waits
// for its terminal, and that it leaves the terminal as it found it.
//
// The program is built once, by TestMain. The other parties, a simulated
// T-Server and a recorder, run in the test process and are reached over
// loopback; where a test needs bytes that they would never send, it puts them
// into their connection (meddler). Screens are read by ui/internal/screentest.
package ptytest
