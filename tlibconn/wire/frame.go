package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

const (
	lengthField     = 4
	extensionMark   = "$PACKET EXTENSION V1.00$"
	extensionBody   = len(extensionMark) + 4
	readBuffer      = 64 << 10
	largestBuffer   = 512 << 10
	maxEmptyReads   = 100
	keptAssembly    = 1 << 20
	shownBytes      = 16
	firstAllocation = 4 * MaxFrameBody
)

// Frame is one item that FrameReader returns: a message body or an ADDP packet.
type Frame struct {
	// Body is a whole message body, nil for an ADDP packet. It is valid until
	// the next call of the reader.
	Body []byte
	// ADDP is the packet if Body is nil.
	ADDP ADDP
	// Parts holds the lengths of the parts of a packet extension if
	// [FrameReader.KeepParts] is set. It is nil for a message in one frame. It is
	// valid until the next call of the reader.
	Parts []uint16
}

// FrameReader splits a byte stream into message bodies and ADDP packets (WIRE.md,
// Frames; ADDP). It returns ADDP packets between the parts of an extension in the
// order in which they arrive. It is not safe for concurrent use.
type FrameReader struct {
	// KeepParts makes Next set [Frame.Parts]. It costs two bytes a part, and a
	// hostile peer can send parts of one byte.
	KeepParts bool

	source io.Reader
	limits Limits

	buffer     []byte
	start, end int
	flooded    bool  // the last read filled the buffer, most of which was free
	offset     int64 // of buffer[start] in the stream
	frames     int64

	total    int // length of the extension that is being read, 0 outside one
	assembly []byte
	parts    []uint16
}

// NewFrameReader returns a reader of source. It reads chunks of up to 64 KiB, and
// of up to 512 KiB from a source that fills them. In addition it buffers at most
// one message of limits.MaxMessage bytes.
func NewFrameReader(source io.Reader, limits Limits) *FrameReader {
	return &FrameReader{source: source, limits: limits, buffer: make([]byte, readBuffer)}
}

// Offset returns how many bytes of the stream have been split into frames so far.
func (r *FrameReader) Offset() int64 { return r.offset }

// Next returns the next message or ADDP packet. It returns io.EOF if the stream
// ended between two frames, and a *FramingError if the stream cannot be split any
// further. That error wraps io.ErrUnexpectedEOF if the stream ended inside a frame
// or an extension. Any other error is the source's.
func (r *FrameReader) Next() (Frame, error) {
	if body := r.Buffered(); body != nil {
		return Frame{Body: body}, nil
	}
	for {
		if err := r.fill(lengthField); err != nil {
			return Frame{}, err
		}
		if isADDP(r.buffer[r.start:]) {
			if err := r.fill(addpSize); err != nil {
				return Frame{}, err
			}
			packet := parseADDP(r.buffer[r.start:])
			r.skip(addpSize)
			return Frame{ADDP: packet}, nil
		}
		length := binary.BigEndian.Uint32(r.buffer[r.start:])
		if err := r.checkLength(length); err != nil {
			return Frame{}, err
		}
		if err := r.fill(lengthField + int(length)); err != nil {
			return Frame{}, err
		}
		body := r.buffer[r.start+lengthField : r.start+lengthField+int(length)]
		frame, whole, err := r.addBody(body)
		if err != nil {
			return Frame{}, err
		}
		r.skip(lengthField + len(body))
		if whole {
			return frame, nil
		}
	}
}

// Buffered returns the body that Next would return if it is a message in one frame
// that is already in the buffer, as nearly every message is. Otherwise it returns
// nil and consumes nothing. It never reads from the source and costs less than
// Next. The body is valid until the next call of Next, so the caller can collect
// several messages.
func (r *FrameReader) Buffered() []byte {
	have := r.buffer[r.start:r.end]
	if r.total != 0 || len(have) < lengthField {
		return nil
	}
	// An ADDP packet looks like a length far above MaxFrameBody.
	length := binary.BigEndian.Uint32(have)
	if length < minBody || length > MaxFrameBody || length == uint32(extensionBody) || len(have)-lengthField < int(length) {
		return nil
	}
	r.skip(lengthField + int(length))
	return have[lengthField : lengthField+int(length) : lengthField+int(length)]
}

// addBody handles the body of one frame: a message, the head of an extension, or
// one of its parts. whole reports whether frame is a message.
func (r *FrameReader) addBody(body []byte) (frame Frame, whole bool, err error) {
	if isExtensionHead(body) {
		return Frame{}, false, r.beginExtension(binary.BigEndian.Uint32(body[len(extensionMark):]))
	}
	if r.total == 0 {
		return Frame{Body: body}, true, nil
	}
	if len(r.assembly)+len(body) > r.total {
		return Frame{}, false, r.fail(fmt.Sprintf("the parts of a packet extension add up to %d bytes, but its total is %d", len(r.assembly)+len(body), r.total))
	}
	r.assembly = append(r.assembly, body...)
	if r.KeepParts {
		r.parts = append(r.parts, uint16(len(body)))
	}
	if len(r.assembly) < r.total {
		return Frame{}, false, nil
	}
	r.total = 0
	return Frame{Body: r.assembly, Parts: r.parts}, true, nil
}

func (r *FrameReader) beginExtension(total uint32) error {
	switch {
	case r.total != 0:
		return r.fail("a packet extension begins inside a packet extension")
	case total == 0:
		return r.fail("a packet extension has a total of 0 bytes")
	case uint64(total) > uint64(r.limits.maxMessage()):
		return r.fail(fmt.Sprintf("a packet extension announces %d bytes, but the limit is %d", total, r.limits.maxMessage()))
	}
	r.total = int(total)
	if cap(r.assembly) > keptAssembly {
		r.assembly = nil
	}
	if r.assembly == nil {
		// The total is only the peer's claim: the buffer grows as parts arrive.
		r.assembly = make([]byte, 0, min(r.total, firstAllocation))
	}
	r.assembly = r.assembly[:0]
	r.parts = r.parts[:0]
	return nil
}

func (r *FrameReader) checkLength(length uint32) error {
	switch {
	case length > MaxFrameBody:
		return r.fail(fmt.Sprintf("a frame length of %d is above %d", length, MaxFrameBody))
	case r.total != 0 && length == 0:
		return r.fail("a part of a packet extension has no bytes")
	case r.total == 0 && length < minBody:
		return r.fail(fmt.Sprintf("a frame length of %d is too short: a message body has at least %d bytes", length, minBody))
	}
	return nil
}

// fill reads until the buffer holds n bytes from start on.
func (r *FrameReader) fill(n int) error {
	if r.end-r.start >= n {
		return nil
	}
	if r.start+n > len(r.buffer) {
		r.makeRoom()
	}
	for empty := 0; r.end-r.start < n; {
		room := r.buffer[r.end:]
		got, err := r.source.Read(room)
		r.end += got
		r.flooded = got == len(room) && got > len(r.buffer)/2
		if r.end-r.start >= n {
			return nil
		}
		if err != nil {
			return r.ended(err)
		}
		if got > 0 {
			empty = 0
		} else if empty++; empty > maxEmptyReads {
			return io.ErrNoProgress
		}
	}
	return nil
}

// makeRoom moves the unread bytes to the front of the buffer. If the last read
// filled the buffer, more data is waiting than it holds, and the next reads are
// larger. Under a flood this saves a tenth of the time from socket to board.
func (r *FrameReader) makeRoom() {
	to := r.buffer
	if r.flooded && len(to) < largestBuffer {
		to = make([]byte, 2*len(to))
	}
	r.end = copy(to, r.buffer[r.start:r.end])
	r.buffer, r.start, r.flooded = to, 0, false
}

func (r *FrameReader) ended(err error) error {
	if !errors.Is(err, io.EOF) || (r.end == r.start && r.total == 0) {
		return err
	}
	reason := "the stream ends inside a frame"
	if r.total != 0 {
		reason = fmt.Sprintf("the stream ends inside a packet extension, after %d of %d bytes", len(r.assembly), r.total)
	}
	failure := r.fail(reason)
	failure.Err = io.ErrUnexpectedEOF
	return failure
}

func (r *FrameReader) skip(n int) {
	r.start += n
	r.offset += int64(n)
	r.frames++
	if r.start == r.end {
		r.start, r.end = 0, 0
	}
}

func (r *FrameReader) fail(reason string) *FramingError {
	shown := r.buffer[r.start:min(r.end, r.start+shownBytes)]
	return &FramingError{Offset: r.offset, Frame: r.frames, Reason: reason, Bytes: append([]byte(nil), shown...)}
}

func isExtensionHead(body []byte) bool {
	return len(body) == extensionBody && string(body[:len(extensionMark)]) == extensionMark
}

// AppendFrames appends a message body to dst as it is sent: in one frame, or in a
// packet extension if it is longer than MaxFrameBody (WIRE.md, Frames).
func AppendFrames(dst, body []byte) []byte {
	if len(body) <= MaxFrameBody {
		return appendFrame(dst, body)
	}
	dst = appendExtensionHead(dst, len(body))
	for len(body) > 0 {
		part := body[:min(len(body), MaxFrameBody)]
		dst = appendFrame(dst, part)
		body = body[len(part):]
	}
	return dst
}

// AppendParts appends a message body to dst as a packet extension whose parts have
// the given lengths, for example those of [Frame.Parts]. Each length must be 1 to
// MaxFrameBody, and they must add up to len(body).
func AppendParts(dst, body []byte, parts []uint16) ([]byte, error) {
	left := body
	out := appendExtensionHead(dst, len(body))
	for i, part := range parts {
		length := int(part)
		if length < 1 || length > MaxFrameBody || length > len(left) {
			return dst, fmt.Errorf("part %d of a packet extension must have 1 to %d bytes and at most the %d that are left, but has %d", i+1, MaxFrameBody, len(left), length)
		}
		out = appendFrame(out, left[:length])
		left = left[length:]
	}
	if len(left) > 0 {
		return dst, fmt.Errorf("the parts of a packet extension leave out %d of %d bytes", len(left), len(body))
	}
	return out, nil
}

func appendFrame(dst, body []byte) []byte {
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(body)))
	return append(dst, body...)
}

func appendExtensionHead(dst []byte, total int) []byte {
	dst = binary.BigEndian.AppendUint32(dst, uint32(extensionBody))
	dst = append(dst, extensionMark...)
	return binary.BigEndian.AppendUint32(dst, uint32(total))
}
