package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // so that no test depends on the zones of the machine

	"pgregory.net/rapid"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/incidents"
)

// a run of a process that watched 7001 from one second to another.
func run(from, to int) Run {
	return Run{Process: fmt.Sprint(from), Site: "default", From: at(from), To: at(to), Grace: grace, Ended: true, Watched: []Watched{{Key: dn, Team: "sales", Label: "Lee", From: at(from), To: at(to)}}}
}

const hour = 3600

func wholeDay() Options { return Options{From: at(0), To: at(24 * hour), Now: at(48 * hour)} }

func TestNothingIsRecorded(t *testing.T) {
	t.Parallel()
	r := Make(nil, wholeDay())
	_, ok := r.Total.Sums.Share()
	_, blind := r.Total.NotWatchedShare()
	if ok || blind || len(r.Runs) != 0 || len(r.Hours) != 24 || r.Total.DNs != 0 {
		t.Errorf("%+v", r)
	}
}

func TestNotWatched(t *testing.T) {
	t.Parallel()
	blind := func(from, to int, cause coverage.BlindCause) coverage.Blind {
		return coverage.Blind{Key: dn, Began: at(from), Ended: at(to), Cause: cause}
	}
	morning := run(8*hour, 12*hour)
	morning.Blinds = []coverage.Blind{
		blind(9*hour, 9*hour+60, coverage.BlindLink), blind(10*hour, 10*hour+30, coverage.BlindNotRegistered), blind(11*hour+600, 11*hour+645, coverage.BlindStopped),
	}
	morning.Stood = []Span{{at(11 * hour), at(11*hour + 600)}}
	other := run(9*hour, 9*hour+30) // watches during half of the loss of the link
	late := run(13*hour, 14*hour)
	late.Watched[0].From = at(13*hour + 1800) // the DN was added later
	r := Make([]Run{morning, other, late}, wholeDay())
	want := Unwatched{Link: 30, NotRegistered: 30 + 1800, Stopped: 8*hour + hour + 10*hour + 645}
	if r.Total.NotWatched != want || r.Total.Seconds != 24*hour || r.Total.DNs != 1 {
		t.Errorf("not watched: %+v, want %+v; of %g s, DNs %d", r.Total.NotWatched, want, r.Total.Seconds, r.Total.DNs)
	}
	if len(r.DNs) != 1 || r.DNs[0].NotWatched != want || len(r.Teams) != 1 || r.Teams[0].NotWatched != want || r.Teams[0].Team != "sales" || r.DNs[0].Label != "Lee" {
		t.Errorf("DNs %+v, teams %+v", r.DNs, r.Teams)
	}
	for of, want := range map[int]Unwatched{7: {Stopped: hour}, 8: {}, 9: {Link: 30}, 10: {NotRegistered: 30}, 11: {Stopped: 645}, 12: {Stopped: hour}, 13: {NotRegistered: 1800}} {
		if got := r.Hours[of]; got.NotWatched != want || got.Seconds != hour {
			t.Errorf("hour %d: %+v, want %+v", of, got.NotWatched, want)
		}
	}
}

// What has not happened yet is not missing, and a run outside the period is none of it.
func TestPeriodIsNotOver(t *testing.T) {
	t.Parallel()
	options := wholeDay()
	options.Now = at(2 * hour)
	r := Make([]Run{run(0, 2*hour), run(-5*hour, -hour)}, options)
	if r.Total.NotWatched != (Unwatched{}) || r.Total.Seconds != 2*hour || !r.To.Equal(at(2*hour)) || len(r.Hours) != 2 || len(r.Runs) != 1 {
		t.Errorf("%+v", r)
	}
	options.Now = at(-hour)
	if r = Make(nil, options); !r.From.Equal(r.To) || len(r.Hours) != 0 {
		t.Errorf("a period in the future: %+v", r)
	}
}

func TestFigures(t *testing.T) {
	t.Parallel()
	one := run(0, 24*hour)
	id := uint64(0)
	stretch := func(began, length int, change func(*coverage.Stretch)) {
		id++
		s := coverage.Stretch{
			Key: dn, Team: "sales", Label: "A. Ødegård", Agent: "4711", Began: at(began), Ended: at(began + length), Captured: sec(length), EverCaptured: true, CapturedAfter: sec(1),
			Calls: []coverage.StretchCall{{ConnID: id, Began: at(began), Ended: at(began + length)}},
		}
		if change != nil {
			change(&s)
		}
		one.Stretches = append(one.Stretches, s)
	}
	stretch(-60, 120, nil) // of the day before
	stretch(9*hour, 100, nil)
	stretch(10*hour, 100, func(s *coverage.Stretch) {
		s.Captured, s.Off = sec(60), sec(40)
		s.Gaps = []coverage.Gap{{Began: at(10*hour + 60), Ended: at(10*hour + 100), Off: sec(40), Cause: coverage.GapStopped}}
	})
	stretch(10*hour+200, 2, func(s *coverage.Stretch) { s.Excluded = coverage.ExcludedShort })
	stretch(10*hour+300, 50, func(s *coverage.Stretch) { s.AtLeast, s.EndNotSeen, s.CapturedAfter = true, true, 0 })
	stretch(11*hour, 50, func(s *coverage.Stretch) {
		s.AtMost, s.Captured, s.Paused, s.EndedPaused = true, sec(40), sec(10), true
	})
	stretch(24*hour, 10, nil) // of the day after
	options := wholeDay()
	options.Incidents = []incidents.Incident{
		{ID: "other", Kind: incidents.NotCaptured, Key: board.Key{Site: "default", DN: "7002"}, Began: at(10*hour + 60)},
		{ID: "stop", Kind: incidents.StoppedUnasked, Key: dn, Began: at(10*hour + 60)},
		{ID: "gap", Kind: incidents.NotCaptured, Key: dn, Began: at(10*hour + 61), Note: "no licence"},
		{ID: "later", Kind: incidents.NotCaptured, Key: dn, Began: at(11 * hour)},
	}
	r := Make([]Run{one, one}, options)
	want := coverage.Sums{
		Stretches: 5, Excluded: 1, Covered: 3, Gaps: 1, Established: sec(300), Captured: sec(250), Paused: sec(10), Off: sec(40), ExcludedTime: sec(2),
	}
	if r.Total.Sums != want {
		t.Errorf("total %+v, want %+v", r.Total.Sums, want)
	}
	if r.Total.AtLeast != 1 || r.Total.EndNotSeen != 1 || r.Total.EndedPaused != 1 || r.Total.PausedLong != 1 || r.Repeated != 7 {
		t.Errorf("%+v, repeated %d", r.Total, r.Repeated)
	}
	if share, _ := r.Total.Sums.Share(); share != 0.75 {
		t.Errorf("share %g", share)
	}
	if r.Hours[10].Sums.Stretches != 3 || r.Hours[0].Sums.Stretches != 0 || r.DNs[0].Label != "A. Ødegård" || r.Teams[0].Sums != want {
		t.Errorf("hours %+v", r.Hours[10])
	}
	if len(r.Gaps) != 1 || r.Gaps[0].Incident == nil || r.Gaps[0].Incident.ID != "gap" || r.Gaps[0].ConnID != 3 || r.Gaps[0].Agent != "4711" {
		t.Errorf("gaps %+v", r.Gaps)
	}
	if p95, ok := r.Captures.Percentile(95); !ok || p95 != sec(1) || r.Captures.Len() != 2 || r.Captures.AtMost != 1 {
		t.Errorf("captures %+v", r.Captures)
	}
	if h := r.Captures.Histogram(); !slices.Equal(h, []int{0, 0, 2, 0, 0, 0, 0, 0, 0}) {
		t.Errorf("histogram %v", h)
	}
}

// A period longer than a day has a line a day. Hours of a zone that is set back are one.
func TestDays(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, 10, 24, 0, 0, 0, 0, zone) // the clocks are set back on the 25th
	to := time.Date(2026, 10, 27, 0, 0, 0, 0, zone)
	watch := Run{Site: "default", From: from, To: to, Watched: []Watched{{Key: dn, Team: "", From: from, To: to}}}
	r := Make([]Run{watch}, Options{From: from, To: to, Now: to, Zone: zone})
	var days []string
	for _, line := range r.Days {
		days = append(days, fmt.Sprint(line.At.Format(time.DateOnly), " ", line.Seconds/hour))
	}
	if got := strings.Join(days, ", "); got != "2026-10-24 24, 2026-10-25 25, 2026-10-26 24" {
		t.Errorf("days: %s", got)
	}
	if len(r.Hours) != 24 || r.Hours[2].Seconds != 4*hour || r.Hours[3].Seconds != 3*hour {
		t.Errorf("hours: %+v", r.Hours[2])
	}
	if r.Total.NotWatched.Total() != 0 {
		t.Errorf("not watched: %+v", r.Total.NotWatched)
	}
}

// The times without watch of a DN, of all hours and of the total are the same, and each
// second is either watched by a process or not.
func TestNotWatchedProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const length = 3 * hour
		watched := make([]bool, length)
		var runs []Run
		for range rapid.IntRange(0, 4).Draw(t, "runs") {
			from := rapid.IntRange(0, length-1).Draw(t, "from")
			to := rapid.IntRange(from, length).Draw(t, "to")
			one := run(from, to)
			sees := make([]bool, length)
			for i := from; i < to; i++ {
				sees[i] = true
			}
			for range rapid.IntRange(0, 3).Draw(t, "blinds") {
				began := rapid.IntRange(0, length-1).Draw(t, "began")
				ended := rapid.IntRange(began, length).Draw(t, "ended")
				cause := rapid.SampledFrom([]coverage.BlindCause{coverage.BlindLink, coverage.BlindNotRegistered}).Draw(t, "cause")
				if rapid.Bool().Draw(t, "stood") {
					one.Stood = append(one.Stood, Span{at(began), at(ended)})
				} else {
					one.Blinds = append(one.Blinds, coverage.Blind{Key: dn, Began: at(began), Ended: at(ended), Cause: cause})
				}
				for i := began; i < ended; i++ {
					sees[i] = false
				}
			}
			for i := range sees {
				watched[i] = watched[i] || sees[i]
			}
			runs = append(runs, one)
		}
		missing := 0
		for _, seen := range watched {
			if !seen {
				missing++
			}
		}
		r := Make(runs, Options{From: at(0), To: at(length), Now: at(length)})
		if len(r.DNs) == 0 {
			return
		}
		sum := 0.0
		for _, line := range r.Hours {
			sum += line.NotWatched.Total()
		}
		if got := r.Total.NotWatched.Total(); got != float64(missing) || r.DNs[0].NotWatched != r.Total.NotWatched || sum != got {
			t.Fatalf("not watched %g s, by hour %g s, want %d s", got, sum, missing)
		}
	})
}
