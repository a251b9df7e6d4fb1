package check_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"capdeck/tlibconn/contract"
	"capdeck/ui/cli"
	"capdeck/ui/cli/process"
)

// childVariable makes the test binary behave as capdeck.
const childVariable = "CAPDECK_CHECK_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) != "" {
		streams := process.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Environment: os.LookupEnv}
		os.Exit(int(cli.Run(context.Background(), os.Args[1:], streams)))
	}
	os.Exit(m.Run())
}

// program returns a capdeck, in a process of its own, with files of its own in a folder.
func program(t *testing.T, dir string, args ...string) *exec.Cmd {
	command := exec.CommandContext(t.Context(), os.Args[0], args...)
	command.Env = []string{childVariable + "=1", "HOME=" + dir, "XDG_STATE_HOME=" + dir, "XDG_CONFIG_HOME=" + dir, "PATH=" + os.Getenv("PATH")}
	return command
}

// simulation is a `capdeck tserver` with a control socket.
type simulation struct {
	address, socket string
	end             func()
}

// simulate starts a T-Server with a recorder. Its files are in a folder, whose name is short
// because it is in the path of the socket.
func simulate(t *testing.T, dir string, args ...string) (*simulation, error) {
	s := &simulation{socket: filepath.Join(dir, "orders")}
	command := program(t, dir, append([]string{"tserver", "--quiet", "--dns", "7001-7003", "--listen", "127.0.0.1:0", "--control", s.socket}, args...)...)
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		return nil, err
	}
	var draining sync.WaitGroup
	s.end = func() {
		_ = command.Process.Kill()
		draining.Wait()
		_ = command.Wait() // it was killed
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if _, after, found := strings.Cut(lines.Text(), "listens on "); found {
			s.address, _, _ = strings.Cut(after, " ")
		}
		if strings.HasPrefix(lines.Text(), "orders are taken on ") {
			// What it prints later must not block it.
			draining.Go(func() { _, _ = io.Copy(io.Discard, out) })
			return s, nil
		}
	}
	s.end()
	return nil, fmt.Errorf("capdeck tserver %s did not start", strings.Join(args, " "))
}

// row is a fault of testdata/faults.txt: the arguments of the T-Server that has it, and the
// lines of what is expected and of what was found.
type row struct {
	fault           string
	expected, asRun []string
}

const table = "testdata/faults.txt"

// readTable returns the comment at the top of the table, and its rows.
func readTable(t *testing.T) (comment string, rows []row) {
	t.Helper()
	text, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		rest = strings.TrimSpace(rest)
		switch {
		case strings.HasPrefix(line, "#"):
			comment += line
		case word == "":
		case word == "fault":
			rows = append(rows, row{fault: rest})
		case len(rows) > 0 && word == "expected":
			rows[len(rows)-1].expected = append(rows[len(rows)-1].expected, rest)
		case len(rows) > 0 && word == "run":
			rows[len(rows)-1].asRun = append(rows[len(rows)-1].asRun, rest)
		default:
			t.Fatalf("%s: what does %q mean?", table, line)
		}
	}
	return comment, rows
}

var update = flag.Bool("update", false, "write what was found into "+table)

// Each fault of T-Server or of the recorder changes exactly the cases that it must: what is
// expected was written by hand, and what is found is what `capdeck check` found, in a process
// of its own. The checks mostly wait, so they all run at once. On a busy machine an
// indication may then come later than a check waits: what differs is checked once more by
// itself, with more patience.
func TestFaultTable(t *testing.T) {
	comment, rows := readTable(t)
	found, problems := make([][]string, len(rows)), make([]error, len(rows))
	var running sync.WaitGroup
	for i := range rows {
		running.Go(func() { found[i], problems[i] = checkWith(t, rows[i].fault, "100ms") })
	}
	running.Wait()
	for i := range rows {
		t.Run(rows[i].fault, func(t *testing.T) {
			if problems[i] != nil {
				t.Fatal(problems[i])
			}
			got := rows[i].judged(found[i])
			want := slices.DeleteFunc(slices.Clone(rows[i].expected), isAny)
			if !slices.Equal(got, want) {
				t.Logf("beside the others:\n  %s", strings.Join(got, "\n  "))
				again, err := checkWith(t, rows[i].fault, "1s")
				if err != nil {
					t.Fatal(err)
				}
				got = rows[i].judged(again)
			}
			if !slices.Equal(got, want) {
				t.Errorf("expected:\n  %s\nfound:\n  %s", strings.Join(want, "\n  "), strings.Join(got, "\n  "))
			}
			if !*update && !slices.Equal(got, rows[i].asRun) {
				t.Errorf("the table says that the last run found:\n  %s", strings.Join(rows[i].asRun, "\n  "))
			}
			rows[i].asRun = got
		})
	}
	if *update {
		writeTable(t, comment, rows)
	}
}

// isAny reports whether an expected line says that a case may end in any way.
func isAny(line string) bool { return strings.HasPrefix(line, "any ") }

// judged returns the lines that were found without the cases that may end in any way.
func (r *row) judged(found []string) []string {
	return slices.DeleteFunc(found, func(line string) bool {
		_, after, _ := strings.Cut(line, " ")
		id, _, _ := strings.Cut(after, ":")
		return slices.Contains(r.expected, "any "+id)
	})
}

func writeTable(t *testing.T, comment string, rows []row) {
	t.Helper()
	var out strings.Builder
	out.WriteString(comment)
	for _, r := range rows {
		fmt.Fprintf(&out, "\nfault    %s\n", r.fault)
		for _, line := range r.expected {
			fmt.Fprintf(&out, "expected %s\n", line)
		}
		for _, line := range r.asRun {
			fmt.Fprintf(&out, "run      %s\n", line)
		}
	}
	if err := os.WriteFile(table, []byte(out.String()), 0o644); err != nil {
		t.Error(err)
	}
}

// checkWith runs the check against a T-Server with a fault, and returns the exit code, what
// blocked the whole, and each case that did not end as usual. Nothing comes is what does not
// come within quiet.
func checkWith(t *testing.T, fault, quiet string) ([]string, error) {
	dir, err := os.MkdirTemp("", "check")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	var args []string
	if fault != "none" {
		args = strings.Fields(fault)
	}
	simulated, err := simulate(t, dir, args...)
	if err != nil {
		return nil, err
	}
	defer simulated.end()
	check := program(t, dir, "check", "7001", "--host", simulated.address, "--second-dn", "7002", "--unknown-dn", "9999", "--control", simulated.socket, "--yes", "--json",
		"--quiet-time", quiet, "--watch-time", "200ms", "--request-timeout", "3s", "--indication-timeout", "1s", "--addp-timeout", "0")
	var out, problems bytes.Buffer
	check.Stdout, check.Stderr = &out, &problems
	var exited *exec.ExitError
	if err = check.Run(); err != nil && !errors.As(err, &exited) {
		return nil, err
	}
	lines := []string{fmt.Sprintf("exit %d", check.ProcessState.ExitCode())}
	if problems.Len() > 0 {
		return append(lines, "stderr: "+strings.ReplaceAll(strings.TrimSpace(problems.String()), simulated.address, "HOST")), nil
	}
	var report contract.Report
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		return nil, fmt.Errorf("%w: %s", err, out.Bytes())
	}
	if report.Blocked != "" {
		return append(lines, "blocked: "+report.Blocked), nil
	}
	for i := range report.Results {
		if line := deviation(&report.Results[i]); line != "" {
			lines = append(lines, line)
		}
	}
	for _, left := range report.Left {
		lines = append(lines, "left: "+left)
	}
	return lines, nil
}

// usual has what our own recorder does where the contract is silent. What two clients at once
// lead to depends on who is faster.
func usual() map[string]string {
	return map[string]string{
		"ts/echo": "echo", "rec/two-clients": "", "rec/start/when-enabled": "enabled/enabled", "rec/start/when-paused": "enabled/enabled",
		"rec/stop/when-off": "disabled/disabled", "rec/pause/when-off": "disabled/disabled", "rec/pause/when-paused": "paused/paused",
		"rec/resume/when-off": "disabled/disabled", "rec/resume/when-not-paused": "enabled/enabled", "rec/unknown-verb": "none/enabled",
		"rec/unasked/quiet": "none", "rec/call/without-conn-id": "paused/paused", "rec/call/held": "paused/paused",
		"rec/call/transfer": "none/enabled", "rec/call/end": "none/enabled", "rec/restart": "none/disabled",
	}
}

// deviation returns a line about a case that did not end as usual, "" if it did.
func deviation(r *contract.Result) string {
	as, observed := usual()[r.Case]
	outcome := r.Runs[0].Outcome
	switch {
	case r.Verdict == contract.Passed, observed && r.Verdict == contract.Noted && (as == outcome || as == ""):
		return ""
	case outcome == "":
		return fmt.Sprintf("%s %s", r.Verdict, r.Case)
	}
	return fmt.Sprintf("%s %s: %s", r.Verdict, r.Case, outcome)
}
