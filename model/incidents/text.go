package incidents

import (
	"cmp"
	"strings"

	"capdeck/model/board"
)

// cut returns at most MaxText bytes of a text, as a copy if it is cut, so that a long text
// is not kept for its beginning.
func cut(text string) string {
	if len(text) <= MaxText {
		return text
	}
	return strings.ToValidUTF8(strings.Clone(text[:MaxText]), "")
}

// otherParty returns the other party of a row's call, "" if it is not known.
func otherParty(row *board.Row, connID uint64) string {
	if connID == 0 {
		return ""
	}
	calls := row.Calls()
	for n := range calls {
		if calls[n].ConnID == connID {
			return calls[n].Other
		}
	}
	return ""
}

// grown returns a slice that has an element for an index.
func grown(of []uint16, index int) []uint16 {
	if index < len(of) {
		return of
	}
	return append(of, make([]uint16, index+1-len(of))...)
}

func compare(a, b string) int { return cmp.Compare(a, b) }
