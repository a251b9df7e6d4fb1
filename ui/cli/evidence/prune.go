package evidence

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"capdeck/model/phrase"
	"capdeck/tlibconn/dayfile"
)

// prune deletes the files that are too old or too many, and tells what was deleted.
func (e *Evidence) prune(now time.Time) {
	sentence := Prune(e.options.State, e.options.Keep, e.options.Size, now)
	if sentence != "" && e.options.Told != nil {
		e.options.Told(sentence)
	}
}

// logFile is a file of either log.
type logFile struct {
	dayfile.Name
	size int64
}

// Prune deletes the files of the logs whose day ended longer ago than keep, and then the
// oldest until both folders hold at most size bytes; 0 means no limit. How long ago that is
// depends on the clock and on the last day before today of which there is a file: a clock
// that has jumped far ahead deletes nothing by itself. It deletes only
// regular files with names that a log gives, none of the present day, and none that a
// running process writes. It returns a sentence about what was deleted and what could not
// be, "" if there is nothing to say.
func Prune(state string, keep time.Duration, size int64, now time.Time) string {
	if keep <= 0 && size <= 0 {
		return ""
	}
	files, problem := logFiles(state)
	today := now.UTC().Truncate(24 * time.Hour)
	before := now.Add(-keep)
	if last := lastBefore(files, today).Add(24*time.Hour - keep); last.Before(before) {
		before = last
	}
	var sum int64
	for _, file := range files {
		sum += file.size
	}
	var deleted []string
	for _, file := range files {
		old := keep > 0 && file.Day.Add(24*time.Hour).Before(before)
		many := size > 0 && sum > size
		if !old && !many || !file.Day.Before(today) || dayfile.Lives(file.Path, file.PID) {
			continue
		}
		switch err := os.Remove(file.Path); {
		case errors.Is(err, fs.ErrNotExist): // another process was faster: all of them prune at midnight
			sum -= file.size
			continue
		case err != nil:
			problem = errors.Join(problem, err)
			continue
		}
		sum -= file.size
		deleted = append(deleted, filepath.Join(filepath.Base(filepath.Dir(file.Path)), filepath.Base(file.Path)))
	}
	return pruned(deleted, sum, size, problem)
}

// lastBefore returns the last day before a day of which there is a file, the zero time if
// there is none. The files are in the order of their days.
func lastBefore(files []logFile, day time.Time) (last time.Time) {
	for i := range files {
		if files[i].Day.Before(day) {
			last = files[i].Day
		}
	}
	return last
}

// pruned returns the sentence of Prune.
func pruned(deleted []string, sum, size int64, problem error) string {
	var parts []string
	if len(deleted) > 0 {
		const most = 3
		names := strings.Join(deleted[:min(most, len(deleted))], ", ")
		if len(deleted) > most {
			names += fmt.Sprintf(" and %d more", len(deleted)-most)
		}
		parts = append(parts, fmt.Sprintf("deleted %s of evidence, beyond --evidence-keep or --evidence-size: %s", phrase.Count(len(deleted), "file", "files"), names))
	}
	if size > 0 && sum > size {
		parts = append(parts, fmt.Sprintf("the evidence has %d bytes, more than --evidence-size, because the files of today and of running processes are not deleted", sum))
	}
	if problem != nil {
		parts = append(parts, "old evidence cannot be deleted: "+strings.ReplaceAll(problem.Error(), "\n", "; "))
	}
	return strings.Join(parts, "; ")
}

// logFiles returns the regular files of both logs, oldest first.
func logFiles(state string) ([]logFile, error) {
	var files []logFile
	var problem error
	for _, dir := range []string{CoverageDir(state), IncidentDir(state)} {
		names, err := dayfile.List(dir)
		if err != nil {
			problem = errors.Join(problem, err)
		}
		snapshots, err := dayfile.Snapshots(dir, true)
		if err != nil {
			problem = errors.Join(problem, err)
		}
		names = append(names, snapshots...)
		for _, name := range names {
			if info, err := os.Lstat(name.Path); err == nil && info.Mode().IsRegular() {
				files = append(files, logFile{name, info.Size()})
			}
		}
	}
	slices.SortStableFunc(files, func(a, b logFile) int { return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.Path, b.Path)) })
	return files, problem
}
