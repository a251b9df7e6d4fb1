package incidents

// Label says of which site and team, and of which kind, incidents are counted.
type Label struct {
	Site, Team string
	Kind       Kind
}

// counts are kept as incidents change.
type counts struct {
	raisedBy   map[Label]uint64
	openAll    int
	unack      int
	unackMajor int
}

func newCounts() counts { return counts{raisedBy: map[Label]uint64{}} }

func (c *counts) raised(incident *Incident) {
	c.raisedBy[Label{Site: incident.Key.Site, Team: incident.Team, Kind: incident.Kind}]++
	c.openAll++
	c.unacknowledged(incident)
}

func (c *counts) cleared() {
	c.openAll--
}

func (c *counts) unacknowledged(incident *Incident) {
	c.unack++
	if incident.Severity == Major {
		c.unackMajor++
	}
}

func (c *counts) acknowledged(incident *Incident) {
	c.unack--
	if incident.Severity == Major {
		c.unackMajor--
	}
}

// Counts are numbers of incidents.
type Counts struct {
	// Open is how many last, Unacknowledged how many nobody has acknowledged, and Major how
	// many of those are major.
	Open, Unacknowledged, Major int
}

// Counts returns the present numbers without counting again. Those of earlier runs that
// are kept count as unacknowledged, and never as open.
func (i *Incidents) Counts() Counts {
	return Counts{Open: i.counts.openAll, Unacknowledged: i.counts.unack, Major: i.counts.unackMajor}
}

// Raised returns how many incidents this process has raised for each site, team and kind
// since it began. The caller owns the map.
func (i *Incidents) Raised() map[Label]uint64 {
	raised := make(map[Label]uint64, len(i.counts.raisedBy))
	for label, count := range i.counts.raisedBy {
		raised[label] = count
	}
	return raised
}
