package cell

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestSanitiseLines(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "a\tb\n": "a\tb\n", "\n\n\t": "\n\n\t", "a\u200bb\n\u00ad\tc": "a\ufffdb\n\ufffd\tc", "\x1b[2J\r\n": "␛[2J␍\n",
		"北\u3164\U000e0001\ufffe\n": "北\ufffd\ufffd\ufffd\n",
	} {
		if got := string(SanitiseLines(nil, []byte(text))); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func TestEscapeJSON(t *testing.T) {
	marks := strings.Repeat("\u0301", 10)
	for text, want := range map[string]string{
		`{"a":"é北‖●"}`:                     `{"a":"é北‖●"}`,
		`{"a":"x` + "\u200b" + `"}`:        `{"a":"x\u200b"}`,
		"\"\u00ad\u3164\ufffe\U000e0001\"": `"\u00ad\u3164\ufffe\udb40\udc01"`,
		`"e` + marks + `"`:                 `"e` + marks[:16] + `\u0301\u0301"`,
		`"` + marks[:2] + `a"`:             `"\u0301a"`,
		"\"\u202e\u0085\"":                 `"\u202e\u0085"`,
		"\"\u007f\"":                       `"\u007f"`,
		"\"\xff\"":                         `"\ufffd"`,
		"{\n\t\"a\": 1}":                   "{\n\t\"a\": 1}",
		"\"👍\U0001F3FD\"":                  "\"👍\\ud83c\\udffd\"",
	} {
		if got := string(EscapeJSON(nil, []byte(text))); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// TestEscapeJSONKeepsValues uses arbitrary text: JSON returns the same values, and the printed form is what the
// board would show.
func TestEscapeJSONKeepsValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("\"\\e\u0301\u200d\u3164\u1100\ufe0f🇩\U0001F3FD")))).Draw(t, "text")
		var plain bytes.Buffer
		encoder := json.NewEncoder(&plain)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(text); err != nil {
			t.Fatal(err)
		}
		line := bytes.TrimSpace(plain.Bytes())
		escaped := EscapeJSON(nil, line)
		var back string
		if err := json.Unmarshal(escaped, &back); err != nil || back != text {
			t.Fatalf("%q becomes %s, which is %q, %v", text, escaped, back, err)
		}
		if !utf8.Valid(escaped) || Clean(string(escaped)) != string(escaped) {
			t.Fatalf("%q becomes %s, which the board shows as %s", text, escaped, Clean(string(escaped)))
		}
	})
}
