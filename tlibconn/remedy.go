package tlibconn

import (
	"errors"

	"capdeck/tlibconn/tlsconn"
	"capdeck/tlibconn/wire"
)

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

// reason is an error as the consumer is told of it: with what may help.
func (s *Session) reason(err error) string {
	advice := s.options.Advice(remedyOf(err))
	if advice == "" {
		return err.Error()
	}
	return err.Error() + "; " + advice
}
