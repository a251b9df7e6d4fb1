package crash

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
)

// fatalKind is the prefix of the names of the files that CatchFatal creates.
const fatalKind = "fatal"

// CatchFatal creates a file to which the runtime writes errors that no one can recover: a panic on a goroutine that
// the Guard did not start, a concurrent map write, a deadlock, exhausted memory. The terminal is not restored then,
// because none of our code runs any more. The file is empty until such an error, and End removes it if it still is.
// CatchFatal also removes the empty files that killed processes left behind.
//
// The error explains why the file could not be created. The program can continue without it.
func (g *Guard) CatchFatal() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.dropStale()
	file, err := g.create(fatalKind)
	if err != nil {
		return fmt.Errorf("fatal errors cannot be recorded: %w", err)
	}
	// The runtime keeps its own descriptor.
	defer func() { _ = file.Close() }()
	if err = debug.SetCrashOutput(file, debug.CrashOptions{}); err != nil {
		_ = os.Remove(file.Name())
		return fmt.Errorf("fatal errors cannot be recorded: %w", err)
	}
	debug.SetTraceback("all")
	g.fatal = file.Name()
	return nil
}

// dropFatal undoes CatchFatal.
func (g *Guard) dropFatal() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.fatal == "" {
		return
	}
	// Without a file there is nothing to close, so there is no error.
	_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
	removeEmpty(g.fatal)
	g.fatal = ""
}

// dropStale removes the empty files of processes that no longer run. A file that cannot be removed stays.
func (g *Guard) dropStale() {
	entries, err := os.ReadDir(g.options.Dir)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if pid, ok := fatalProcess(entry.Name()); ok && !running(pid) {
			removeEmpty(filepath.Join(g.options.Dir, entry.Name()))
		}
	}
}

// fatalProcess returns the ID of the process that created a file of CatchFatal, from the name of the file.
func fatalProcess(name string) (pid int, ok bool) {
	parts := strings.Split(strings.TrimSuffix(name, ".txt"), "-")
	if len(parts) != 3 || parts[0] != fatalKind {
		return 0, false
	}
	pid, err := strconv.Atoi(parts[2])
	return pid, err == nil && pid > 0
}

func removeEmpty(name string) {
	if info, err := os.Lstat(name); err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		_ = os.Remove(name)
	}
}
