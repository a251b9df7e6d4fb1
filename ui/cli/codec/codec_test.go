package codec

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"capdeck/tlibconn/wire"
)

const (
	testdata  = "../../../tlibconn/wire/testdata/"
	ack       = "0000000e010000008a000000026900000002"
	ackText   = "message EventACK\n\tAttributeReferenceID\t2\n"
	ackJSON   = `{"type":138,"typeName":"EventACK","attrs":[{"id":2,"name":"ReferenceID","wire":"i","value":2}]}` + "\n"
	extension = "0000001c245041434b455420455854454e53494f4e2056312e303024" // and the total
	poll      = "703250000007"
	badList   = "0000000c010000006000000033620002"
)

// vectorHex returns the frames of every recorded message, one a line.
func vectorHex(t testing.TB) string {
	t.Helper()
	small, err := os.Open(testdata + "vectors.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer small.Close()
	packed, err := os.Open(testdata + "vectors-large.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	large, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	messages := 0
	decoder := json.NewDecoder(bufio.NewReader(io.MultiReader(small, large)))
	for {
		var v struct{ Frames []string }
		err := decoder.Decode(&v)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(strings.Join(v.Frames, "\n") + "\n")
		messages++
	}
	if messages != 227 {
		t.Fatalf("%d vectors were read, want 227", messages)
	}
	return all.String()
}

// decode runs Decode and fails the test on an error of the streams.
func decode(t testing.TB, in string, opts DecodeOptions) (out, reports string, ok bool) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	ok, err := Decode(strings.NewReader(in), &stdout, &stderr, opts)
	if err != nil {
		t.Fatal(err)
	}
	if ok != (stderr.Len() == 0) {
		t.Fatalf("ok is %v, the reports are %q", ok, stderr.String())
	}
	return stdout.String(), stderr.String(), ok
}

func encode(t testing.TB, in string, opts EncodeOptions) (out, reports string, ok bool) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	ok, err := Encode(strings.NewReader(in), &stdout, &stderr, opts)
	if err != nil {
		t.Fatal(err)
	}
	if ok != (stderr.Len() == 0) {
		t.Fatalf("ok is %v, the reports are %q", ok, stderr.String())
	}
	return stdout.String(), stderr.String(), ok
}

func TestVectorsThereAndBack(t *testing.T) {
	frames := vectorHex(t)
	lines, reports, _ := decode(t, frames, DecodeOptions{JSON: true})
	if n := strings.Count(lines, "\n"); n != 227 || reports != "" {
		t.Fatalf("%d lines, reports %q", n, reports)
	}
	back, reports, _ := encode(t, lines, EncodeOptions{})
	if back != frames || reports != "" {
		t.Errorf("decode --json | encode changes the frames; reports %q", reports)
	}
	text, reports, _ := decode(t, frames, DecodeOptions{})
	if n := strings.Count("\n"+text, "\nmessage "); n != 227 || reports != "" {
		t.Errorf("%d messages as text, reports %q", n, reports)
	}
}

func TestRecordedLinesEncode(t *testing.T) {
	recorded, err := os.ReadFile(testdata + "vectors.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	back, reports, _ := encode(t, string(recorded), EncodeOptions{})
	if !strings.HasPrefix(vectorHex(t), back) || reports != "" || strings.Count(back, "\n") < 181 {
		t.Errorf("the recorded lines do not encode to their frames; reports %q", reports)
	}
}

func TestDecode(t *testing.T) {
	part := func(body string) string { return hex.EncodeToString([]byte{0, 0, 0, byte(len(body) / 2)}) + body }
	body := ack[8:]
	split := extension + "0000000e\n" + part(body[:6]) + "\n" + part(body[6:]) + "\n"
	tests := []struct {
		name, in     string
		out, reports string
		json         bool
	}{
		{name: "text", in: ack + "\n", out: ackText},
		{name: "JSON", in: ack + "\n", out: ackJSON, json: true},
		{name: "no line end", in: ack, out: ackText},
		{name: "nothing", in: "", out: ""},
		{name: "blank lines, CRLF, tabs, upper case, a byte order mark", in: "\xef\xbb\xbf\r\n \t\n  " + strings.ToUpper(ack) + "\r\n\n", out: ackText},
		{name: "white space inside a line", in: "0 00 000 0e 01 0000\t008a 00000002 69 00000002\n", out: ackText},
		{name: "several frames on a line", in: ack + poll + " " + ack + "\n", out: ackText + "ADDP P 7\n" + ackText},
		{name: "ADDP as JSON", in: poll, out: `{"addp":"P","value":7}` + "\n", json: true},
		{name: "extension over lines", in: split + ack, out: ackText + ackText},
		{name: "extension on one line", in: strings.ReplaceAll(split, "\n", "") + ack, out: ackText + ackText},
		{name: "ADDP and a blank line between parts", in: strings.Replace(split, "\n", "\n\n"+poll+"\n", 1), out: "ADDP P 7\n" + ackText},
		{name: "unusual parts", in: split, out: strings.Replace(ackJSON, "]}\n", `],"parts":[3,11]}`+"\n", 1), json: true},

		{name: "UTF-16", in: "\xff\xfe0\x000\x00\n\x00" + ack, reports: "F:1: the input is UTF-16 text and was not processed; save it as UTF-8\n"},
		{name: "not hex", in: ack + "\nxyz\n" + ack, out: ackText + ackText, reports: "F:2: column 1: 'x' is not a hexadecimal digit\n"},
		{name: "not hex, after spaces", in: "  00é", reports: "F:1: column 5: 'é' is not a hexadecimal digit\n"},
		{name: "odd digits", in: "\n" + ack[1:] + "\n" + ack, out: ackText, reports: "F:2: the line has 35 hexadecimal digits, but each byte needs two\n"},
		{name: "truncated frame", in: ack[:30] + "\n" + ack, out: ackText, reports: "F:1: byte 0: the line ends inside a frame; the frame begins with 00 00 00 0e 01 00 00 00 8a 00 00 00 02 69 00\n"},
		{name: "truncated after a good one", in: ack + "0000\n" + ack, out: ackText + ackText, reports: "F:1: byte 18: the line ends inside a frame; the frame begins with 00 00\n"},
		{name: "truncated ADDP", in: poll[:8], reports: "F:1: byte 0: the line ends inside a frame; the frame begins with 70 32 50 00\n"},
		{name: "framing error", in: ack + "00000000\n" + ack, out: ackText + ackText, reports: "F:1: byte 18: a frame length of 0 is too short: a message body has at least 5 bytes; the frame begins with 00 00 00 00\n"},
		{name: "message error", in: "00000006010000008aff\n" + ack, out: ackText, reports: "F:1: EventACK cannot be decoded: byte 5: the message ends inside an attribute's number and wire type\n"},
		{name: "list error as text", in: badList, out: "message EventUserEvent\n\tAttributeUserData\t[0]\n\t\tundecodable\tthe key-value list is malformed at byte 0: the list ends inside its count: 0 bytes\n", reports: "F:1: EventUserEvent, attribute UserData cannot be decoded: byte 12: the list ends inside its count: 0 bytes\n"},
		{name: "list error as JSON", in: badList, json: true, out: `{"type":96,"typeName":"EventUserEvent","attrs":[{"id":51,"name":"UserData","wire":"b","value":"","error":"the key-value list is malformed at byte 0: the list ends inside its count: 0 bytes"}]}` + "\n", reports: "F:1: EventUserEvent, attribute UserData cannot be decoded: byte 12: the list ends inside its count: 0 bytes\n"},

		{name: "extension without an end", in: ack + "\n" + extension + "0000000e\n" + part(body[:6]) + "\n" + poll, out: ackText + "ADDP P 7\n", reports: "F:2: the packet extension that begins here has no end\n"},
		{name: "bad line in an extension", in: extension + "0000000e\n" + "zz\n" + ack, out: ackText, reports: "F:2: column 1: 'z' is not a hexadecimal digit; the packet extension that began on line 1 was dropped\n"},
		{name: "truncated part", in: extension + "0000000e\n" + part(body)[:20] + "\n" + ack, out: ackText, reports: "F:2: byte 0: the line ends inside a frame; the frame begins with 00 00 00 0e 01 00 00 00 8a 00; the packet extension that began on line 1 was dropped\n"},
		{name: "another message instead of a part", in: extension + "00000008\n" + ack + poll, out: ackText + "ADDP P 7\n", reports: "F:1: the packet extension that begins here was dropped at line 2: byte 0: the parts of a packet extension add up to 14 bytes, but its total is 8; the frame begins with " + "00 00 00 0e 01 00 00 00 8a 00 00 00 02 69 00 00\n"},
		{name: "extension instead of a part", in: extension + "00000100\n" + split, out: ackText, reports: "F:1: the packet extension that begins here was dropped at line 2: byte 0: a packet extension begins inside a packet extension; the frame begins with 00 00 00 1c 24 50 41 43 4b 45 54 20 45 58 54 45\n"},
		{name: "undecodable extension", in: "\n" + extension + "00000004\n0000000400000000\n", reports: "F:2: message cannot be decoded: byte 4: a body has at least 5 bytes, but this one has 4\n"},
		{name: "garbage where a part should be", in: extension + "00000100\n" + poll + "ffffffff00\n" + ack, out: "ADDP P 7\n" + ackText, reports: "F:1: the packet extension that begins here was dropped at line 2: byte 6: a frame length of 4294967295 is above 16380; the frame begins with ff ff ff ff 00\n" +
			"F:2: byte 6: a frame length of 4294967295 is above 16380; the frame begins with ff ff ff ff 00\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, reports, ok := decode(t, tt.in, DecodeOptions{JSON: tt.json, Name: "F"})
			if out != tt.out || reports != tt.reports || ok != (tt.reports == "") {
				t.Errorf("got ok %v\n%s%s\nwant\n%s%s", ok, out, reports, tt.out, tt.reports)
			}
		})
	}
}

func TestEncode(t *testing.T) {
	tests := []struct{ name, in, out, reports string }{
		{"a message", ackJSON, ack + "\n", ""},
		{"ADDP", `{"addp":"P","value":7}`, poll + "\n", ""},
		{"blank lines and a byte order mark", "\xef\xbb\xbf \n\r\n" + ackJSON + "\n", ack + "\n", ""},
		{"parts", `{"type":138,"parts":[2,3]}`, extension + "00000005\n000000020000\n0000000300008a\n", ""},
		{
			"bad lines", ackJSON + "{\n" + ackJSON + `{"type":138,"attrs":[{"id":2,"value":"x"}]}` + "\n" + ackJSON, strings.Repeat(ack+"\n", 3),
			"stdin:2: the line is not one JSON object: byte 1: unexpected end of JSON input\n" +
				"stdin:4: attribute 1 (ReferenceID): \"value\" must be a number, not the string \"x\"\n",
		},
		{"what does not fit", `{"type":138,"parts":[2]}`, "", "stdin:1: EventACK: the parts of a packet extension leave out 3 of 5 bytes\n"},
		{"hex instead of JSON", ack, "", "stdin:1: the line is not one JSON object: byte 2: invalid character '0' after top-level value\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, reports, _ := encode(t, tt.in, EncodeOptions{})
			if out != tt.out || reports != tt.reports {
				t.Errorf("got\n%s%s\nwant\n%s%s", out, reports, tt.out, tt.reports)
			}
		})
	}
}

func TestLongLines(t *testing.T) {
	long := strings.Repeat("0", 200<<10)
	out, reports, _ := decode(t, extension+"00000100\n"+long+"\n"+ack+"\n"+long, DecodeOptions{MaxLine: 100 << 10, Name: "F"})
	const want = "F:2: the line is longer than 102400 bytes and was skipped; the packet extension that began on line 1 was dropped\nF:4: the line is longer than 102400 bytes and was skipped\n"
	if out != ackText || reports != want {
		t.Errorf("decode: got\n%s%s", out, reports)
	}
	out, reports, _ = encode(t, long+"\n"+ackJSON, EncodeOptions{MaxLine: 1000})
	if out != ack+"\n" || reports != "stdin:1: the line is longer than 1000 bytes and was skipped\n" {
		t.Errorf("encode: got\n%s%s", out, reports)
	}
	spaced := strings.Repeat(" ", 1<<20) + ack + strings.Repeat(" ", 1<<20)
	if out, reports, _ = decode(t, spaced, DecodeOptions{}); out != ackText || reports != "" {
		t.Errorf("a line of 2 MiB: got\n%s%s", out, reports)
	}
}

// TestTheLongestLineFits uses a message of 1/64 of the limit with the longest possible JSON:
// empty UTF-16 pairs, in parts of one byte.
func TestTheLongestLineFits(t *testing.T) {
	const size, head = wire.DefaultMaxMessage / 64, 18
	const pairs = (size - head) / 5
	body := binary.BigEndian.AppendUint32([]byte{1, 0, 0, 0, 96, 0, 0, 0, 51, 'B'}, pairs*5+4)
	body = binary.BigEndian.AppendUint32(body, pairs)
	for range pairs {
		body = append(body, byte(wire.PairUnicode), 0, 0, 0, 0)
	}
	parts := make([]uint16, len(body))
	for i := range parts {
		parts[i] = 1
	}
	raw, err := wire.AppendParts(nil, body, parts)
	if err != nil {
		t.Fatal(err)
	}
	line, reports, _ := decode(t, hex.EncodeToString(raw), DecodeOptions{JSON: true})
	if reports != "" || 64*len(line) > DefaultMaxJSONLine {
		t.Errorf("the line has %d bytes, 64 of them do not fit %d; reports %q", len(line), DefaultMaxJSONLine, reports)
	}
	back, reports, _ := encode(t, line, EncodeOptions{})
	if strings.ReplaceAll(back, "\n", "") != hex.EncodeToString(raw) || reports != "" {
		t.Errorf("the frames changed; reports %q", reports)
	}
}

func TestStreamsThatBreak(t *testing.T) {
	broken := errors.New("disk on fire")
	tests := []struct {
		name string
		in   io.Reader
		out  io.Writer
		ok   bool
		want error
	}{
		{"closed pipe", strings.NewReader(ack), failing{&os.PathError{Op: "write", Path: "stdout", Err: syscall.EPIPE}}, true, nil},
		{"closed pipe in the process", strings.NewReader(ack), failing{io.ErrClosedPipe}, true, nil},
		{"full disk", strings.NewReader(ack), failing{syscall.ENOSPC}, false, syscall.ENOSPC},
		{"unreadable input", io.MultiReader(strings.NewReader(ack+"\n"), iotest.ErrReader(broken)), io.Discard, false, broken},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ok, err := Decode(tt.in, tt.out, io.Discard, DecodeOptions{})
			if ok != tt.ok || !errors.Is(err, tt.want) {
				t.Errorf("got %v, %v; want %v, %v", ok, err, tt.ok, tt.want)
			}
		})
	}
}

// failing is a writer that fails.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// TestOutputDoesNotWaitForMoreInput feeds one line through a pipe that stays
// open, as a person at a terminal does.
func TestOutputDoesNotWaitForMoreInput(t *testing.T) {
	in, feed := io.Pipe()
	read, out := io.Pipe()
	done := make(chan error, 1)
	go func() {
		_, err := Decode(in, out, io.Discard, DecodeOptions{})
		done <- err
	}()
	if _, err := io.WriteString(feed, ack+"\n"); err != nil {
		t.Fatal(err)
	}
	guard := time.AfterFunc(30*time.Second, func() {
		read.CloseWithError(errors.New("no output within 30 s"))
	})
	defer guard.Stop()
	got := make([]byte, len(ackText))
	if _, err := io.ReadFull(read, got); err != nil || string(got) != ackText {
		t.Fatalf("got %q, %v", got, err)
	}
	if err := feed.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// FuzzDecode checks that encode restores what decode accepted, frame by frame, for any
// lines.
func FuzzDecode(f *testing.F) {
	for i, line := range strings.SplitAfter(vectorHex(f), "\n") {
		if i%8 == 0 && len(line) < 1000 {
			f.Add(line)
		}
	}
	f.Add(ack + poll + "\n" + badList + "\nzz\n" + extension + "0000000e\n00000003010000\n" + poll + "\n0000000b008a000000026900000002\n")
	f.Add(extension + "00000100\n" + ack + "\n" + extension + "0000000e\n" + ack)
	f.Fuzz(func(t *testing.T, in string) {
		lines, _, _ := decode(t, in, DecodeOptions{JSON: true})
		frames, reports, ok := encode(t, lines, EncodeOptions{})
		if !ok {
			t.Fatalf("%s\n%s", reports, lines)
		}
		again, reports, _ := decode(t, frames, DecodeOptions{JSON: true})
		if again != lines {
			t.Fatalf("got\n%s%s\nwant\n%s", again, reports, lines)
		}
		decode(t, in, DecodeOptions{})
	})
}

// TestDecodeIsSafe decodes a message with a password and texts that a terminal must not
// receive. The text shows neither; JSON contains both and encodes to the same bytes.
func TestDecodeIsSafe(t *testing.T) {
	marks := strings.Repeat("\u0301", 20)
	m := wire.Message{Type: wire.RequestRegisterClient, Attributes: []wire.Attribute{
		wire.TextAttribute(wire.AttributeApplicationName, "a\u200b\u00ad\U000e0001\u3164\ufffeb\x1b[2J\u202e e"+marks+"."),
		wire.TextAttribute(wire.AttributeApplicationPassword, "hush-hush"),
	}}
	body, err := m.AppendBody(nil)
	if err != nil {
		t.Fatal(err)
	}
	frame := hex.EncodeToString(wire.AppendFrames(nil, body)) + "\n"
	decode := func(opts DecodeOptions) string {
		var out, errOut bytes.Buffer
		if ok, err := Decode(strings.NewReader(frame), &out, &errOut, opts); !ok || err != nil {
			t.Fatalf("%v, %v: %s", ok, err, errOut.String())
		}
		return out.String()
	}
	const want = "message RequestRegisterClient\n\tAttributeApplicationName\t'a\ufffd\ufffd\ufffd\ufffd\ufffdb\\u001b[2J\\u202e e"
	text := decode(DecodeOptions{})
	if !strings.HasPrefix(text, want+marks[:16]+".'\n") || !strings.HasSuffix(text, "\tAttributeApplicationPassword\t'********'\n") {
		t.Errorf("the text is %q", text)
	}
	if text := decode(DecodeOptions{ShowPasswords: true}); !strings.HasSuffix(text, "\tAttributeApplicationPassword\t'hush-hush'\n") {
		t.Errorf("with passwords the text is %q", text)
	}
	asJSON := decode(DecodeOptions{JSON: true})
	if unseen := strings.IndexAny(asJSON, "\u200b\u00ad\U000e0001\u3164\ufffe\u202e\x1b"); unseen >= 0 || strings.Contains(asJSON, marks[:18]) {
		t.Errorf("JSON has a character at byte %d of %q that a terminal must not receive", unseen, asJSON)
	}
	var out, errOut bytes.Buffer
	if ok, err := Encode(strings.NewReader(asJSON), &out, &errOut, EncodeOptions{}); !ok || err != nil || out.String() != frame {
		t.Errorf("%v, %v, %s: encoded it is %s, was %s", ok, err, errOut.String(), out.String(), frame)
	}
}

// TestReportIsSafe checks a report, which repeats the name of a file and text from it.
func TestReportIsSafe(t *testing.T) {
	var out, errOut bytes.Buffer
	if _, err := Decode(strings.NewReader("\u200b\n"), &out, &errOut, DecodeOptions{Name: "a\x1bb"}); err != nil {
		t.Fatal(err)
	}
	if got := errOut.String(); strings.ContainsAny(got, "\x1b\u200b") || !strings.HasPrefix(got, "a␛b:1: ") {
		t.Errorf("the report is %q", got)
	}
}
