package dayfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

const (
	snapshotSuffix = ".going.jsonl"
	// newSuffix is that of a snapshot that is being written.
	newSuffix = ".going.new.jsonl"
)

// Snapshot is a file beside those of a Log. It holds how something stands, and is replaced as
// a whole: a reader sees the old text or the new one. Another process never writes to it. It
// is not safe for concurrent use.
type Snapshot struct {
	// Dir is the directory of the Log, PID the process's ID.
	Dir string
	PID int

	path, day string
}

// Replace writes a text of a day, in the format of time.DateOnly, and forces it to the disk.
// The file has a name of its day.
func (s *Snapshot) Replace(day string, text []byte) error {
	if day != s.day {
		before := s.path
		if err := s.claim(day); err != nil {
			return fmt.Errorf("%s cannot be written: %w", s.Dir, err)
		}
		defer func() {
			if before != "" {
				_ = os.Remove(before) // what it says is in the new one
			}
		}()
	}
	next := strings.TrimSuffix(s.path, snapshotSuffix) + newSuffix
	if err := os.Remove(next); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s cannot be replaced: %w", s.path, err)
	}
	handle, err := createFile(next)
	if err != nil {
		return fmt.Errorf("%s cannot be replaced: %w", s.path, err)
	}
	_, err = handle.Write(text)
	if err == nil {
		err = handle.Sync()
	}
	if err = errors.Join(err, handle.Close()); err == nil {
		err = os.Rename(next, s.path)
	}
	if err != nil {
		_ = os.Remove(next) // the next attempt removes it otherwise
		return fmt.Errorf("%s cannot be replaced: %w", s.path, err)
	}
	return nil
}

// claim creates a new file for a day.
func (s *Snapshot) claim(day string) error {
	if err := ownDirectory(s.Dir); err != nil {
		return err
	}
	for n := 1; n <= maxSameName; n++ {
		name := day + "-" + strconv.Itoa(s.PID)
		if n > 1 {
			name += "-" + strconv.Itoa(n)
		}
		path := filepath.Join(s.Dir, name+snapshotSuffix)
		handle, err := createFile(path)
		switch {
		case err == nil:
			s.path, s.day = path, day
			return handle.Close()
		case !errors.Is(err, fs.ErrExist):
			return err
		}
	}
	return fmt.Errorf("there are already %d files of process ID %d for %s", maxSameName, s.PID, day)
}

// Remove removes the file, since nothing stands any more.
func (s *Snapshot) Remove() error {
	if s.path == "" {
		return nil
	}
	err := os.Remove(s.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s cannot be removed: %w", s.path, err)
	}
	s.path, s.day = "", ""
	return nil
}

// Snapshots returns the snapshots in a directory, as List returns the files of a Log. What was
// being written when its process ended is among them if unfinished is set.
func Snapshots(dir string, unfinished bool) ([]Name, error) {
	pattern := `\.going\.jsonl`
	if unfinished {
		pattern = `\.going(\.new)?\.jsonl`
	}
	return list(dir, pattern)
}
