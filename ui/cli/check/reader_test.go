//go:build unix

package check_test

import (
	"bufio"
	"os"
	"syscall"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/ui/cli/exit"
)

// A reader of the output that takes nothing does not keep the check from going on, and a signal
// from ending it: the DN is put back.
func TestReaderTakesNothing(t *testing.T) {
	t.Parallel()
	address, r := recorded(t)
	from, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	defer to.Close()
	fill(t, to)
	command := program(t, t.TempDir(), "check", "7001", "--host", address, "--yes", "--quiet-time", "50ms", "--watch-time", "1h",
		"--wait-for", "restart", "--case", "rec/start/from-disabled,rec/restart")
	stdin, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	command.Stdout = to
	stderr, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	// The prompt of the second case comes after the line of the first one.
	lines := bufio.NewScanner(stderr)
	if !lines.Scan() {
		t.Error("the second case did not begin")
	}
	if state := r.State("7001"); state != event.Enabled {
		t.Errorf("7001 is %s during the second case", state)
	}
	if err := command.Process.Signal(syscall.SIGINT); err != nil {
		t.Error(err)
	}
	said := ""
	for lines.Scan() {
		said += lines.Text()
	}
	_ = command.Wait() // the code says how it ended
	if code := command.ProcessState.ExitCode(); code != int(exit.Incomplete) {
		t.Errorf("the exit code is %d: %s", code, said)
	}
	if state := r.State("7001"); state != event.Disabled {
		t.Errorf("7001 is left %s: %s", state, said)
	}
}

// fill writes into a pipe until it takes nothing more.
func fill(t *testing.T, pipe *os.File) {
	t.Helper()
	raw, err := pipe.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	err = raw.Control(func(fd uintptr) {
		for _, size := range []int{4096, 1} {
			for {
				if _, failed := syscall.Write(int(fd), make([]byte, size)); failed != nil {
					break
				}
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
