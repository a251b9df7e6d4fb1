package board

import (
	"strconv"
	"strings"
	"testing"
)

// TestCutAtItsLimit: a text of exactly the limit stays, and a longer one is cut between
// two runes, if it has any.
func TestCutAtItsLimit(t *testing.T) {
	for _, c := range []struct {
		text  string
		limit int
		want  string
	}{
		{"abc", 3, "abc"},
		{"abcd", 3, "abc"},
		{"abü", 3, "ab"},
		{"abü", 4, "abü"},
		{"a𝄞", 4, "a"},
		{strings.Repeat("\x80", 10), 8, strings.Repeat("\x80", 4)}, // no rune within reach: four bytes less
	} {
		if got := cut(c.text, c.limit); got != c.want {
			t.Errorf("cut(%q, %d) is %q, want %q", c.text, c.limit, got, c.want)
		}
		if got := cutBytes([]byte(c.text), c.limit); got != c.want {
			t.Errorf("cutBytes(%q, %d) is %q, want %q", c.text, c.limit, got, c.want)
		}
	}
}

// TestInternedTexts: texts up to the longest that is shown are kept, and at most
// maxInterned of them.
func TestInternedTexts(t *testing.T) {
	b := New(Options{})
	longest := strings.Repeat("x", maxPartyText)
	b.text([]byte(longest))
	if b.text([]byte(longest + "y")); len(b.interned) != 1 || b.interned[longest] != longest {
		t.Fatalf("%d texts are kept, want the one of %d bytes", len(b.interned), maxPartyText)
	}
	for i := 1; i < maxInterned; i++ {
		b.text([]byte(strconv.Itoa(i)))
	}
	if len(b.interned) != maxInterned {
		t.Fatalf("%d texts are kept, want %d", len(b.interned), maxInterned)
	}
	if b.text([]byte("one more")); len(b.interned) != 1 {
		t.Fatalf("after one more %d texts are kept, want that one", len(b.interned))
	}
}
