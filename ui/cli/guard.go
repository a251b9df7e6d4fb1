package cli

import (
	"fmt"

	"capdeck/ui/cli/crash"
)

// headless is the guard of a command without a screen, and its end.
type headless struct{ *crash.Guard }

// newHeadless returns the guard of a command without a screen. Its signals end
// the context that stop cancels.
func newHeadless(streams Streams, stop func()) *headless {
	guard := crash.New(crash.Options{Program: "capdeck", Version: Version, Dir: stateDir(), Stderr: streams.Err})
	guard.HandleSignals(stop)
	return &headless{guard}
}

// run runs f under the guard and returns its error, or what a panic or a signal
// makes of it.
func (h *headless) run(f func() error) error {
	var err error
	if !h.Do(func() { err = f() }) {
		err = fmt.Errorf("an internal error ended the command")
	}
	if code := ExitCode(h.End(int(codeOf(err)))); code != codeOf(err) {
		return exitWith(code)
	}
	return err
}
