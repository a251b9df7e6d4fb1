// Package ui is the screen. App is the tea.Model that Bubble Tea runs: it
// turns keys into action ids and mouse positions into rows, tells them to a
// model.Model, and draws what that holds.
//
// The screen is a function of the model's state, the theme and the window's
// size. Only the rows that are seen are drawn, and by package ui/cell alone, so
// that every line has exactly the window's width. A frame is made at most once
// for each change; lines that did not change are the same bytes as before.
//
// What is to be done outside (sending, timers, ending) App hands to
// Options.Perform; nothing here waits for anything.
package ui
