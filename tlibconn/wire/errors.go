package wire

import (
	"errors"
	"fmt"
)

// ErrTooLong reports that a value does not fit in the requested wire form, or in
// any wire form.
var ErrTooLong = errors.New("value is too long for its wire form")

// FramingError reports why the byte stream can no longer be split into frames.
// The connection must be closed because the next frame cannot be found (WIRE.md,
// Malformed input).
type FramingError struct {
	// Offset is the position of the offending frame, in bytes from the start of
	// the stream.
	Offset int64
	// Frame is the number of frames and ADDP packets before the offending one.
	Frame int64
	// Reason describes the fault.
	Reason string
	// Bytes holds up to the first 16 bytes of the offending frame, including its
	// length field. It is a copy.
	Bytes []byte
	// Err is the cause (io.ErrUnexpectedEOF), or nil if there is none.
	Err error
}

// Error returns the reason, the position and the first bytes of the frame.
func (e *FramingError) Error() string {
	return fmt.Sprintf("framing error at byte %d (frame %d): %s; the frame begins with % x", e.Offset, e.Frame+1, e.Reason, e.Bytes)
}

// Unwrap returns Err.
func (e *FramingError) Unwrap() error { return e.Err }

// MessageError reports why one message cannot be decoded. The bounds of its frame
// are known, so the connection can continue (WIRE.md, Malformed input).
type MessageError struct {
	// Type is the message number, meaningful if HasType.
	Type MessageType
	// HasType reports whether the body was long enough to hold a type.
	HasType bool
	// Attribute is the number of the attribute that contains the error,
	// meaningful if HasAttribute.
	Attribute AttributeID
	// HasAttribute reports whether the error is in an attribute.
	HasAttribute bool
	// List reports whether only key-value lists are malformed, the first of them
	// in this attribute. All attributes were decoded, and the message can be
	// encoded again.
	List bool
	// Offset is the position of the error in bytes from the start of the body.
	Offset int
	// Reason describes the fault.
	Reason string
}

// Error returns the message, the attribute, the byte and the reason.
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
