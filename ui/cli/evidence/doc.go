// Package evidence keeps on disk what a board saw: the coverage log, with the stretches on
// calls and the times that nobody watched, and the incident log. It writes and reads the
// files; it decides nothing of what is in them, and knows no board and no screen.
// docs/EVIDENCE.md describes the lines.
//
// A process appends to files of its own, one a day and log (package dayfile). A disk that
// cannot be written is reported (State) and never makes a caller wait.
package evidence
