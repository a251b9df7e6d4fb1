package crash

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
)

// fatalKind begins the names of the files that CatchFatal makes.
const fatalKind = "fatal"

// CatchFatal makes a file to which the runtime writes what nobody can recover: a panic on a goroutine that
// the Guard did not start, a concurrent map write, a deadlock, memory exhausted. The terminal is not
// restored then, as no code of ours runs any more. The file is empty until that happens, and End removes it
// if it still is; empty files that killed processes left behind are removed now.
//
// The error says why there is no such file. The program can go on without.
func (g *Guard) CatchFatal() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.dropStale()
	file, err := g.create(fatalKind)
	if err != nil {
		return fmt.Errorf("fatal errors cannot be kept: %w", err)
	}
	// The runtime keeps a descriptor of its own.
	defer func() { _ = file.Close() }()
	if err = debug.SetCrashOutput(file, debug.CrashOptions{}); err != nil {
		_ = os.Remove(file.Name())
		return fmt.Errorf("fatal errors cannot be kept: %w", err)
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
	// Without a file there is nothing to close and so no error.
	_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
	removeEmpty(g.fatal)
	g.fatal = ""
}

// dropStale removes the empty files of processes that no longer run. What cannot be removed stays.
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

// fatalProcess returns the process that made a file of CatchFatal, from its name.
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
