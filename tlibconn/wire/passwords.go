package wire

import (
	"bytes"
)

// mostHidden is the deepest nesting that HidePasswords follows.
const mostHidden = 64

// HidePasswords overwrites with asterisks each value in the attribute's list whose
// key contains "password" in any case, and all values of a nested list with such a
// key. It keeps lengths and everything else. In a malformed list it overwrites all
// bytes after the next such word. It modifies the bytes that Bytes refers to.
func (a *Attribute) HidePasswords() {
	if passwordAt(a.Bytes) < 0 {
		return
	}
	if list, bad := a.list(); bad == nil {
		list.hidePasswords(false, mostHidden)
	} else {
		hideBehindPassword(a.Bytes)
	}
}

func (l List) hidePasswords(all bool, depth int) {
	pairs := l.Pairs()
	for pairs.Next() {
		hides := all || pairs.Pair.IsPassword()
		if nested, bad := pairs.Pair.list(); bad == nil && depth > 0 {
			nested.hidePasswords(hides, depth-1)
		} else if hides {
			overwrite(pairs.Pair.Value)
		} else if pairs.Pair.Type == PairList {
			hideBehindPassword(pairs.Pair.Value)
		}
	}
	switch {
	case pairs.Err() == nil:
	case all:
		overwrite(l.bytes[pairs.at:])
	default:
		hideBehindPassword(l.bytes[pairs.at:])
	}
}

func hideBehindPassword(text []byte) {
	if at := passwordAt(text); at >= 0 {
		overwrite(text[at+len(passwordWord):])
	}
}

func overwrite(text []byte) {
	for i := range text {
		text[i] = '*'
	}
}

// passwordWord is what the key of a password contains.
const passwordWord = "password"

// IsPassword reports whether the value is a secret: whether the key contains
// "password" in any case.
func (p *Pair) IsPassword() bool { return passwordAt(p.Key) >= 0 }

// passwordAt returns the index of the first occurrence of the word in any case, or
// -1. It is fast for text without a w, because it runs for every message with user
// data.
func passwordAt(text []byte) int {
	if bytes.IndexByte(text, 'w') < 0 && bytes.IndexByte(text, 'W') < 0 {
		return -1
	}
	for at := 0; at+len(passwordWord) <= len(text); at++ {
		if isFolded(text[at:at+len(passwordWord)], passwordWord) {
			return at
		}
	}
	return -1
}

// isFolded reports whether text equals word, a word of lower-case ASCII letters, in
// any case.
func isFolded(text []byte, word string) bool {
	for i := range len(word) {
		if text[i]|0x20 != word[i] {
			return false
		}
	}
	return true
}
