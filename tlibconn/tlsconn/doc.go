// Package tlsconn connects to a T-Server using TLS (SEMANTICS.md, High availability and
// keep-alive). It reads certificates and keys, performs the handshake, checks the server's
// certificate, and describes what went wrong and what may help. It knows no session and no
// message.
//
//	client, err := tlsconn.Options{CAFile: "authority.pem"}.Load()
//	if err != nil {
//		return err
//	}
//	session, err := tlibconn.Open(ctx, tlibconn.Options{Addresses: addresses, TLS: client})
package tlsconn
