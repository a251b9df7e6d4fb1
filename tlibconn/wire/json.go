package wire

import "fmt"

// The names of the pair types in JSON (WIRE.md, Messages as JSON).
const (
	jsonText    = "string"
	jsonInt     = "int"
	jsonBinary  = "binary"
	jsonList    = "list"
	jsonUnicode = "unicode"
)

// minWideList and maxWideList are the lengths of a B list with a u32 count that
// a u16 count would have made shorter than 65,536 bytes: there the count's
// size does not follow from the pairs.
const (
	minWideList = maxShort + 1
	maxWideList = maxShort + 2
)

// Record is what one line of JSON stands for: a message or an ADDP packet.
type Record struct {
	// Message is the message where ADDP is nil. Its bytes are its own.
	Message Message
	// Parts holds the lengths of the parts of a packet extension that are not
	// those which AppendFrames makes; nil or empty for those.
	Parts []uint16
	// ADDP is the keep-alive packet where the line holds one, else nil.
	ADDP *ADDP
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
		return AppendFrames(dst, body), nil
	}
	out, err := AppendParts(dst, body, r.Parts)
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
		if part != MaxFrameBody {
			return false
		}
	}
	return last > 0
}
