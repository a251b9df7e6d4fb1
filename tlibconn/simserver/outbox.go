package simserver

import "sync"

const keptOutbox = 1 << 20 // bytes of an emptied buffer that are kept for the next round

// outbox holds the bytes that wait to be written to one client, so that no
// client waits for another's socket. It is bounded: a client that does not
// read is cut off, not remembered.
type outbox struct {
	mu      sync.Mutex
	changed sync.Cond
	limit   int
	pending []byte
	writing int // bytes that take returned last
	ended   bool

	source func(dst []byte) []byte // makes bytes where none are pending
	alone  bool                    // nothing but what source makes is wanted
}

func newOutbox(limit int) *outbox {
	o := &outbox{limit: limit}
	o.changed.L = &o.mu
	return o
}

// add appends a copy of frames. It is false where they do not fit any more; an
// empty outbox takes any message.
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

// feed lets take return what source makes, whenever nothing else waits, until it
// makes nothing. alone says that everything else is lost.
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

// take waits for bytes and returns all that there are. written is what the last
// call returned: its memory is used again. No bytes mean that the outbox has
// ended and is empty.
func (o *outbox) take(written []byte) []byte {
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
	taken := o.pending
	o.writing = len(taken)
	o.pending = written[:0]
	return taken
}

// end makes take return what is left, and then nothing.
func (o *outbox) end() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.ended = true
	o.changed.Signal()
}

// waiting returns how many bytes are not written yet.
func (o *outbox) waiting() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.pending) + o.writing
}
