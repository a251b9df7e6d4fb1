//go:build unix

package ptytest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"capdeck/tlibconn/simserver"
)

// TestQuitDuringAnExport presses q after the enter that starts an export. The file is complete, and if it cannot be
// written, an error follows the board.
func TestQuitDuringAnExport(t *testing.T) {
	t.Parallel()
	p := startServer(t, simserver.Options{AnyDN: true})
	for name, test := range map[string]struct {
		folder string
		code   int
		said   string
	}{
		"written":     {folder: "", said: ""},
		"not written": {folder: "none", code: 1, said: "nothing was exported: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			home := t.TempDir()
			path := filepath.Join(home, test.folder, "all.csv")
			d := p.sitAlone(t, home, "100000-119999", nil, "--no-query")
			d.WaitText(t, "20,000 of 20,000 DNs registered")
			d.Send(t, "e")
			d.WaitText(t, "Export what?")
			d.choose(t, 1, "all 20,000 rows]")
			d.WaitText(t, "export to capdeck-")
			d.Send(t, "\x15"+path+"\rq")
			if code := d.WaitExit(t); code != test.code {
				// The board may have shown it already.
				if code != 0 || !strings.Contains(string(d.Raw()), "nothing was exported") {
					t.Errorf("the program ended with %d, want %d", code, test.code)
				}
			}
			d.isRestored(t)
			if !strings.Contains(string(d.Raw()), test.said) {
				t.Errorf("it did not say %q", test.said)
			}
			if test.code != 0 {
				return
			}
			text, err := os.ReadFile(path)
			if lines := strings.Count(string(text), "\r\n"); err != nil || lines != 20_001 {
				t.Errorf("the file has %d lines, %v", lines, err)
			}
		})
	}
}
