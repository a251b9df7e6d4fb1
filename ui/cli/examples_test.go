//go:build unix

package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/ui/cli/board"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/settings"
	"capdeck/ui/internal/screentest"
)

// ending is how an example ends that does not end by itself with exit code 0.
type ending struct {
	example string // its beginning, without the program's name
	// answers are typed at a terminal, each when its text is shown. Without any, the
	// example has no terminal.
	answers []answer
	// signal ends the example after its first line, unless it is 0.
	signal syscall.Signal
	more   []string // arguments that the example needs here
	beside string   // runs meanwhile: the example begins after its line "… taken on …"
	code   int
	why    string // the code, if it is not 0
}

type answer struct{ shown, keys string }

// endings are the examples that need something. The longest beginning counts.
func endings() []ending {
	quit := []answer{{"DNs registered", "q"}}
	return []ending{
		{example: "--demo", answers: quit},
		{example: "--host", answers: quit},
		{example: "check 7001", answers: []answer{{"[y/N]", "y\r"}}},
		{example: "order", beside: "capdeck tserver --listen 127.0.0.1:0 --control /tmp/tserver.sock"},
		{example: "watch", signal: syscall.SIGINT},
		{example: "watch --demo --until"},
		{example: "recorder", signal: syscall.SIGINT, code: 130, why: "a signal ends it"},
		{example: "recorder --host 127.0.0.1:7000 --dn 7001-7050 --manual", answers: []answer{{"q quit", "q"}}},
		{example: "tserver", signal: syscall.SIGINT, more: []string{"--listen", "127.0.0.1:0"}, code: 130, why: "a signal ends it"},
	}
}

// endingOf returns how an example ends.
func endingOf(example string) ending {
	var found ending
	for _, e := range endings() {
		if strings.HasPrefix(example, "capdeck "+e.example) && len(e.example) > len(found.example) {
			found = e
		}
	}
	return found
}

// TestExamples runs every example of every help text against simulated T-Servers, each in a
// folder with the files of testdata/examples.txtar.
func TestExamples(t *testing.T) {
	t.Parallel()
	for _, command := range commandsOf(newRoot(process.Streams{}, board.Hooks{}, &settings.Settings{})) {
		var examples []string
		for line := range strings.Lines(command.Example) {
			if line = strings.TrimSpace(line); line != "" {
				examples = append(examples, line)
			}
		}
		if len(examples) < 2 {
			t.Errorf("the help of %q has %d examples; give it at least 2 (cobra.Command.Example), one per line", command.CommandPath(), len(examples))
		}
		for _, example := range examples {
			t.Run(example, func(t *testing.T) {
				t.Parallel()
				runExample(t, example)
			})
		}
	}
}

func runExample(t *testing.T, example string) {
	t.Helper()
	if !strings.HasPrefix(example, "capdeck") {
		t.Fatal("an example is one line that begins with capdeck")
	}
	dir, end := exampleFolder(t), endingOf(example)
	short := shortFolder(t)
	if end.beside != "" {
		runBeside(t, shell(dir, strings.ReplaceAll(end.beside, "/tmp/", short)))
	}
	cmd := shell(dir, strings.ReplaceAll(atServers(t, example), "/tmp/", short))
	var code int
	var output string
	if len(end.answers) > 0 {
		code, output = atTerminal(t, cmd, end.answers)
	} else {
		code, output = withoutTerminal(t, cmd, end.signal)
	}
	if code != end.code {
		t.Errorf("it exits with code %d, want %d. What it lacks belongs into testdata/examples.txtar (files), or into endings (a terminal, a signal, another code that its documentation explains).\n%s", code, end.code, output)
	}
}

// shell returns a command that runs a line in a folder.
func shell(dir, line string) *exec.Cmd {
	if !strings.Contains(line, "|") {
		line = "exec " + line // so that a signal reaches it
	}
	cmd := exec.Command("/bin/sh", "-c", line)
	cmd.Dir = dir
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "XDG_STATE_HOME=" + dir + "/state", "XDG_CONFIG_HOME=" + dir + "/config", "TZ=UTC", "LC_ALL=C.UTF-8", "TERM=xterm-256color",
	}
	return cmd
}

// shortFolder returns a folder in place of /tmp/: the path of a Unix socket must be short.
func shortFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if removing := os.RemoveAll(dir); removing != nil {
			t.Error(removing)
		}
	})
	return dir + "/"
}

// runBeside runs a program until the end of the test, and returns when it takes orders.
func runBeside(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	})
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.Contains(lines.Text(), " taken on ") {
			return
		}
	}
	t.Fatal("the program beside the example ended")
}

// atTerminal runs an example at a terminal.
func atTerminal(t *testing.T, cmd *exec.Cmd, answers []answer) (code int, output string) {
	t.Helper()
	term := screentest.Start(t, cmd, 120, 40)
	for _, a := range answers {
		term.WaitText(t, a.shown)
		term.Send(t, a.keys)
	}
	code = term.WaitExit(t)
	return code, string(term.Raw())
}

// withoutTerminal runs an example that prints to a pipe and reads nothing. A signal is sent
// after its first line.
func withoutTerminal(t *testing.T, cmd *exec.Cmd, signal syscall.Signal) (code int, output string) {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	cmd.Stdout, cmd.Stderr = writer, writer
	if err = cmd.Start(); err != nil {
		t.Fatal(err)
	}
	writer.Close()
	var hangs atomic.Bool
	guard := time.AfterFunc(30*time.Second, func() { hangs.Store(true); _ = cmd.Process.Kill() })
	defer guard.Stop()
	var text bytes.Buffer
	for chunk := make([]byte, 4096); ; {
		n, failed := reader.Read(chunk)
		text.Write(chunk[:n])
		if signal != 0 && bytes.Contains(text.Bytes(), []byte("\n")) {
			_ = cmd.Process.Signal(signal)
			signal = 0
		}
		if errors.Is(failed, io.EOF) {
			break
		}
		if failed != nil {
			t.Fatal(failed)
		}
	}
	var exited *exec.ExitError
	if err = cmd.Wait(); err != nil && !errors.As(err, &exited) {
		t.Fatal(err)
	}
	if hangs.Load() {
		t.Fatalf("it does not end by itself: list it in endings with a signal or a terminal.\n%.2000s", text.String())
	}
	return cmd.ProcessState.ExitCode(), text.String()
}

// exampleFolder returns a new folder with the prepared files.
func exampleFolder(t *testing.T) string {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/examples.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir, now := t.TempDir(), time.Now().UTC()
	dates := strings.NewReplacer("YESTERDAY", now.AddDate(0, 0, -1).Format(time.DateOnly), "TODAY", now.Format(time.DateOnly))
	for _, file := range archive.Files {
		path := filepath.Join(dir, dates.Replace(file.Name))
		err = os.MkdirAll(filepath.Dir(path), 0o700)
		if err = errors.Join(err, os.WriteFile(path, []byte(dates.Replace(string(file.Data))), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// incidentIDs matches the IDs of incidents in examples.
var incidentIDs = regexp.MustCompile(`\bID\b|\b\d{8}-\d{6}-\d+-\d+\b`)

// atServers replaces what differs from machine to machine: each host of --host by the address
// of a T-Server with a recorder, the port of an address to listen on by a free one, and the
// IDs of incidents by those that are prepared.
func atServers(t *testing.T, example string) string {
	t.Helper()
	servers := map[string]string{}
	words := strings.Split(example, " ")
	for i := 1; i < len(words); i++ {
		switch before := words[i-1]; {
		case before == "--host":
			hosts := strings.Split(words[i], ",")
			for j, host := range hosts {
				if servers[host] == "" {
					servers[host] = exampleServer(t)
				}
				hosts[j] = servers[host]
			}
			words[i] = strings.Join(hosts, ",")
		case strings.HasPrefix(before, "--") && strings.HasPrefix(words[i], "127.0.0.1:"):
			words[i] = "127.0.0.1:0"
		}
	}
	words = append(words, endingOf(example).more...)
	n := 0
	return incidentIDs.ReplaceAllStringFunc(strings.Join(words, " "), func(string) string {
		n++
		return fmt.Sprintf("a-%d", n)
	})
}

// exampleServer starts a T-Server with the DNs of the examples and a recorder, and returns
// its address.
func exampleServer(t *testing.T) string {
	t.Helper()
	start := func(f func()) { go f() }
	options := simserver.Options{Go: start}
	var dns []string
	for n := 7001; n <= 7050; n++ {
		dns = append(dns, fmt.Sprint(n))
		options.DNs = append(options.DNs, simserver.DN{Number: dns[len(dns)-1]})
	}
	server, err := simserver.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	rec, err := recorder.Start(context.Background(), recorder.Options{Addresses: []string{server.Addr()}, DNs: dns, Go: start})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(rec.Close)
	return server.Addr()
}
