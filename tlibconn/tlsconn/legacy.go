package tlsconn

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"slices"

	"capdeck/tlibconn/internal/neterror"
)

// rsaSuites are the cipher suites with RSA key exchange that have no other weakness: no RC4, no
// 3DES.
var rsaSuites = [...]uint16{
	tls.TLS_RSA_WITH_AES_256_GCM_SHA384, tls.TLS_RSA_WITH_AES_128_GCM_SHA256,
	tls.TLS_RSA_WITH_AES_128_CBC_SHA256, tls.TLS_RSA_WITH_AES_256_CBC_SHA, tls.TLS_RSA_WITH_AES_128_CBC_SHA,
}

// legacySuites returns the usual cipher suites and rsaSuites.
func legacySuites() []uint16 {
	var suites []uint16
	for _, suite := range tls.CipherSuites() {
		suites = append(suites, suite.ID)
	}
	return append(suites, rsaSuites[:]...)
}

// errAnswered ends a handshake that was only made to see the server's answer.
var errAnswered = errors.New("the server answered")

// knowsOnlyRSA reports whether a server that refused our greeting accepts one that offers only
// RSA key exchange. It connects once more, and stops before anything secret is sent.
func (t *Client) knowsOnlyRSA(ctx context.Context, config *tls.Config, again Dial) bool {
	conn, err := again(ctx)
	if err != nil {
		return false
	}
	defer conn.Close()
	greeting := config.Clone()
	greeting.CipherSuites, greeting.MaxVersion = slices.Clone(rsaSuites[:]), tls.VersionTLS12
	greeting.VerifyConnection = func(tls.ConnectionState) error { return errAnswered }
	return errors.Is(tls.Client(conn, greeting).HandshakeContext(ctx), errAnswered)
}

// isRefusedHello reports whether the server may have ended the handshake because it supports
// none of the offered cipher suites: by one of two alerts (RFC 5246, 7.2.2; RFC 8446, 6.2) or by
// closing the connection.
func isRefusedHello(err error) bool {
	if neterror.IsClosing(err) {
		return true
	}
	var alert *net.OpError
	if !errors.As(err, &alert) || alert.Op != "remote error" {
		return false
	}
	text := alert.Err.Error()
	return text == "tls: handshake failure" || text == "tls: insufficient security level"
}
