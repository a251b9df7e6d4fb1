//go:build unix

package ptytest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/simserver"
)

// sending is capdeck send without a terminal, started by a shell with hardly any variables.
type sending struct {
	*exec.Cmd
	out    io.Closer     // its standard output
	lines  *bufio.Reader // of it
	errOut bytes.Buffer
	dir    string // of its journal
}

// startSend starts the program with a redirection of the shell's.
func startSend(t *testing.T, redirection string, args ...string) *sending {
	t.Helper()
	variables, dir := withState(t)
	s := &sending{Cmd: exec.Command("/bin/sh", append([]string{"-c", `exec "$0" "$@" ` + redirection, program(), "send"}, args...)...), dir: dir}
	s.Env = append([]string{"XDG_CONFIG_HOME=" + t.TempDir()}, variables[0])
	s.Stderr = &s.errOut
	out, err := s.StdoutPipe()
	if err == nil {
		err = s.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	s.out, s.lines = out, bufio.NewReader(out)
	guard := time.AfterFunc(hangGuard, func() { _ = s.Process.Kill() })
	t.Cleanup(func() { guard.Stop() })
	return s
}

// rest returns the lines that were not read, and the exit code.
func (s *sending) rest(t *testing.T) (string, int) {
	t.Helper()
	text, err := io.ReadAll(s.lines)
	if err != nil {
		t.Fatal(err)
	}
	return string(text), s.code(t)
}

func (s *sending) code(t *testing.T) int {
	t.Helper()
	var failed *exec.ExitError
	if err := s.Wait(); err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	return s.ProcessState.ExitCode()
}

// TestSendWithoutATerminal gives the program hardly any variables and a closed standard input.
func TestSendWithoutATerminal(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002")
	s := startSend(t, "<&-", "start", "7001-7002", "--host", p.server.Addr())
	text, code := s.rest(t)
	if code != 0 || strings.Count(text, "start confirmed") != 2 || s.errOut.Len() != 0 {
		t.Errorf("exit code %d\n%s%s", code, text, s.errOut.String())
	}
}

// TestSendIsInterrupted ends a run while most commands wait for their turn. Each DN still has its line.
func TestSendIsInterrupted(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			dns := numbers(7001, 30)
			p := startParties(t, simserver.Options{}, dns...)
			s := startSend(t, "", "start", strings.Join(dns, ","), "--host", p.server.Addr(), "--rate", "1")
			first, err := s.lines.ReadString('\n')
			if err == nil {
				err = s.Process.Signal(signal)
			}
			if err != nil {
				t.Fatal(err)
			}
			text, code := s.rest(t)
			text = first + text
			if code != 8 || strings.Count(text, "\n") != len(dns) || !strings.Contains(text, "start not sent: interrupted\n") {
				t.Errorf("exit code %d\n%s%s", code, text, s.errOut.String())
			}
		})
	}
}

// TestSendWithoutAReader closes the pipe after the first line. Nothing more is sent, and what was sent has its outcome
// in the journal.
func TestSendWithoutAReader(t *testing.T) {
	t.Parallel()
	dns := numbers(7001, 30)
	p := startParties(t, simserver.Options{}, dns...)
	s := startSend(t, "", "start", strings.Join(dns, ","), "--host", p.server.Addr(), "--rate", "1")
	if _, err := s.lines.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if err := s.out.Close(); err != nil {
		t.Fatal(err)
	}
	code := s.code(t)
	sent := readJournal(t, s.dir, journal.Filter{Outcome: "confirmed"})
	if open := readJournal(t, s.dir, journal.Filter{Outcome: "unknown"}); len(open) != 0 {
		t.Errorf("the journal has no outcome of %+v", open)
	}
	if want := fmt.Sprintf("%d commands were not sent", len(dns)-len(sent)); code != 8 || !strings.Contains(s.errOut.String(), want) {
		t.Errorf("exit code %d, standard error says %q, not %q", code, s.errOut.String(), want)
	}
}
