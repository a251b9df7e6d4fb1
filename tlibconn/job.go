package tlibconn

import "capdeck/tlibconn/wire"

// requestBytes is the space of a request's event in a batch, without its texts.
const requestBytes = 1 << 10

// job is one request on its way to the sender.
type job struct {
	Request
	asksRole  bool // the session's own query for the role
	cancelled bool
	taken     bool            // the sender has the job: it can no longer be cancelled
	left      chan leaving    // for a caller that waits until the request leaves, otherwise nil
	answer    chan wireAnswer // for a caller that waits for the answer, otherwise nil
}

// leaving is the result of a request that a caller waits to send: its ReferenceID, or why
// it was not sent.
type leaving struct {
	reference int32
	err       error
}

// wireAnswer is the answer for a waiting caller.
type wireAnswer struct {
	message wire.Message
	err     error
}

// bytes returns an upper bound for the size of the request's own event in a batch.
func (r *Request) bytes() int {
	n := requestBytes + len(r.Command.DN)
	for i := range r.Message.Attributes {
		n += len(r.Message.Attributes[i].Bytes)
	}
	return n
}
