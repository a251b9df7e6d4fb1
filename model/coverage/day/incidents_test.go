package day

import (
	"time"

	"capdeck/model/incidents"
)

// expectation is a time of a DN, or of the site for "", in which an incident must begin.
type expectation struct {
	kind     incidents.Kind
	dn       string
	from, to time.Time
	may      bool // it need not be there
	found    bool
}

// expected returns the incidents that follow from the recount and from the faults of the whole floor. Two words that
// differ may contradict each other: whether something explains the second is for the tests of the board.
func (p *play) expected(counted []*stretch, stops, conflicts []stop) (all []*expectation) {
	add := func(kind incidents.Kind, dn string, from, to time.Time, may bool) {
		all = append(all, &expectation{kind: kind, dn: dn, from: from, to: to, may: may})
	}
	for _, s := range counted {
		if s.isShort() {
			continue
		}
		for _, gap := range s.gaps() {
			add(incidents.NotCaptured, s.dn.dn, gap.from, gap.to, p.mayBeShort(gap))
		}
		long := s.runs(pauseLimit, paused)
		for _, pause := range long {
			add(incidents.PausedTooLong, s.dn.dn, pause.from, pause.to, false)
		}
		if s.endedPaused && (len(long) == 0 || long[len(long)-1].to.Before(s.ended)) {
			add(incidents.PausedTooLong, s.dn.dn, s.ended, s.ended, false)
		}
	}
	for _, s := range stops {
		kind := incidents.StoppedUnasked
		if s.byOther {
			kind = incidents.StoppedByOther
		}
		add(kind, s.dn.dn, s.at, s.at, false)
	}
	for _, s := range conflicts {
		add(incidents.Conflict, s.dn.dn, s.at, s.at, true)
	}
	add(incidents.LinkLost, "", p.start.Add(linkLostAt), p.start.Add(linkLostAt), false)
	add(incidents.LinkLost, "", p.start.Add(stoppedAt), p.start.Add(stoppedAt+stopped), false)
	add(incidents.RecorderSilent, "", p.start.Add(silentAt), p.start.Add(silentAt+silent), false)
	return all
}

// mayBeShort reports whether a gap is longer than the grace only because capdeck did not watch the DN meanwhile, or became
// one only because of that: then it is no incident.
func (p *play) mayBeShort(gap span) bool {
	for _, blind := range [...]span{
		{from: p.start.Add(linkLostAt), to: p.start.Add(linkLostAt + linkDown)}, {from: p.start.Add(stoppedAt), to: p.start.Add(stoppedAt + stopped)},
	} {
		if gap.to.Equal(blind.from) {
			return true
		}
		if !gap.from.After(blind.from) && !gap.to.Before(blind.to) && blind.from.Sub(gap.from) <= grace && gap.to.Sub(blind.to) <= grace {
			return true
		}
	}
	return false
}

// compareIncidents checks that each incident that must be there is, and that there is no other.
func (p *play) compareIncidents(all []*expectation) {
	byDN := make(map[string][]*expectation)
	for _, e := range all {
		byDN[e.dn] = append(byDN[e.dn], e)
	}
	wrong, kinds := 0, make(map[incidents.Kind]int)
	for i := range p.kept {
		incident := &p.kept[i]
		kinds[incident.Kind]++
		known := false
		for _, e := range byDN[incident.Key.DN] {
			if e.kind == incident.Kind && !incident.Began.Before(e.from) && !incident.Began.After(e.to) {
				e.found, known = true, true
			}
		}
		if !known {
			if wrong++; wrong <= told {
				p.t.Errorf("incident that nothing explains: %v at DN %s, began %v, %s", incident.Kind, incident.Key.DN, incident.Began.Sub(p.start), incident.Cause)
			}
		}
		if incident.Cleared.IsZero() && incident.Began.Before(p.start.Add(dayLong-time.Hour)) {
			p.t.Errorf("incident that nothing ended: %v at DN %s, began %v", incident.Kind, incident.Key.DN, incident.Began.Sub(p.start))
		}
	}
	for _, e := range all {
		if !e.found && !e.may {
			if wrong++; wrong <= told {
				p.t.Errorf("no incident: %v at DN %s from %v to %v", e.kind, e.dn, e.from.Sub(p.start), e.to.Sub(p.start))
			}
		}
	}
	p.t.Logf("%d incidents %v, %d expected, %d wrong", len(p.kept), kinds, len(all), wrong)
}

// order is a fault that was ordered for the call of a DN.
type order struct {
	kind   incidents.Kind
	dn     string
	at, to time.Time     // to is zero if nothing put it right before the end of the call
	longer time.Duration // it must be an incident if it lasts longer
}

// compareOrders checks that each ordered fault that lasted long enough is an incident.
func (p *play) compareOrders(counted []*stretch) {
	lasted := 0
	for _, o := range p.orders {
		for _, s := range counted {
			if s.dn.dn != o.dn || o.at.Before(s.began) || !o.at.Before(s.ended) {
				continue
			}
			to := s.ended
			if !o.to.IsZero() && o.to.Before(to) {
				to = o.to
			}
			if to.Sub(o.at) <= o.longer {
				continue
			}
			lasted++
			if !p.isIncident(o, to) {
				p.t.Errorf("the fault %v that was ordered for DN %s at %v and lasted %v is no incident%s", o.kind, o.dn, o.at.Sub(p.start), to.Sub(o.at), p.story(s))
			}
		}
	}
	p.t.Logf("%d faults were ordered, %d lasted long enough for an incident", len(p.orders), lasted)
}

func (p *play) isIncident(o *order, to time.Time) bool {
	for i := range p.kept {
		incident := &p.kept[i]
		ended := incident.Cleared
		if ended.IsZero() {
			ended = p.start.Add(dayLong)
		}
		if incident.Kind == o.kind && incident.Key.DN == o.dn && !incident.Began.After(to) && !ended.Before(o.at) {
			return true
		}
	}
	return false
}
