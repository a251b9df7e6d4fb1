//go:build unix

package check_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"

	"capdeck/tlibconn/contract"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/tlibtest"
)

// recorded starts a T-Server and a recorder in this process, so that the recorder's state can
// be seen.
func recorded(t *testing.T) (address string, r *recorder.Recorder) {
	t.Helper()
	server := tlibtest.NewServer("7001", "7002")
	var running sync.WaitGroup
	r, err := recorder.Start(t.Context(), recorder.Options{Addresses: []string{server.Addr()}, DNs: []string{"7001", "7002"}, Go: func(f func()) { running.Go(f) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(); server.Close(); running.Wait() })
	return server.Addr(), r
}

// A signal ends the check: the DN is put back, the report is written as far as it got, and
// the exit code says that it is not complete.
func TestSignal(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		address, r := recorded(t)
		command := program(t, t.TempDir(), "check", "7001", "--host", address, "--yes", "--quiet-time", "50ms", "--watch-time", "1h", "--case", "rec/start/from-disabled,rec/unasked/quiet,rec/latency")
		out, err := command.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for lines := bufio.NewScanner(io.TeeReader(out, &text)); lines.Scan(); {
			if strings.Contains(lines.Text(), "rec/start/from-disabled") {
				if err := command.Process.Signal(signal); err != nil {
					t.Error(err)
				}
			}
		}
		_ = command.Wait() // the code says how it ended
		if code := command.ProcessState.ExitCode(); code != 8 {
			t.Errorf("%s: the exit code is %d:\n%s", signal, code, &text)
		}
		for _, want := range []string{"PASS    required    rec/start/from-disabled", "SKIPPED observed    rec/unasked/quiet", "Not finished: the check was interrupted."} {
			if !strings.Contains(text.String(), want) {
				t.Errorf("%s: %q is missing:\n%s", signal, want, &text)
			}
		}
		if state := r.State("7001"); state != event.Disabled {
			t.Errorf("%s: 7001 is left %s", signal, state)
		}
	}
}

// While the recorder is silent, an interrupted check says that it puts the DN back. A second SIGINT
// ends that at once, and the report says what was left.
func TestSecondSignal(t *testing.T) {
	t.Parallel()
	address, r := recorded(t)
	command := program(t, t.TempDir(), "check", "7001", "--host", address, "--yes", "--quiet-time", "50ms", "--watch-time", "1h", "--case", "rec/start/from-disabled,rec/unasked/quiet")
	var text strings.Builder
	problems, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	started := make(chan struct{})
	command.Stdout = &firstWrite{out: &text, seen: started}
	if err = command.Start(); err != nil {
		t.Fatal(err)
	}
	<-started
	if err = errors.Join(r.Order(t.Context(), "silent=on"), command.Process.Signal(syscall.SIGINT)); err != nil {
		t.Error(err)
	}
	lines := bufio.NewScanner(problems)
	const want = "capdeck: the check was interrupted. DN 7001 is being put back, which takes at most 20s; to leave it as it is, press ctrl+C again."
	if !lines.Scan() || lines.Text() != want {
		t.Errorf("standard error: %q", lines.Text())
	}
	if err = command.Process.Signal(syscall.SIGINT); err != nil {
		t.Error(err)
	}
	_ = command.Wait() // the code says how it ended
	if code := command.ProcessState.ExitCode(); code != 8 || !strings.Contains(text.String(), "and was not put back, because the waiting was ended: no recorder answers; it was last known to be enabled.") {
		t.Errorf("the exit code is %d:\n%s", code, &text)
	}
}

// firstWrite closes seen when something was written.
type firstWrite struct {
	out  io.Writer
	seen chan struct{}
	once sync.Once
}

func (f *firstWrite) Write(text []byte) (int, error) {
	n, err := f.out.Write(text)
	f.once.Do(func() { close(f.seen) })
	return n, err
}

// A reader of the output that leaves ends the check too, and the DN is put back.
func TestReaderLeaves(t *testing.T) {
	t.Parallel()
	address, r := recorded(t)
	command := program(t, t.TempDir(), "check", "7001", "--host", address, "--yes", "--quiet-time", "50ms", "--watch-time", "1h", "--case", "rec/start/from-disabled,rec/start/when-enabled,rec/unasked/quiet")
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err = command.Start(); err != nil {
		t.Fatal(err)
	}
	if !bufio.NewScanner(out).Scan() {
		t.Error("nothing was printed")
	}
	out.Close()
	_ = command.Wait() // the code says how it ended
	if code := command.ProcessState.ExitCode(); code != 8 {
		t.Errorf("the exit code is %d", code)
	}
	if state := r.State("7001"); state != event.Disabled {
		t.Errorf("7001 is left %s", state)
	}
}

// Without a terminal and without --yes nothing is sent. With standard input closed and an
// empty environment the check works.
func TestWithoutTerminal(t *testing.T) {
	t.Parallel()
	address, _ := recorded(t)
	refused := program(t, t.TempDir(), "check", "7001", "--host", address, "--second-dn", "7002")
	text, err := refused.CombinedOutput()
	if err == nil || refused.ProcessState.ExitCode() != 2 || !strings.Contains(string(text), "check starts, pauses, resumes and stops the capture of DN 7001, and queries DN 7002 at "+address+"; to allow that without being asked, add --yes") {
		t.Errorf("without --yes: %d %s", refused.ProcessState.ExitCode(), text)
	}
	bare := exec.CommandContext(t.Context(), "/bin/sh", "-c", `exec "$0" "$@" <&-`, os.Args[0],
		"check", "7001", "--host", address, "--yes", "--json", "--no-journal", "--quiet-time", "50ms", "--case", "rec/query/answered")
	bare.Env = []string{childVariable + "=1"}
	text, err = bare.CombinedOutput()
	var report contract.Report
	if err != nil || json.Unmarshal(text, &report) != nil || len(report.Results) != 1 || report.Results[0].Verdict != contract.Passed || report.Schema != contract.ReportSchema {
		t.Errorf("without anything: %v %s", err, text)
	}
}

// A failed case is shown with what was sent, expected and seen, and with its messages.
func TestFailureIsShown(t *testing.T) {
	t.Parallel()
	address, r := recorded(t)
	if err := r.Order(t.Context(), "verb=pause,silent=on"); err != nil {
		t.Fatal(err)
	}
	check := program(t, t.TempDir(), "check", "7001", "--host", address, "--yes", "--quiet-time", "50ms", "--indication-timeout", "300ms", "--case", "rec/pause/from-enabled")
	text, _ := check.CombinedOutput() // the code says how it ended
	if code := check.ProcessState.ExitCode(); code != 1 {
		t.Errorf("the exit code is %d", code)
	}
	for _, want := range []string{
		"FAIL    required    rec/pause/from-enabled", "the query was answered by enabled, not by paused",
		"desktop: pause for DN 7001", "a query is answered by paused", "message RequestSendEvent", "'screen-capture'    'pause'", "message EventACK",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is missing:\n%s", want, text)
		}
	}
}
