package model

import (
	"testing"
	"time"

	"capdeck/model/coverage"
	"capdeck/model/effect"
	"capdeck/model/figures"
	"capdeck/model/incidents"
	"capdeck/tlibconn/wire"
)

// published takes the figures out of the effects.
func (f *floor) published() []*figures.Figures {
	var all []*figures.Figures
	for _, e := range f.effects {
		if publish, ok := e.(effect.Publish); ok {
			all = append(all, publish.Figures)
		}
	}
	f.effects = nil
	return all
}

// TestPublishes checks that the figures are published once a second, also while nothing
// happens, and that those of a second ago stay as they were.
func TestPublishes(t *testing.T) {
	f := newFloor(t, 4, Options{Publishes: true})
	f.later(time.Second)
	first := f.published()
	if len(first) != 1 || first[0].Sites[0].Teams[0].Counters.Rec != 0 || !first[0].Sites[0].LinkUp {
		t.Fatalf("after a second: %+v", first)
	}
	for range 30 {
		f.now = f.now.Add(10 * time.Millisecond)
		f.indicate("7001", "enabled")
		f.flush()
	}
	if got := f.published(); len(got) != 0 {
		t.Errorf("within a second %d figures were published", len(got))
	}
	f.later(time.Second)
	second := f.published()
	if len(second) != 1 || second[0].Sites[0].Teams[0].Counters.Rec != 1 || first[0].Sites[0].Teams[0].Counters.Rec != 0 {
		t.Errorf("after another second: %+v; before: %+v", second, first)
	}
}

// TestPublishesNothing checks that no figures are taken for no one.
func TestPublishesNothing(t *testing.T) {
	f := newFloor(t, 4, Options{})
	f.later(3 * time.Second)
	if got := f.published(); len(got) != 0 {
		t.Errorf("%d figures were published", len(got))
	}
}

// TestPublishesCoverage checks that what is published about calls is what the board's
// coverage says, team by team.
func TestPublishesCoverage(t *testing.T) {
	f := newFloor(t, 4, Options{Publishes: true, Coverage: coverage.Options{Grace: 10 * time.Second}})
	for i, dn := range dns(3) {
		f.callEvent(wire.EventEstablished, dn, uint64(i+1))
	}
	f.indicate("7001", "enabled")
	f.indicate("7003", "paused")
	f.flush()
	f.later(time.Second)
	first := f.published()
	want := []coverage.Counts{{OnCall: 2, Captured: 1, Paused: 1}, {OnCall: 1, Not: 1}}
	for i, team := range first[len(first)-1].Sites[0].Teams {
		if team.Calls != want[i] {
			t.Errorf("team %s: %+v, want %+v", team.Name, team.Calls, want[i])
		}
	}
	f.later(time.Minute)
	for i, dn := range dns(3) {
		f.callEvent(wire.EventReleased, dn, uint64(i+1))
	}
	f.flush()
	f.later(time.Second)
	all := f.published()
	last := all[len(all)-1]
	day, night := last.Sites[0].Teams[0], last.Sites[0].Teams[1]
	if share, ok := night.Sums.Share(); day.Sums.Stretches != 2 || night.Sums.Stretches != 1 || night.Sums.Gaps != 1 || !ok || share != 0 {
		t.Errorf("day %+v, night %+v", day.Sums, night.Sums)
	}
	gaps := last.Sites[0].Incidents[figures.TeamKind{Team: "night", Kind: incidents.NotCaptured}]
	if gaps != 1 || last.Incidents.Unacknowledged == 0 {
		t.Errorf("%d gaps of team night were incidents, %+v", gaps, last.Incidents)
	}
}
