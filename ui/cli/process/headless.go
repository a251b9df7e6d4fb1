package process

import (
	"errors"
	"time"
)

// RunHeadless runs f, the work of a command without a screen, under the guard. A signal calls stop, which must make
// f return. The error is that of f, or reports that f panicked.
func (s Streams) RunHeadless(stop func(), f func() error) error {
	s.Guard.OnSignal(stop)
	return s.guarded(f)
}

// RunOrderly is RunHeadless for a command that has something to put back after a signal: f has until the limit to
// return, and its error decides the exit code.
func (s Streams) RunOrderly(limit time.Duration, stop func(), f func() error) error {
	s.Guard.OnSignalWithin(limit, stop)
	return s.guarded(f)
}

func (s Streams) guarded(f func() error) error {
	var err error
	if !s.Guard.Do(func() { err = f() }) {
		return errors.New("an internal error ended the command")
	}
	return err
}
