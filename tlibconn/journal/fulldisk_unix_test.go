//go:build unix

package journal

import (
	"fmt"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// fillDisk writes intents until its files must not grow any more, twice, and again when they may. It prints
// which were accepted.
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
	// No line ends at this size, so that part of a line is written.
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
		return fmt.Errorf("the state does not report the full disk")
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
