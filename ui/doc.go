// Package ui is the screen. App is the tea.Model that Bubble Tea runs: it turns keys
// into action ids, and mouse positions into rows, hands them to a model.Model, divides
// the window among the rooms, and lets each of them draw its part.
//
// The screen is a function of the model's state, the theme and the size of the window.
// Only visible rows are drawn, and by package ui/cell alone, so that every line is
// exactly as wide as the window. A frame is made at most once for each change; lines
// that did not change are the same bytes as before.
//
// The rooms are packages: header, rows, messages, detail, sent, statistics, overlay and
// footer. Each is handed values and knows neither App nor another room, except that the
// dialog of overlay lists DNs by the table of rows. What they draw with are canvas,
// fold, bindings and dntext.
//
// What is to be done outside (sending, timers, ending) is handed to Options.Perform;
// nothing here waits for anything.
package ui
