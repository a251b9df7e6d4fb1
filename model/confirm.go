package model

import (
	"fmt"
	"slices"
	"strings"
)

// ConfirmNames returns the words for the confirm policies, from the one that
// asks least. The caller owns them.
func ConfirmNames() []string {
	names := make([]string, 0, len(confirmOrder()))
	for _, policy := range confirmOrder() {
		names = append(names, policy.String())
	}
	return names
}

func confirmOrder() []Confirm {
	return []Confirm{ConfirmNever, ConfirmBulk, ConfirmDangerous, ConfirmAlways}
}

// String returns the policy's word, as ParseConfirm reads it.
func (c Confirm) String() string {
	switch c {
	case ConfirmNever:
		return "never"
	case ConfirmBulk:
		return "bulk"
	case ConfirmAlways:
		return "always"
	case ConfirmDangerous:
	}
	return "dangerous"
}

// ParseConfirm returns the policy of a word. The error names the words.
func ParseConfirm(word string) (Confirm, error) {
	at := slices.Index(ConfirmNames(), word)
	if at < 0 {
		return ConfirmDangerous, fmt.Errorf("%q is no confirm policy: give %s", word, strings.Join(ConfirmNames(), ", "))
	}
	return confirmOrder()[at], nil
}
