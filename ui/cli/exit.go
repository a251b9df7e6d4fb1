package cli

import (
	"errors"
	"fmt"
)

// ExitCode is what the process ends with. Scripts depend on the numbers.
type ExitCode int

// The exit codes.
const (
	ExitOK          ExitCode = 0
	ExitFailure     ExitCode = 1 // anything that has no code of its own; a bad line of decode or encode
	ExitUsage       ExitCode = 2 // a flag, an argument or a file of ours is wrong
	ExitConnect     ExitCode = 3 // no T-Server could be reached
	ExitLogin       ExitCode = 4 // the T-Server refused the login
	ExitRejected    ExitCode = 5 // a command was rejected, or a DN refused
	ExitUnconfirmed ExitCode = 6 // unanswered, contradicted, superseded or in conflict
	ExitLost        ExitCode = 7 // the connection broke with a command on its way
	ExitIncomplete  ExitCode = 8 // a check or replay could not be finished
)

// worst returns the code that stands for several DNs: the first of 7, 3, 4, 5,
// 6, 1 that occurs, else 0.
func worst(codes []ExitCode) ExitCode {
	for _, code := range []ExitCode{ExitLost, ExitConnect, ExitLogin, ExitRejected, ExitUnconfirmed, ExitFailure} {
		for _, got := range codes {
			if got == code {
				return code
			}
		}
	}
	return ExitOK
}

// exitError is an error with the code that the process ends with. Its text is
// the sentence that the user reads; it is empty where all was said already.
type exitError struct {
	code ExitCode
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

func usageError(format string, arguments ...any) error {
	return &exitError{code: ExitUsage, err: fmt.Errorf(format, arguments...)}
}

// exitWith returns an error that ends the process with the code and says
// nothing more.
func exitWith(code ExitCode) error {
	if code == ExitOK {
		return nil
	}
	return &exitError{code: code}
}

func codeOf(err error) ExitCode {
	var coded *exitError
	switch {
	case err == nil:
		return ExitOK
	case errors.As(err, &coded):
		return coded.code
	}
	return ExitFailure
}
