package tserver

import (
	"bytes"
	"strings"
	"testing"

	"capdeck/tlibconn/simserver"
)

// TestOrdersAsEditorsSaveThem checks that input in another encoding is reported once.
func TestOrdersAsEditorsSaveThem(t *testing.T) {
	known := []order{{word: "ping", do: func(*simserver.Server, []string) (string, error) { return "pong", nil }}}
	for in, want := range map[string]string{
		"\ufeffping\r\nping\n":          "ok pong\nok pong\n",
		"\xff\xfep\x00i\x00\nping\n":    "no orders are read: the input is UTF-16 text; save it as UTF-8\n",
		strings.Repeat("x", 2*maxOrder): "no more orders are read: a line has more than 65536 bytes\n",
	} {
		var out bytes.Buffer
		serveConsole(strings.NewReader(in), &out, &desk{current: func() *simserver.Server { return nil }, known: known})
		if out.String() != want {
			t.Errorf("%.20q: got %q, want %q", in, out.String(), want)
		}
	}
}
