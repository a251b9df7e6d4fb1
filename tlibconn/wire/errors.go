package wire

import (
	"errors"
	"fmt"
)

// ErrTooLong says that a value cannot be encoded because no wire form is long
// enough for it, or that the wire form asked for is not.
var ErrTooLong = errors.New("value is too long for its wire form")

// FramingError says why the byte stream cannot be cut into frames any more.
// The connection has to be closed: the next frame cannot be found (WIRE.md,
// Malformed input).
type FramingError struct {
	// Offset is the place of the offending frame in the stream, in bytes from
	// its start, 0 for the first.
	Offset int64
	// Frame counts the frames and ADDP packets before the offending one.
	Frame int64
	// Reason says what is wrong, in words.
	Reason string
	// Bytes holds at most the first 16 bytes of the offending frame, its
	// length field included. It is a copy.
	Bytes []byte
	// Err is the cause where there is one (io.ErrUnexpectedEOF), else nil.
	Err error
}

// Error names the reason, the place and the first bytes of the frame.
func (e *FramingError) Error() string {
	return fmt.Sprintf("framing error at byte %d (frame %d): %s; the frame begins with % x", e.Offset, e.Frame+1, e.Reason, e.Bytes)
}

// Unwrap returns Err.
func (e *FramingError) Unwrap() error { return e.Err }

// MessageError says why one message cannot be decoded. Its frame's bounds are
// known, so the connection goes on (WIRE.md, Malformed input).
type MessageError struct {
	// Type is the message number, meaningful if HasType.
	Type MessageType
	// HasType says whether the body was long enough to hold a type.
	HasType bool
	// Attribute is the number of the attribute in which the error lies,
	// meaningful if HasAttribute.
	Attribute AttributeID
	// HasAttribute is false where the error lies in no attribute.
	HasAttribute bool
	// List says that only key-value lists are malformed, this attribute's
	// first of all: every attribute was read, and the message can be encoded
	// again.
	List bool
	// Offset is the place of the error in bytes from the start of the body.
	Offset int
	// Reason says what is wrong, in words.
	Reason string
}

// Error names the message, the attribute, the byte and the reason.
func (e *MessageError) Error() string {
	where := "message"
	if e.HasType {
		where = e.Type.String()
	}
	if e.HasAttribute {
		where += ", attribute " + e.Attribute.String()
	}
	return fmt.Sprintf("%s cannot be decoded: byte %d: %s", where, e.Offset, e.Reason)
}
