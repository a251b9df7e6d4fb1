// Package exit names the exit codes of the process, and the errors that carry one. It knows nothing of commands and
// prints nothing: package cli prints an error once.
package exit

import (
	"errors"
	"fmt"
)

// Code is an exit code of the process. Scripts depend on the numbers.
type Code int

// The exit codes.
const (
	OK          Code = 0
	Failure     Code = 1  // anything without its own code; a bad line of decode or encode
	Usage       Code = 2  // a flag, an argument or one of the user's files is wrong
	Connect     Code = 3  // no T-Server could be reached
	Login       Code = 4  // the T-Server refused the login
	Rejected    Code = 5  // a command was rejected, or a DN refused
	Unconfirmed Code = 6  // unanswered, contradicted, superseded or in conflict
	Lost        Code = 7  // the connection broke while a command waited for its answer
	Incomplete  Code = 8  // a signal or a closed pipe came before everything was sent, checked or replayed
	BelowTarget Code = 9  // the coverage is below --target, or nothing says that it is not
	TooSlow     Code = 10 // a check took longer than --max-latency

	ReaderLeft Code = 128 + 13 // the reader of the output left: what a shell reports after SIGPIPE
)

// Worst returns the code for several DNs: the first of 7, 3, 4, 5, 6, 1 that is among codes, or OK.
func Worst(codes ...Code) Code {
	for _, code := range []Code{Lost, Connect, Login, Rejected, Unconfirmed, Failure} {
		for _, got := range codes {
			if got == code {
				return code
			}
		}
	}
	return OK
}

// Error is an error with the exit code of the process. Its text is the sentence that the user reads. The text is
// empty if Err is nil, which means that everything has been said already.
type Error struct {
	Code Code
	Err  error
}

// Error returns the sentence, or "".
func (e *Error) Error() string {
	if e.Err == nil {
		return ""
	}
	return e.Err.Error()
}

// Unwrap returns the cause, which may be nil.
func (e *Error) Unwrap() error { return e.Err }

// UsageError returns an error with the code Usage. Its arguments are those of fmt.Errorf.
func UsageError(format string, arguments ...any) error {
	return &Error{Code: Usage, Err: fmt.Errorf(format, arguments...)}
}

// With returns an error that ends the process with the code and prints nothing more. It returns nil for OK.
func With(code Code) error {
	if code == OK {
		return nil
	}
	return &Error{Code: code}
}

// CodeOf returns the code of an error: OK for nil, Failure for an error without a code.
func CodeOf(err error) Code {
	var coded *Error
	switch {
	case err == nil:
		return OK
	case errors.As(err, &coded):
		return coded.Code
	}
	return Failure
}
