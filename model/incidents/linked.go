package incidents

import "time"

// Linked returns the IDs of the unacknowledged incidents that tell of the same as the incident
// with an ID, without that: a capture that stopped during a call is an incident at once, and
// the gap that begins with the stop is another one when it is longer than the grace. Whoever
// knows the reason of one knows that of the other.
func (i *Incidents) Linked(id string) []string {
	kept := i.byID[id]
	if kept == nil {
		return nil
	}
	var ids []string
	for _, other := range i.onDN[kept.Key] {
		if other != kept && (isGapOf(other, kept) || isGapOf(kept, other)) {
			ids = append(ids, other.ID)
		}
	}
	return ids
}

// isGapOf reports whether a gap is one that a stop began, or in which it was seen.
func isGapOf(gap, stop *item) bool {
	if gap.Kind != NotCaptured || stop.Kind != StoppedUnasked && stop.Kind != StoppedByOther || gap.Key != stop.Key {
		return false
	}
	return gap.has(stop.Began) || gap.has(stop.Latest)
}

// has reports whether a moment is in the time of an incident.
func (k *item) has(at time.Time) bool {
	return !at.Before(k.Began) && (k.IsOpen() || !at.After(k.Cleared))
}
