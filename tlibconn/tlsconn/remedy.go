package tlsconn

// Remedy is a change of the TLS options that may make a failed connection succeed.
type Remedy uint8

// The remedies.
const (
	RemedyNone        Remedy = iota
	RemedyTLS                // connect using TLS
	RemedyPlain              // connect without TLS
	RemedyAuthority          // set Options.CAFile
	RemedyServerName         // set Options.ServerName
	RemedyCertificate        // set Options.CertFile and KeyFile
	RemedyMinVersion         // lower Options.MinVersion
	RemedyLegacy             // set Options.Legacy
)

var remedyWords = [...]string{
	RemedyTLS:         "connect using TLS, or use its port without TLS",
	RemedyPlain:       "connect without TLS, or use its TLS port",
	RemedyAuthority:   "if it is the right server, trust its authority",
	RemedyServerName:  "if it is the right server, set the server name to expect",
	RemedyCertificate: "present a client certificate that it accepts",
	RemedyMinVersion:  "allow older TLS versions",
	RemedyLegacy:      "allow RSA key exchange",
}

// String returns the remedy as a clause, "" for RemedyNone.
func (r Remedy) String() string {
	if int(r) < len(remedyWords) {
		return remedyWords[r]
	}
	return ""
}
