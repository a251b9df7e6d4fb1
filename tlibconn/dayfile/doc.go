// Package dayfile appends lines to files of a process's own, one a day, and reads them again. The journal, the
// coverage log and the incident log are such files. The package knows nothing of what the lines say.
//
// A file belongs to one process and one day in UTC, so that its name means the same everywhere and no hour occurs
// twice. Its name is 2026-11-23-PID.jsonl. If that name exists, because the process ID was used before on that day,
// the process appends -2, -3 and so on, so that it never writes into a file that it did not create. Lines are
// written with one write(2), and a line that could not be written whole is removed again.
//
// A running process holds a lock (flock) on its newest file. From the lock, a reader knows whether the process has
// ended: the operating system releases the lock however the process ends. The lock also distinguishes processes
// with the same ID in containers that share a directory.
package dayfile
