package day

import (
	"cmp"
	"flag"
	"slices"
	"testing"
	"time"

	"capdeck/model/coverage"
)

var realDay = flag.Duration("day.real", 0, "play the day of 8 hours in this time, such as 5m, on real sockets and by the real clock; 0 leaves it out")

const (
	// late is how long a message may be under way: half of the time in which a query must be answered. What capdeck decides
	// depends on a message that takes longer; on a computer that does other things too, some do.
	late = unanswered / 2
	// mostDisturbed is the greatest share of stretches that may be disturbed by late messages.
	mostDisturbed = 0.25
)

// TestRealDay plays the day of TestDay on real sockets and by the real clock, many times as fast: each limit is shorter by
// the same factor. What capdeck saw of each stretch must be what is counted again, but for the time that a message may be
// under way.
func TestRealDay(t *testing.T) {
	if *realDay <= 0 {
		t.Skip("the day is not played in real time: give -day.real=5m")
	}
	sockets, err := listenAt("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &clock{start: time.Now(), fast: dayLong / *realDay}
	p := newPlay(newFloor(t, sockets, c, floorDNs()))
	p.faults()
	p.run(dayLong)
	counted, _, _ := p.recountAll()
	p.lagsOfCalls()
	p.tellLags()
	pairs := p.pair(counted)
	p.compareNear(pairs)
	p.compareReportNear(pairs, counted)
	p.compareRecorderNear(pairs)
}

// difference is by how much what capdeck saw of a stretch differs from the recount.
type difference struct {
	seen      *coverage.Stretch
	counted   *stretch
	most      time.Duration // of its bounds and parts
	by        string        // the one that differs most
	disturbed bool
}

func (d *difference) take(name string, seen, counted time.Duration) {
	if by := (seen - counted).Abs(); by > d.most {
		d.most, d.by = by, name
	}
}

func differenceOf(seen *coverage.Stretch, counted *stretch) difference {
	d := difference{seen: seen, counted: counted}
	d.take("begin", seen.Began.Sub(counted.began), 0)
	d.take("end", seen.Ended.Sub(counted.ended), 0)
	d.take("captured", seen.Captured, counted.sum(captured))
	d.take("paused", seen.Paused, counted.sum(paused))
	d.take("off", seen.Off, counted.sum(off))
	d.take("not verifiable", seen.Unverified, counted.sum(unverified))
	return d
}

// pair pairs the stretches that capdeck saw of each DN with those of the recount that began nearest, those that differ most
// first. Only one that late messages disturb may be seen by one of both alone.
func (p *play) pair(counted []*stretch) []difference {
	left := map[string][]*stretch{}
	for _, s := range counted {
		left[s.dn.dn] = append(left[s.dn.dn], s)
	}
	var pairs []difference
	for i := range p.stretches {
		s := &p.stretches[i]
		of := left[s.Key.DN]
		for len(of) > 1 && of[1].began.Sub(s.Began).Abs() < of[0].began.Sub(s.Began).Abs() {
			p.alone(of[0])
			of = of[1:]
		}
		if len(of) == 0 {
			p.t.Errorf("DN %s: capdeck saw a stretch too many: %s", s.Key.DN, p.seen(s))
			continue
		}
		d := differenceOf(s, of[0])
		d.disturbed = p.isDisturbed(of[0])
		pairs, left[s.Key.DN] = append(pairs, d), of[1:]
	}
	for _, of := range left {
		for _, s := range of {
			p.alone(s)
		}
	}
	slices.SortFunc(pairs, func(a, b difference) int { return cmp.Compare(b.most, a.most) })
	return pairs
}

// alone notes that capdeck did not see a stretch.
func (p *play) alone(s *stretch) {
	if !p.isDisturbed(s) {
		p.t.Errorf("DN %s: capdeck did not see\n%s%s", s.dn.dn, p.recounted(s), p.story(s))
	}
}

// isDisturbed reports whether a message of the DN was late during a stretch, or so shortly before it that the stretch
// depends on it; or whether a limit was so near that less than that decided.
func (p *play) isDisturbed(s *stretch) bool {
	if s.near {
		return true
	}
	from := s.began.Add(-tooOld)
	return slices.ContainsFunc(s.dn.late, func(l lag) bool { return l.at.Add(l.took).After(from) && !l.at.After(s.ended) })
}

// real returns a time on the floor as one of the real clock.
func (c *clock) real(d time.Duration) time.Duration {
	return (d / c.fast).Round(100 * time.Microsecond)
}

func (p *play) tellLags() {
	slices.Sort(p.lags)
	n := len(p.lags)
	at := func(share float64) time.Duration { return p.real(p.lags[min(int(share*float64(n)), n-1)]) }
	p.t.Logf("%d queries, words and events of calls were under way for %v in the median, 99 %% for at most %v, all for at most %v; late after %v",
		n, at(0.5), at(0.99), at(1), p.real(late))
}

// compareNear compares each stretch with the recount.
func (p *play) compareNear(pairs []difference) {
	var calm, disturbed []*difference
	for i := range pairs {
		if pairs[i].disturbed {
			disturbed = append(disturbed, &pairs[i])
		} else {
			calm = append(calm, &pairs[i])
		}
	}
	if float64(len(disturbed)) > mostDisturbed*float64(len(pairs)) {
		p.t.Errorf("this computer was too busy: late or crossing messages disturbed %d of %d stretches", len(disturbed), len(pairs))
	}
	wrong := 0
	for _, d := range calm {
		if d.most > late {
			if wrong++; wrong <= told {
				p.t.Errorf("DN %s: %s differs by %v: capdeck saw\n%s, recounted\n%s%s", d.counted.dn.dn, d.by, d.most, p.seen(d.seen), p.recounted(d.counted), p.story(d.counted))
			}
		}
	}
	if wrong > 0 {
		p.t.Errorf("%d of %d undisturbed stretches differ by more than %v", wrong, len(calm), late)
	}
	for name, of := range map[string][]*difference{"undisturbed": calm, "disturbed by late or crossing messages, or near a limit": disturbed} {
		if n := len(of); n > 0 {
			p.t.Logf("%d stretches %s: largest difference of a bound or part %v (%v of the real clock), median %v", n, name,
				of[0].most.Round(time.Millisecond), p.real(of[0].most), of[n/2].most.Round(time.Millisecond))
		}
	}
}

// compareReportNear compares the figures of the report with the recount: times by late for each stretch, and what is
// counted by the stretches that are disturbed or near a limit.
func (p *play) compareReportNear(pairs []difference, counted []*stretch) {
	got, want := p.report().Total.Sums, sumsOf(counted)
	var times time.Duration
	stretches := 0
	for i := range pairs {
		if d := &pairs[i]; d.disturbed || d.isNearLimit() {
			stretches++
			times += d.seen.Length() + late
		} else {
			times += d.most
		}
	}
	for name, by := range map[string]time.Duration{
		"established": got.Established - want.Established, "captured": got.Captured - want.Captured, "paused": got.Paused - want.Paused,
		"off": got.Off - want.Off, "not verifiable": got.Unverified - want.Unverified,
	} {
		if by.Abs() > times {
			p.t.Errorf("the report's time %s differs by %v, explained are %v", name, by, times)
		}
	}
	for name, by := range map[string]int{"stretches": got.Stretches - want.Stretches, "excluded": got.Excluded - want.Excluded, "covered": got.Covered - want.Covered} {
		if max(by, -by) > stretches {
			p.t.Errorf("the report's number %s differs by %d, explained are %d", name, by, stretches)
		}
	}
	share, _ := got.Share()
	ofTime, _ := got.ShareOfTime()
	wantShare, _ := want.Share()
	wantOfTime, _ := want.ShareOfTime()
	p.t.Logf("report: %d stretches, %d gaps, share %.2f %%, share of time %.2f %%, captured %v; recounted: %d, %d, %.2f %%, %.2f %%, %v",
		got.Stretches, got.Gaps, 100*share, 100*ofTime, got.Captured.Round(time.Second),
		want.Stretches, want.Gaps, 100*wantShare, 100*wantOfTime, want.Captured.Round(time.Second))
}

// isNearLimit reports whether the number of gaps, or whether the stretch is too short, depends on less than late.
func (d *difference) isNearLimit() bool {
	if (d.counted.ended.Sub(d.counted.began) - least).Abs() <= late {
		return true
	}
	return len(d.counted.runs(grace-late, off, unverified)) != len(d.counted.runs(grace+late, off, unverified))
}

// compareRecorderNear compares the captured time with what the recorder really recorded, as compareRecorder does.
func (p *play) compareRecorderNear(pairs []difference) {
	var total, recorded, over, most time.Duration
	for i := range pairs {
		d := &pairs[i]
		really := d.counted.dn.recorded(d.counted.began, d.counted.ended)
		more := d.seen.Captured - really
		total += d.seen.Captured
		recorded += really
		over += max(more, 0)
		most = max(most, more)
		if more > d.counted.unsaid()+late && !d.disturbed {
			p.t.Errorf("DN %s: %v were captured, recorded were %v, and changes that were not said explain at most %v\n%s%s",
				d.counted.dn.dn, d.seen.Captured, really, d.counted.unsaid(), p.seen(d.seen), p.story(d.counted))
		}
	}
	p.t.Logf("captured %v, recorded during the calls %v: %.3f %% not vouched for; captured but not recorded %v (%.4f %%), at most %v a stretch",
		total.Round(time.Second), recorded.Round(time.Second), 100*float64(recorded-total)/float64(recorded), over.Round(time.Second),
		100*float64(over)/float64(total), most.Round(10*time.Millisecond))
}
