// Package ui is the screen. App is the tea.Model that Bubble Tea runs. It converts keys to
// action IDs and mouse positions to rows, passes them to a model.Model, divides the window
// among the rooms, and has each room draw its part.
//
// The screen is a function of the model's state, the theme and the size of the window.
// Only visible rows are drawn. All drawing goes through package ui/cell, so every line is
// exactly as wide as the window. A frame is made at most once for each change. Lines that
// did not change have the same bytes as before.
//
// The rooms are packages: header, rows, messages, detail, sent, statistics, overlay and
// footer. Each is given values and knows neither App nor another room, except that the
// dialog of overlay lists DNs with the table of rows. They draw with canvas, fold, bindings
// and dntext.
//
// App passes everything with an outside effect (sending, timers, quitting) to
// Options.Perform. Nothing here blocks.
package ui
