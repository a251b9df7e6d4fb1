package tlibconn

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/internal/neterror"
	"capdeck/tlibconn/tlsconn"
	"capdeck/tlibconn/wire"
)

// What a session refuses, for errors.Is. The error that wraps one of them is a
// whole sentence.
var (
	// ErrClosed: the session was closed by its user.
	ErrClosed = errors.New("the session is closed")
	// ErrNotConnected: no login stands.
	ErrNotConnected = errors.New("not connected to T-Server")
	// ErrLinkDown: T-Server has no link to the switch, its error 54
	// (SEMANTICS.md, Sessions and registration).
	ErrLinkDown = errors.New("T-Server has no connection to the switch (54)")
	// ErrStandby: T-Server is the backup (SEMANTICS.md, High availability and
	// keep-alive).
	ErrStandby = errors.New("T-Server is the backup and not usable until it is primary")
	// ErrQueueFull: too many requests wait because the server does not take
	// them.
	ErrQueueFull = errors.New("too many requests wait to be sent")
	// ErrSilent: T-Server answered no ADDP poll (WIRE.md, ADDP).
	ErrSilent = errors.New("it gives no sign of life")
	// ErrBehind: so many events are unread that no more are taken.
	ErrBehind = errors.New("too many events are unread")
	// ErrConsumer: Events and NextBatch were both called on one session, or two
	// calls of either ran at once.
	ErrConsumer = errors.New("the session's events are already being read elsewhere")
	// ErrCaptureCommand: the request is a command of the screen-capture contract,
	// which only package capture sends.
	ErrCaptureCommand = errors.New("commands of the screen-capture contract are sent by package capture only")
)

const codeUnknown = 50 // unknown error (SEMANTICS.md, Error codes)

var (
	errForgotten = errors.New("too many newer requests were sent before an answer came")
	errAsked     = errors.New("a new connection was asked for")
	errMoved     = errors.New("the other T-Server is primary, and its link is up")
	errStopped   = errors.New("the session's own goroutine stopped")
)

// ConnectError says that no connection came about: nothing was sent. It is safe
// to try again.
type ConnectError struct {
	// Address is the host:port that was tried.
	Address string
	// Err is the cause.
	Err error
}

// Error names the address and the cause.
func (e *ConnectError) Error() string {
	return fmt.Sprintf("cannot connect to T-Server %s: %s", e.Address, causeText(e.Err))
}

// Unwrap returns Err.
func (e *ConnectError) Unwrap() error { return e.Err }

// LoginError says that the server refused the login: by an EventError, or by
// closing the connection instead of an answer (WIRE.md, Session 2). It never
// holds the password.
type LoginError struct {
	// Address is the server's host:port.
	Address string
	// Code and Text are the server's; Text is empty if it sent none. Both are
	// zero if the server closed the connection.
	Code int32
	Text string
	// Closed says that the server closed the connection without an answer;
	// Err is then what the socket said, else nil. TLS says that the connection
	// was one of Options.TLS.
	Closed bool
	Err    error
	TLS    bool
}

// Error names the server and its reason.
func (e *LoginError) Error() string {
	var secured *tlsconn.Error
	switch {
	case e.Closed && errors.As(e.Err, &secured):
		return fmt.Sprintf("T-Server %s refused the login: %v", e.Address, secured)
	case e.Closed && e.TLS:
		return fmt.Sprintf("T-Server %s refused the login: it closed the connection without an answer", e.Address)
	case e.Closed:
		return fmt.Sprintf("T-Server %s refused the login: it closed the connection without an answer, as a port for TLS does too", e.Address)
	}
	return fmt.Sprintf("T-Server %s refused the login: %s", e.Address, codeText(e.Code, e.Text))
}

// Unwrap returns Err.
func (e *LoginError) Unwrap() error { return e.Err }

// LostError says that a connection ended that had come about: requests that
// waited for an answer never get one, and whether they took effect is unknown.
type LostError struct {
	// Address is the server's host:port.
	Address string
	// Err is the cause: a *wire.FramingError where the server broke the
	// protocol, io.EOF where it closed the connection, ErrClosed where we did,
	// else the network's error.
	Err error
}

// Error names the server and says who ended the connection.
func (e *LostError) Error() string {
	var framing *wire.FramingError
	switch {
	case errors.Is(e.Err, ErrClosed):
		return fmt.Sprintf("the connection to T-Server %s was closed by us", e.Address)
	case errors.Is(e.Err, errAsked), errors.Is(e.Err, errMoved):
		return fmt.Sprintf("the connection to T-Server %s was closed by us: %v", e.Address, e.Err)
	case errors.As(e.Err, &framing) && isTLSRecord(framing):
		return fmt.Sprintf("T-Server %s speaks TLS on this port (it sent % x)", e.Address, framing.Bytes)
	case errors.As(e.Err, &framing):
		return fmt.Sprintf("the connection to T-Server %s was given up: %v", e.Address, e.Err)
	}
	return fmt.Sprintf("the connection to T-Server %s was lost: %s", e.Address, causeText(e.Err))
}

// Unwrap returns Err.
func (e *LostError) Unwrap() error { return e.Err }

// NotSentError says that a request did not leave and never will.
type NotSentError struct {
	// What names the request and its DN, for example "start for DN 7001".
	What string
	// Err is the reason: one of the sentinels of this package, or an error
	// of the context or the encoder.
	Err error
}

// Error names the request and the reason.
func (e *NotSentError) Error() string { return fmt.Sprintf("%s was not sent: %v", e.What, e.Err) }

// Unwrap returns Err.
func (e *NotSentError) Unwrap() error { return e.Err }

// AnswerError is an EventError that answered a request: the server took it
// and says no.
type AnswerError struct {
	// Request is what was asked.
	Request wire.MessageType
	// Code and Text are the server's; Text is empty if it sent none.
	Code int32
	Text string
}

// Error names the request and the server's reason.
func (e *AnswerError) Error() string {
	return fmt.Sprintf("T-Server refused %s: %s", e.Request, codeText(e.Code, e.Text))
}

func codeText(code int32, text string) string {
	if text == "" {
		return fmt.Sprintf("error %d", code)
	}
	return fmt.Sprintf("error %d, %s", code, text)
}

// causeText says in words what a network error means; the address that it
// happened at is named by the caller.
func causeText(err error) string {
	var unknownHost *net.DNSError
	var operation *net.OpError
	var secured *tlsconn.Error
	switch {
	case errors.As(err, &secured):
		return secured.Reason
	case errors.Is(err, io.EOF):
		return "T-Server closed it"
	case neterror.WasReset(err):
		return "T-Server or the network reset it"
	case neterror.WasRefused(err):
		return "connection refused; is T-Server running there, and is the port right?"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), neterror.TimedOut(err):
		return "it did not answer in time"
	case errors.As(err, &unknownHost) && unknownHost.IsNotFound:
		return fmt.Sprintf("the host name %q is unknown", unknownHost.Name)
	case errors.As(err, &operation):
		return operation.Err.Error()
	}
	return err.Error()
}

// isTLSRecord reports whether the bytes that a stream of frames broke off at are
// an alert or a handshake of TLS: the server wants TLS on this port (RFC 8446,
// 5.1).
func isTLSRecord(framing *wire.FramingError) bool {
	b := framing.Bytes
	return framing.Offset == 0 && len(b) >= 3 && (b[0] == 0x15 || b[0] == 0x16) && b[1] == 3 && b[2] <= 4
}

// heldBackError is the reason of requests that Options.BeforeWrite has held back.
type heldBackError struct{ error }

func (e heldBackError) Unwrap() error { return e.error }

// ObstacleOf returns what keeps a request from leaving if that passes by itself,
// and event.ObstacleNone for any other reason. err is the error of a [Session]'s
// method, or any other.
func ObstacleOf(err error) event.Obstacle {
	var held heldBackError
	switch {
	case errors.As(err, &held):
		return event.ObstacleJournal
	case errors.Is(err, ErrQueueFull), errors.Is(err, ErrBehind):
		return event.ObstacleRoom
	}
	return event.ObstacleNone
}

// remedyOf returns what may help against the end of a connection.
func remedyOf(err error) tlsconn.Remedy {
	var secured *tlsconn.Error
	var refused *LoginError
	var framing *wire.FramingError
	switch {
	case errors.As(err, &secured):
		return secured.Remedy
	case errors.As(err, &refused) && refused.Closed && !refused.TLS, errors.As(err, &framing) && isTLSRecord(framing):
		return tlsconn.RemedyTLS
	}
	return tlsconn.RemedyNone
}
