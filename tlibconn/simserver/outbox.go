package simserver

import "sync"

const keptOutbox = 1 << 20 // largest emptied buffer that is reused, in bytes

// outbox holds the bytes that wait to be written to one client, so that no client
// waits for another client's socket. It is bounded: a client that does not read is
// disconnected.
type outbox struct {
	mu      sync.Mutex
	changed sync.Cond
	limit   int
	usual   int // limit at the start
	pending []byte
	writing int // bytes that await returned last
	ended   bool

	source func(dst []byte) []byte // makes bytes when none are pending
	alone  bool                    // only bytes from source are sent
}

func newOutbox(limit int) *outbox {
	o := &outbox{limit: limit, usual: limit}
	o.changed.L = &o.mu
	return o
}

// add appends a copy of frames. It returns false if they exceed the limit. An empty
// outbox accepts any message.
func (o *outbox) add(frames []byte) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ended || o.alone {
		return true
	}
	waiting := len(o.pending) + o.writing
	if waiting > 0 && waiting+len(frames) > o.limit {
		return false
	}
	if len(o.pending) == 0 {
		o.changed.Signal()
	}
	o.pending = append(o.pending, frames...)
	return true
}

// admit raises the limit so that this many bytes fit into an empty outbox together with what
// it admits anyway.
func (o *outbox) admit(bytes int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.limit = max(o.limit, o.usual+bytes)
}

// feed makes await return bytes from source whenever nothing else waits, until source
// returns none. If alone is true, everything else is dropped.
func (o *outbox) feed(source func(dst []byte) []byte, alone bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.alone {
		return
	}
	o.source, o.alone = source, alone
	if alone {
		o.pending = nil
	}
	o.changed.Signal()
}

// await waits for bytes and returns all that are pending. written is the result of the
// last call, whose memory is reused. An empty result means that the outbox has ended
// and is empty.
func (o *outbox) await(written []byte) []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.writing = 0
	if cap(written) > keptOutbox {
		written = nil
	}
	for len(o.pending) == 0 && !o.ended {
		if o.source == nil {
			o.changed.Wait()
			continue
		}
		if made := o.source(written[:0]); len(made) > 0 {
			o.writing = len(made)
			return made
		}
		o.source = nil
	}
	pending := o.pending
	o.writing = len(pending)
	o.pending = written[:0]
	return pending
}

// end makes await return the pending bytes, and then nothing.
func (o *outbox) end() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.ended = true
	o.changed.Signal()
}

// waiting returns the number of bytes that are not yet written.
func (o *outbox) waiting() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.pending) + o.writing
}
