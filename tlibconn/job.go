package tlibconn

import "capdeck/tlibconn/wire"

// requestBytes is what a request may take in a batch, without its texts.
const requestBytes = 1 << 10

// job is one request on its way to the sender.
type job struct {
	Request
	asksRole  bool // asked by the session itself
	cancelled bool
	taken     bool            // by the sender: it can no longer be cancelled
	left      chan leaving    // of a caller who waits for it to leave, else nil
	answer    chan wireAnswer // of a caller who waits for the answer, else nil
}

// leaving tells a caller that its request is leaving, or why it is not.
type leaving struct {
	reference int32
	err       error
}

// wireAnswer is what a waiting caller gets.
type wireAnswer struct {
	message wire.Message
	err     error
}

// bytes is what the request's own event may take in a batch.
func (r *Request) bytes() int {
	n := requestBytes + len(r.Command.DN)
	for i := range r.Message.Attributes {
		n += len(r.Message.Attributes[i].Bytes)
	}
	return n
}
