package journal

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// childRole and childDir name the variables that tell a child process of this test binary
// what to do.
const (
	childRole = "JOURNAL_TEST_CHILD"
	childDir  = "JOURNAL_TEST_DIR"
)

func TestMain(m *testing.M) {
	var err error
	switch role := os.Getenv(childRole); role {
	case "":
		os.Exit(m.Run())
	case "writes":
		err = writeForEver(os.Getenv(childDir))
	case "full":
		err = fillDisk(os.Getenv(childDir))
	default:
		err = fmt.Errorf("unknown role %q", role)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func child(t *testing.T, role, dir string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	must(t, err)
	command := exec.CommandContext(t.Context(), program)
	command.Env = append(os.Environ(), childRole+"="+role, childDir+"="+dir)
	command.Stderr = os.Stderr
	return command
}

// writeForEver writes without end. After each successful Intent it prints the last command that is in the
// journal.
func writeForEver(dir string) error {
	f, err := Open(Options{Dir: dir, User: "alice", Go: func(f func()) { go f() }})
	if err != nil {
		return err
	}
	var last uint64
	for {
		count := 1 + rand.Uint64N(20)
		if err := f.Intent(intents(last+1, last+count)); err != nil {
			return err
		}
		last += count
		if err := f.Outcome([]Outcome{{Time: time.Now(), Command: last, Outcome: "confirmed"}}); err != nil {
			return err
		}
		fmt.Println(last)
	}
}

// TestKill kills writing processes with SIGKILL, and checks that every intent is in the journal whose Intent
// returned.
func TestKill(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	dir := t.TempDir()
	const rounds = 20
	promised := map[int]uint64{}
	for range rounds {
		pid, last := writeAndKill(t, dir, random.IntN(300))
		promised[pid] = last
	}
	entries, problems := read(t, dir, Filter{})
	for _, problem := range problems {
		if problem.Damage {
			t.Errorf("%+v", problem)
		}
	}
	got := map[int]uint64{}
	for _, e := range entries {
		if e.Intent.Command != got[e.Process.PID]+1 {
			t.Fatalf("in process %d, command %d follows %d", e.Process.PID, e.Intent.Command, got[e.Process.PID])
		}
		got[e.Process.PID] = e.Intent.Command
		if e.Outcome.Outcome != OutcomeUnknown && e.Outcome.Outcome != "confirmed" {
			t.Fatalf("command %d of process %d is %s", e.Intent.Command, e.Process.PID, e.Outcome.Outcome)
		}
	}
	for pid, last := range promised {
		if got[pid] < last {
			t.Errorf("process %d: the journal has the commands up to %d, but Intent returned for those up to %d", pid, got[pid], last)
		}
	}
	lost, err := Unknown(dir, time.Now())
	must(t, err)
	if lost.Commands == 0 || len(lost.Processes) == 0 {
		t.Errorf("unknown: %+v", lost)
	}
}

// writeAndKill kills a process after it has printed that many lines, and returns the last command that its
// journal must contain.
func writeAndKill(t *testing.T, dir string, lines int) (pid int, last uint64) {
	t.Helper()
	command := child(t, "writes", dir)
	out, err := command.StdoutPipe()
	must(t, err)
	must(t, command.Start())
	in := bufio.NewReader(out)
	for n := 0; ; n++ {
		if n == lines {
			must(t, command.Process.Kill())
		}
		text, err := in.ReadString('\n')
		if err != nil {
			break // everything printed before the end has been read
		}
		last, err = strconv.ParseUint(strings.TrimSpace(text), 10, 64)
		must(t, err)
	}
	if err := command.Wait(); err == nil {
		t.Fatal("the process was not killed")
	}
	return command.Process.Pid, last
}

// TestLivingProcess distinguishes an open command from one whose process has ended.
func TestLivingProcess(t *testing.T) {
	dir := t.TempDir()
	command := child(t, "writes", dir)
	out, err := command.StdoutPipe()
	must(t, err)
	must(t, command.Start())
	_, err = bufio.NewReader(out).ReadString('\n')
	must(t, err)
	// The process stops writing because no one reads its output.
	unknown := func() int {
		entries, _ := read(t, dir, Filter{Outcome: "unknown"})
		return len(entries)
	}
	if entries, _ := read(t, dir, Filter{Outcome: OutcomeOpen}); len(entries) == 0 || unknown() != 0 {
		t.Errorf("while the process runs, %d commands are open and %d unknown", len(entries), unknown())
	}
	must(t, command.Process.Kill())
	_, err = io.Copy(io.Discard, out)
	must(t, err)
	if err := command.Wait(); err == nil {
		t.Fatal("the process was not killed")
	}
	if entries, _ := read(t, dir, Filter{Outcome: OutcomeOpen}); len(entries) != 0 || unknown() == 0 {
		t.Errorf("after the process has ended, %d commands are open and %d unknown", len(entries), unknown())
	}
}
