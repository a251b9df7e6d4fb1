package crash

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// guardInTest returns a Guard whose sentences are written to the buffer and which cannot exit the test.
func guardInTest(t *testing.T, dir string, redact ...string) (*Guard, *bytes.Buffer) {
	t.Helper()
	said := &bytes.Buffer{}
	guard := New(Options{
		Program: "capdeck", Version: "1.2.3", Dir: dir, Redact: redact, Stderr: said,
		Now:  func() time.Time { return time.Date(2026, 11, 23, 14, 2, 11, 0, time.UTC) },
		Exit: func(code int) { t.Errorf("the Guard ended the process with %d", code) },
	})
	t.Cleanup(func() { guard.End(0) })
	return guard, said
}

func TestDo(t *testing.T) {
	guard, said := guardInTest(t, t.TempDir())
	if !guard.Do(func() {}) {
		t.Error("Do of what returns is false")
	}
	if _, ok := guard.Crashed(); ok {
		t.Error("Crashed before anything panicked")
	}
	if guard.Do(func() { panic("x") }) {
		t.Error("Do of what panics is true")
	}
	file, ok := guard.Crashed()
	want := "crash-20261123T140211Z-" + strconv.Itoa(os.Getpid()) + ".txt"
	if !ok || filepath.Base(file) != want {
		t.Errorf("Crashed = %q, %v; want %q", file, ok, want)
	}
	<-guard.Done()
	for range 2 {
		if code := guard.End(0); code != 1 {
			t.Errorf("End = %d, want 1", code)
		}
	}
	if got := strings.Count(said.String(), "internal error"); got != 1 {
		t.Errorf("%d sentences were said, want 1: %q", got, said)
	}
}

func TestManyPanics(t *testing.T) {
	restored := 0
	guard, _ := guardInTest(t, t.TempDir())
	guard.SetRestore(func() {
		restored++
		panic("while restoring")
	})
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() { guard.Do(func() { panic("one of many") }) })
	}
	all.Wait()
	<-guard.Done()
	if restored != 1 {
		t.Errorf("the terminal was restored %d times, want once", restored)
	}
	file, _ := guard.Crashed()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(string(text), "capdeck 1.2.3: internal error in"); got != maxReports {
		t.Errorf("the file holds %d reports, want %d", got, maxReports)
	}
}

func TestReportIsWrittenOnceItsDirectoryCanBeMade(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	guard, said := guardInTest(t, dir)
	guard.Do(func() { panic("first") })
	if file, ok := guard.Crashed(); !ok || file != "" {
		t.Fatalf("Crashed = %q, %v; want no file", file, ok)
	}
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	guard.Do(func() { panic("second") })
	file, _ := guard.Crashed()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"panic: first", "panic: second"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the file does not hold %q", want)
		}
	}
	guard.End(0)
	if strings.Contains(said.String(), "could not be written") {
		t.Errorf("standard error got %q", said)
	}
}

func TestExistingFileIsNotTouched(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "crash-20261123T140211Z-"+strconv.Itoa(os.Getpid())+".txt")
	if err := os.WriteFile(name, []byte("another's"), 0o600); err != nil {
		t.Fatal(err)
	}
	guard, _ := guardInTest(t, dir)
	guard.Do(func() { panic("x") })
	if text, err := os.ReadFile(name); err != nil || string(text) != "another's" {
		t.Errorf("the file of another holds %q, %v", text, err)
	}
}

func TestRedact(t *testing.T) {
	tests := []struct{ name, secret, text, want string }{
		{"plain", "hunter2", "login with hunter2 failed", "login with [redacted] failed"},
		{"quoted", "a\"b\n", `login with "a\"b\n" failed`, `login with "[redacted]" failed`},
		{"blank", "", "nothing to hide", "nothing to hide"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			guard, _ := guardInTest(t, t.TempDir(), tt.secret)
			if got := guard.redact(tt.text); got != tt.want {
				t.Errorf("redact(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

// TestReportIsSafe: the value of a panic can be text from the network. Neither the file nor the sentence without a
// file moves a terminal's cursor.
func TestReportIsSafe(t *testing.T) {
	const value = "bad \x1b[2J\u202e\u200b"
	dir := t.TempDir()
	guard, _ := guardInTest(t, dir)
	guard.Do(func() { panic(value) })
	file, _ := guard.Crashed()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "panic: bad ␛[2J\ufffd\ufffd\n\n") || strings.ContainsAny(string(text), "\x1b\u202e\u200b") {
		t.Errorf("the report begins with %q", text[:min(len(text), 400)])
	}
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	guard, said := guardInTest(t, filepath.Join(dir, "file"))
	guard.Do(func() { panic(value) })
	guard.End(0)
	if strings.ContainsAny(said.String(), "\x1b\u202e\u200b") {
		t.Errorf("standard error got %q", said)
	}
}

func TestLargePanicValueIsCut(t *testing.T) {
	guard, _ := guardInTest(t, t.TempDir())
	guard.Do(func() { panic(strings.Repeat("x", 10*maxValue)) })
	file, _ := guard.Crashed()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "… (655360 bytes)") || strings.Contains(string(text), strings.Repeat("x", maxValue+1)) {
		t.Error("the value was not cut")
	}
}

func TestStaleFatalFiles(t *testing.T) {
	dir := t.TempDir()
	// No process has the largest number of the type.
	const gone = 1<<31 - 1
	files := []struct {
		name, content string
		stays         bool
	}{
		{fmt.Sprintf("fatal-20261122T000000Z-%d.txt", gone), "", false},
		{fmt.Sprintf("fatal-20261122T000001Z-%d.txt", gone), "fatal error: all goroutines are asleep", true},
		{fmt.Sprintf("fatal-20261122T000000Z-%d.txt", os.Getppid()), "", true},
		{"fatal-notes.txt", "", true},
		{"2026-11-23-1.jsonl", "", true},
	}
	for _, file := range files {
		if err := os.WriteFile(filepath.Join(dir, file.name), []byte(file.content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	guard, _ := guardInTest(t, dir)
	if err := guard.CatchFatal(); err != nil {
		t.Fatal(err)
	}
	guard.End(0)
	for _, file := range files {
		if _, err := os.Stat(filepath.Join(dir, file.name)); (err == nil) != file.stays {
			t.Errorf("%s: %v; stays should be %v", file.name, err, file.stays)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 4 {
		t.Errorf("the directory holds %v, %v; want the 4 that stay", entries, err)
	}
}

func TestCatchFatalWithoutADirectory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	guard, _ := guardInTest(t, filepath.Join(file, "state"))
	if err := guard.CatchFatal(); err == nil {
		t.Error("CatchFatal returned no error")
	}
}

func TestWrap(t *testing.T) {
	guard, _ := guardInTest(t, t.TempDir())
	if guard.Wrap(nil) != nil {
		t.Error("Wrap(nil) is not nil")
	}
	if msg := guard.Wrap(func() tea.Msg { return 7 })(); msg != 7 {
		t.Errorf("the wrapped command returned %v, want 7", msg)
	}
	lists := []tea.Cmd{
		tea.Batch(func() tea.Msg { return 1 }, func() tea.Msg { panic("in a list") }),
		tea.Sequence(func() tea.Msg { return 1 }, func() tea.Msg { panic("in a list") }),
	}
	for _, list := range lists {
		before := list()
		after := guard.Wrap(list)()
		if fmt.Sprintf("%T", before) != fmt.Sprintf("%T", after) {
			t.Errorf("a %T became a %T", before, after)
		}
	}
	batch, ok := guard.Wrap(lists[0])().(tea.BatchMsg)
	if !ok || len(batch) != 2 {
		t.Fatalf("the batch became %#v", batch)
	}
	if msg := batch[0](); msg != 1 {
		t.Errorf("the first command returned %v, want 1", msg)
	}
	if msg := batch[1](); msg != nil {
		t.Errorf("the command that panics returned %v, want nil", msg)
	}
	if _, ok := guard.Crashed(); !ok {
		t.Error("the panic was not caught by the Guard")
	}
	for _, msg := range []tea.Msg{nil, "text", []string{"a"}, tea.WindowSizeMsg{Width: 1}} {
		if got := guard.wrapAll(msg); fmt.Sprint(got) != fmt.Sprint(msg) {
			t.Errorf("the message %v became %v", msg, got)
		}
	}
}

// stuck is a writer that accepts nothing, as a terminal that is held (ctrl+s) does.
type stuck struct{ held chan struct{} }

func (s stuck) Write(p []byte) (int, error) {
	<-s.held
	return len(p), nil
}

func TestSayDoesNotWaitForever(t *testing.T) {
	terminal := stuck{held: make(chan struct{})}
	defer close(terminal.held)
	Say(terminal, "the terminal takes nothing")
	var taken strings.Builder
	Say(&taken, "")
	Say(&taken, "taken\n")
	if taken.String() != "taken\n" {
		t.Errorf("%q was written", taken.String())
	}
}

// A file or a pipe gets its text before Say returns, a terminal may not.
func TestSayToAFileOrPipe(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	defer writer.Close()
	device, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer device.Close()
	for name, w := range map[string]struct {
		io.Writer
		want bool
	}{"file": {file, true}, "pipe": {writer, true}, "device": {device, false}, "other": {new(strings.Builder), false}} {
		if got := isFileOrPipe(w.Writer); got != w.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	Say(file, "why\n")
	if text, err := os.ReadFile(file.Name()); string(text) != "why\n" {
		t.Errorf("the file holds %q (%v)", text, err)
	}
}
