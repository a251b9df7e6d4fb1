package tlibconn

import (
	"bytes"
	"errors"
	"io"
	"os"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// FuzzReader feeds a session's reader, over a socket, with bytes that a server could send after the login.
// Every message that the codec extracts must reach the consumer, in order, and the session must end with the
// stream.
func FuzzReader(f *testing.F) {
	recorded := readFlow(f)
	var server []byte
	for _, name := range []string{"flow-01", "flow-03", "flow-05", "flow-06", "flow-07", "flow-10"} {
		raw := recorded.bytes(f, name)
		f.Add(raw)
		server = append(server, raw...)
	}
	f.Add(server)
	f.Add(wire.ADDP{Op: wire.ADDPPoll, Value: 3}.Append(nil))
	f.Add([]byte{0, 0, 0, 5, 0, 0, 0, 0, 94})
	f.Add([]byte{0, 0, 0, 6, 0, 0, 0, 0, 54, 9})
	f.Add([]byte{})
	s := newServer(f)
	f.Fuzz(func(t *testing.T, said []byte) {
		c := open(t, s.address(), once)
		c.Register("7001", "7002")
		s.TB = t
		p := s.accept()
		p.login()
		for range 2 {
			p.expect(wire.RequestRegisterAddress)
		}
		if err := c.SendCommands(t.Context(), commands(2, event.VerbStart)); err != nil {
			t.Fatal(err)
		}
		p.expect(wire.RequestSendEvent)
		go io.Copy(io.Discard, p.Conn) //nolint:errcheck // it ends with the connection
		if _, err := p.Conn.Write(said); err != nil && !errors.Is(err, os.ErrClosed) {
			t.Log(err) // the session dropped the connection
		}
		p.Conn.Close()

		cut := wire.NewFrameReader(bytes.NewReader(said), wire.Limits{})
		c.link(event.LinkUp)
		for {
			e := c.next()
			switch {
			case e.Kind == event.KindMessage || e.Kind == event.KindUndecodable:
				frame, err := cut.Next()
				for err == nil && frame.Body == nil {
					frame, err = cut.Next()
				}
				// The session blanks passwords.
				var blanked event.Batch
				if want := blanked.AddMessage(event.KindMessage, frame.Body, wire.Limits{}).Message.Body; err != nil || !bytes.Equal(want, e.Message.Body) {
					t.Fatalf("the consumer received %x, sent was %x, %v", e.Message.Body, frame.Body, err)
				}
			case e.Kind == event.KindLink && e.Link.Lost:
				return
			}
		}
	})
}
