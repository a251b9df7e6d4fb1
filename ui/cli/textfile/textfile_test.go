package textfile

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// hang is how long an operation may take before the test considers it hanging.
const hang = 30 * time.Second

func fileWith(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// in16 returns a line with a DN in UTF-16.
func in16(order binary.AppendByteOrder) string {
	var data []byte
	for _, unit := range utf16.Encode([]rune("7001\n")) {
		data = order.AppendUint16(data, unit)
	}
	return string(data)
}

func TestReadSaysWhatIsNoText(t *testing.T) {
	for _, test := range []struct{ name, data, want, problem string }{
		{name: "plain", data: "7001\n", want: "7001\n"},
		{name: "empty"},
		{name: "byte order mark", data: "\ufeff7001\r\n", want: "7001\r\n"},
		{name: "only the first one", data: "\ufeff\ufeff7001", want: "\ufeff7001"},
		{name: "code page, which a line tells", data: "7001,J\xf8rgen\n", want: "7001,J\xf8rgen\n"},
		{name: "UTF-16 with a mark", data: "\xff\xfe" + in16(binary.LittleEndian), problem: `it is UTF-16 text; save it as UTF-8, which spreadsheets call "CSV UTF-8"`},
		{name: "UTF-16, the other order", data: "\xfe\xff" + in16(binary.BigEndian), problem: "it is UTF-16 text"},
		{name: "UTF-16 without a mark", data: in16(binary.LittleEndian), problem: "it is UTF-16 text"},
		{name: "UTF-16 without a mark, the other order", data: in16(binary.BigEndian), problem: "it is UTF-16 text"},
		{name: "UTF-16, nothing but its mark", data: "\xff\xfe", problem: "it is UTF-16 text"},
		{name: "UTF-32", data: "\xff\xfe\x00\x007\x00\x00\x00", problem: "it is UTF-32 text"},
		{name: "UTF-32 without a mark", data: "7\x00\x00\x000\x00\x00\x00", problem: "it is UTF-32 text"},
		{name: "NUL", data: "7001\n7002\n70\x0003\n", problem: "line 3 contains a NUL byte, so it is not text"},
		{name: "too large", data: strings.Repeat("x", 101), problem: "it is larger than 100 bytes"},
		{name: "as large as may be", data: strings.Repeat("x", 100), want: strings.Repeat("x", 100)},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := fileWith(t, test.data)
			text, err := Read(path, Options{Most: 100})
			check(t, path, text, err, test.want, test.problem)
		})
	}
}

func check(t *testing.T, path string, text []byte, err error, want, problem string) {
	t.Helper()
	if problem != "" {
		if err == nil || !strings.HasPrefix(err.Error(), path+": "+problem) {
			t.Errorf("the error is %v, want %s: %s", err, path, problem)
		}
		return
	}
	if err != nil || string(text) != want {
		t.Errorf("got %q, %v; want %q", text, err, want)
	}
}
