//go:build unix

package screentest_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"capdeck/ui/internal/screentest"
)

// play runs the test binary as one of the programs of TestMain.
func play(t *testing.T, program string, width, height int) *screentest.Terminal {
	t.Helper()
	t.Setenv(playVariable, program)
	return screentest.Start(t, exec.Command(os.Args[0]), width, height)
}

func TestTerminalBubbleTea(t *testing.T) {
	term := play(t, "tea", 40, 6)
	term.WaitText(t, "size 40 x 6")
	screen := term.Screen
	if !screen.AltScreen() || screen.CursorVisible() || !screen.MouseOn() || !screen.Bracketed() {
		t.Errorf("alternate %v, cursor %v, mouse %v, bracketed %v", screen.AltScreen(), screen.CursorVisible(), screen.MouseOn(), screen.Bracketed())
	}
	term.Send(t, "sx")
	term.WaitText(t, "keys sx")
	if got, want := screen.Row(2), "北京-01 A. …"; !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "● REC") {
		t.Errorf("row 2 is %q, want %q … ● REC", got, want)
	}
	if got := screen.Cell(39, 2); got.Text != "C" || got.Style != (screentest.Style{FG: "1"}) {
		t.Errorf("the last cell of row 2 is %+v, want a red C", got)
	}
	if got := screen.Row(5); got != strings.Repeat("─", 40) {
		t.Errorf("the last row is %q", got)
	}
	term.WaitFor(t, func(screen *screentest.Screen) bool { return screen.Title() == "a page" }, "the title")
	term.Resize(t, 60, 10)
	term.WaitText(t, "size 60 x 10")
	term.Send(t, "q")
	if code := term.WaitExit(t); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if screen.AltScreen() || !screen.CursorVisible() || screen.MouseOn() || screen.Bracketed() {
		t.Errorf("after the end: alternate %v, cursor %v, mouse %v, bracketed %v", screen.AltScreen(), screen.CursorVisible(), screen.MouseOn(), screen.Bracketed())
	}
}

// TestTerminalSilentStart shows that themes/dark keeps Bubble Tea from querying the terminal.
func TestTerminalSilentStart(t *testing.T) {
	term := play(t, "silent", 80, 24)
	if code := term.WaitExit(t); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if got := string(term.Raw()); got != "silent 1.0\r\n" {
		t.Errorf("the program wrote %q", got)
	}
}

func TestTerminalExitCodes(t *testing.T) {
	term := play(t, "exit", 80, 24)
	if code := term.WaitExit(t); code != 7 {
		t.Errorf("exit code %d, want 7", code)
	}
	if term.Screen.Row(0) != "going" {
		t.Errorf("what it wrote before is lost: %q", term.Screen.Text())
	}
	term = play(t, "tea", 80, 24)
	term.WaitText(t, "size")
	term.Signal(t, syscall.SIGKILL)
	if code := term.WaitExit(t); code != -1 {
		t.Errorf("exit code %d after a signal, want -1", code)
	}
}

func TestTerminalThatTakesNothing(t *testing.T) {
	t.Setenv(playVariable, "flood")
	reading, writing, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reading.Close()
	gate := exec.Command("sh", "-c", `read go; exec "$0"`, os.Args[0])
	gate.ExtraFiles = []*os.File{writing}
	term := screentest.Start(t, gate, 20, 4)
	term.Pause()
	term.Send(t, "go\n")
	writing.Close()
	var taken int
	if _, err := fmt.Fscan(reading, &taken); err != nil {
		t.Fatal(err)
	}
	if taken >= floodBytes {
		t.Errorf("a terminal that accepts nothing accepted all %d bytes", taken)
	}
	if drawn := term.Screen.Bytes(); drawn != 0 {
		t.Errorf("%d bytes were drawn while the terminal accepts nothing", drawn)
	}
	term.Resume()
	if code := term.WaitExit(t); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if got := bytes.Count(term.Raw(), []byte("0123456789abcde")); got != floodBytes/16 {
		t.Errorf("%d lines came, want %d", got, floodBytes/16)
	}
}

// failure collects the reports of the driver, in place of a test.
type failure struct {
	testing.TB
	cleanup []func()
	text    string
}

func (f *failure) Helper()                           {}
func (f *failure) Cleanup(done func())               { f.cleanup = append(f.cleanup, done) }
func (f *failure) Errorf(format string, args ...any) { f.text += fmt.Sprintf(format, args...) }
func (f *failure) Fatalf(format string, args ...any) {
	f.Errorf(format, args...)
	panic(f)
}

// failing returns the reports of the driver during do.
func failing(t *testing.T, do func(f *failure)) string {
	t.Helper()
	f := &failure{TB: t}
	func() {
		defer func() {
			if reason := recover(); reason != nil && reason != any(f) {
				panic(reason)
			}
		}()
		do(f)
	}()
	for _, done := range f.cleanup {
		done()
	}
	return f.text
}

func TestTerminalFailsOnAQuestion(t *testing.T) {
	t.Setenv(playVariable, "ask")
	text := failing(t, func(f *failure) {
		screentest.Start(f, exec.Command(os.Args[0]), 80, 24).WaitExit(f)
	})
	if !strings.Contains(text, "operating system command") {
		t.Errorf("a question to the terminal was reported as %q", text)
	}
}

func TestTerminalShowsTheScreenWhenTheProgramEnds(t *testing.T) {
	t.Setenv(playVariable, "exit")
	text := failing(t, func(f *failure) {
		screentest.Start(f, exec.Command(os.Args[0]), 80, 24).WaitText(f, "never")
	})
	if !strings.Contains(text, "the text never") || !strings.Contains(text, "has ended") || !strings.Contains(text, "going") {
		t.Errorf("the failure is %q", text)
	}
}

func TestTerminalProgramThatDoesNotExist(t *testing.T) {
	text := failing(t, func(f *failure) { screentest.Start(f, exec.Command("/nonexistent/capdeck"), 80, 24) })
	if !strings.Contains(text, "/nonexistent/capdeck") {
		t.Errorf("the failure is %q", text)
	}
}
