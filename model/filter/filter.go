// Package filter is the language in which users describe which rows they want, such as
// state:paused !team:night. It parses and completes a filter, and decides whether a row
// matches it. It knows a row only by the values that a filter can examine ([Row]); it
// must not know the board, the screen, or which filter is in force.
package filter

import (
	"slices"
	"time"

	"capdeck/model/casefold"
)

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
	// Calls is the number of calls that the DN is a party of.
	Calls() int
	// Call is one of these calls, from 0 to Calls-1.
	Call(i int) Call
	// Gap is how long the DN has been on a call without being recorded. It returns false
	// if the DN is not on a call, is recorded, or if no one computes that.
	Gap() (time.Duration, bool)
}

// Call has the values of a call that a filter can examine.
type Call struct {
	// State is what the DN does in the call, Type the kind of call.
	State CallState
	Type  CallType
	// Queue is the queue that the call came through, or "".
	Queue string
}

// CallState is what a DN does in a call.
type CallState uint8

// The states of a call that a filter can name. The zero value is any other state.
const (
	OtherCall CallState = iota
	Talking
	Held
	Ringing
	Dialing
	noCall // call:none
)

// CallType is the kind of a call, with the numbers of T-Library's CallType.
type CallType uint8

// The kinds of calls that a filter can name. The zero value is any other kind, or unknown.
const (
	Internal CallType = iota + 1
	Inbound
	Outbound
	Consult
)

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
	// OnCall and NotRecorded have no word in a filter, only quick views: on an answered call,
	// and on one and not recorded.
	OnCall
	NotRecorded
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
	// values are the texts of which the field must have one. If there are none, the term
	// holds if the field is not empty. picks are the values of a field that has words of
	// its own, limits those of gap:.
	values []value
	picks  []uint8
	limits []limit
	dns    *dnSet // nil if dn: searches for a part of the DN
	dn     string // the single DN that dn: may mean, or ""
	blank  bool   // there is no text, or no value
}

// value is a text to search for, folded. exact means that the field must be the text,
// rather than contain it.
type value struct {
	needle string
	exact  bool
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
	fieldCall
	fieldCallType
	fieldQueue
	fieldGap
)

// Understood returns the part of Text that is in force: all of it unless parsing
// returned an error.
func (f *Filter) Understood() string { return f.understood }

// Aside returns a sentence about words after dn: that were read as texts although they
// look like more DNs of its list, or "" if there are none.
func (f *Filter) Aside() string { return f.aside }

// Empty reports whether the filter has no terms and therefore matches every row.
func (f *Filter) Empty() bool { return len(f.terms) == 0 }

// DependsOnTime reports whether rows can begin or cease to match although they do not
// change, because time passes.
func (f *Filter) DependsOnTime() bool {
	return slices.ContainsFunc(f.terms, func(t term) bool { return t.field == fieldGap })
}

// OfCapture returns the name of the first field of the filter that depends on what is known of
// a DN's capture, which are state, fault and gap, or "" if there is none.
func (f *Filter) OfCapture() string {
	for i := range f.terms {
		switch of := f.terms[i].field; of {
		case fieldState, fieldFault, fieldGap:
			return fieldNames[of]
		}
	}
	return ""
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
		return t.isIn(row)
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
	case fieldCall, fieldCallType, fieldQueue:
		return t.holdsForCall(row, cache)
	case fieldGap:
		return t.holdsForGap(row)
	}
	return t.fits(row.DN(), cache) || t.fits(row.Label(), cache) || t.fits(row.AgentID(), cache) || t.fits(row.Team(), cache)
}

// isIn reports whether the row is in one of the states of the term.
func (t *term) isIn(row Row) bool {
	for _, state := range t.picks {
		if row.Is(State(state)) {
			return true
		}
	}
	return false
}

// holdsForCall reports whether one of the calls of the DN has a value of the term.
func (t *term) holdsForCall(row Row, cache *casefold.Cache) bool {
	calls := row.Calls()
	if calls == 0 {
		return slices.Contains(t.picks, uint8(noCall)) && t.field == fieldCall
	}
	for i := range calls {
		call, fits := row.Call(i), false
		switch t.field {
		case fieldCall:
			fits = slices.Contains(t.picks, uint8(call.State)) && call.State != OtherCall
		case fieldCallType:
			fits = slices.Contains(t.picks, uint8(call.Type))
		case fieldQueue:
			fits = t.fits(call.Queue, cache)
		}
		if fits {
			return true
		}
	}
	return false
}

// fits reports whether a field has a value of the term.
func (t *term) fits(text string, cache *casefold.Cache) bool {
	if len(t.values) == 0 {
		return text != ""
	}
	for i := range t.values {
		if t.values[i].fits(text, cache) {
			return true
		}
	}
	return false
}

func (v *value) fits(text string, cache *casefold.Cache) bool {
	if v.exact {
		return cache.Equal(text, v.needle)
	}
	return cache.Contains(text, v.needle)
}
