package tlog

import (
	"testing"

	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/internal/vectors"
)

// FuzzText asserts that the text of any body, decodable or not, is safe for a
// terminal and has the documented form.
func FuzzText(f *testing.F) {
	for _, raw := range append(vectors.Small(f, "../testdata"), vectors.Malformed(f)...) {
		if len(raw) > 4 {
			f.Add(raw[4:])
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var m wire.Message
		_ = m.Decode(body, wire.Limits{})
		checkText(t, &m)
	})
}
