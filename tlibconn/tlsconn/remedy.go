package tlsconn

// Remedy is what a user can change about the options of TLS where a connection
// does not come about for them.
type Remedy uint8

// The remedies.
const (
	RemedyNone        Remedy = iota
	RemedyTLS                // connect using TLS
	RemedyPlain              // connect without it
	RemedyAuthority          // Options.CAFile
	RemedyServerName         // Options.ServerName
	RemedyCertificate        // Options.CertFile and KeyFile
	RemedyMinVersion         // Options.MinVersion
	RemedyLegacy             // Options.Legacy
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
