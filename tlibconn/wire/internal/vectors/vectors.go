// Package vectors reads the recorded messages that the tests of wire, tlog and
// tjson share, and holds malformed streams for their fuzz targets. It knows only
// bytes. It must not import wire, whose tests import it.
package vectors

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// UserEvent is the body of the vector flow-06 in hexadecimal digits: an
// EventUserEvent with four attributes.
const UserEvent = "0400000060000000096c006f01b2c3d4e5f60000003362001c000100000e73637265656e2d63617074757265000573746172740000001473000437303031000000946c000000000000004d"

// Vector is one line of vectors.jsonl or vectors-large.jsonl.gz: a message as the
// vendor's library sent it (WIRE.md, files).
type Vector struct {
	Name     string          `json:"name"`
	Frames   []string        `json:"frames"`
	Type     uint32          `json:"type"`
	TypeName string          `json:"typeName"`
	Attrs    json.RawMessage `json:"attrs"`
	// Line is the whole line of the file.
	Line []byte `json:"-"`
}

// Bytes returns the vector's frames as they were sent.
func (v *Vector) Bytes(t testing.TB) []byte {
	t.Helper()
	return Unhex(t, strings.Join(v.Frames, ""))
}

// Read returns the 227 vectors in folder, the path of wire/testdata.
func Read(t testing.TB, folder string) []Vector {
	t.Helper()
	small, err := os.ReadFile(filepath.Join(folder, "vectors.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	packed, err := os.Open(filepath.Join(folder, "vectors-large.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	large, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	var all []Vector
	for decoder := json.NewDecoder(io.MultiReader(bytes.NewReader(small), large)); ; {
		var line json.RawMessage
		if err := decoder.Decode(&line); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		v := Vector{Line: line}
		if err := json.Unmarshal(line, &v); err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	if len(all) != 227 {
		t.Fatalf("read %d vectors, want 227", len(all))
	}
	return all
}

// Small returns the frames of the vectors that are shorter than 1,000 bytes, as
// seeds of a fuzz target.
func Small(t testing.TB, folder string) [][]byte {
	t.Helper()
	var all [][]byte
	for _, v := range Read(t, folder) {
		if raw := v.Bytes(t); len(raw) < 1000 {
			all = append(all, raw)
		}
	}
	return all
}

// Unhex decodes hexadecimal digits and fails the test if it cannot.
func Unhex(t testing.TB, text string) []byte {
	t.Helper()
	raw, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// Malformed returns streams with one fault each, and some unusual valid ones, as
// seeds of a fuzz target.
func Malformed(t testing.TB) [][]byte {
	t.Helper()
	const head = "0000001c245041434b455420455854454e53494f4e2056312e303024" // of a packet extension; its total follows
	const parts = "0000000104" + "0000001e00000060000000096c006f01b2c3d4e5f60000003362001c000100000e73" +
		"0000002c637265656e2d63617074757265000573746172740000001473000437303031000000946c000000000000004d"
	var all [][]byte
	for _, stream := range []string{
		head + "0000004b" + parts,                                   // parts of 1, 30 and 44 bytes
		"703250000007" + head + "0000004b" + "7032ff000000" + parts, // ADDP packets before and inside
		head + "00000028" + head + "00000028",                       // an extension inside an extension
		head + "ffffffff",                                           // the largest total
		"00000000",                                                  // a frame of no bytes
		"00003ffd00",                                                // a frame above the limit
		"0000000f" + "010000008a0000001453ffffffff31",               // a text that is too long for the message
		"00000015" + "0200000060000000116200020000000269000000" + "02",                                          // a b of length 2, which holds no list
		"0000000e" + "0100000060000000337300020000",                                                             // user data that is text
		"00000015" + "01000000600000003362000b000104000175000100",                                               // UTF-16 of 1 byte
		"0000001d" + "010000006000000033420000000f" + "0001" + "83" + "00016c" + "00000004" + "00000000" + "00", // a byte left over
	} {
		all = append(all, Unhex(t, stream))
	}
	return all
}
