package simserver

import (
	"slices"

	"capdeck/tlibconn/wire"
)

const (
	maxFlood      = 100_000_000
	maxFloodDNs   = 1000     // most DNs of a client that the events of a flood name
	floodChunk    = 64 << 10 // bytes of a flood in one write
	endlessLength = 16 << 20 // bytes of a message that never ends
)

// flood sends count events to each client of the target, as fast as the client reads
// them. The events are EventUserEvents for the client's registered DNs in turn, with
// the meaningless pair flood as UserData. Messages that wait for the client are sent
// in between. flood does not wait for the end of the flood.
func (st *state) flood(target Target, count int) {
	for _, c := range st.targets(target) {
		st.logf("sending %d events to %s as ordered", count, c.info)
		c.out.feed(repeat(st.floodFrames(c), count), false)
	}
}

// floodFrames returns one event for each DN that the client has registered.
func (st *state) floodFrames(c *client) [][]byte {
	numbers := st.registeredBy(c, maxFloodDNs)
	if len(numbers) == 0 {
		numbers = []string{""}
	}
	var frames [][]byte
	for _, number := range numbers {
		frames = append(frames, slices.Clone(eventFrame(number, wire.IntPair("flood", 1))))
	}
	return frames
}

// registeredBy returns at most most of the DNs that a client has registered.
func (st *state) registeredBy(c *client, most int) []string {
	var numbers []string
	for _, a := range st.ordered {
		if _, registered := c.registered[a]; registered && len(numbers) < most {
			numbers = append(numbers, a.number)
		}
	}
	return numbers
}

// repeat returns a source of count frames, in turn and in chunks.
func repeat(frames [][]byte, count int) func(dst []byte) []byte {
	next := 0
	return func(dst []byte) []byte {
		for next < count && len(dst) < floodChunk {
			dst = append(dst, frames[next%len(frames)]...)
			next++
		}
		return dst
	}
}

// endless sends messages of 16 MiB to the target's clients, one after the other, until
// they are disconnected. Everything else that waits for them is lost. With ByteWise
// and Delay in the Path, such a message never ends.
func (st *state) endless(target Target) {
	for _, c := range st.targets(target) {
		st.logf("sending an endless message to %s as ordered", c.info)
		c.out.feed(endlessMessage(), true)
	}
}

func endlessMessage() func(dst []byte) []byte {
	left := 0
	part := appendFrame(nil, make([]byte, wire.MaxFrameBody))
	return func(dst []byte) []byte {
		if left == 0 {
			left = endlessLength
			return append(dst, extensionHead(uint32(left))...)
		}
		if left < wire.MaxFrameBody {
			dst = appendFrame(dst, make([]byte, left))
			left = 0
			return dst
		}
		left -= wire.MaxFrameBody
		return append(dst, part...)
	}
}
