package tlibconn

import (
	"slices"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestProbeReadsOneAnswer probes a server whose link comes and goes: what stands
// behind the answer to the probe's login is read already when the probe is over,
// and is no second answer.
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
	// The session goes on where it was.
	p.say(wire.EventLinkConnected)
	c.link(event.LinkUp)
}
