// Package tjson writes messages as JSON, one line each, and parses such lines. The
// JSON is lossless: a message that is written and parsed again has the same bytes.
// Lines written by hand may omit what follows from the rest. The package knows the
// names and usual wire types of attributes, and uses no files.
//
// The form is described in docs/protocol/JSON.md. The recorded vectors have the same
// form (WIRE.md, Messages as JSON).
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

// A longer value needs its long wire form, and a list a wider count (WIRE.md,
// Message body; Key-value lists).
const (
	maxShort  = 65535
	maxText   = 65535
	maxBinary = maxShort - 2
)

// minWideList and maxWideList are the lengths of a B list with a u32 count that a
// u16 count would make shorter than 65,536 bytes. For them the size of the count
// does not follow from the pairs.
const (
	minWideList = maxShort + 1
	maxWideList = maxShort + 2
)

// Record is the content of one line of JSON: a message or an ADDP packet.
type Record struct {
	// Message is the message if ADDP is nil. It does not share its bytes.
	Message wire.Message
	// Parts holds the lengths of the parts of a packet extension. It is empty if
	// they are those of [wire.AppendFrames].
	Parts []uint16
	// ADDP is the keep-alive packet if the line holds one, else nil.
	ADDP *wire.ADDP
}

// AppendFrames appends the record as it is sent: a frame, a packet extension with
// its parts, or an ADDP packet. It returns an error that names the attribute or part
// that does not fit, and dst unchanged.
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

// usualParts reports whether [wire.AppendFrames] would split a body of the same
// total length into these parts. It is true for no parts.
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
