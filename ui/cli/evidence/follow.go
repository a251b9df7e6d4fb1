package evidence

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"capdeck/model/incidents"
	"capdeck/tlibconn/dayfile"
)

// FollowInterval is how often a board looks at the incident logs of other processes.
const FollowInterval = time.Second

// maxFollowed is how many bytes of a file one look reads; the next look reads what follows.
const maxFollowed = 1 << 20

// Follower finds what other processes acknowledge while this one runs. It is not safe for
// concurrent use.
type Follower struct {
	dir   string
	files map[string]int64 // how much of each file is read
}

// NewFollower returns a Follower that starts with what the incident logs of a state directory
// contain now.
func NewFollower(state string, now time.Time) *Follower {
	f := &Follower{dir: IncidentDir(state), files: map[string]int64{}}
	// What cannot be read now is tried again by Look.
	_ = f.each(now, func(file dayfile.Name, size int64) error {
		f.files[file.Path] = size
		return nil
	})
	return f
}

// Look returns the incidents that were acknowledged since the last call, by this process too. What
// cannot be read is left to the readers of the log, which report it; an error says that the
// folder or a file cannot be read at present.
func (f *Follower) Look(now time.Time) ([]incidents.Incident, error) {
	var found []incidents.Incident
	seen := make(map[string]bool, len(f.files))
	err := f.each(now, func(file dayfile.Name, size int64) error {
		seen[file.Path] = true
		if size <= f.files[file.Path] {
			return nil
		}
		text, err := f.news(file.Path)
		found = append(found, acknowledgedIn(text)...)
		return err
	})
	for path := range f.files {
		if !seen[path] {
			delete(f.files, path)
		}
	}
	return found, err
}

// each calls do for the files to which a process may append at a time: those of that day and
// of the days beside it, since a process may be late, and its clock may differ.
func (f *Follower) each(now time.Time, do func(dayfile.Name, int64) error) error {
	all, err := dayfile.List(f.dir)
	if err != nil {
		return fmt.Errorf("the incident log cannot be read: %w", err)
	}
	var problem error
	for _, file := range between(all, now.Add(-24*time.Hour), now.Add(24*time.Hour)) {
		info, err := os.Lstat(file.Path)
		if err == nil && info.Mode().IsRegular() {
			err = do(file, info.Size())
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			problem = errors.Join(problem, err)
		}
	}
	return problem
}

// news returns the whole lines that a file has more than the last time.
func (f *Follower) news(path string) ([]byte, error) {
	handle, err := dayfile.OpenFile(path)
	if err != nil {
		return nil, fmt.Errorf("the incident log cannot be read: %w", err)
	}
	defer handle.Close()
	text := make([]byte, maxFollowed)
	n, err := handle.ReadAt(text, f.files[path])
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("the incident log cannot be read: %w", err)
	}
	whole := bytes.LastIndexByte(text[:n], '\n') + 1
	if whole == 0 && n == maxFollowed {
		whole = n // a line that is too long for a log
	}
	f.files[path] += int64(whole)
	return text[:whole], nil
}

// acknowledgedIn returns the incidents that are acknowledged in lines of a log.
func acknowledgedIn(lines []byte) []incidents.Incident {
	var found []incidents.Incident
	word := entryKinds().word(incidents.EntryAcknowledged)
	for line := range bytes.Lines(lines) {
		if !bytes.Contains(line, []byte(word)) {
			continue
		}
		var record incidentRecord
		if decode(line, &record) != nil || record.V != Version || record.Kind != word {
			continue
		}
		if e, err := record.entry(); err == nil {
			found = append(found, e.Incident)
		}
	}
	return found
}
