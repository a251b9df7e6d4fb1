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

// The reasons for which a session refuses or ends something, for errors.Is. The errors that
// wrap them name the request or the server.
var (
	// ErrClosed: the caller closed the session.
	ErrClosed = errors.New("the session is closed")
	// ErrNotConnected: the session is not logged in.
	ErrNotConnected = errors.New("not connected to T-Server")
	// ErrLinkDown: T-Server has no link to the switch, its error 54
	// (SEMANTICS.md, Sessions and registration).
	ErrLinkDown = errors.New("T-Server has no link to the switch (error 54)")
	// ErrStandby: T-Server is the backup (SEMANTICS.md, High availability and
	// keep-alive).
	ErrStandby = errors.New("T-Server is the backup and not usable until it is primary")
	// ErrQueueFull: too many requests wait because the server reads too slowly.
	ErrQueueFull = errors.New("too many requests are waiting to be sent")
	// ErrSilent: T-Server answered no ADDP poll (WIRE.md, ADDP).
	ErrSilent = errors.New("T-Server is silent")
	// ErrBehind: so many events are unread that no more are accepted.
	ErrBehind = errors.New("too many events are unread")
	// ErrConsumer: both Events and NextBatch were called on one session, or two calls ran
	// at once.
	ErrConsumer = errors.New("the session's events are already being read elsewhere")
	// ErrCaptureCommand: the request is a command of the screen-capture contract,
	// which only package capture sends.
	ErrCaptureCommand = errors.New("only package capture sends commands of the screen-capture contract")
)

const codeUnknown = 50 // unknown error (SEMANTICS.md, Error codes)

var (
	errForgotten = errors.New("too many newer requests were sent before an answer arrived")
	errAsked     = errors.New("a reconnect was requested")
	errMoved     = errors.New("the other T-Server is primary, and its link is up")
	errStopped   = errors.New("the session's own goroutine stopped")
)

// ConnectError reports a failed attempt to connect. Nothing was sent, so it is safe to try
// again.
type ConnectError struct {
	// Address is the host:port of the attempt.
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

// LoginError reports that the server refused the login, either with an EventError or by
// closing the connection without answering (WIRE.md, Session 2). It never contains the
// password.
type LoginError struct {
	// Address is the server's host:port.
	Address string
	// Code and Text are those of the EventError; Text is empty if it has none. Both are
	// zero if the server closed the connection. Text comes from the network and is not
	// sanitised, here and in Error.
	Code int32
	Text string
	// Closed reports that the server closed the connection without answering; Err is then
	// the socket's error, otherwise nil. TLS reports that the connection used
	// Options.TLS.
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
		return fmt.Sprintf("T-Server %s refused the login: it closed the connection without answering", e.Address)
	case e.Closed:
		return fmt.Sprintf("T-Server %s refused the login: it closed the connection without answering, as a TLS port also does", e.Address)
	}
	return fmt.Sprintf("T-Server %s refused the login: %s", e.Address, codeText(e.Code, e.Text))
}

// Unwrap returns Err.
func (e *LoginError) Unwrap() error { return e.Err }

// LostError reports the end of an established connection. Requests that were waiting for an
// answer never receive one, and whether they took effect is unknown.
type LostError struct {
	// Address is the server's host:port.
	Address string
	// Err is the cause: a *wire.FramingError if the server broke the protocol, io.EOF if it
	// closed the connection, ErrClosed if the session did, otherwise the network's error.
	Err error
}

// Error names the server and says who ended the connection.
func (e *LostError) Error() string {
	var framing *wire.FramingError
	switch {
	case errors.Is(e.Err, ErrClosed):
		return fmt.Sprintf("the connection to T-Server %s was closed by this client", e.Address)
	case errors.Is(e.Err, errAsked), errors.Is(e.Err, errMoved):
		return fmt.Sprintf("the connection to T-Server %s was closed by this client: %v", e.Address, e.Err)
	case errors.As(e.Err, &framing) && isTLSRecord(framing):
		return fmt.Sprintf("T-Server %s expects TLS on this port (it sent % x)", e.Address, framing.Bytes)
	case errors.As(e.Err, &framing):
		return fmt.Sprintf("the connection to T-Server %s was dropped: %v", e.Address, e.Err)
	}
	return fmt.Sprintf("the connection to T-Server %s was lost: %s", e.Address, causeText(e.Err))
}

// Unwrap returns Err.
func (e *LostError) Unwrap() error { return e.Err }

// NotSentError reports that a request was not sent and never will be.
type NotSentError struct {
	// What names the request and its DN, for example "start for DN 7001".
	What string
	// Err is the reason: one of the sentinel errors of this package, or an error of the
	// context or the encoder.
	Err error
}

// Error names the request and the reason.
func (e *NotSentError) Error() string { return fmt.Sprintf("%s was not sent: %v", e.What, e.Err) }

// Unwrap returns Err.
func (e *NotSentError) Unwrap() error { return e.Err }

// AnswerError reports that the server answered a request with an EventError.
type AnswerError struct {
	// Request is the type of the request.
	Request wire.MessageType
	// Code and Text are those of the EventError; Text is empty if it has none. It comes from
	// the network and is not sanitised, here and in Error.
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

// causeText describes a network error. The caller names the address.
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
		return fmt.Sprintf("unknown host name %q", unknownHost.Name)
	case errors.As(err, &operation):
		return operation.Err.Error()
	}
	return err.Error()
}

// isTLSRecord reports whether the bytes at a framing error are a TLS alert or handshake, which
// means that the server expects TLS on this port (RFC 8446, 5.1).
func isTLSRecord(framing *wire.FramingError) bool {
	b := framing.Bytes
	return framing.Offset == 0 && len(b) >= 3 && (b[0] == 0x15 || b[0] == 0x16) && b[1] == 3 && b[2] <= 4
}

// heldBackError is the reason for requests that Options.BeforeWrite held back.
type heldBackError struct{ error }

func (e heldBackError) Unwrap() error { return e.error }

// ObstacleOf returns the obstacle that kept a request from being sent if it will pass by
// itself, and event.ObstacleNone for any other reason. err may be any error, such as that of
// a [Session]'s method.
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

// remedyOf returns the remedy for an error that ended a connection.
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
