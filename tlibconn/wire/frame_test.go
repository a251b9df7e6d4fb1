package wire

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"capdeck/tlibconn/wire/internal/vectors"
)

func TestVectorsByteByByte(t *testing.T) {
	var stream []byte
	all := vectors.Read(t, "testdata")
	for i := range all {
		stream = append(stream, all[i].Bytes(t)...)
		stream = ADDP{Op: ADDPPoll, Value: uint32(i)}.Append(stream)
	}
	reader := NewFrameReader(iotest.OneByteReader(bytes.NewReader(stream)), Limits{})
	for i := range all {
		frame, err := reader.Next()
		if err != nil {
			t.Fatalf("%s: %v", all[i].Name, err)
		}
		if !bytes.Equal(AppendFrames(nil, frame.Body), all[i].Bytes(t)) {
			t.Fatalf("%s: the body differs", all[i].Name)
		}
		frame, err = reader.Next()
		if err != nil || frame.Body != nil || frame.ADDP != (ADDP{Op: ADDPPoll, Value: uint32(i)}) {
			t.Fatalf("ADDP packet after %s: %+v, %v", all[i].Name, frame.ADDP, err)
		}
	}
	if _, err := reader.Next(); !errors.Is(err, io.EOF) {
		t.Fatalf("at the end: %v, want io.EOF", err)
	}
	if reader.Offset() != int64(len(stream)) {
		t.Errorf("offset %d, want %d", reader.Offset(), len(stream))
	}
}

func TestADDPStandsBetweenTheFramesOfAnExtension(t *testing.T) {
	body := bytes.Repeat([]byte{7}, 50)
	split, err := AppendParts(nil, body, []uint16{20, 1, 29})
	if err != nil {
		t.Fatal(err)
	}
	poll := func(n uint32) []byte { return ADDP{Op: ADDPPoll, Value: n}.Append(nil) }
	at := []int{0, 32, 56, 61, 94} // where the frames begin, and the end
	stream := poll(0)
	for i := 0; i+1 < len(at); i++ {
		stream = append(stream, split[at[i]:at[i+1]]...)
		stream = append(stream, poll(uint32(i+1))...)
	}
	reader := NewFrameReader(bytes.NewReader(stream), Limits{})
	reader.KeepParts = true
	var frame Frame
	for want := range uint32(4) {
		if frame, err = reader.Next(); err != nil || frame.Body != nil || frame.ADDP.Value != want {
			t.Fatalf("got %+v, %v; want poll %d", frame, err, want)
		}
	}
	frame, err = reader.Next()
	if err != nil || !bytes.Equal(frame.Body, body) {
		t.Fatalf("got body % x, %v", frame.Body, err)
	}
	if len(frame.Parts) != 3 || frame.Parts[0] != 20 || frame.Parts[1] != 1 || frame.Parts[2] != 29 {
		t.Errorf("parts are %v", frame.Parts)
	}
	if frame, err = reader.Next(); err != nil || frame.ADDP.Value != 4 {
		t.Fatalf("got %+v, %v; want poll 4", frame, err)
	}
	if _, err = reader.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %v, want io.EOF", err)
	}
}

func TestStreamCutAtEveryByte(t *testing.T) {
	split, err := AppendParts(nil, vectors.Unhex(t, vectors.UserEvent), []uint16{30, 45})
	if err != nil {
		t.Fatal(err)
	}
	whole := AppendFrames(nil, vectors.Unhex(t, vectors.UserEvent))
	poll := ADDP{Op: ADDPPoll, Value: 1}.Append(nil)
	stream := joined(whole, poll, split, whole)
	clean := map[int]int{0: 0, len(whole): 1, len(whole) + 6: 2, len(stream) - len(whole): 3, len(stream): 4}
	for cut := range len(stream) + 1 {
		reader := NewFrameReader(iotest.DataErrReader(bytes.NewReader(stream[:cut])), Limits{})
		got := 0
		var failure error
		for {
			if _, failure = reader.Next(); failure != nil {
				break
			}
			got++
		}
		want, between := clean[cut]
		var bad *FramingError
		if between && (!errors.Is(failure, io.EOF) || got != want) {
			t.Fatalf("cut at %d: %d frames, %v; want %d, io.EOF", cut, got, failure, want)
		}
		if !between && (!errors.As(failure, &bad) || !errors.Is(failure, io.ErrUnexpectedEOF)) {
			t.Fatalf("cut at %d: %v, want a *FramingError that is io.ErrUnexpectedEOF", cut, failure)
		}
	}
}

func TestMessageCutAtEveryByte(t *testing.T) {
	body := vectors.Unhex(t, vectors.UserEvent)
	for cut := range len(body) {
		var m Message
		var bad *MessageError
		if err := m.Decode(body[:cut], Limits{}); !errors.As(err, &bad) || bad.List {
			t.Fatalf("cut at %d: %v, want a *MessageError", cut, err)
		}
		if cut >= 18 && m.Find(AttributeConnID) == nil {
			t.Fatalf("cut at %d: the ConnID that was read is lost", cut)
		}
	}
}

func TestReaderPassesErrorsOfItsSourceOn(t *testing.T) {
	broken := errors.New("connection reset")
	frame := AppendFrames(nil, vectors.Unhex(t, vectors.UserEvent))
	reader := NewFrameReader(io.MultiReader(bytes.NewReader(frame), iotest.ErrReader(broken)), Limits{})
	if _, err := reader.Next(); err != nil {
		t.Fatal(err)
	}
	if _, err := reader.Next(); !errors.Is(err, broken) {
		t.Errorf("got %v, want the source's error", err)
	}
	if _, err := NewFrameReader(emptyReader{}, Limits{}).Next(); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("got %v, want io.ErrNoProgress", err)
	}
}

// emptyReader never returns a byte or an error.
type emptyReader struct{}

func (emptyReader) Read([]byte) (int, error) { return 0, nil }

func TestAppendPartsRefusesLengthsThatDoNotFit(t *testing.T) {
	for _, parts := range [][]uint16{{}, {4}, {6}, {5, 1}, {0, 5}, {MaxFrameBody + 1}} {
		dst := []byte("x")
		if out, err := AppendParts(dst, []byte("12345"), parts); err == nil || string(out) != "x" {
			t.Errorf("parts %v: got % x, %v; want an error", parts, out, err)
		}
	}
}

func TestShortExtensionIsAMessageError(t *testing.T) {
	stream := joined(appendExtensionHead(nil, 4), appendFrame(nil, []byte{1, 2, 3, 4}), AppendFrames(nil, vectors.Unhex(t, vectors.UserEvent)))
	reader := NewFrameReader(bytes.NewReader(stream), Limits{})
	frame, err := reader.Next()
	if err != nil {
		t.Fatalf("an extension of 4 bytes has bounds, but: %v", err)
	}
	var m Message
	var bad *MessageError
	if err = m.Decode(frame.Body, Limits{}); !errors.As(err, &bad) || bad.HasType {
		t.Errorf("got %v, want a *MessageError without a type", err)
	}
	if frame, err = reader.Next(); err != nil || m.Decode(frame.Body, Limits{}) != nil {
		t.Errorf("the message after it is lost: %v", err)
	}
}

// TestBuffered cuts a stream at every byte. Buffered returns the messages that have
// arrived whole, and Next returns the rest unchanged.
func TestBuffered(t *testing.T) {
	message := func(n int) []byte { return append([]byte{0, 0, 0, 0, 96}, make([]byte, n)...) }
	bodies := [][]byte{message(0), message(extensionBody - minBody), message(extensionBody), message(2 * MaxFrameBody), message(3)}
	var stream []byte
	for _, body := range bodies {
		stream = ADDP{Op: ADDPPoll, Value: 1}.Append(AppendFrames(stream, body))
	}
	for _, size := range []int{1, 3, 64, len(stream)} {
		reader := NewFrameReader(&pieces{bytes.NewReader(stream), size}, Limits{})
		buffered, polls := 0, 0
		for i := 0; ; {
			body := reader.Buffered()
			if body != nil {
				buffered++
			} else {
				frame, err := reader.Next()
				if errors.Is(err, io.EOF) && i == len(bodies) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				if body = frame.Body; body == nil {
					polls++
					continue
				}
			}
			if !bytes.Equal(body, bodies[i]) {
				t.Fatalf("in pieces of %d: message %d has %d bytes, want %d", size, i, len(body), len(bodies[i]))
			}
			i++
		}
		if polls != len(bodies) || buffered > 0 != (size > 3) {
			t.Errorf("in pieces of %d: %d polls, %d messages were buffered", size, polls, buffered)
		}
	}
}

// pieces is a reader that returns at most size bytes at a time.
type pieces struct {
	io.Reader
	size int
}

func (p *pieces) Read(b []byte) (int, error) { return p.Reader.Read(b[:min(len(b), p.size)]) }

// TestBufferGrowsForAFlood checks that the buffer grows only for a source that fills
// it, that it has a bound, and that no byte is lost.
func TestBufferGrowsForAFlood(t *testing.T) {
	body := append([]byte{0, 0, 0, 0, 96}, make([]byte, 96)...)
	const frames = 100_000
	stream := bytes.Repeat(AppendFrames(nil, body), frames)
	for name, test := range map[string]struct{ piece, want int }{
		"a flood":           {len(stream), largestBuffer},
		"piece by piece":    {readBuffer / 2, readBuffer},
		"a frame at a time": {len(body) + lengthField, readBuffer},
	} {
		t.Run(name, func(t *testing.T) {
			reader := NewFrameReader(&pieces{bytes.NewReader(stream), test.piece}, Limits{})
			for i := range frames {
				frame, err := reader.Next()
				if err != nil || !bytes.Equal(frame.Body, body) {
					t.Fatalf("message %d is %x, %v", i, frame.Body, err)
				}
			}
			if _, err := reader.Next(); !errors.Is(err, io.EOF) {
				t.Errorf("the end is %v", err)
			}
			if len(reader.buffer) != test.want {
				t.Errorf("the buffer has %d bytes, want %d", len(reader.buffer), test.want)
			}
		})
	}
}
