package wire

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// Numbers at and after the end of the tables of names have no name.
func TestNumbersBehindTheTables(t *testing.T) {
	for _, n := range []int{len(attributeNames), len(attributeNames) + 1, 1<<32 - 1} {
		if id := AttributeID(n); !strings.HasPrefix(id.String(), "Attribute") || id.IsConnID() {
			t.Errorf("attribute %d is %s", n, id)
		}
	}
	if id := AttributeID(len(attributeNames) - 1); strings.HasPrefix(id.String(), "Attribute") {
		t.Errorf("the last attribute is %s", id)
	}
	if len(attributeNames) != 153 {
		t.Errorf("there are %d attributes; the tests of tlog and tjson count on 153", len(attributeNames))
	}
	for _, n := range []int{len(usualWires), len(usualWires) + 1} {
		if usual, known := AttributeID(n).UsualWire(); known {
			t.Errorf("attribute %d is usually %c", n, usual)
		}
	}
	if _, known := AttributeID(len(usualWires) - 1).UsualWire(); !known {
		t.Error("the last attribute has no usual wire type")
	}
	for _, n := range []int{len(messageNames), len(messageNames) + 1, 1<<32 - 1} {
		if kind := MessageType(n); !strings.HasPrefix(kind.String(), "Message") {
			t.Errorf("message %d is %s", n, kind)
		}
	}
	if kind := MessageType(len(messageNames) - 1); strings.HasPrefix(kind.String(), "Message") {
		t.Errorf("the last message is %s", kind)
	}
}

func TestFramingErrorSaysWhere(t *testing.T) {
	stream := append(AppendFrames(nil, []byte{0, 0, 0, 0, 96}), 0, 0, 0, 1, 7)
	reader := NewFrameReader(bytes.NewReader(stream), Limits{})
	if _, err := reader.Next(); err != nil {
		t.Fatal(err)
	}
	_, err := reader.Next()
	const want = "framing error at byte 9 (frame 2): a frame length of 1 is too short: a message body has at least 5 bytes; the frame begins with 00 00 00 01 07"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

// Buffered returns the smallest and the largest frame, and a frame that ends with
// the last byte received.
func TestBufferedTakesEveryLength(t *testing.T) {
	for _, length := range []int{minBody, minBody + 1, extensionBody - 1, extensionBody + 1, MaxFrameBody - 1, MaxFrameBody} {
		body := make([]byte, length)
		reader := NewFrameReader(bytes.NewReader(append(AppendFrames(nil, []byte{0, 0, 0, 0, 96}), AppendFrames(nil, body)...)), Limits{})
		if _, err := reader.Next(); err != nil {
			t.Fatal(err)
		}
		if got := reader.Buffered(); len(got) != length {
			t.Errorf("a frame of %d bytes has %d buffered", length, len(got))
		}
		if got := reader.Buffered(); got != nil {
			t.Errorf("%d bytes are buffered after it", len(got))
		}
	}
}

// A source may return io.EOF with the last bytes.
func TestEndComesWithTheLastBytes(t *testing.T) {
	body := []byte{0, 0, 0, 0, 96}
	for name, source := range map[string]io.Reader{
		"in one piece": bytes.NewReader(AppendFrames(nil, body)), "in bytes": iotest.OneByteReader(bytes.NewReader(AppendFrames(nil, body))),
	} {
		reader := NewFrameReader(iotest.DataErrReader(source), Limits{})
		if frame, err := reader.Next(); err != nil || !bytes.Equal(frame.Body, body) {
			t.Errorf("%s: got % x, %v", name, frame.Body, err)
		}
		if _, err := reader.Next(); !errors.Is(err, io.EOF) {
			t.Errorf("%s: got %v at the end", name, err)
		}
	}
}

// idle is a reader that returns nothing a given number of times before each byte.
type idle struct {
	source      io.Reader
	times, left int
}

func (r *idle) Read(p []byte) (int, error) {
	if r.left > 0 {
		r.left--
		return 0, nil
	}
	r.left = r.times
	return r.source.Read(p[:1])
}

// A source that returns nothing may do so maxEmptyReads times in a row.
func TestSourceThatReturnsNothing(t *testing.T) {
	stream := AppendFrames(nil, []byte{0, 0, 0, 0, 96})
	read := func(times int) error {
		_, err := NewFrameReader(&idle{source: bytes.NewReader(stream), times: times, left: times}, Limits{}).Next()
		return err
	}
	if err := read(maxEmptyReads); err != nil {
		t.Errorf("after %d empty reads in a row: %v", maxEmptyReads, err)
	}
	if err := read(maxEmptyReads + 1); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("after %d empty reads in a row: %v", maxEmptyReads+1, err)
	}
}

// The buffer of an extension is kept for the next one up to keptAssembly, and its
// size does not follow a total that the peer only announces.
func TestMemoryOfExtensions(t *testing.T) {
	r := NewFrameReader(nil, Limits{})
	begin := func(total uint32) int {
		r.total = 0
		if err := r.beginExtension(total); err != nil {
			t.Fatal(err)
		}
		return cap(r.assembly)
	}
	if got := begin(1 << 20); got != firstAllocation {
		t.Errorf("the buffer for a first megabyte has %d bytes", got)
	}
	for kept, want := range map[int]int{firstAllocation - 1: firstAllocation - 1, keptAssembly: keptAssembly, keptAssembly + 1: 100} {
		r.assembly = make([]byte, 0, kept)
		if got := begin(100); got != want {
			t.Errorf("a buffer of %d bytes keeps %d, want %d", kept, got, want)
		}
	}
}

func TestAppendPartsNamesThePart(t *testing.T) {
	_, err := AppendParts(nil, make([]byte, 20), []uint16{10, 11})
	if want := "part 2 of a packet extension must have 1 to 16380 bytes and at most the 10 that are left, but has 11"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// A printable ADDP operation is written as a character.
func TestADDPAsText(t *testing.T) {
	for op, want := range map[ADDPOp]string{0x20: "ADDP 0x20 7", 0x21: "ADDP ! 7", 0x7e: "ADDP ~ 7", 0x7f: "ADDP 0x7f 7"} {
		if got := (ADDP{Op: op, Value: 7}).String(); got != want {
			t.Errorf("operation %#x is %q, want %q", byte(op), got, want)
		}
	}
}
