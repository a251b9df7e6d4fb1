package model

import (
	"fmt"
	"slices"
	"strings"
)

// ConfirmNames returns the names of the confirm policies, beginning with the one that
// asks least. The caller owns the slice.
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

// String returns the name of the policy, as ParseConfirm accepts it.
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

// ParseConfirm returns the policy with a name. The error lists the valid names.
func ParseConfirm(word string) (Confirm, error) {
	at := slices.Index(ConfirmNames(), word)
	if at < 0 {
		return ConfirmDangerous, fmt.Errorf("unknown confirm policy %q; use %s", word, strings.Join(ConfirmNames(), ", "))
	}
	return confirmOrder()[at], nil
}

// Sentence says which commands ask first under the policy.
func (c Confirm) Sentence() string {
	switch c {
	case ConfirmNever:
		return "No command asks first"
	case ConfirmBulk:
		return "Commands for several DNs ask first"
	case ConfirmAlways:
		return "Every command asks first"
	case ConfirmDangerous:
	}
	return "Stop, pause and all commands for several DNs ask first"
}
