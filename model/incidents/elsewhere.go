package incidents

import "time"

// SameMoment is by how much the times may differ at which two processes saw the same begin.
const SameMoment = 2 * time.Second

// AcknowledgedElsewhere takes over acknowledgements that other processes have recorded in
// their logs, and returns those of its incidents that are acknowledged by that. An incident
// of another process that is about the same as one here and began at the same moment counts
// as that one. There are no entries for the log: it has them.
func (i *Incidents) AcknowledgedElsewhere(others []Incident) []Incident {
	var taken []Incident
	for n := range others {
		other := &others[n]
		kept := i.byID[other.ID]
		if kept == nil {
			kept = i.sameAs(other)
		}
		if kept == nil || kept.IsAcknowledged() || !other.IsAcknowledged() {
			continue
		}
		kept.Reason, kept.Note, kept.By, kept.Acknowledged = other.Reason, cut(other.Note), cut(other.By), other.Acknowledged
		i.settle(kept)
		i.counts.acknowledged(&kept.Incident)
		i.version++
		taken = append(taken, kept.Incident)
	}
	return taken
}

// sameAs returns the unacknowledged incident that is about the same as one of another
// process; nil if there is none.
func (i *Incidents) sameAs(other *Incident) *item {
	among := i.onDN[other.Key]
	if other.Key.DN == "" {
		among = i.list
	}
	for _, kept := range among {
		if !kept.IsAcknowledged() && kept.Kind == other.Kind && kept.Key == other.Key && kept.Team == other.Team && kept.ConnID == other.ConnID &&
			kept.Began.Sub(other.Began).Abs() <= SameMoment {
			return kept
		}
	}
	return nil
}
