package filter

import "slices"

// NeedsVouched reports whether a row in a state that no one vouches for should not count as
// matching: the filter asks for a state that a recorder indicates, and not for stale rows.
func (f *Filter) NeedsVouched() bool {
	asks := false
	for i := range f.terms {
		t := &f.terms[i]
		if t.field != fieldState {
			continue
		}
		if slices.Contains(t.picks, uint8(Stale)) {
			return false
		}
		asks = asks || !t.negate && slices.ContainsFunc(t.picks, func(pick uint8) bool {
			return State(pick) == Recording || State(pick) == Paused || State(pick) == Off
		})
	}
	return asks
}

// Lasting returns the part of the filter that examines only what does not change by itself:
// the DN, its label and its team. It says which rows the filter is about.
func (f *Filter) Lasting() Filter {
	lasting := Filter{cache: f.cache}
	for _, t := range f.terms {
		if t.field == fieldDN || t.field == fieldLabel || t.field == fieldTeam {
			lasting.terms = append(lasting.terms, t)
		}
	}
	return lasting
}
