package dayfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

const (
	dayFormat = time.DateOnly
	suffix    = ".jsonl"
	// maxSameName is how many files one process ID may have on one day.
	maxSameName = 9999
)

// create creates a new file for a process and day. Because the file must be new, it cannot be a link, a
// device or another user's file.
func create(dir, day string, pid int) (dayFile, error) {
	if err := ownDirectory(dir); err != nil {
		return dayFile{}, err
	}
	for n := 1; n <= maxSameName; n++ {
		name := day + "-" + strconv.Itoa(pid)
		if n > 1 {
			name += "-" + strconv.Itoa(n)
		}
		path := filepath.Join(dir, name+suffix)
		handle, err := createFile(path)
		switch {
		case err == nil:
			return dayFile{handle: handle, path: path, day: day, locked: lock(handle)}, nil
		case !errors.Is(err, fs.ErrExist):
			return dayFile{}, err
		}
	}
	return dayFile{}, fmt.Errorf("%s already has %d files of process ID %d for %s", dir, maxSameName, pid, day)
}

// Name is a file's path and what its name contains.
type Name struct {
	Path string
	// Day is the beginning of its day, in UTC.
	Day time.Time
	// PID is the ID of the process that wrote it.
	PID int
}

// List returns the files of a directory by day, process ID and name; it ignores all names that no Log creates. A
// directory that does not exist has none.
func List(dir string) ([]Name, error) { return list(dir, `\.jsonl`) }

// list is List for names with another suffix, which is a regular expression.
func list(dir, suffix string) ([]Name, error) {
	entries, err := os.ReadDir(dir) // sorted by name
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	pattern := regexp.MustCompile(`^(\d{4}-\d\d-\d\d)-(\d{1,10})(-\d{1,4})?` + suffix + `$`)
	var files []Name
	for _, entry := range entries {
		parts := pattern.FindStringSubmatch(entry.Name())
		if parts == nil {
			continue
		}
		day, err := time.Parse(dayFormat, parts[1])
		if err != nil {
			continue
		}
		pid, err := strconv.Atoi(parts[2])
		if err != nil {
			continue
		}
		files = append(files, Name{Path: filepath.Join(dir, entry.Name()), Day: day, PID: pid})
	}
	return files, nil
}
