package coverage

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/event"

	"pgregory.net/rapid"
)

// wild plays random histories on several DNs and keeps what the invariants need.
type wild struct {
	*desk
	r         *rapid.T
	o         Options
	stretches []Stretch
	raised    map[Notice]bool // by Kind and Key alone
	blindTo   map[board.Key]time.Time
}

var dns = []string{"7001", "7002", "7003"}

func newWild(r *rapid.T) *wild {
	o := Options{
		Grace:      rapid.SampledFrom([]time.Duration{0, 3 * time.Second, 10 * time.Second}).Draw(r, "grace"),
		Least:      rapid.SampledFrom([]time.Duration{0, 4 * time.Second, 15 * time.Second}).Draw(r, "least"),
		PauseLimit: rapid.SampledFrom([]time.Duration{0, 8 * time.Second}).Draw(r, "pause limit"),
		AfterCall:  rapid.SampledFrom([]time.Duration{0, 20 * time.Second}).Draw(r, "after call"),
	}
	if rapid.Bool().Draw(r, "windows") {
		o.ExcludesTime = func(at time.Time) bool { return at.Second() < 20 }
	}
	if rapid.Bool().Draw(r, "filter") {
		o.Excludes = func(row *board.Row) bool {
			call, ok := row.CurrentCall()
			return ok && call.Other == "5000"
		}
	}
	bo := board.Options{
		AutomaticQueries: rapid.Bool().Draw(r, "automatic"), Requery: 15 * time.Second,
		VerifyAfter: rapid.SampledFrom([]time.Duration{0, 2 * time.Second}).Draw(r, "verify"),
	}
	w := &wild{desk: newDesk(r, o, bo, dns...), r: r, o: o, raised: map[Notice]bool{}, blindTo: map[board.Key]time.Time{}}
	w.answers = func(c event.Command) {
		if word := rapid.SampledFrom([]string{"", "", "enabled", "paused", "disabled"}).Draw(r, "answer"); word != "" {
			w.feed.Accept(c)
			w.feed.Indicate(c.DN, word, c.ConnID)
			for i := range w.feed.Batch.Events {
				w.b.Apply(&w.feed.Batch.Events[i])
			}
			w.feed.Batch.Reset()
		}
	}
	return w
}

func (w *wild) draw(name string, from ...string) string {
	return rapid.SampledFrom(from).Draw(w.r, name)
}

// act does one random thing.
func (w *wild) act() {
	dn, call := w.draw("dn", dns...), w.draw("call", "A", "B", "C")
	if w.b.Row(key(dn)) == nil {
		w.b.Add(board.Entry{Key: key(dn), Team: w.draw("team", "", "claims")})
		w.registered(dn)
		return
	}
	switch what := w.draw("what", "time", "time", "time", "call", "call", "call", "word", "word", "word", "asked", "command", "agent", "link", "snapshot", "rename", "member", "back"); what {
	case "time":
		w.until(w.now.Add(time.Duration(rapid.IntRange(1, 30000).Draw(w.r, "ms")) * time.Millisecond))
	case "call":
		w.step(dn, w.draw("event", "ring", "dial", "establish", "establish", "hold", "retrieve", "release", "release", "bridge", "busy"), call, w.draw("other", "5000", "6000"))
	case "word":
		w.step(dn, w.draw("word", "enabled", "enabled", "paused", "disabled"), w.draw("of", call, "-", "Z"))
	case "asked":
		w.step(dn, what, w.draw("word", "enabled", "paused", "disabled"), w.draw("of", call, "-"))
	case "command":
		verb := w.draw("verb", "start", "stop", "pause", "resume", "query")
		if w.draw("who", "us", "other") == "other" {
			w.step(dn, "other", verb)
		} else if row := w.b.Row(key(dn)); row.Registration().State.Held() && len(row.OpenCommands()) < 8 {
			w.send(dn, verb)
		}
	case "agent":
		w.step(dn, w.draw("agent", "login", "ready", "acw"))
	case "link":
		w.lose()
		w.until(w.now.Add(time.Duration(rapid.IntRange(0, 15).Draw(w.r, "down")) * time.Second))
		w.connect()
		for _, other := range dns {
			if w.b.Row(key(other)) != nil {
				w.snapshot(other)
			}
		}
	case "snapshot":
		w.snapshot(dn)
	case "rename":
		w.step(dn, what, call, w.draw("to", "A", "B", "C", "D"))
	case "member":
		if w.draw("how", "team", "team", "remove") == "remove" {
			w.b.Remove(w.now, key(dn))
			w.check()
			delete(w.blindTo, key(dn)) // nothing is known about it any more, not even when
		} else {
			w.b.Add(board.Entry{Key: key(dn), Team: w.draw("team", "", "claims", "sales")})
		}
	case "back":
		w.now = w.now.Add(-time.Duration(rapid.IntRange(0, 500).Draw(w.r, "ms back")) * time.Millisecond)
	}
	w.expire()
}

func (w *wild) snapshot(dn string) {
	var calls []string
	for _, name := range []string{"A", "B", "C"} {
		if state := w.draw("in snapshot", "", "", "talking", "held", "ringing"); state != "" {
			calls = append(calls, name+":"+state)
		}
	}
	w.registered(dn, calls...)
}

// check checks the invariants.
func (w *wild) check() {
	taken := w.c.TakeStretches()
	for i := range taken {
		checkStretch(w.r, &taken[i], &w.o)
	}
	w.stretches = append(w.stretches, taken...)
	for _, n := range w.c.TakeNotices() {
		subject := Notice{Kind: n.Kind, Key: n.Key}
		if n.Raised == w.raised[subject] {
			w.r.Fatalf("%s: raised is %v already", noticeLine(&n), n.Raised)
		}
		w.raised[subject] = n.Raised
	}
	for _, x := range w.c.TakeBlinds() {
		if !x.Ended.After(x.Began) || x.Began.Before(w.blindTo[x.Key]) {
			w.r.Fatalf("%s was not watched from %s to %s, after %s", x.Key.DN, since(x.Began), since(x.Ended), since(w.blindTo[x.Key]))
		}
		w.blindTo[x.Key] = x.Ended
	}
	w.c.Going(w.now) // changes nothing of what follows
	w.checkRows()
	w.checkTallies()
}

// checkRows checks how the DNs stand against their rows.
func (w *wild) checkRows() {
	for _, row := range w.b.Rows() {
		s := w.c.Standing(row)
		watched := row.Registration().State.Held()
		if on := watched && row.Established(); on && s.Part == PartNone {
			w.r.Fatalf("%s is on an answered call and not followed", row.Key().DN)
		} else if s.Part != PartNone && (!watched || len(row.Calls()) == 0) {
			w.r.Fatalf("%s is followed without a call", row.Key().DN)
		}
		if s.Part == PartCaptured && (row.Stale()&^board.StaleCallLeft != 0 || !s.Lacking.IsZero()) {
			w.r.Fatalf("%s is captured, stale because %s, lacking since %v", row.Key().DN, row.Stale(), s.Lacking)
		}
		if s.Part != PartNone && s.Part != PartCaptured && (s.Lacking.IsZero() || s.Lacking.Before(s.Began)) {
			w.r.Fatalf("%s is %s, lacking since %v", row.Key().DN, s.Part, s.Lacking)
		}
		// Where one call is on the DN, and the newest indication is the row's and is about it, the
		// two agree.
		words := row.CapturesByCall()
		if state := row.State(); s.Part != PartNone && row.Stale() == 0 && row.CaptureCall() == board.CaptureHere && len(row.Calls()) == 1 &&
			len(words) > 0 && words[len(words)-1].ConnID == row.Capture().ConnID && words[len(words)-1].State == state {
			want := map[board.State]Part{board.StateRec: PartCaptured, board.StatePaused: PartPaused, board.StateOff: PartOff, board.StateUnknown: PartUnverified}[state]
			if s.Part != want {
				w.r.Fatalf("%s shows %s and is %s", row.Key().DN, state, s.Part)
			}
		}
	}
}

// checkTallies compares the counts and sums with a recount.
func (w *wild) checkTallies() {
	var all tally
	var onCalls Counts
	teams := map[string]*tally{}
	of := func(team string) *tally {
		if teams[team] == nil {
			teams[team] = new(tally)
		}
		return teams[team]
	}
	for _, row := range w.b.Rows() {
		if s := w.c.Standing(row); !s.Excluded {
			onCalls.Count(s.Part, 1)
			of(row.Team()).parts[s.Part]++
		}
	}
	for i := range w.stretches {
		all.add(&w.stretches[i])
		of(w.stretches[i].Team).add(&w.stretches[i])
	}
	for _, site := range []string{"", "sip"} {
		if got := w.c.Counts(site); got != onCalls || got.OnCall != got.Captured+got.Paused+got.Not {
			w.r.Fatalf("counts of %q are %+v, a recount gives %+v", site, got, onCalls)
		}
		if got := w.c.Sums(site); got != all.sums {
			w.r.Fatalf("sums of %q are %+v, a recount gives %+v", site, got, all.sums)
		}
	}
	for team, want := range teams {
		got, toCapture, ok := w.c.TeamSums("sip", team)
		if w.c.TeamCounts("sip", team) != want.counts() || got != want.sums {
			w.r.Fatalf("team %q has %+v and %+v, a recount gives %+v and %+v", team, w.c.TeamCounts("sip", team), got, want.counts(), want.sums)
		}
		if exact, has := w.exactP95(team); has != ok || toCapture < exact || toCapture > exact+exact/32+time.Microsecond {
			w.r.Fatalf("the 95th percentile of team %q is %v, %v, exactly %v, %v", team, toCapture, ok, exact, has)
		}
	}
	if s := all.sums; s.Captured+s.Paused+s.Off+s.Unverified != s.Established {
		w.r.Fatalf("the parts of %+v do not add up", s)
	}
}

func (w *wild) exactP95(team string) (time.Duration, bool) {
	var all []time.Duration
	for i := range w.stretches {
		if s := &w.stretches[i]; s.Team == team && s.EverCaptured && !s.AtMost && !s.AtLeast && s.Excluded == NotExcluded {
			all = append(all, s.CapturedAfter)
		}
	}
	if len(all) == 0 {
		return 0, false
	}
	slices.Sort(all)
	return all[(len(all)*95+99)/100-1], true
}

// checkStretch checks that a stretch that has ended is consistent in itself.
func checkStretch(r *rapid.T, s *Stretch, o *Options) {
	fail := func(why string) { r.Fatalf("%s %s: %s", s.Key.DN, line(s), why) }
	if s.Captured+s.Paused+s.Off+s.Unverified != s.Length() {
		fail("the parts do not add up")
	}
	for _, part := range []time.Duration{s.Length(), s.Captured, s.Paused, s.PausedWithin, s.Off, s.Unverified, s.UnverifiedStart, s.CapturedAfter} {
		if part < 0 || part > s.Length() {
			fail("a part is out of bounds")
		}
	}
	if s.PausedWithin > s.Paused || s.UnverifiedStart > s.Unverified || s.Captured > 0 && !s.EverCaptured {
		fail("the parts contradict each other")
	}
	if (s.Excluded == ExcludedShort) != (s.Length() < o.Least) && s.Excluded != ExcludedByFilter && s.Excluded != ExcludedTime {
		fail("its exclusion is wrong")
	}
	if len(s.Calls) == 0 {
		fail("it has no call")
	}
	for i, c := range s.Calls {
		if c.ConnID == 0 || c.Began.Before(s.Began) || c.Ended.After(s.Ended) || i > 0 && c.Began.Before(s.Calls[i-1].Began) {
			fail("a call is out of bounds")
		}
	}
	lacking, off, before := time.Duration(0), time.Duration(0), s.Began
	for _, g := range s.Gaps {
		length := g.Ended.Sub(g.Began)
		if length <= o.Grace || g.Began.Before(before) || g.Ended.After(s.Ended) || g.Off < 0 || g.Off > length {
			fail("a gap is wrong")
		}
		before, lacking, off = g.Ended, lacking+length, off+g.Off
	}
	if lacking > s.Off+s.Unverified || off > s.Off {
		fail("the gaps are longer than what is not captured")
	}
}

// TestCoverageProperties plays wild histories, in which no two events fit together, and
// checks after each that the parts add up, that counts and sums are those of a recount,
// and that notices are raised and cleared as pairs.
func TestCoverageProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		w := newWild(r)
		w.check()
		for range rapid.IntRange(1, 60).Draw(r, "steps") {
			w.act()
			w.check()
		}
		going := w.c.Going(w.now)
		w.c.Close(w.now)
		for _, row := range w.b.Rows() {
			if w.c.Standing(row).Part != PartNone {
				r.Fatalf("%s is followed after the end", row.Key().DN)
			}
		}
		left := w.c.TakeStretches()
		for _, s := range left {
			checkStretch(r, &s, &w.o)
		}
		if !reflect.DeepEqual(going, left) {
			r.Fatalf("what went on was\n%+v, and what was left is\n%+v", going, left)
		}
	})
}
