package model

import (
	"testing"
	"time"

	"capdeck/model/effect"
	"capdeck/model/figures"
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
