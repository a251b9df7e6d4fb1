// Package incidents keeps what went wrong until somebody has seen it. An incident is raised
// and cleared once, has a stable ID, and stays until it is acknowledged; a command or an
// automatic query takes none away (docs/COVERAGE.md, Incidents).
//
// It decides from the changes of a board and the notices of coverage which incidents there
// are. It does no I/O and reads no clock: what is to be kept on disk is returned as entries
// ([Incidents.TakeEntries]), and what earlier runs kept is given to [Incidents.Load]. It
// knows no screen.
package incidents
