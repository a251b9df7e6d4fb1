package tlibconn

import (
	"slices"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestProbeReadsOneAnswer probes a server whose link goes up and down: the messages after the answer to the
// probe's login have been read by the end of the probe, and must not count as a second answer.
func TestProbeReadsOneAnswer(t *testing.T) {
	home, other := newServer(t), newServer(t)
	c := open(t, home.address(), func(o *Options) {
		fast(o)
		o.Addresses = append(o.Addresses, other.address())
	})
	p := home.accept()
	p.expect(wire.RequestRegisterClient)
	p.say(wire.EventLinkDisconnected)
	c.link(event.LinkDown)
	for range 10 {
		probe := other.accept()
		probe.expect(wire.RequestRegisterClient)
		probe.raw(slices.Concat(
			encoded(t, wire.EventLinkDisconnected), encoded(t, wire.EventLinkConnected), encoded(t, wire.EventLinkDisconnected)))
		probe.closed()
	}
	// The session continues at its server.
	p.say(wire.EventLinkConnected)
	c.link(event.LinkUp)
}
