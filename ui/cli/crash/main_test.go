package crash

import (
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	_ "capdeck/themes/dark"
	"capdeck/ui/cli/term"
	"capdeck/ui/keymsg"
)

const (
	modeVariable = "CAPDECK_CRASH_TEST"
	dirVariable  = "CAPDECK_CRASH_TEST_DIR"
	secret       = `pass"word`
	// hanging is shown when Update begins to hang.
	hanging = "Update hangs"
	// endedSuffix is appended to the state directory's name for a file that shows that main reached its end.
	endedSuffix = ".ended"
)

// TestMain runs the program under test if the test binary is started for it.
func TestMain(m *testing.M) {
	if mode := os.Getenv(modeVariable); mode != "" {
		os.Exit(runSubject(mode, os.Getenv(dirVariable)))
	}
	// Under nohup SIGHUP is ignored, also by processes that the tests start. A signal that is handled here is not.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	os.Exit(m.Run())
}

// runSubject is a main as the package documentation describes it.
func runSubject(mode, dir string) int {
	guard := New(Options{Program: "capdeck", Version: "1.2.3", Dir: dir, Redact: []string{secret}})
	guard.HandleSignals()
	if err := guard.CatchFatal(); err != nil && mode != "unwritable" {
		fmt.Fprintln(os.Stderr, err)
		return guard.End(2)
	}
	subject := &subject{guard: guard, mode: mode}
	screen := term.NewScreen(subject, nil)
	writer, err := term.New(term.Options{
		Terminal:     os.Stdout,
		Input:        os.Stdin,
		Go:           guard.Go,
		FrameQueued:  screen.FrameQueued,
		FrameWritten: screen.FrameWritten,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return guard.End(2)
	}
	guard.SetRestore(func() { _ = writer.Restore(RestoreTimeout) })
	program := tea.NewProgram(guard.Model(screen), tea.WithInput(strings.NewReader("")), tea.WithOutput(writer),
		tea.WithoutSignalHandler(), tea.WithoutCatchPanics(), tea.WithAltScreen(), tea.WithMouseCellMotion())
	guard.OnSignal(program.Quit)
	reader, err := term.NewReader(term.ReaderOptions{
		Writer: writer, Screen: screen, Input: os.Stdin, Go: guard.Go,
		Send:  func(press keymsg.Press) { program.Send(press) },
		Ended: func(error) { program.Quit() },
	})
	if err == nil {
		err = reader.Start()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return guard.End(2)
	}
	code := 0
	if _, err = program.Run(); err != nil {
		code = 3
	}
	screen.Stop()
	reader.Close()
	_ = writer.Close()
	if err = os.WriteFile(dir+endedSuffix, nil, 0o600); err != nil {
		code = 4
	}
	return guard.End(code)
}

// subject is a model that panics, or hangs, when a key is pressed, as its mode says.
type subject struct {
	guard   *Guard
	mode    string
	pressed bool
}

func (s *subject) Init() tea.Cmd { return nil }

func fail() { panic("a wrong answer to " + secret) }

func (s *subject) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(keymsg.Press); !ok {
		return s, nil
	}
	s.pressed = true
	failing := func() tea.Msg { fail(); return nil }
	harmless := func() tea.Msg { return nil }
	switch s.mode {
	case "goroutine":
		s.guard.Go(fail)
	case "Update", "unwritable":
		fail()
	case "command":
		return s, failing
	case "batch":
		return s, tea.Batch(harmless, failing)
	case "sequence":
		return s, tea.Sequence(harmless, tea.Batch(harmless, failing))
	case "hang":
		// The test waits for this text; Update never returns.
		fmt.Print(hanging)
		<-make(chan struct{})
	case "panic and hang":
		s.guard.Go(fail)
		<-make(chan struct{})
	case "unguarded":
		go fail()
	case "quit":
		return s, tea.Quit
	}
	return s, nil
}

func (s *subject) View() string {
	if s.pressed && s.mode == "View" {
		fail()
	}
	if s.pressed {
		return "pressed"
	}
	return "ready"
}
