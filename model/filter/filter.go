// Package filter is the language in which users describe which rows they want, such as
// state:paused !team:night. It parses and completes a filter, and decides whether a row
// matches it. It knows a row only by the values that a filter can examine ([Row]); it
// must not know the board, the screen, or which filter is in force.
package filter

import "capdeck/model/casefold"

// Row has the values of a row that a filter can examine. Texts are compared without
// regard to upper and lower case.
type Row interface {
	// DN is the number or name of the DN.
	DN() string
	// Label and Team are those of the DN file, or "".
	Label() string
	Team() string
	// AgentID is the ID of the agent who is logged in, or "".
	AgentID() string
	// Fault is the fault in the words of the board, or "" if there is none.
	Fault() string
	// Is reports whether the row is in a state. It is in exactly one of Recording,
	// Paused, Off and Unknown, and may be in Fault and Stale as well.
	Is(state State) bool
}

// State is a state of a row that a filter can name.
type State uint8

// The states. The zero value is AnyState.
const (
	AnyState State = iota
	Recording
	Paused
	Off
	Unknown
	Fault
	Stale
)

// Filter decides which rows match. The zero value matches every row. A Filter is parsed
// by a [Reader], and can be copied.
type Filter struct {
	// Text is the filter as the user typed it.
	Text string
	// understood is the part of Text that was understood.
	understood string
	terms      []term
	aside      string
	cache      *casefold.Cache // of the Reader
}

// term is one word of a filter. A row matches if all terms hold.
type term struct {
	field  field
	negate bool
	// needle is folded. If it is empty, the term holds if the field is not empty.
	needle string
	// exact means that the field must be the needle, rather than contain it.
	exact bool
	state State
	dns   *dnSet // nil if dn: searches for a part of the DN
	dn    string // the single DN that dn: may mean, or ""
	blank bool   // there is no text, or no value
}

type field uint8

const (
	fieldAny field = iota
	fieldState
	fieldTeam
	fieldAgent
	fieldFault
	fieldLabel
	fieldDN
)

// Understood returns the part of Text that is in force: all of it unless parsing
// returned an error.
func (f *Filter) Understood() string { return f.understood }

// Aside returns a sentence about words after dn: that were read as texts although they
// look like more DNs of its list, or "" if there are none.
func (f *Filter) Aside() string { return f.aside }

// Empty reports whether the filter has no terms and therefore matches every row.
func (f *Filter) Empty() bool { return len(f.terms) == 0 }

// NamesDNs reports whether the filter selects DNs only by number, label, team or agent,
// not by values that change by themselves, such as the state.
func (f *Filter) NamesDNs() bool {
	for i := range f.terms {
		if t := &f.terms[i]; t.negate || t.field == fieldState || t.field == fieldFault {
			return false
		}
	}
	return len(f.terms) > 0
}

// Matches reports whether the row matches. It retains texts of the row that are not
// ASCII, and allocates only for those.
func (f *Filter) Matches(row Row) bool {
	for i := range f.terms {
		t := &f.terms[i]
		if t.holds(row, f.cache) == t.negate {
			return false
		}
	}
	return true
}

func (t *term) holds(row Row, cache *casefold.Cache) bool {
	switch t.field {
	case fieldState:
		return row.Is(t.state)
	case fieldTeam:
		return t.fits(row.Team(), cache)
	case fieldAgent:
		return t.fits(row.AgentID(), cache) || t.fits(row.Label(), cache)
	case fieldFault:
		return t.fits(row.Fault(), cache)
	case fieldLabel:
		return t.fits(row.Label(), cache)
	case fieldDN:
		if t.dns != nil {
			return t.dns.contains(row.DN())
		}
		return t.fits(row.DN(), cache)
	}
	return cache.Contains(row.DN(), t.needle) || cache.Contains(row.Label(), t.needle) ||
		cache.Contains(row.AgentID(), t.needle) || cache.Contains(row.Team(), t.needle)
}

// fits reports whether a field has the value of the term.
func (t *term) fits(value string, cache *casefold.Cache) bool {
	switch {
	case t.exact:
		return cache.Equal(value, t.needle)
	case t.needle == "":
		return value != ""
	}
	return cache.Contains(value, t.needle)
}
