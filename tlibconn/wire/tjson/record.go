// Package tjson writes messages as JSON, one line each, and reads such lines. No
// byte is lost: bytes to JSON to bytes gives the same bytes, and lines written by
// hand may leave out what follows from the rest. It knows the names and usual wire
// types of attributes, and no files.
//
// The form is described in docs/protocol/JSON.md; it is that of the recorded
// vectors (WIRE.md, Messages as JSON).
package tjson

import (
	"fmt"

	"capdeck/tlibconn/wire"
)

// The names of the pair types in JSON (WIRE.md, Messages as JSON).
const (
	typeText    = "string"
	typeInt     = "int"
	typeBinary  = "binary"
	typeList    = "list"
	typeUnicode = "unicode"
)

// The lengths from which on a value needs its long wire form, or a list a wider
// count (WIRE.md, Message body; Key-value lists).
const (
	maxShort  = 65535
	maxText   = 65535
	maxBinary = maxShort - 2
)

// minWideList and maxWideList are the lengths of a B list with a u32 count that
// a u16 count would have made shorter than 65,536 bytes: there the count's
// size does not follow from the pairs.
const (
	minWideList = maxShort + 1
	maxWideList = maxShort + 2
)

// Record is the content of one line of JSON: a message or an ADDP packet.
type Record struct {
	// Message is the message if ADDP is nil. It owns its bytes.
	Message wire.Message
	// Parts holds the lengths of the parts of a packet extension. It is empty if
	// they are those that [wire.AppendFrames] makes.
	Parts []uint16
	// ADDP is the keep-alive packet if the line holds one, else nil.
	ADDP *wire.ADDP
}

// AppendFrames appends the record's bytes on the wire: a frame, a packet
// extension with its parts, or an ADDP packet. The error says which attribute
// or part does not fit; dst is then returned as it was.
func (r *Record) AppendFrames(dst []byte) ([]byte, error) {
	if r.ADDP != nil {
		return r.ADDP.Append(dst), nil
	}
	body, err := r.Message.AppendBody(nil)
	if err != nil {
		return dst, err
	}
	if len(r.Parts) == 0 {
		return wire.AppendFrames(dst, body), nil
	}
	out, err := wire.AppendParts(dst, body, r.Parts)
	if err != nil {
		return dst, fmt.Errorf("%s: %w", r.Message.Type, err)
	}
	return out, nil
}

// usualParts reports whether the parts are those that AppendFrames makes of a
// body of their sum. No parts are.
func usualParts(parts []uint16) bool {
	if len(parts) == 0 {
		return true
	}
	last := len(parts) - 1
	for _, part := range parts[:last] {
		if part != wire.MaxFrameBody {
			return false
		}
	}
	return last > 0
}
