package codec

import (
	"encoding/binary"
	"encoding/hex"
	"io"

	"capdeck/tlibconn/wire/tjson"
)

// DefaultMaxJSONLine is the longest line in bytes that Encode accepts if
// [EncodeOptions.MaxLine] is zero. The JSON of every message that Decode accepts fits: the
// longest is 16 MiB of empty pairs, 39 characters for five bytes each, in parts of one byte.
const DefaultMaxJSONLine = 192 << 20

// EncodeOptions are the options of Encode. The zero value is valid.
type EncodeOptions struct {
	// Name is the input's name in reports, such as that of a file; "" means stdin.
	Name string
	// MaxLine is the longest line in bytes; 0 or less means
	// DefaultMaxJSONLine.
	MaxLine int
}

// Encode reads messages and ADDP packets as JSON, one object per line
// (docs/protocol/JSON.md), and writes their frames to out in hexadecimal digits, one frame
// per line. The head of a packet extension and each part have a line each. Encode reports a
// bad line to errOut, with its number and the reason, and encodes the others; ok is then
// false. err is an error of reading in or writing out. If the reader of out closes its pipe,
// Encode ends without an error.
func Encode(in io.Reader, out, errOut io.Writer, opts EncodeOptions) (ok bool, err error) {
	if opts.MaxLine <= 0 {
		opts.MaxLine = DefaultMaxJSONLine
	}
	e := encoder{job: newJob(in, out, errOut, opts.Name, opts.MaxLine)}
	return e.run(e.line, func() error { return nil })
}

type encoder struct{ *job }

func (e encoder) line(number int, text []byte, why error) error {
	if why != nil {
		return e.report(number, why.Error())
	}
	record, err := tjson.Parse(text)
	if err != nil {
		return e.report(number, err.Error())
	}
	frames, err := record.AppendFrames(nil)
	if err != nil {
		return e.report(number, err.Error())
	}
	if record.ADDP != nil {
		return e.print(frames)
	}
	for len(frames) > 0 {
		size := 4 + int(binary.BigEndian.Uint32(frames))
		if err = e.print(frames[:size]); err != nil {
			return err
		}
		frames = frames[size:]
	}
	return nil
}

func (e encoder) print(frame []byte) error {
	if _, err := hex.NewEncoder(e.out).Write(frame); err != nil {
		return err
	}
	return e.out.WriteByte('\n')
}
