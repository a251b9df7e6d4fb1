// Package neterror distinguishes the ways in which a network connection fails, on every
// operating system. It knows no protocol and formats no errors: its callers do that.
package neterror

import (
	"errors"
	"io"
)

// IsClosing reports whether a read ended because the peer, or the network on its behalf,
// closed the connection.
func IsClosing(err error) bool { return errors.Is(err, io.EOF) || WasReset(err) }
