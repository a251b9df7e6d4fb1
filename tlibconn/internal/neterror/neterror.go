// Package neterror tells apart the ways in which a network connection fails, on
// every operating system. It knows no protocol and words no error: that is for
// whoever reports it.
package neterror

import (
	"errors"
	"io"
)

// IsClosing reports whether a read ended because the peer, or the network in its
// name, closed the connection.
func IsClosing(err error) bool { return errors.Is(err, io.EOF) || WasReset(err) }
