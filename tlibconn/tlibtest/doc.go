// Package tlibtest provides utilities for testing T-Library programs, in the manner of
// net/http/httptest: a scripted [Peer] that acts as either end of a connection, a
// simulated T-Server ([NewServer]), and a [Feed] of event batches for testing without a
// connection. It knows the codec, the events and the simulated T-Server. It must not
// know the session, whose tests use it.
//
// A test of a T-Client that scripts the T-Server:
//
//	listener := tlibtest.Listen(t)
//	go connectTo(listener.Addr())
//	peer := listener.Accept()
//	peer.AcceptLogin()
//	request := peer.Expect(wire.RequestRegisterAddress)
//	peer.Answer(request, wire.EventRegistered, tlibtest.ThisDN("7001"))
//
// A test that only needs a working T-Server:
//
//	server := tlibtest.NewServer("7001", "7002")
//	defer server.Close()
//	connectTo(server.Addr())
package tlibtest
