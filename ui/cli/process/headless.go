package process

import "errors"

// RunHeadless runs f, the work of a command without a screen, under the guard. A signal calls stop, which must make
// f return. The error is that of f, or reports that f panicked.
func (s Streams) RunHeadless(stop func(), f func() error) error {
	s.Guard.OnSignal(stop)
	var err error
	if !s.Guard.Do(func() { err = f() }) {
		return errors.New("an internal error ended the command")
	}
	return err
}
