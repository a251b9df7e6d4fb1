package simserver_test

import (
	"fmt"
	"net"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

// One operation is 10,000 registrations over loopback TCP, from the first byte of the
// requests to the last EventRegistered.
func BenchmarkTenThousandRegistrations(b *testing.B) {
	const count = 10_000
	var list []simserver.DN
	var stream []byte
	for i := range count {
		number := fmt.Sprintf("%05d", i)
		list = append(list, simserver.DN{Number: number})
		m := wire.Message{Type: wire.RequestRegisterAddress, Attributes: []wire.Attribute{
			wire.IntAttribute(wire.AttributeReferenceID, int32(i+1)), thisDN(number),
		}}
		body, err := m.AppendBody(nil)
		if err != nil {
			b.Fatal(err)
		}
		stream = wire.AppendFrames(stream, body)
	}
	s, err := simserver.New(simserver.Options{DNs: list, Go: func(f func()) { go f() }})
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		if closing := s.Close(); closing != nil {
			b.Error(closing)
		}
	}()
	conn, err := net.Dial("tcp", s.Addr())
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	frames := wire.NewFrameReader(conn, wire.Limits{})
	login := wire.Message{Type: wire.RequestRegisterClient}
	body, err := login.AppendBody(nil)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := conn.Write(wire.AppendFrames(nil, body)); err != nil {
		b.Fatal(err)
	}
	if _, err := frames.Next(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		sent := make(chan error, 1)
		go func() {
			_, err := conn.Write(stream)
			sent <- err
		}()
		for range count {
			if _, err := frames.Next(); err != nil {
				b.Fatal(err)
			}
		}
		if err := <-sent; err != nil {
			b.Fatal(err)
		}
	}
}
