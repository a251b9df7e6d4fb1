package casefold

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

func TestAppend(t *testing.T) {
	for _, alike := range [][]string{
		{"abcz@[`{", "ABCZ@[`{", "aBcZ@[`{"},
		{"ødegård K", "ØDEGÅRD k", "Ødegård \u212a"},
		{"σς", "ΣΣ"},
		{"北京 x", "北京 X"},
		{"a\xffb", "A\xffB"},
		{"straße", "STRASSE", "STRAẞE"},
		{"josé", "JOSÉ", "jose\u0301", "JOSE\u0301"},
		{"åse", "\u212bse", "A\u030aSE"},
		{"ỗ", "o\u0302\u0303", "ô\u0303", "Ỗ"},
		{"ΐ", "Ϊ\u0301", "\u0399\u0308\u0301"},
		{"ﬁn", "FIN"},
		{"각", "\u1100\u1161\u11a8"},
	} {
		want := String(alike[0])
		for _, text := range alike {
			if got := string(Append([]byte("-"), []byte(text))); got != "-"+want {
				t.Errorf("%q becomes %q, %q becomes %q", text, got, alike[0], want)
			}
		}
	}
	for a, b := range map[string]string{"a": "å", "e": "e\u0301", "ss": "s", "I": "ı", "北": "京"} {
		if String(a) == String(b) {
			t.Errorf("%q is taken for %q", a, b)
		}
	}
}

// TestCacheIsBounded feeds a Cache with texts that never repeat, as T-Server can.
func TestCacheIsBounded(t *testing.T) {
	var c Cache
	long := strings.Repeat("é", 64<<10)
	for i := range 100 {
		text := long + strconv.Itoa(i)
		if !c.Contains(text, "é"+strconv.Itoa(i)) {
			t.Fatalf("text %d is not found", i)
		}
		size := 0
		for text, folded := range c.folded {
			size += len(text) + len(folded)
		}
		if size != c.size || size > maxCached {
			t.Fatalf("%d bytes are remembered, %d counted", size, c.size)
		}
	}
}

// BenchmarkAppend folds the text of a message, by itself and by x/text alone.
func BenchmarkAppend(b *testing.B) {
	text := []byte(strings.Repeat("EventUserEvent ThisDN 7001 ConnID 006f01b2c3d4e6a0 ", 4))
	var folded []byte
	b.Run("ASCII", func(b *testing.B) {
		for b.Loop() {
			folded = Append(folded[:0], text)
		}
	})
	b.Run("library", func(b *testing.B) {
		folded = make([]byte, maxGrowth*len(text))
		for b.Loop() {
			composed := text
			if norm.NFC.QuickSpan(text) < len(text) {
				composed = norm.NFC.Bytes(text)
			}
			size, _, _ := cases.Fold().Transform(folded, composed, true)
			_ = norm.NFC.QuickSpan(folded[:size])
		}
	})
}

// BenchmarkContains looks for a word in 40,000 texts, as a filter key over 10,000 DNs
// does: directly, and as if the Cache remembered the ASCII texts too.
func BenchmarkContains(b *testing.B) {
	texts := make([]string, 40_000)
	for i := range texts {
		texts[i] = fmt.Sprintf([]string{"%d", "Miller, Anna %d", "agent%d", "Night Shift %d"}[i%4], 10_000+i)
	}
	var c Cache
	b.Run("ASCII", func(b *testing.B) {
		for b.Loop() {
			for _, text := range texts {
				c.Contains(text, "anna 77")
			}
		}
	})
	b.Run("cached", func(b *testing.B) {
		for b.Loop() {
			for _, text := range texts {
				_ = strings.Contains(c.fold(text), "anna 77")
			}
		}
	})
}
