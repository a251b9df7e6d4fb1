package codec

import (
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/tjson"
	"capdeck/tlibconn/wire/tlog"
	"capdeck/ui/cell"
)

// DefaultMaxHexLine is the longest line in bytes that Decode accepts if
// [DecodeOptions.MaxLine] is zero. A frame has at most 32,768 digits.
const DefaultMaxHexLine = 64 << 20

// DecodeOptions are the options of Decode. The zero value is valid.
type DecodeOptions struct {
	// JSON asks for one JSON object a line (docs/protocol/JSON.md) instead of
	// text in the shape of T-Server's log.
	JSON bool
	// ShowPasswords shows passwords in the text. JSON always contains them.
	ShowPasswords bool
	// Name is the input's name in reports, such as that of a file; "" means stdin.
	Name string
	// MaxLine is the longest line in bytes; 0 or less means
	// DefaultMaxHexLine.
	MaxLine int
	// Limits limits the size of messages and the depth of nesting. Zero means the
	// defaults.
	Limits wire.Limits
}

// Decode reads frames in hexadecimal digits, one or more complete frames per line, and
// writes their messages and ADDP packets to out. A packet extension may span several lines.
// White space and blank lines have no meaning.
//
// Decode reports a bad line to errOut, with its number and the reason, and decodes the
// others; ok is then false. It reports a message that cannot be decoded and does not write
// it; it both reports and writes a message in which only key-value lists are malformed. err
// is an error of reading in or writing out. If the reader of out closes its pipe, Decode
// ends without an error.
func Decode(in io.Reader, out, errOut io.Writer, opts DecodeOptions) (ok bool, err error) {
	if opts.MaxLine <= 0 {
		opts.MaxLine = DefaultMaxHexLine
	}
	d := &decoder{job: newJob(in, out, errOut, opts.Name, opts.MaxLine), opts: opts}
	d.reset(nil)
	return d.run(d.line, d.end)
}

// decoder feeds a frame reader line by line.
type decoder struct {
	*job
	opts DecodeOptions

	frames    *wire.FrameReader
	source    lineSource
	fed       int64 // bytes passed to the frame reader in total
	extension int   // line on which the unfinished packet extension began; 0 means none
	message   wire.Message
	scratch   []byte
	safe      []byte // what is printed of scratch
}

// lineSource returns the bytes of one line and then io.EOF, until it holds the next line.
type lineSource struct{ left []byte }

func (s *lineSource) Read(p []byte) (int, error) {
	if len(s.left) == 0 {
		return 0, io.EOF
	}
	n := copy(p, s.left)
	s.left = s.left[n:]
	return n, nil
}

// reset drops an unfinished extension and continues with the given bytes.
func (d *decoder) reset(left []byte) {
	d.source.left = left
	d.fed = int64(len(left))
	d.extension = 0
	d.frames = wire.NewFrameReader(&d.source, d.opts.Limits)
	d.frames.KeepParts = d.opts.JSON
}

func (d *decoder) line(number int, text []byte, why error) error {
	if why != nil {
		return d.giveUp(number, why.Error())
	}
	raw, err := unhex(text)
	if err != nil {
		return d.giveUp(number, err.Error())
	}
	return d.feed(number, raw)
}

// feed cuts the bytes of one line into frames.
func (d *decoder) feed(number int, raw []byte) error {
	begin := d.fed
	d.source.left = raw
	d.fed += int64(len(raw))
	for {
		frame, err := d.frames.Next()
		var bad *wire.FramingError
		switch {
		case err == nil:
			if err = d.write(number, frame); err != nil {
				return err
			}
		case errors.Is(err, io.EOF):
			return nil
		case !errors.As(err, &bad):
			return err
		case d.waits(bad):
			if d.extension == 0 {
				d.extension = number
			}
			return nil
		case d.extension != 0 && bad.Err == nil:
			// The line may be valid by itself without continuing the extension, so
			// decode it again without one.
			at := bad.Offset - begin
			if err = d.report(d.extension, fmt.Sprintf("the packet extension that begins here was dropped at line %d: %s", number, reason(bad, at))); err != nil {
				return err
			}
			begin = -at
			d.reset(raw[at:])
		default:
			return d.giveUp(number, reason(bad, bad.Offset-begin))
		}
	}
}

// waits reports whether all bytes were cut into frames and only the next part
// of an extension is missing.
func (d *decoder) waits(bad *wire.FramingError) bool {
	return bad.Err != nil && d.frames.Offset() == d.fed
}

// giveUp reports a bad line, which also ends an extension.
func (d *decoder) giveUp(number int, why string) error {
	if d.extension != 0 {
		why += fmt.Sprintf("; the packet extension that began on line %d was dropped", d.extension)
	}
	d.reset(nil)
	return d.report(number, why)
}

// reason returns the words for a framing error at byte at of the line.
func reason(bad *wire.FramingError, at int64) string {
	why := bad.Reason
	if bad.Err != nil {
		why = "the line ends inside a frame"
	}
	return fmt.Sprintf("byte %d: %s; the frame begins with % x", at, why, bad.Bytes)
}

func (d *decoder) end() error {
	if d.extension == 0 {
		return nil
	}
	return d.report(d.extension, "the packet extension that begins here has no end")
}

// write prints one message or ADDP packet.
func (d *decoder) write(number int, frame wire.Frame) error {
	if frame.Body == nil {
		if d.opts.JSON {
			return d.print(append(tjson.AppendADDP(d.scratch[:0], frame.ADDP), '\n'))
		}
		return d.print(tlog.AppendADDP(d.scratch[:0], frame.ADDP))
	}
	if d.extension != 0 {
		number = d.extension
		d.extension = 0
	}
	if err := d.message.Decode(frame.Body, d.opts.Limits); err != nil {
		var bad *wire.MessageError
		if !errors.As(err, &bad) || !bad.List {
			return d.report(number, err.Error())
		}
		if err = d.report(number, err.Error()); err != nil {
			return err
		}
	}
	if !d.opts.JSON {
		form := tlog.Form{ShowPasswords: d.opts.ShowPasswords}
		return d.print(form.AppendAttributes(tlog.AppendName(d.scratch[:0], &d.message), &d.message))
	}
	text, err := tjson.Append(d.scratch[:0], &d.message, frame.Parts)
	if err != nil {
		return d.report(number, err.Error())
	}
	return d.print(append(text, '\n'))
}

// print writes text, made safe for a terminal. text uses the memory of scratch, which print
// keeps.
func (d *decoder) print(text []byte) error {
	safe := cell.SanitiseLines
	if d.opts.JSON {
		safe = cell.EscapeJSON
	}
	d.safe = safe(d.safe[:0], text)
	_, err := d.out.Write(d.safe)
	if cap(d.safe) > keptLine {
		d.safe = nil
	}
	if d.scratch = text[:0]; cap(text) > keptLine {
		d.scratch = nil
	}
	return err
}

// unhex decodes digits with white space between them, in place.
func unhex(text []byte) ([]byte, error) {
	digits := 0
	for i, c := range text {
		switch {
		case c == ' ' || c >= '\t' && c <= '\r':
			continue
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			r, _ := utf8.DecodeRune(text[i:])
			return nil, fmt.Errorf("column %d: %q is not a hexadecimal digit", i+1, r)
		}
		if digits%2 == 0 {
			text[digits/2] = c << 4
		} else {
			text[digits/2] |= c
		}
		digits++
	}
	if digits%2 != 0 {
		return nil, fmt.Errorf("the line has %d hexadecimal digits, but each byte needs two", digits)
	}
	return text[:digits/2], nil
}
