//go:build unix

package alert

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const guard = 30 * time.Second

// runner returns a runner of a shell script, and what it tells.
func runner(t *testing.T, script string, change func(*Options)) (*Runner, chan string) {
	t.Helper()
	told := make(chan string, 100)
	options := Options{
		Command: []string{"/bin/sh", "-c", script}, Environment: []string{"PATH=" + os.Getenv("PATH")}, Go: func(f func()) { go f() },
		Told: func(sentence string, failed bool) { told <- fmt.Sprint(failed, " ", sentence) },
	}
	if change != nil {
		change(&options)
	}
	r := New(options)
	t.Cleanup(r.Close)
	return r, told
}

func next(t *testing.T, told chan string) string {
	t.Helper()
	select {
	case sentence := <-told:
		return sentence
	case <-time.After(guard):
		t.Fatal("nothing was told")
		return ""
	}
}

// waitFor waits until a file has a text.
func waitFor(t *testing.T, path, want string) {
	t.Helper()
	for end := time.Now().Add(guard); ; <-time.After(5 * time.Millisecond) {
		text, _ := os.ReadFile(path)
		if string(text) == want {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("the file has %q, want %q", text, want)
		}
	}
}

// Commands read their input, run in order and one at a time.
func TestOneAtATime(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "out")
	r, _ := runner(t, `read line; echo "begin $line $INCIDENT" >> "$0"; sleep 0.05; echo end >> "$0"`, func(o *Options) { o.Command = append(o.Command, file) })
	for n := range 3 {
		r.Run(Alert{Input: fmt.Appendf(nil, "%d\n", n), Environment: []string{fmt.Sprint("INCIDENT=", n)}})
	}
	waitFor(t, file, "begin 0 0\nend\nbegin 1 1\nend\nbegin 2 2\nend\n")
}

// A failure is told once, with what the command wrote, and so is that it works again.
func TestFailure(t *testing.T) {
	t.Parallel()
	r, told := runner(t, `read line; if [ "$line" = bad ]; then printf 'no\n  route\n' >&2; exit 3; fi`, nil)
	for _, line := range []string{"good", "bad", "bad", "good", "bad"} {
		r.Run(Alert{Input: []byte(line + "\n")})
	}
	for _, want := range []string{"true --alert-exec /bin/sh failed: exit status 3: no route", "false --alert-exec works again", "true --alert-exec /bin/sh failed: exit status 3: no route"} {
		if got := next(t, told); got != want {
			t.Errorf("told %q, want %q", got, want)
		}
	}
}

func TestNoSuchCommand(t *testing.T) {
	t.Parallel()
	r, told := runner(t, "", func(o *Options) { o.Command = []string{"/no/such/command"} })
	r.Run(Alert{})
	if got := next(t, told); !strings.Contains(got, "no such file or directory") {
		t.Errorf("told %q", got)
	}
}

// A command that does not end is killed with what it has started, and holds up no one for
// longer. One that reads nothing does no harm.
func TestTimeLimit(t *testing.T) {
	t.Parallel()
	r, told := runner(t, "sleep 1000 & sleep 1000", func(o *Options) { o.TimeLimit = 50 * time.Millisecond })
	r.Run(Alert{Input: make([]byte, 1<<20)})
	if got := next(t, told); got != "true --alert-exec /bin/sh failed: it was killed after 50ms" {
		t.Errorf("told %q", got)
	}
}

// A command that succeeds and leaves something running has not failed, although that holds its
// standard error. The next alerts do not wait for it.
func TestLeftRunning(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "out")
	r, told := runner(t, `read line; echo "$line" >> "$0"; [ "$line" = last ] && exit 3; sleep 1000 & echo $! > "$0.pid"`, func(o *Options) { o.Command = append(o.Command, file) })
	r.Run(Alert{Input: []byte("first\n")}, Alert{Input: []byte("last\n")})
	if got := next(t, told); got != "true --alert-exec /bin/sh failed: exit status 3" {
		t.Errorf("told %q", got)
	}
	waitFor(t, file, "first\nlast\n")
	pid, err := os.ReadFile(file + ".pid")
	if err != nil {
		t.Fatal(err)
	}
	left, err := strconv.Atoi(strings.TrimSpace(string(pid)))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(left, syscall.SIGKILL); err != nil {
		t.Errorf("what was left running: %v", err)
	}
}

// More alerts than may wait are left out and counted; Run returns at once, and so does Close
// after a moment.
func TestTooMany(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "out")
	r, told := runner(t, `echo x > "$0"; sleep 1000`, func(o *Options) { o.Command = append(o.Command, file) })
	r.Run(Alert{})
	waitFor(t, file, "x\n")
	r.Run(make([]Alert, MaxWaiting+7)...)
	r.Close()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.waiting) != MaxWaiting || r.leftOut != 7 {
		t.Errorf("%d wait, %d are left out", len(r.waiting), r.leftOut)
	}
	if len(told) != 0 {
		t.Errorf("told %q", <-told)
	}
}
