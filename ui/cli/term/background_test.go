//go:build unix

package term

import (
	"os"
	"os/exec"
	"syscall"
	"testing"

	_ "capdeck/themes/dark"
)

const (
	roleVariable = "CAPDECK_TERM_TEST"
	leader       = "session leader"
	background   = "background process"
)

// TestMain runs the test binary as the helper process of TestRestoreInTheBackground if it is started as such.
func TestMain(m *testing.M) {
	switch os.Getenv(roleVariable) {
	case leader:
		os.Exit(leadSession())
	case background:
		os.Exit(restoreInTheBackground())
	default:
		os.Exit(m.Run())
	}
}

// leadSession does what a shell does with "capdeck &": it starts a process in a separate group, which is not the
// terminal's foreground group.
func leadSession() int {
	cmd := playing(background)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Run(); err != nil {
		return 1
	}
	return 0
}

func restoreInTheBackground() int {
	w, err := New(Options{Terminal: os.Stdout, Input: os.Stdin, Go: func(f func()) { go f() }})
	if err != nil {
		return 1
	}
	if _, err = w.WriteString(alternateScreenOn); err != nil {
		return 1
	}
	if err = w.Restore(hang); err != nil {
		return 1
	}
	return 0
}

func playing(role string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), roleVariable+"="+role)
	return cmd
}

// TestRestoreInTheBackground: changing the terminal from the background would stop the process, forever if no one
// brings it back, and would take down another program's screen.
func TestRestoreInTheBackground(t *testing.T) {
	p := openTerminal(t)
	p.read()
	cmd := playing(leader)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = p.program, p.program, p.program
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	var err error
	go func() {
		defer close(ended)
		err = cmd.Wait()
	}()
	// The kernel continues and hangs up the stopped process when its session leader is gone.
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	await(t, "the end of the process in the background", ended)
	if err != nil {
		t.Errorf("the process in the background failed: %v", err)
	}
	if got := p.text(); got != "" && got != alternateScreenOn {
		t.Errorf("the terminal got %q", got)
	}
}
