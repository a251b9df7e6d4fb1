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
	streams.guard.OnSignal(stop)
	return &headless{streams.guard}
}

// run runs f under the guard and returns its error, or that it panicked.
func (h *headless) run(f func() error) error {
	var err error
	if !h.Do(func() { err = f() }) {
		err = fmt.Errorf("an internal error ended the command")
	}
	return err
}
