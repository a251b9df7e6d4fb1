package tlibconn

import (
	"errors"

	"capdeck/tlibconn/wire"
)

// Remedy is what a user can change about the options of TLS where a connection
// does not come about for them.
type Remedy uint8

// The remedies.
const (
	RemedyNone        Remedy = iota
	RemedyTLS                // connect with Options.TLS
	RemedyPlain              // connect without it
	RemedyAuthority          // TLSOptions.CAFile
	RemedyServerName         // TLSOptions.ServerName
	RemedyCertificate        // TLSOptions.CertFile and KeyFile
	RemedyMinVersion         // TLSOptions.MinVersion
	RemedyLegacy             // TLSOptions.Legacy
)

var remedyWords = [...]string{
	RemedyTLS:         "connect with TLS, or to its other port",
	RemedyPlain:       "connect without TLS, or to its port for TLS",
	RemedyAuthority:   "if it is the right server, trust its authority",
	RemedyServerName:  "if it is the right server, set the server name to check",
	RemedyCertificate: "show it a client certificate that it accepts",
	RemedyMinVersion:  "allow older versions",
	RemedyLegacy:      "allow RSA key exchange",
}

// String returns the remedy as a clause, "" for RemedyNone.
func (r Remedy) String() string {
	if int(r) < len(remedyWords) {
		return remedyWords[r]
	}
	return ""
}

// remedyOf returns what may help against the end of a connection.
func remedyOf(err error) Remedy {
	var secured *TLSError
	var refused *LoginError
	var framing *wire.FramingError
	switch {
	case errors.As(err, &secured):
		return secured.Remedy
	case errors.As(err, &refused) && refused.Closed && !refused.TLS, errors.As(err, &framing) && isTLSRecord(framing):
		return RemedyTLS
	}
	return RemedyNone
}

// reason is an error as the consumer is told of it: with what may help.
func (s *Session) reason(err error) string {
	advice := s.options.Advice(remedyOf(err))
	if advice == "" {
		return err.Error()
	}
	return err.Error() + "; " + advice
}
