package report

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"capdeck/model/board"
	"capdeck/model/coverage"
)

var midnight = time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)

func at(seconds int) time.Time { return midnight.Add(time.Duration(seconds) * time.Second) }

func sec(n int) time.Duration { return time.Duration(n) * time.Second }

var dn = board.Key{Site: "default", DN: "7001"}

// truth is what really happened on a DN: second by second, the call and whether it was
// captured (c), paused (p), off (o) or not verifiable (u); 0 without a call.
type truth struct {
	calls []uint64
	parts []byte
}

const grace = 10 * time.Second

// truths draws what happened on a DN.
func truths(t *rapid.T) truth {
	var all truth
	for call := uint64(1); call <= uint64(rapid.IntRange(1, 6).Draw(t, "calls")); call++ {
		for range rapid.IntRange(3, 30).Draw(t, "idle") {
			all.calls, all.parts = append(all.calls, 0), append(all.parts, 0)
		}
		for range rapid.IntRange(1, 4).Draw(t, "changes") {
			part := rapid.SampledFrom([]byte("cpou")).Draw(t, "part")
			for range rapid.IntRange(1, 40).Draw(t, "length") {
				all.calls, all.parts = append(all.calls, call), append(all.parts, part)
			}
		}
	}
	all.calls, all.parts = append(all.calls, 0), append(all.parts, 0)
	return all
}

// seen returns the stretches that a process sees that watches from one second to another.
func (w truth) seen(from, to int) []coverage.Stretch {
	var all []coverage.Stretch
	for i := from; i < to; {
		if w.calls[i] == 0 {
			i++
			continue
		}
		begin := i
		for i < to && w.calls[i] == w.calls[begin] {
			i++
		}
		s := w.stretch(begin, i)
		s.AtLeast = begin > 0 && w.calls[begin-1] == w.calls[begin]
		s.EndNotSeen = i < len(w.calls) && w.calls[i] == w.calls[begin]
		all = append(all, s)
	}
	return all
}

// stretch returns the stretch between two seconds.
func (w truth) stretch(begin, end int) coverage.Stretch {
	s := coverage.Stretch{Key: dn, Began: at(begin), Ended: at(end), Calls: []coverage.StretchCall{{ConnID: w.calls[begin], Began: at(begin), Ended: at(end)}}}
	gap := 0
	for i := begin; i <= end; i++ {
		if i < end && (w.parts[i] == 'o' || w.parts[i] == 'u') {
			gap++
		} else {
			if sec(gap) > grace {
				s.Gaps = append(s.Gaps, coverage.Gap{Began: at(i - gap), Ended: at(i)})
			}
			gap = 0
		}
		if i == end {
			break
		}
		switch w.parts[i] {
		case 'c':
			s.Captured += time.Second
			if !s.EverCaptured {
				s.EverCaptured, s.CapturedAfter = true, sec(i-begin)
			}
		case 'p':
			s.Paused += time.Second
		case 'o':
			s.Off += time.Second
		case 'u':
			s.Unverified += time.Second
		}
	}
	return s
}

func merged(t interface{ Fatalf(string, ...any) }, all []coverage.Stretch) []*coverage.Stretch {
	var list []fragment
	for i := range all {
		list = append(list, fragment{&all[i], grace})
	}
	var report Report
	got := mergeDN(list, &report)
	for i, s := range got {
		if sum := s.Captured + s.Paused + s.Off + s.Unverified; sum != s.Length() {
			t.Fatalf("the parts of %+v add up to %s, its length is %s", *s, sum, s.Length())
		}
		for _, part := range []time.Duration{s.Captured, s.Paused, s.Off, s.Unverified} {
			if part < 0 {
				t.Fatalf("a part of %+v is negative", *s)
			}
		}
		if i > 0 && s.Began.Before(got[i-1].Ended) {
			t.Fatalf("%s to %s and %s to %s overlap", got[i-1].Began, got[i-1].Ended, s.Began, s.Ended)
		}
		for j, gap := range s.Gaps {
			if gap.Began.Before(s.Began) || gap.Ended.After(s.Ended) || j > 0 && gap.Began.Before(s.Gaps[j-1].Ended) || gap.Off > gap.Ended.Sub(gap.Began) {
				t.Fatalf("the gaps of %+v overlap or lie outside", *s)
			}
		}
	}
	if report.Overlapping != 0 {
		t.Fatalf("%d stretches overlap without a call in common", report.Overlapping)
	}
	return got
}

// Whatever several processes saw of a DN, each call counts once, over all that any of them
// saw of it, and what was not captured is not counted as captured.
func TestMergeProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		real := truths(t)
		var all []coverage.Stretch
		bounds := map[uint64]Span{}
		for range rapid.IntRange(1, 5).Draw(t, "processes") {
			from := rapid.IntRange(0, len(real.calls)-1).Draw(t, "from")
			to := rapid.IntRange(from, len(real.calls)).Draw(t, "to")
			seen := real.seen(from, to)
			for _, s := range seen {
				call := s.Calls[0].ConnID
				if b, known := bounds[call]; known {
					bounds[call] = Span{earlier(b.From, s.Began), later(b.To, s.Ended)}
				} else {
					bounds[call] = Span{s.Began, s.Ended}
				}
			}
			all = append(all, seen...)
		}
		got := merged(t, all)
		if len(got) != len(bounds) {
			t.Fatalf("%d stretches of %d calls", len(got), len(bounds))
		}
		for _, s := range got {
			b := bounds[s.Calls[0].ConnID]
			if off := s.Began.Sub(b.From) + b.To.Sub(s.Ended); off < 0 || off > 2*tolerance {
				t.Fatalf("the call was seen from %s to %s, and is counted from %s to %s", b.From, b.To, s.Began, s.Ended)
			}
			begin, end := int(s.Began.Sub(midnight)/time.Second), int(s.Ended.Sub(midnight)/time.Second)
			really := real.stretch(begin, end)
			if s.Captured > really.Captured || s.Paused > really.Paused || s.Off > really.Off {
				t.Fatalf("counted captured %s, paused %s, off %s; really %s, %s, %s", s.Captured, s.Paused, s.Off, really.Captured, really.Paused, really.Off)
			}
		}
		again := merged(t, slices.Concat(all, all))
		if a, b := texts(got), texts(again); a != b {
			t.Fatalf("everything twice:\n%s\nonce:\n%s", b, a)
		}
	})
}

func texts(all []*coverage.Stretch) string {
	text := ""
	for _, s := range all {
		text += fmt.Sprintf("%+v\n", *s)
	}
	return text
}

// A process that watched all along decides alone, whatever the others saw.
func TestMergeWithAWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		real := truths(t)
		whole := real.seen(0, len(real.calls))
		all := slices.Clone(whole)
		for range rapid.IntRange(0, 3).Draw(t, "others") {
			from := rapid.IntRange(0, len(real.calls)-1).Draw(t, "from")
			all = append(all, real.seen(from, rapid.IntRange(from, len(real.calls)).Draw(t, "to"))...)
		}
		var want []*coverage.Stretch
		for i := range whole {
			want = append(want, &whole[i])
		}
		if got := merged(t, all); texts(got) != texts(want) {
			t.Fatalf("got\n%swant\n%s", texts(got), texts(want))
		}
	})
}

func TestMergeCases(t *testing.T) {
	t.Parallel()
	call := func(id uint64) []coverage.StretchCall { return []coverage.StretchCall{{ConnID: id}} }
	first := coverage.Stretch{Key: dn, Began: at(0), Ended: at(60), EndNotSeen: true, Captured: sec(60), EverCaptured: true, Calls: call(1)}
	rest := coverage.Stretch{Key: dn, Began: at(90), Ended: at(120), AtLeast: true, Captured: sec(30), EverCaptured: true, Calls: call(1)}
	other := rest
	other.Calls = call(2)
	for _, c := range []struct {
		name string
		all  []coverage.Stretch
		want string
	}{
		{"a restart in the middle of a call", []coverage.Stretch{first, rest}, "0-120 captured 90 unverified 30 gaps 60-90;"},
		{"another call", []coverage.Stretch{first, other}, "0-60 captured 60 unverified 0;90-120 captured 30 unverified 0;"},
		{
			"seen by two with other clocks", []coverage.Stretch{
				{Began: at(0), Ended: at(60), Captured: sec(60), Calls: call(1)}, {Began: at(1), Ended: at(61), Captured: sec(60), Calls: call(1)},
			}, "0-60 captured 60 unverified 0;",
		},
		{
			"one lost its link", []coverage.Stretch{
				{Began: at(0), Ended: at(30), EndNotSeen: true, Captured: sec(30), Calls: call(1)}, {Began: at(1), Ended: at(61), Captured: sec(50), Off: sec(10), Calls: call(1)},
			}, "1-61 captured 50 unverified 0;",
		},
		{
			"the overlap is not known", []coverage.Stretch{
				{Began: at(0), Ended: at(30), EndNotSeen: true, Captured: sec(30), Calls: call(1)},
				{Began: at(20), Ended: at(60), AtLeast: true, Captured: sec(25), Off: sec(15), Calls: call(1)},
			}, "0-60 captured 45 unverified 10;",
		},
		{"no call is known", []coverage.Stretch{{Began: at(0), Ended: at(60), Off: sec(60)}, {Began: at(5), Ended: at(60), Off: sec(55)}}, "0-60 captured 0 unverified 0;"},
	} {
		got := ""
		for _, s := range merged(t, c.all) {
			got += fmt.Sprintf("%g-%g captured %g unverified %g", s.Began.Sub(midnight).Seconds(), s.Ended.Sub(midnight).Seconds(), s.Captured.Seconds(), s.Unverified.Seconds())
			for _, gap := range s.Gaps {
				got += fmt.Sprintf(" gaps %g-%g", gap.Began.Sub(midnight).Seconds(), gap.Ended.Sub(midnight).Seconds())
			}
			got += ";"
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Two switches under one site: their calls are counted both, and that is said.
func TestOverlapOfOtherCalls(t *testing.T) {
	t.Parallel()
	var report Report
	a := coverage.Stretch{Began: at(0), Ended: at(60), Captured: sec(60), Calls: []coverage.StretchCall{{ConnID: 1}}}
	b := coverage.Stretch{Began: at(30), Ended: at(90), Captured: sec(60), Calls: []coverage.StretchCall{{ConnID: 2}}}
	if got := mergeDN([]fragment{{&a, 0}, {&b, 0}}, &report); len(got) != 2 || report.Overlapping != 1 {
		t.Errorf("%d stretches, %d overlap", len(got), report.Overlapping)
	}
}
