package simserver

import (
	"slices"

	"capdeck/tlibconn/wire"
)

const (
	maxFlood      = 100_000_000
	maxFloodDNs   = 1000     // DNs of a client that a flood goes round
	floodChunk    = 64 << 10 // bytes of a flood in one write
	endlessLength = 16 << 20 // bytes of a message that never ends
)

// flood sends count events to each client of the target, as fast as it reads
// them, in turn for the DNs that it has registered: EventUserEvents without a
// meaning, whose UserData is the one pair flood. Messages that wait for the client
// are sent in between. It does not wait for the end of the flood.
func (w *world) flood(target Target, count int) {
	for _, c := range w.targets(target) {
		w.logf("%s gets a flood of %d events as ordered", c.info, count)
		c.out.feed(repeat(w.floodFrames(c), count), false)
	}
}

// floodFrames returns one event for each DN that the client has registered.
func (w *world) floodFrames(c *client) [][]byte {
	numbers := w.registeredBy(c, maxFloodDNs)
	if len(numbers) == 0 {
		numbers = []string{""}
	}
	var frames [][]byte
	for _, number := range numbers {
		frames = append(frames, slices.Clone(eventFrame(number, wire.IntPair("flood", 1))))
	}
	return frames
}

// registeredBy returns the DNs that a client has registered, most at the most.
func (w *world) registeredBy(c *client, most int) []string {
	var numbers []string
	for _, a := range w.ordered {
		if _, registered := c.registered[a]; registered && len(numbers) < most {
			numbers = append(numbers, a.number)
		}
	}
	return numbers
}

// repeat makes count frames, in turn, in chunks.
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

// endless sends nothing but messages of 16 MiB to the target's clients, one after
// the other, until they are disconnected. Everything else that waits for them is
// lost. With a Path of ByteWise and Delay, such a message never ends.
func (w *world) endless(target Target) {
	for _, c := range w.targets(target) {
		w.logf("%s gets a message without an end as ordered", c.info)
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
