package casefold

import (
	"strings"
	"unicode/utf8"
)

// maxCached is how many bytes of text a Cache remembers before it starts again. That is
// enough for the names of 100,000 DNs, and limits what T-Server can make it remember.
const maxCached = 16 << 20

// Cache compares texts with a folded needle (see [String]), and remembers the folded
// forms of texts that are not ASCII: a filter examines the same texts at each key. The
// zero value is ready to use. A Cache must not be used by several goroutines at a time.
type Cache struct {
	folded map[string]string
	size   int    // of the keys and values of folded, in bytes
	buffer []byte // scratch space for one folded text
}

// Contains reports whether text contains the needle, in upper or lower case. Every text
// contains an empty needle.
func (c *Cache) Contains(text, needle string) bool {
	if needle == "" {
		return true
	}
	if !isASCII(text) {
		return strings.Contains(c.fold(text), needle)
	}
	for i := 0; i+len(needle) <= len(text); i++ {
		if lower(text[i]) == needle[0] && hasPrefix(text[i:], needle) {
			return true
		}
	}
	return false
}

// Equal reports whether text is the needle, in upper or lower case.
func (c *Cache) Equal(text, needle string) bool {
	if isASCII(text) {
		return len(text) == len(needle) && hasPrefix(text, needle)
	}
	return c.fold(text) == needle
}

// Extends reports whether text begins with the needle, in upper or lower case, and is
// longer than it.
func (c *Cache) Extends(text, needle string) bool {
	if isASCII(text) {
		return len(text) > len(needle) && hasPrefix(text, needle)
	}
	folded := c.fold(text)
	return len(folded) > len(needle) && strings.HasPrefix(folded, needle)
}

// fold returns the folded form of a text, and remembers it.
func (c *Cache) fold(text string) string {
	folded, known := c.folded[text]
	if known {
		return folded
	}
	c.buffer = append(c.buffer[:0], text...)
	c.buffer = Append(c.buffer, c.buffer)
	folded = string(c.buffer[len(text):])
	if c.size += len(text) + len(folded); c.folded == nil || c.size > maxCached {
		c.folded, c.size = map[string]string{}, len(text)+len(folded)
	}
	c.folded[text] = folded
	return folded
}

// hasPrefix reports whether an ASCII text begins with a folded needle.
func hasPrefix(text, needle string) bool {
	if len(text) < len(needle) {
		return false
	}
	for i := range len(needle) {
		if lower(text[i]) != needle[i] {
			return false
		}
	}
	return true
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
