package watch

import (
	"context"
	"errors"
	"time"

	"capdeck/model/say"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/live"
	"capdeck/ui/cli/process"
)

// lastWrite is how long a signal leaves for lines that wait for their reader. It is shorter
// than crash.SignalTimeout.
const lastWrite = 300 * time.Millisecond

// finish writes the lines that are left, and returns how watch ended. why is the error of run,
// cause why its context ended. start starts a goroutine.
func (w *watcher) finish(ctx context.Context, start func(func()), why, cause error) error {
	if errors.Is(cause, errReaderLeft) {
		return exit.With(exit.ReaderLeft)
	}
	// After a signal, the reader may take nothing more.
	patience, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	start(func() { impatient(ctx, patience, stop) })
	if err := w.output.close(patience); err != nil {
		if process.ReaderLeft(err) {
			return exit.With(exit.ReaderLeft)
		}
		return err
	}
	return w.outcome(why)
}

// impatient ends the patience some time after a signal, which ends ctx.
func impatient(ctx, patience context.Context, stop func()) {
	select {
	case <-patience.Done():
		return
	case <-ctx.Done():
	}
	select {
	case <-patience.Done():
	case <-time.After(lastWrite):
		stop()
	}
}

// outcome returns how watch ended.
func (w *watcher) outcome(why error) error {
	switch {
	case w.until.met():
		return nil
	case w.refused != nil:
		return w.refused
	case len(w.given.Until) == 0:
		return w.outcomeOfNone(why)
	case why != nil:
		return &exit.Error{Code: exit.Failure, Err: errors.New(w.until.unmet(w.truth.board.Rows(), "before the end"))}
	case !w.timedOut():
		return &exit.Error{Code: exit.Unconfirmed, Err: errors.New(w.until.unmet(w.truth.board.Rows(), "within the lines of --count"))}
	}
	if !w.up {
		return w.notUp()
	}
	return &exit.Error{Code: exit.Unconfirmed, Err: errors.New(w.until.unmet(w.truth.board.Rows(), "within "+say.Duration(w.given.Timeout)))}
}

// outcomeOfNone returns how watch ended without --until.
func (w *watcher) outcomeOfNone(why error) error {
	counted := w.given.Count > 0 && w.printed == w.given.Count
	if why == nil && !counted && !w.up && w.timedOut() {
		return w.notUp()
	}
	return nil
}

// notUp returns the error that the link was never up within the timeout.
func (w *watcher) notUp() error {
	link, _ := w.truth.board.Link(live.Site)
	text, within := say.NotUp(&link), "within "+say.Duration(w.given.Timeout)
	if len(w.given.Until) > 0 {
		text = say.NotMet(w.given.Until[0], within, text)
	} else {
		text = say.NothingWatched(within, text)
	}
	return &exit.Error{Code: exit.Connect, Err: errors.New(text)}
}
