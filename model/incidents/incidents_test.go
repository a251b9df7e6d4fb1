package incidents

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/tlibconn/event"
)

// fixture is Incidents with a board of three DNs.
type fixture struct {
	*Incidents
	board *board.Board
	now   time.Time
}

func newFixture(options Options) *fixture {
	options.Process = "p"
	f := &fixture{Incidents: New(options), board: board.New(board.Options{}), now: time.Date(2026, 11, 30, 14, 2, 0, 0, time.UTC)}
	for n := range 3 {
		f.board.Add(board.Entry{Key: key(n), Label: fmt.Sprint("agent ", n), Team: "sales"})
	}
	return f
}

func key(n int) board.Key { return board.Key{Site: "east", DN: fmt.Sprint(7001 + n)} }

func (f *fixture) row(n int) *board.Row { return f.board.Row(key(n)) }

// change gives a change of the row with this number, or of the site if it is -1.
func (f *fixture) change(n int, change board.Change) {
	change.At, change.Key = f.now, board.Key{Site: "east"}
	if n >= 0 {
		change.Row, change.Key = f.row(n), key(n)
	}
	f.Changed(&change)
}

func (f *fixture) stop(n int, byOther bool) {
	f.change(n, board.Change{Kind: board.ChangeStopped, ConnID: 9, Stopped: board.Stopped{At: f.now.Add(-2 * time.Second), ConnID: 9, ByOther: byOther}})
}

func (f *fixture) notice(n int, kind coverage.NoticeKind, raised bool) {
	f.Notice(&coverage.Notice{Kind: kind, Key: key(n), At: f.now, Raised: raised, ConnID: 9, Cause: coverage.GapStopped}, f.row(n), f.now)
}

// words returns a word for each entry since the last call: what happened to which
// incident, and how often.
func (f *fixture) words() string {
	var words []string
	for _, e := range f.TakeEntries() {
		word := fmt.Sprintf("%s %s", [...]string{EntryRaised: "raised", EntryCleared: "cleared", EntryAcknowledged: "acknowledged", EntryRepeated: "repeated"}[e.Kind], e.Incident.ID)
		if e.Kind == EntryRaised {
			word += " " + e.Incident.Kind.String()
		}
		if e.Incident.Count > 1 {
			word += fmt.Sprint(" x", e.Incident.Count)
		}
		if e.Incident.EndNotSeen {
			word += " unseen"
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

func (f *fixture) want(t *testing.T, want string) {
	t.Helper()
	if got := f.words(); got != want {
		t.Errorf("entries %q, want %q", got, want)
	}
}

func TestStopped(t *testing.T) {
	f := newFixture(Options{})
	f.stop(0, false)
	f.stop(1, true)
	f.want(t, "raised p-1 stopped-unasked, raised p-2 stopped-by-other")
	first, _ := f.Get("p-1")
	if first.Severity != Major || first.Label != "agent 0" || first.Team != "sales" || first.ConnID != 9 || f.now.Sub(first.Began) != 2*time.Second {
		t.Errorf("the first is %+v", first)
	}
	if second, _ := f.Get("p-2"); second.Severity != Minor {
		t.Errorf("the second is %+v", second)
	}
	f.stop(0, false)
	f.want(t, "repeated p-1 x2")
	f.change(0, board.Change{Kind: board.ChangeIndication, State: board.StateOff})
	f.want(t, "")
	f.change(0, board.Change{Kind: board.ChangeIndication, State: board.StateRec})
	f.want(t, "cleared p-1 x2")
	f.change(1, board.Change{Kind: board.ChangeCallEnded, ConnID: 9})
	f.want(t, "cleared p-2")
	f.stop(0, false)
	f.want(t, "raised p-3 stopped-unasked")
	if got := f.Counts(); got != (Counts{Open: 1, Unacknowledged: 3, Major: 2}) {
		t.Errorf("counts %+v", got)
	}
	f.change(0, board.Change{Kind: board.ChangeUnwatched})
	f.change(0, board.Change{Kind: board.ChangeWatched})
	f.want(t, "cleared p-3 unseen")
}

func TestStopsByOthersCanBeLeftOut(t *testing.T) {
	f := newFixture(Options{NoStopsByOthers: true})
	f.stop(0, true)
	f.want(t, "")
}

// TestExcluded checks that a DN outside the policy has no incidents, and that one that lasts
// does not count up but is cleared.
func TestExcluded(t *testing.T) {
	outside := map[string]bool{}
	f := newFixture(Options{Excludes: func(row *board.Row, _ time.Time) bool { return outside[row.Key().DN] }})
	all := func() {
		f.stop(0, false)
		f.stop(1, true)
		f.change(2, board.Change{Kind: board.ChangeFault, Fault: board.Fault{Kind: board.FaultConflict}})
		f.change(2, board.Change{Kind: board.ChangeEnded, Command: &board.Command{Verb: event.VerbStart, Life: board.LifeRejected}})
	}
	outside["7001"], outside["7002"], outside["7003"] = true, true, true
	all()
	f.want(t, "")
	clear(outside)
	all()
	f.want(t, "raised p-1 stopped-unasked, raised p-2 stopped-by-other, raised p-3 conflict, raised p-4 rejected")
	outside["7001"] = true
	f.stop(0, false)
	f.change(0, board.Change{Kind: board.ChangeIndication, State: board.StateRec})
	f.want(t, "cleared p-1")
}

func TestNotices(t *testing.T) {
	f := newFixture(Options{Cause: func(n *coverage.Notice) string { return fmt.Sprint("cause ", n.Cause) }})
	f.notice(0, coverage.NoticeGap, true)
	f.notice(0, coverage.NoticeGap, true)
	f.notice(1, coverage.NoticeCapturedLong, true)
	f.notice(2, coverage.NoticeEndedPaused, true)
	f.notice(0, coverage.NoticeGap, false)
	f.notice(0, coverage.NoticePausedLong, true)
	f.notice(0, coverage.NoticePausedLong, false)
	f.notice(0, coverage.NoticePausedLong, false)
	f.want(t, "raised p-1 not-captured, repeated p-1 x2, raised p-2 captured-after-call, raised p-3 paused-too-long, cleared p-3, "+
		"cleared p-1 x2, raised p-4 paused-too-long, cleared p-4")
	if gap, _ := f.Get("p-1"); gap.Cause != fmt.Sprint("cause ", coverage.GapStopped) {
		t.Errorf("the cause of the gap is %q", gap.Cause)
	}
	f.Notice(&coverage.Notice{Kind: coverage.NoticeCapturedLong, Key: key(1), At: f.now, NotSeen: true}, f.row(1), f.now)
	f.want(t, "cleared p-2 unseen")
	f.Notice(&coverage.Notice{Kind: coverage.NoticeGap, Key: key(8), At: f.now, Raised: true}, nil, f.now)
	f.want(t, "raised p-5 not-captured")
}

func TestFaults(t *testing.T) {
	f := newFixture(Options{})
	f.change(0, board.Change{Kind: board.ChangeFault, Fault: board.Fault{Kind: board.FaultConflict}})
	f.change(0, board.Change{Kind: board.ChangeFault, Fault: board.Fault{Kind: board.FaultNoAnswer}})
	f.want(t, "raised p-1 conflict, cleared p-1")
	reject := func(verb event.Verb, life board.Life) {
		f.change(1, board.Change{Kind: board.ChangeEnded, Command: &board.Command{Verb: verb, Life: life, Code: 59, Text: "DN is not configured"}})
	}
	reject(event.VerbStart, board.LifeRejected)
	f.change(1, board.Change{Kind: board.ChangeFault, Fault: board.Fault{Kind: board.FaultRejected, Code: 59}})
	reject(event.VerbStart, board.LifeRejected)
	reject(event.VerbQuery, board.LifeConfirmed)
	f.want(t, "raised p-2 rejected, repeated p-2 x2")
	if got, _ := f.Get("p-2"); got.Cause != "start: 59 DN is not configured" || got.Severity != Major {
		t.Errorf("the rejection is %+v", got)
	}
	f.change(1, board.Change{Kind: board.ChangeFault})
	f.want(t, "cleared p-2 x2")
	reject(event.VerbPause, board.LifeRejected)
	reject(event.VerbPause, board.LifeConfirmed)
	f.want(t, "raised p-3 rejected, cleared p-3")
}

func TestSite(t *testing.T) {
	f := newFixture(Options{WhyDown: func(string) string { return "the server closed the connection" }})
	link := func(up bool) { f.change(-1, board.Change{Kind: board.ChangeLink, Up: up}) }
	link(false)
	f.want(t, "")
	link(true)
	link(false)
	link(false)
	link(true)
	f.want(t, "raised p-1 link-lost, cleared p-1")
	f.AskedReconnect("east")
	link(false)
	link(true)
	f.want(t, "raised p-2 link-lost, cleared p-2")
	if lost, _ := f.Get("p-1"); lost.Severity != Major || lost.Cause == "" {
		t.Errorf("the loss is %+v", lost)
	}
	if lost, _ := f.Get("p-2"); lost.Severity != Minor {
		t.Errorf("the loss that was asked for is %+v", lost)
	}
	silence := func(silent bool, team string, whole bool) {
		f.change(-1, board.Change{Kind: board.ChangeSilence, Silent: silent, Team: team, Whole: whole, Since: f.now.Add(-time.Minute)})
	}
	silence(true, "", true)
	silence(true, "sales", false)
	silence(false, "sales", false)
	silence(false, "", true)
	f.want(t, "raised p-3 recorder-silent, raised p-4 recorder-silent, cleared p-4, cleared p-3")
	f.JournalFailed("east", true, "no space left on device", f.now)
	f.JournalFailed("east", true, "no space left on device", f.now)
	f.JournalFailed("east", false, "", f.now)
	f.want(t, "raised p-5 journal-failed, cleared p-5")
}

func TestRemovedAndClosed(t *testing.T) {
	f := newFixture(Options{})
	f.stop(0, false)
	f.notice(0, coverage.NoticeGap, true)
	f.stop(1, false)
	f.words()
	row := f.row(0)
	f.board.Remove(f.now, key(0))
	f.Changed(&board.Change{Kind: board.ChangeRemoved, Row: row, Key: key(0), At: f.now})
	f.want(t, "cleared p-1 unseen, cleared p-2 unseen")
	f.board.Add(board.Entry{Key: key(5)})
	f.change(5, board.Change{Kind: board.ChangeIndication, State: board.StateRec})
	f.Close(f.now)
	f.Close(f.now)
	f.want(t, "cleared p-3 unseen")
}

func TestAcknowledge(t *testing.T) {
	f := newFixture(Options{})
	f.stop(0, false)
	f.stop(1, false)
	f.words()
	if _, _, ok := f.Worst(key(0)); !ok || !f.HasUnacknowledged(key(0)) || len(f.TakeDNs()) != 2 {
		t.Error("the DN shows no incident")
	}
	ids := f.OfDNs([]board.Key{key(0), key(2)})
	if n := f.Acknowledge(ids, 0, "", "", f.now); n != 0 {
		t.Errorf("acknowledged %d without a reason", n)
	}
	if n := f.Acknowledge(append(ids, "p-99"), ReasonTest, "a try", "lee", f.now); n != 1 {
		t.Errorf("acknowledged %d", n)
	}
	if n := f.Acknowledge(ids, ReasonNetwork, "", "kim", f.now); n != 0 {
		t.Errorf("acknowledged %d again", n)
	}
	f.want(t, "acknowledged p-1")
	if got, _ := f.Get("p-1"); got.Reason != ReasonTest || got.Note != "a try" || got.By != "lee" || !got.Acknowledged.Equal(f.now) || !got.IsOpen() {
		t.Errorf("acknowledged: %+v", got)
	}
	if f.HasUnacknowledged(key(0)) || !slices.Equal(f.TakeDNs(), []board.Key{key(0)}) {
		t.Error("the DN still shows it")
	}
	f.stop(0, false)
	f.change(0, board.Change{Kind: board.ChangeIndication, State: board.StatePaused})
	f.want(t, "repeated p-1 x2, cleared p-1 x2")
	if len(f.Open()) != 1 || len(f.Unacknowledged()) != 1 || len(f.All()) != 2 {
		t.Errorf("open %d, unacknowledged %d of %d", len(f.Open()), len(f.Unacknowledged()), len(f.All()))
	}
}

// TestWorst checks that a row shows major incidents, and not what it shows anyway.
func TestWorst(t *testing.T) {
	f := newFixture(Options{})
	worst := func(want Kind) {
		t.Helper()
		if got, _, _ := f.Worst(key(0)); got.Kind != want {
			t.Errorf("the row shows %v, want %v", got.Kind, want)
		}
	}
	f.notice(0, coverage.NoticeCapturedLong, true)
	worst(0)
	f.change(0, board.Change{Kind: board.ChangeFault, Fault: board.Fault{Kind: board.FaultConflict}})
	worst(0)
	f.change(0, board.Change{Kind: board.ChangeFault})
	worst(Conflict)
	f.notice(0, coverage.NoticeGap, true)
	f.notice(0, coverage.NoticePausedLong, true)
	worst(NotCaptured)
	f.notice(0, coverage.NoticeGap, false)
	f.notice(0, coverage.NoticeGap, true)
	f.notice(0, coverage.NoticeGap, true)
	if _, times, _ := f.Worst(key(0)); times != 3 {
		t.Errorf("it happened %d times, want 3", times)
	}
}

func TestLoad(t *testing.T) {
	f := newFixture(Options{})
	f.stop(0, false)
	f.words()
	f.Load([]Incident{
		{ID: "old-2", Kind: NotCaptured, Severity: Major, Key: key(1), Raised: f.now.Add(-time.Hour), Began: f.now.Add(-time.Hour)},
		{ID: "old-1", Kind: LinkLost, Severity: Major, Raised: f.now.Add(-2 * time.Hour), Reason: ReasonNetwork},
		{ID: "p-1"},
		{},
	})
	if got := len(f.All()); got != 3 || f.All()[0].ID != "old-1" || f.All()[2].ID != "p-1" {
		t.Errorf("%d incidents", got)
	}
	if worst, _, _ := f.Worst(key(1)); !worst.Latest.Equal(f.now.Add(-time.Hour)) {
		t.Errorf("began last at %s, want when it began, since the log does not have it", worst.Latest)
	}
	if got := f.Counts(); got != (Counts{Open: 1, Unacknowledged: 2, Major: 2}) || len(f.Open()) != 1 {
		t.Errorf("counts %+v", got)
	}
	if worst, _, ok := f.Worst(key(1)); !ok || !worst.Latest.Equal(worst.Began) {
		t.Errorf("the row shows %+v, as if it began at another time", worst)
	}
	f.notice(1, coverage.NoticeGap, false)
	f.Close(f.now)
	f.want(t, "cleared p-1 unseen")
	if n := f.Acknowledge(f.OfDNs([]board.Key{key(1)}), ReasonRecorder, "", "lee", f.now); n != 1 {
		t.Errorf("acknowledged %d of an earlier run", n)
	}
	f.want(t, "acknowledged old-2")
}

// TestBounds checks that no more than MaxKept that are over are kept, that those that last
// are, and that texts are cut.
func TestBounds(t *testing.T) {
	f := newFixture(Options{})
	f.JournalFailed("east", true, strings.Repeat("é", MaxText), f.now)
	f.stop(1, false)
	f.Acknowledge([]string{"p-2"}, ReasonTest, "", "", f.now)
	f.change(1, board.Change{Kind: board.ChangeCallEnded, ConnID: 9})
	for range MaxKept {
		f.stop(0, false)
		f.change(0, board.Change{Kind: board.ChangeCallEnded, ConnID: 9})
	}
	f.TakeEntries()
	first := f.All()[0]
	if len(f.All()) != MaxKept+1 || f.Dropped() != 1 || first.Kind != JournalFailed || len(first.Cause) != MaxText {
		t.Errorf("%d kept, %d dropped, the first is %v with a cause of %d bytes", len(f.All()), f.Dropped(), first.Kind, len(first.Cause))
	}
	if _, ok := f.Get("p-2"); ok {
		t.Error("the acknowledged one is not what was dropped")
	}
	for range 5 {
		f.stop(0, false)
		f.change(0, board.Change{Kind: board.ChangeCallEnded, ConnID: 9})
	}
	f.TakeEntries()
	if got := f.Counts(); f.Dropped() != 6 || got.Unacknowledged != MaxKept+1 || len(f.OfDNs([]board.Key{key(0)})) != MaxKept {
		t.Errorf("%d dropped, counts %+v, %d of the DN", f.Dropped(), got, len(f.OfDNs([]board.Key{key(0)})))
	}
}

func TestIndicationAllocatesNothing(t *testing.T) {
	f := newFixture(Options{})
	change := board.Change{Kind: board.ChangeIndication, Row: f.row(0), Key: key(0), At: f.now, State: board.StateRec}
	if n := testing.AllocsPerRun(100, func() { f.Changed(&change) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestWords(t *testing.T) {
	for _, k := range Kinds() {
		if got, ok := ParseKind(k.String()); !ok || got != k {
			t.Errorf("the word of kind %d is %q", k, k)
		}
	}
	for _, c := range Reasons() {
		if got, ok := ParseReason(c.String()); !ok || got != c {
			t.Errorf("the word of reason %d is %q", c, c)
		}
	}
	if len(Kinds()) != int(JournalFailed) || len(Reasons()) != int(ReasonFalseAlarm) {
		t.Errorf("%d kinds, %d reasons", len(Kinds()), len(Reasons()))
	}
}
