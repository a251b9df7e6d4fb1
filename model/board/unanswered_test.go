package board

import (
	"testing"
	"time"
)

// TestWhoWentUnanswered: a DN that is removed from the board does not remove others, each
// counts for SilenceWindow, and any indication ends it for the team and the site.
func TestWhoWentUnanswered(t *testing.T) {
	d := newDesk(t, Options{}, numbers(40)...)
	for _, dn := range numbers(40)[20:] {
		d.b.Add(Entry{Key: key(dn), Team: "night"})
	}
	for _, dn := range numbers(20) {
		d.b.Add(Entry{Key: key(dn), Team: "day"})
	}
	d.user("7005", "disabled", 0) // there is a recorder: two that go unanswered are not a silence
	d.after(time.Second)
	d.goUnanswered("7001", "7002")
	d.b.Remove(d.now, key("7003"))
	s := d.b.siteOf("sip")
	for after, want := range map[time.Duration]int{SilenceWindow: 2, SilenceWindow + 1: 0} {
		if got := d.b.Unanswered("sip", d.now.Add(after)); got != want {
			t.Errorf("after %v %d are unanswered, want %d", after, got, want)
		}
	}
	team := d.row("7001").group
	if len(s.whole.unanswered) != 2 || len(team.unanswered) != 2 {
		t.Errorf("%d of the site and %d of the team are unanswered", len(s.whole.unanswered), len(team.unanswered))
	}
	d.user("7004", "disabled", 0)
	if len(s.whole.unanswered) != 0 || len(team.unanswered) != 0 {
		t.Errorf("after a word %d of the site and %d of the team are unanswered", len(s.whole.unanswered), len(team.unanswered))
	}
}

// TestOfSeveralTeams: the DNs of one team are not those of several.
func TestOfSeveralTeams(t *testing.T) {
	b := New(Options{})
	b.Add(Entry{Key: key("1"), Team: "day"}, Entry{Key: key("2"), Team: "day"}, Entry{Key: key("3"), Team: "night"})
	var g group
	for dn, want := range []bool{false, false, true} {
		g.unanswered = append(g.unanswered, unanswered{row: b.rows[dn]})
		if got := g.ofSeveralTeams(); got != want {
			t.Errorf("with DN %s: %v, want %v", b.rows[dn].key.DN, got, want)
		}
	}
}

// TestThePlacesAside: they do not grow, and as many rows are queued again as there is room
// for.
func TestThePlacesAside(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, "1", "2", "3")
	first, g := d.row("1"), d.row("1").group
	d.b.putAside(d.row("2"))
	d.b.putAside(d.row("3"))
	most := 0
	for range 300 {
		first.setAside = false
		d.b.putAside(first)
		most = max(most, len(g.aside))
	}
	if most != 2*3+64+1 {
		t.Errorf("there are %d places", most)
	}
	for _, want := range []int{2, 1, 0} {
		if got := d.b.comeBackSome(g, 2); got != want {
			t.Errorf("%d rows came back, want %d", got, want)
		}
	}
}

// TestWhatIsSaidOfARowAside: an obstacle to all queries is no longer reported, but a query
// that T-Server rejected is.
func TestWhatIsSaidOfARowAside(t *testing.T) {
	for _, rejected := range []bool{false, true} {
		d := newDesk(t, Options{AutomaticQueries: true}, dn)
		r := d.row(dn)
		if rejected {
			d.b.askLater(r, d.now, 50, "rejected")
		} else {
			d.b.holdRow(r)
		}
		d.b.putAside(r)
		if _, said := r.NotAsked(); said != rejected {
			t.Errorf("rejected %v: it is reported: %v", rejected, said)
		}
	}
}

// TestRoomForProbes: a silent team is queried when there is room for all its probes.
func TestRoomForProbes(t *testing.T) {
	d := newDesk(t, Options{AutomaticQueries: true}, dn)
	s := d.b.siteOf("sip")
	s.silentTeams = []*group{d.row(dn).group}
	for probing, want := range map[int]bool{0: true, probingMost - SilenceProbes: true, probingMost - SilenceProbes + 1: false, probingMost: false} {
		s.asking.probing = probing
		if _, ok := d.b.nextProbing(s); ok != want {
			t.Errorf("with %d in flight: %v, want %v", probing, ok, want)
		}
	}
}

// TestASilenceWithoutAName: without a DN that went unanswered it begins now.
func TestASilenceWithoutAName(t *testing.T) {
	var g group
	at := time.Date(2026, 11, 23, 14, 2, 0, 0, time.UTC)
	if g.fallSilent(at); !g.silence.Silent || !g.silence.Since.Equal(at) {
		t.Errorf("the silence is %+v", g.silence)
	}
}
