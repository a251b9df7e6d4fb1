// Package control carries orders from other processes to a running program over a Unix
// socket. It knows neither the orders nor the program.
//
// A client writes one order a line. The answer is zero or more lines of text, each of
// which begins with a blank, and then one line: "ok", or "refused: " and the reason. The
// text of an answer has no control characters, so that a terminal can show it.
//
// The socket belongs to its user alone. The client that sends an order need not be a
// Client: a shell script can use `capdeck order` or nc -U.
package control

import "time"

const (
	// MaxOrder is the most bytes of an order, without its line break.
	MaxOrder = 64 << 10
	// MaxClients is the most clients at a time. A further one is refused.
	MaxClients = 32

	accepted = "ok"
	refusal  = "refused: "

	// orderTimeout is the time in which the rest of a line must follow its first byte, and
	// answerTimeout the time in which a client must take an answer.
	orderTimeout = 10 * time.Second
	// lastAnswerTimeout is answerTimeout after Close.
	answerTimeout     = 10 * time.Second
	lastAnswerTimeout = time.Second
	// probeTimeout bounds the question whether anyone answers on a socket.
	probeTimeout = 5 * time.Second
	// acceptPause is the time after which the listener tries again when the system has no
	// resources for another connection.
	acceptPause = 100 * time.Millisecond
)
