package journal

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// childRole and childDir tell this test binary, started again, what to do.
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
		err = fmt.Errorf("the role %q is not known", role)
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

// writeForEver says on standard output, after each Intent that returned, up to
// which command the journal has them.
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

// TestKill ends writing processes with SIGKILL, and looks for every intent whose
// Intent returned.
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
			t.Fatalf("of process %d command %d follows %d", e.Process.PID, e.Intent.Command, got[e.Process.PID])
		}
		got[e.Process.PID] = e.Intent.Command
		if e.Outcome.Outcome != OutcomeUnknown && e.Outcome.Outcome != "confirmed" {
			t.Fatalf("command %d of process %d is %s", e.Intent.Command, e.Process.PID, e.Outcome.Outcome)
		}
	}
	for pid, last := range promised {
		if got[pid] < last {
			t.Errorf("process %d: the journal has the commands to %d, Intent had returned for those to %d", pid, got[pid], last)
		}
	}
	lost, err := Unknown(dir, time.Now())
	must(t, err)
	if lost.Commands == 0 || len(lost.Processes) == 0 {
		t.Errorf("unknown: %+v", lost)
	}
}

// writeAndKill kills a process after it has said so many lines, and returns up
// to which command its journal must be.
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
			break // what was said before the end was read too
		}
		last, err = strconv.ParseUint(strings.TrimSpace(text), 10, 64)
		must(t, err)
	}
	if err := command.Wait(); err == nil {
		t.Fatal("the process was not killed")
	}
	return command.Process.Pid, last
}

// TestLivingProcess tells an open command from one whose process is gone.
func TestLivingProcess(t *testing.T) {
	dir := t.TempDir()
	command := child(t, "writes", dir)
	out, err := command.StdoutPipe()
	must(t, err)
	must(t, command.Start())
	_, err = bufio.NewReader(out).ReadString('\n')
	must(t, err)
	// It cannot write on while nobody reads its output.
	unknown := func() int {
		entries, _ := read(t, dir, Filter{Outcome: "unknown"})
		return len(entries)
	}
	if entries, _ := read(t, dir, Filter{Outcome: OutcomeOpen}); len(entries) == 0 || unknown() != 0 {
		t.Errorf("of a living process %d commands are open and %d unknown", len(entries), unknown())
	}
	must(t, command.Process.Kill())
	_, err = io.Copy(io.Discard, out)
	must(t, err)
	if err := command.Wait(); err == nil {
		t.Fatal("the process was not killed")
	}
	if entries, _ := read(t, dir, Filter{Outcome: OutcomeOpen}); len(entries) != 0 || unknown() == 0 {
		t.Errorf("of a process that is gone %d commands are open and %d unknown", len(entries), unknown())
	}
}

// fillDisk writes intents until its files may grow no more, twice, and once
// they may. It says on standard output which were taken.
func fillDisk(dir string) error {
	signal.Ignore(syscall.SIGXFSZ)
	f, err := Open(Options{Dir: dir, User: "alice", Go: func(f func()) { go f() }})
	if err != nil {
		return err
	}
	var before unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &before); err != nil {
		return err
	}
	// No line ends at this size, so that a part of one gets in.
	limit := before
	limit.Cur = 5003
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	refused := 0
	for command := uint64(1); refused < 2; command++ {
		if err := f.Intent(intents(command, command)); err != nil {
			fmt.Println("refused", command, err)
			refused++
			continue
		}
		fmt.Println("taken", command)
	}
	if f.State().Err == nil {
		return fmt.Errorf("the state says nothing of the full disk")
	}
	if err := f.Outcome([]Outcome{{Time: time.Now(), Command: 1, Outcome: "confirmed"}}); err != nil {
		return err
	}
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &before); err != nil {
		return err
	}
	if err := f.Intent(intents(1000, 1001)); err != nil {
		return err
	}
	fmt.Println("taken 1000")
	fmt.Println("taken 1001")
	if f.State().Err != nil {
		return f.State().Err
	}
	return f.Close()
}

func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	out, err := child(t, "full", dir).Output()
	must(t, err)
	var taken []string
	refused := 0
	for text := range strings.Lines(string(out)) {
		words := strings.Fields(text)
		if words[0] == "taken" {
			taken = append(taken, words[1])
		} else if refused++; !strings.Contains(text, "file too large") {
			t.Errorf("%s", text)
		}
	}
	want(t, "refused", refused, 2)
	entries, problems := read(t, dir, Filter{})
	var got []string
	for _, e := range entries {
		got = append(got, fmt.Sprint(e.Intent.Command))
	}
	want(t, "commands in the journal", got, taken)
	want(t, "the outcome that had to wait", entries[0].Outcome.Outcome, "confirmed")
	if len(problems) != 1 || problems[0].Damage || !strings.Contains(problems[0].Text, "and commands were refused: write") {
		t.Errorf("problems %q", texts(problems))
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	must(t, err)
	want(t, "files", len(files), 1)
}
