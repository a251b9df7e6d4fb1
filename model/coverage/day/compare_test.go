package day

import (
	"fmt"
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/coverage/report"
)

// told is how many differences are told in full.
const told = 5

// recountAll counts all DNs again.
func (p *play) recountAll() (stretches []*stretch, stops, conflicts []stop) {
	for _, d := range p.log.order {
		c := newRecount(d)
		c.run()
		for i := range c.stretches {
			stretches = append(stretches, &c.stretches[i])
		}
		stops, conflicts = append(stops, c.stops...), append(conflicts, c.conflicts...)
	}
	return stretches, stops, conflicts
}

// compareStretches compares each stretch that capdeck saw with the recount.
func (p *play) compareStretches(counted []*stretch) {
	byName := make(map[string]*stretch, len(counted))
	for _, s := range counted {
		byName[nameOf(s.dn.dn, s.began)] = s
	}
	wrong := 0
	for i := range p.stretches {
		s := &p.stretches[i]
		name := nameOf(s.Key.DN, s.Began)
		want := byName[name]
		if got, should := p.seen(s), p.recounted(want); got != should {
			if wrong++; wrong <= told {
				p.t.Errorf("DN %s: capdeck saw\n%s, recounted\n%s%s", s.Key.DN, got, should, p.story(want))
			}
		}
		delete(byName, name)
	}
	for _, s := range byName {
		if wrong++; wrong <= told {
			p.t.Errorf("DN %s: capdeck did not see\n%s%s", s.dn.dn, p.recounted(s), p.story(s))
		}
	}
	if wrong > 0 {
		p.t.Errorf("%d of %d stretches differ", wrong, len(p.stretches))
	}
}

func nameOf(dn string, began time.Time) string { return fmt.Sprint(dn, " ", began.UnixNano()) }

// seen is a stretch as capdeck saw it.
func (p *play) seen(s *coverage.Stretch) string {
	text := fmt.Sprintf("%v to %v, at least %v, end not seen %v, captured %v, paused %v, off %v, not verifiable %v, ended paused %v",
		s.Began.Sub(p.start), s.Ended.Sub(p.start), s.AtLeast, s.EndNotSeen, s.Captured, s.Paused, s.Off, s.Unverified, s.EndedPaused)
	if s.EverCaptured {
		text += fmt.Sprintf(", captured after %v, at most %v", s.CapturedAfter, s.AtMost)
	}
	for i := range s.Gaps {
		text += fmt.Sprintf(", gap %v to %v", s.Gaps[i].Began.Sub(p.start), s.Gaps[i].Ended.Sub(p.start))
	}
	return text
}

// recounted is seen for the recount.
func (p *play) recounted(s *stretch) string {
	if s == nil {
		return "nothing"
	}
	text := fmt.Sprintf("%v to %v, at least %v, end not seen %v, captured %v, paused %v, off %v, not verifiable %v, ended paused %v",
		s.began.Sub(p.start), s.ended.Sub(p.start), s.atLeast, s.endNotSeen, s.sum(captured), s.sum(paused), s.sum(off), s.sum(unverified), s.endedPaused)
	if s.captured {
		text += fmt.Sprintf(", captured after %v, at most %v", s.captureAt.Sub(s.began), s.atMost)
	}
	for _, gap := range s.gaps() {
		text += fmt.Sprintf(", gap %v to %v", gap.from.Sub(p.start), gap.to.Sub(p.start))
	}
	return text
}

// story is what happened at a DN before and during a stretch.
func (p *play) story(s *stretch) string {
	if s == nil {
		return ""
	}
	var text strings.Builder
	for _, line := range s.dn.lines {
		if line.at.After(s.began.Add(-8*time.Minute)) && line.at.Before(s.ended.Add(time.Minute)) {
			fmt.Fprintf(&text, "\n   %v %s %x %v asked %v", line.at.Sub(p.start), happensNames[line.what], line.call, line.state, line.asked)
		}
	}
	return text.String()
}

// report returns the day's report.
func (p *play) report() *report.Report {
	end := p.start.Add(dayLong)
	run := report.Run{
		Process: "day", Site: site, Grace: grace, From: p.start, To: end, Ended: true, Blinds: p.blinds, Stretches: p.stretches,
	}
	for _, d := range p.log.order {
		run.Watched = append(run.Watched, report.Watched{Key: board.Key{Site: site, DN: d.dn}, Team: d.team, From: p.start, To: end})
	}
	return report.Make([]report.Run{run}, report.Options{From: p.start, To: end, Now: end, Incidents: p.kept})
}

// compareReport compares the figures of the day's report with the recount.
func (p *play) compareReport(counted []*stretch) {
	r := p.report()
	p.compareLine("all", &r.Total, counted, agents)
	for i := range r.Teams {
		var ofTeam []*stretch
		for _, s := range counted {
			if s.dn.team == r.Teams[i].Team {
				ofTeam = append(ofTeam, s)
			}
		}
		p.compareLine(r.Teams[i].Team, &r.Teams[i], ofTeam, agents/len(teams))
	}
	if len(r.Teams) != len(teams) {
		p.t.Errorf("the report has %d teams", len(r.Teams))
	}
	gaps := 0
	for _, s := range counted {
		if !s.isShort() {
			gaps += len(s.gaps())
		}
	}
	if len(r.Gaps) != gaps {
		p.t.Errorf("the report has %d gaps, recounted %d", len(r.Gaps), gaps)
	}
	share, _ := r.Total.Sums.Share()
	ofTime, _ := r.Total.Sums.ShareOfTime()
	p.t.Logf("%d stretches, %d gaps, share %.2f %%, share of time %.2f %%", r.Total.Sums.Stretches, gaps, 100*share, 100*ofTime)
}

// sumsOf returns the sums over stretches, counted again.
func sumsOf(counted []*stretch) coverage.Sums {
	want := coverage.Sums{Stretches: len(counted)}
	for _, s := range counted {
		if s.isShort() {
			want.Excluded++
			want.ExcludedTime += s.ended.Sub(s.began)
			continue
		}
		gaps := len(s.gaps())
		if want.Gaps += gaps; gaps == 0 {
			want.Covered++
		}
		want.Established += s.ended.Sub(s.began)
		want.Captured += s.sum(captured)
		want.Off += s.sum(off)
		want.Unverified += s.sum(unverified)
		for _, pause := range s.runs(0, paused) {
			want.Paused += pause.to.Sub(pause.from)
			want.PausedWithin += min(pause.to.Sub(pause.from), pauseLimit)
		}
	}
	return want
}

// compareLine compares the figures of some DNs with the recount.
func (p *play) compareLine(name string, line *report.Line, counted []*stretch, dns int) {
	want := sumsOf(counted)
	if line.Sums != want {
		p.t.Errorf("%s: the report says\n%+v, recounted\n%+v", name, line.Sums, want)
	}
	blind := report.Unwatched{Link: float64(dns) * linkDown.Seconds(), Stopped: float64(dns) * stopped.Seconds()}
	if line.NotWatched != blind || line.DNs != dns || line.Seconds != float64(dns)*dayLong.Seconds() {
		p.t.Errorf("%s: %d DNs were not watched %+v of %g s, recounted %+v", name, line.DNs, line.NotWatched, line.Seconds, blind)
	}
}

// compareRecorder compares the captured time with what the recorder really recorded: it may be more only between
// two words of the recorder, or a word and a release, between which it changed and did not say so.
func (p *play) compareRecorder(counted []*stretch) {
	var total, recorded, over, most time.Duration
	for _, s := range counted {
		really := s.dn.recorded(s.began, s.ended)
		total += s.sum(captured)
		recorded += really
		more := s.sum(captured) - really
		over += max(more, 0)
		if more > 0 && more > s.unsaid() {
			p.t.Errorf("DN %s: %v were captured, recorded were %v, and changes that were not said explain at most %v\n%s%s",
				s.dn.dn, s.sum(captured), really, s.unsaid(), p.recounted(s), p.story(s))
		}
		most = max(most, more)
	}
	p.t.Logf("captured %v, recorded during the calls %v: %.3f %% not vouched for; captured but not recorded %v (%.4f %%), at most %v a stretch",
		total.Round(time.Second), recorded.Round(time.Second), 100*float64(recorded-total)/float64(recorded), over.Round(time.Second),
		100*float64(over)/float64(total), most.Round(time.Second))
}

// unsaid returns the captured time of a stretch between words between which the recorder changed.
func (s *stretch) unsaid() (total time.Duration) {
	from := s.began
	until := func(to time.Time) {
		if s.dn.changesUnsaid(from, to) {
			for _, one := range s.runs(0, captured) {
				total += max(earlier(one.to, to).Sub(later(one.from, from)), 0)
			}
		}
		from = to
	}
	for _, line := range s.dn.lines {
		if line.what == says && line.at.After(s.began) && line.at.Before(s.ended) {
			until(line.at)
		}
	}
	until(s.ended)
	return total
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
