package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/simserver"
	"capdeck/ui/cell"
)

// diary notes what happens to captures.
type diary struct {
	begun, now time.Time
	lines      []string
}

func (d *diary) note(format string, arguments ...any) {
	d.lines = append(d.lines, fmt.Sprintf("%s ", d.now.Sub(d.begun))+fmt.Sprintf(format, arguments...))
}

func (d *diary) command(_ context.Context, dn string, call uint64, verb event.Verb) {
	d.note("%s %s %x", dn, verb, call)
}

func (d *diary) unasked(dn string, indication event.Indication) {
	d.note("%s unasked %s", dn, indication)
}

// shift runs a floor for some time, in steps of the tick, and returns what happened. after is called
// behind each step.
func shift(t *testing.T, seed uint64, length time.Duration, after func(*floor)) *diary {
	t.Helper()
	dns := known(entries())
	server, err := simserver.New(simserver.Options{DNs: dns, Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if closing := server.Close(); closing != nil {
			t.Error(closing)
		}
	})
	start := time.Unix(0, 0)
	d := &diary{begun: start, now: start}
	f := newFloor(server, numbers(dns), seed)
	f.step(start)
	f.does = d
	for d.now = start.Add(tick); d.now.Sub(start) < length; d.now = d.now.Add(tick) {
		f.step(d.now)
		f.disturb(t.Context(), d.now)
		after(f)
	}
	return d
}

// What a newcomer looks for happens within the first half minute, and later again.
func TestWhatGoesWrong(t *testing.T) {
	t.Parallel()
	d := shift(t, seed, 20*time.Minute, func(*floor) {})
	for i, want := range []string{
		"3s " + pausedDN + " pause", "5s " + stoppedDN + " stop", "12s " + unaskedDN + " unasked disabled", "25s " + lateDN + " unasked enabled",
	} {
		at := slices.IndexFunc(d.lines, func(line string) bool { return strings.HasPrefix(line, want) })
		if at < 0 {
			t.Errorf("step %d of the script did not happen: %q is missing in\n%s", i, want, strings.Join(d.lines[:min(len(d.lines), 10)], "\n"))
		}
	}
	stops, unasked, pauses, resumes := 0, 0, 0, 0
	for _, line := range d.lines {
		switch {
		case strings.Contains(line, " stop "):
			stops++
		case strings.Contains(line, " unasked disabled"):
			unasked++
		case strings.Contains(line, " pause "):
			pauses++
		case strings.Contains(line, " resume "):
			resumes++
		}
	}
	if stops < 3 || unasked < 3 || pauses < resumes+3 || resumes < 20 {
		t.Errorf("%d stops, %d unasked ones, %d pauses and %d resumes", stops, unasked, pauses, resumes)
	}
}

// Nine of ten moments in calls are captured: neither stopped, nor paused and forgotten.
func TestMostIsCaptured(t *testing.T) {
	t.Parallel()
	var moments, steps, wrong, most int
	shift(t, seed, 30*time.Minute, func(f *floor) {
		steps++
		moments += len(f.talks)
		most = max(most, len(f.talks))
		for _, talk := range f.talks {
			if talk.wrong {
				wrong++
			}
		}
	})
	if share := 1 - float64(wrong)/float64(moments); share < 0.85 || share > 0.95 {
		t.Errorf("the share of what is captured is %.2f", share)
	}
	if average := moments / steps; average < 20 || most > 55 {
		t.Errorf("%d agents are on a call on average, %d at most", average, most)
	}
}

// Equal seeds give equal floors, other seeds other ones.
func TestSeed(t *testing.T) {
	t.Parallel()
	first := shift(t, 7, 5*time.Minute, func(*floor) {})
	again := shift(t, 7, 5*time.Minute, func(*floor) {})
	other := shift(t, 8, 5*time.Minute, func(*floor) {})
	if !slices.Equal(first.lines, again.lines) {
		t.Errorf("two floors of one seed differ:\n%s\n\n%s", strings.Join(first.lines, "\n"), strings.Join(again.lines, "\n"))
	}
	if slices.Equal(first.lines, other.lines) {
		t.Error("two seeds give one floor")
	}
}

// The names are different people, fit in a column, and include those that a screen gets wrong most easily.
func TestPeople(t *testing.T) {
	t.Parallel()
	list := entries()
	if len(list) != 60 || list[0].DN != QuietDN || list[59].DN != "7060" {
		t.Fatalf("%d agents, from %s to %s", len(list), list[0].DN, list[len(list)-1].DN)
	}
	names, sizes := map[string]bool{}, map[string]int{}
	combining, wideNames := 0, 0
	for _, entry := range list {
		names[norm.NFC.String(entry.Label)] = true
		sizes[entry.Team]++
		if cell.Width(entry.Label) > 15 || cell.Clean(entry.Label) != entry.Label {
			t.Errorf("the name %q needs %d cells", entry.Label, cell.Width(entry.Label))
		}
		if !norm.NFC.IsNormalString(entry.Label) {
			combining++
		}
		if cell.Width(entry.Label) > len([]rune(entry.Label)) {
			wideNames++
		}
	}
	if len(names) != len(list) || combining < 3 || wideNames < 3 {
		t.Errorf("%d names, %d with a combining accent, %d wide", len(names), combining, wideNames)
	}
	for _, team := range teams() {
		if sizes[team] != 15 {
			t.Errorf("team %s has %d agents", team, sizes[team])
		}
	}
}
