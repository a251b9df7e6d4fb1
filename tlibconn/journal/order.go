package journal

import (
	"cmp"
	"slices"
	"time"
)

// place is an entry's place in the order of its process, and of all.
type place struct {
	file, line int       // of its intent, or of its outcome if it has no intent
	at         time.Time // the latest time of the process up to the entry
}

// putInOrder orders entries by time. The entries of one process remain in the order in which it recorded them,
// even if its clock was set back meanwhile: a later entry then counts as no earlier than those before it.
func putInOrder(entries []Entry) {
	first := firstCommands(entries)
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(
			a.Process.compare(b.Process), cmp.Compare(first[a.place.file], first[b.place.file]),
			cmp.Compare(a.place.file, b.place.file), cmp.Compare(a.place.line, b.place.line),
		)
	})
	for i := range entries {
		entries[i].place.at = entries[i].Intent.Time
		if i > 0 && entries[i].Process == entries[i-1].Process && entries[i-1].place.at.After(entries[i].place.at) {
			entries[i].place.at = entries[i-1].place.at
		}
	}
	slices.SortStableFunc(entries, func(a, b Entry) int {
		return cmp.Or(a.place.at.Compare(b.place.at), a.Process.compare(b.Process))
	})
	for i := range entries {
		entries[i].place = place{} // so that entries with the same content are equal
	}
}

// firstCommands returns the lowest command ID of each file. It determines in which order a process wrote its
// files, which their names do not if the clock was set back beyond midnight. A file without commands has the
// value of the file before it.
func firstCommands(entries []Entry) map[int]uint64 {
	first, files := map[int]uint64{}, []int{}
	processes := map[int]Process{}
	for i := range entries {
		e := &entries[i]
		if _, known := first[e.place.file]; !known {
			files = append(files, e.place.file)
			processes[e.place.file], first[e.place.file] = e.Process, e.Intent.Command
		}
		if lowest := first[e.place.file]; e.Intent.Command != 0 && (lowest == 0 || e.Intent.Command < lowest) {
			first[e.place.file] = e.Intent.Command
		}
	}
	slices.Sort(files)
	latest := map[Process]uint64{}
	for _, file := range files {
		if first[file] == 0 {
			first[file] = latest[processes[file]]
		}
		latest[processes[file]] = first[file]
	}
	return first
}

func (p Process) compare(other Process) int {
	return cmp.Or(p.Start.Compare(other.Start), cmp.Compare(p.PID, other.PID))
}
