package model

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/bulk"
	"capdeck/model/effect"
	"capdeck/model/say"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// bulkOf marks all DNs and gives them a command.
func (f *floor) bulkOf(id action.ID) {
	f.do(action.MarkAll, id)
	f.shown()
	f.press("y")
}

// only1 returns the only bulk.
func (f *floor) only1() bulk.View {
	f.t.Helper()
	bulks := f.m.Bulks()
	if len(bulks) != 1 {
		f.t.Fatal(fmt.Sprintf("%d bulks are told of", len(bulks)))
	}
	return bulks[0]
}

// summary returns how the only bulk ended.
func (f *floor) summary() string {
	f.t.Helper()
	view := f.only1()
	if !view.Done() {
		f.t.Errorf("%+v is not done", view)
	}
	return say.BulkSummary(&view)
}

// reject answers the last command of a DN with EventError.
func (f *floor) reject(dn string) {
	c, _ := f.m.board.Row(keyOf(dn)).LastCommand()
	e := f.message(event.KindMessage, wire.EventError, wire.TextAttribute(wire.AttributeThisDN, dn), wire.IntAttribute(wire.AttributeErrorCode, 1161))
	e.Request = event.Request{Kind: event.RequestCapture, Command: uint64(c.ID), SentAt: c.Sent}
	f.flush()
}

func TestBulkIsToldOfByState(t *testing.T) {
	f := newFloor(t, 4, Options{CommandRate: 20})
	f.bulkOf(action.Start)
	f.want("as many as the rate allows", f.sent(), "start 7001, start 7002")
	if got, want := f.only1(), (bulk.View{ID: 1, Verb: event.VerbStart, Total: 4, Queued: 4}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	f.effects = []effect.Effect{effect.Send{Commands: []event.Command{{ID: 1, DN: "7001"}, {ID: 2, DN: "7002"}}}}
	f.leave()
	f.accept("7001")
	if got, want := f.only1(), (bulk.View{ID: 1, Verb: event.VerbStart, Total: 4, Queued: 2, Sent: 1, Accepted: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	f.indicate("7001", "enabled")
	f.flush()
	f.reject("7002")
	f.do(action.Cancel)
	want := bulk.View{ID: 1, Verb: event.VerbStart, Total: 4, Confirmed: 1, Rejected: 1, Cancelled: 2}
	got := f.only1()
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	f.want("summary", say.BulkSummary(&got), "start for 4 DNs: 1 confirmed, 1 rejected, 2 cancelled")
	f.want("the note", f.m.Note().Text, "2 commands cancelled before being sent")
	f.later(time.Minute)
	f.want("what was cancelled is never sent", f.sent(), "")
}

func TestBulkWithoutFailureIsANote(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.bulkOf(action.Start)
	f.leave()
	for _, dn := range dns(2) {
		f.accept(dn)
		f.indicate(dn, "enabled")
	}
	f.flush()
	if len(f.m.Bulks()) != 0 || f.m.Note().Text != "start for 2 DNs: 2 confirmed" {
		t.Errorf("%+v, the note %q", f.m.Bulks(), f.m.Note().Text)
	}
	f.do(action.Failures)
	if !f.m.Note().IsError || f.m.Rows().Filter().Only != "" {
		t.Errorf("without failures: %q, %+v", f.m.Note().Text, f.m.Rows().Filter())
	}
}

// TestFailuresFilter ends a bulk with failures of every kind, and checks that F shows them,
// and that only the user removes the filter or the summary.
func TestFailuresFilter(t *testing.T) {
	f := newFloor(t, 5, Options{})
	f.refuse("7005")
	f.flush()
	f.bulkOf(action.Start)
	f.leave()
	f.accept("7001")
	f.indicate("7001", "enabled")
	f.accept("7002")
	f.reject("7003")
	f.later(time.Minute)
	f.want("summary", f.summary(), "start for 5 DNs: 1 confirmed, 1 rejected, 1 unanswered, 1 lost, 1 refused")
	f.do(action.Failures)
	f.want("the failures", f.visible(), "7002 7003 7004 7005")
	f.want("in the header", f.m.Rows().Filter().String(), "start not confirmed")
	f.indicate("7002", "enabled")
	f.flush()
	f.later(time.Hour)
	f.want("they stay until the user says so", f.visible(), "7002 7003 7004 7005")
	f.do(action.ShowRecording)
	f.want("with another filter", f.m.Rows().Filter().String()+": "+f.visible(), "start not confirmed + recording: 7002")
	f.do(action.Failures)
	f.want("again", f.visible(), "7001 7002")
	f.do(action.Failures, action.Clear)
	if len(f.m.Bulks()) != 0 {
		t.Error("esc did not close the summary")
	}
	f.do(action.Clear, action.Clear, action.Clear)
	f.want("esc takes the filters away", f.m.Rows().Filter().String(), "")
}

func TestNewerBulkBesideARunningOne(t *testing.T) {
	f := newFloor(t, 4, Options{CommandRate: 10})
	f.bulkOf(action.Start) // one leaves
	f.want("start", f.sent(), "start 7001")
	f.bulkOf(action.Stop)
	if bulks := f.m.Bulks(); len(bulks) != 2 || bulks[0].Cancelled != 3 || bulks[1].Queued != 4 {
		t.Fatalf("%+v", bulks)
	}
	row := f.m.board.Row(keyOf("7003"))
	if ended := row.EndedCommands(); len(ended) != 1 || ended[0].Why != "a newer stop was given" {
		t.Errorf("%+v", ended)
	}
	for range 4 {
		f.later(100 * time.Millisecond)
	}
	f.want("what was overtaken is never sent", f.sent(), "stop 7001, stop 7002, stop 7003, stop 7004")
}

// TestOneCommandOvertakesABulk checks that a command for a single DN does not wait for those
// of a bulk, and that an older one for that DN is not sent after it.
func TestOneCommandOvertakesABulk(t *testing.T) {
	f := newFloor(t, 4, Options{CommandRate: 10, Confirm: ConfirmNever})
	f.do(action.MarkAll, action.Start)
	f.want("one a tenth of a second", f.sent(), "start 7001")
	f.do(action.Clear)
	f.update(ClickedDN{Now: f.now, Key: keyOf("7004")})
	f.do(action.Stop)
	f.want("at once", f.sent(), "stop 7004")
	f.do(action.Query)
	f.want("a query overtakes nothing", f.sent(), "query 7004")
	for range 10 {
		f.later(100 * time.Millisecond)
	}
	f.want("the others", f.sent(), "start 7002, start 7003")
}

// TestPace checks the rate over a whole bulk, and that the model wakes itself.
func TestPace(t *testing.T) {
	f := newFloor(t, 1000, Options{CommandRate: 200, Confirm: ConfirmNever})
	begin := f.now
	f.do(action.MarkAll, action.Query)
	total := 0
	for total < 1000 {
		var wake time.Time
		for _, e := range f.effects {
			switch e := e.(type) {
			case effect.Send:
				total += len(e.Commands)
			case effect.Wake:
				if wake.IsZero() || e.At.Before(wake) {
					wake = e.At
				}
			}
		}
		passed := f.now.Sub(begin)
		if most := 20 + int(passed.Seconds()*200) + 1; total > most {
			t.Fatalf("%d commands have left after %s, at most %d may", total, passed, most)
		}
		if total == 1000 {
			break
		}
		if wake.IsZero() || !wake.After(f.now) || wake.Sub(f.now) > tickTime {
			t.Fatalf("after %s and %d commands the model wants to wake at %s", passed, total, wake)
		}
		f.effects = nil
		f.now = wake
		f.update(Tick{Now: f.now})
	}
	if passed := f.now.Sub(begin); passed < 4800*time.Millisecond || passed > 5200*time.Millisecond {
		t.Errorf("1,000 commands at 200 a second took %s", passed)
	}
}

func TestOnlyTheVisible(t *testing.T) {
	f := newFloor(t, 4, Options{})
	f.do(action.MarkAll)
	f.filterPrompt("team:night")
	f.press("enter")
	f.do(action.Stop)
	d := f.m.Overlay().Dialog()
	if d == nil || len(d.Hidden) != 2 || len(d.Targets) != 4 || f.choices("|") != "cancel|stop|visible only (2)" {
		t.Fatalf("%+v", d)
	}
	f.shown()
	f.do(action.ShowPaused) // nothing: the dialog is open
	f.press("right", "right", "right", "enter")
	f.want("sent", f.sent(), "stop 7002, stop 7004")
	f.do(action.Start)
	f.shown()
	f.press("y")
	f.want("yes is to all of them", f.sent(), "start 7001, start 7002, start 7003, start 7004")
	f.filterPrompt("nothing")
	f.press("enter")
	f.do(action.Stop)
	if choices := f.m.Overlay().Dialog().Choices; len(choices) != 2 {
		t.Errorf("with none visible the choices are %v", choices)
	}
}

func TestWriteLock(t *testing.T) {
	f := newFloor(t, 3, Options{WriteLock: 5 * time.Minute, Confirm: ConfirmNever})
	if !f.m.Locked() {
		t.Fatal("it does not begin locked")
	}
	f.do(action.Start)
	f.want("locked", f.sent()+f.m.Note().Text, "the write-lock is on: start is not sent")
	f.do(action.Query)
	f.want("a query is allowed", f.sent(), "query 7001")
	f.later(time.Hour)
	f.want("what is locked does not lock again", f.m.Note().Text, "")
	f.do(action.Lock)
	if f.m.Locked() || f.m.LocksIn() != 5*time.Minute {
		t.Errorf("locked %v, for %s", f.m.Locked(), f.m.LocksIn())
	}
	f.later(4 * time.Minute)
	f.do(action.Start)
	f.want("unlocked", f.sent(), "start 7001")
	f.later(4 * time.Minute)
	if f.m.Locked() {
		t.Error("a command did not restart the time")
	}
	f.later(time.Minute)
	if !f.m.Locked() || f.m.LocksIn() != 0 || f.m.Note().Text != "commands are locked again" {
		t.Errorf("5 minutes after the last command: locked %v, %q", f.m.Locked(), f.m.Note().Text)
	}
	f.do(action.Lock, action.Lock)
	if !f.m.Locked() {
		t.Error("w does not lock")
	}
}

// TestWriteLockCancelsWhatWaits checks that commands that were not sent are cancelled,
// except queries, and that the session is told before anything else is sent.
func TestWriteLockCancelsWhatWaits(t *testing.T) {
	f := newFloor(t, 4, Options{CommandRate: 10, Confirm: ConfirmNever})
	f.do(action.MarkAll, action.Stop)
	f.sent()
	f.do(action.Query)
	f.do(action.Lock)
	f.want("note", f.m.Note().Text, "commands are locked; 3 waiting commands were cancelled")
	if _, first := f.effects[0].(effect.WriteLock); !first {
		t.Errorf("the first effect is %T", f.effects[0])
	}
	for range 10 {
		f.later(100 * time.Millisecond)
	}
	f.want("queries", f.sent(), "query 7001, query 7002, query 7003, query 7004")
}

// TestLockUnderAnOpenDialog closes the lock while a dialog is open.
func TestLockUnderAnOpenDialog(t *testing.T) {
	f := newFloor(t, 2, Options{WriteLock: time.Minute})
	f.do(action.Lock, action.Stop)
	f.shown()
	f.later(2 * time.Minute)
	f.press("y")
	f.want("sent", f.sent()+f.m.Note().Text, "the write-lock is on: stop is not sent")
}

func TestWriteLockOfAReadOnlySession(t *testing.T) {
	f := newFloor(t, 2, Options{WriteLock: time.Minute, ReadOnly: true})
	f.do(action.Lock)
	if f.m.Locked() || !f.m.Note().IsError {
		t.Errorf("locked %v, %q", f.m.Locked(), f.m.Note().Text)
	}
	for _, e := range f.effects {
		if _, ok := e.(effect.WriteLock); ok {
			t.Error("a read-only session was told of a write-lock")
		}
	}
}

// TestBulksAddUp checks for arbitrary events that the numbers of each bulk add up, that a
// command is sent at most once, and that none is sent which the user cancelled, overtook or
// locked.
func TestBulksAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newFloor(t, 6, Options{CommandRate: rapid.SampledFrom([]int{0, 1, 10, 50}).Draw(t, "rate"), Confirm: ConfirmNever})
		left := map[uint64]bool{}
		var onTheWay []effect.Effect
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			dn := rapid.SampledFrom(dns(6)).Draw(t, "dn")
			switch rapid.IntRange(0, 9).Draw(t, "step") {
			case 0, 1:
				f.do(action.MarkAll, rapid.SampledFrom([]action.ID{action.Start, action.Stop, action.Pause, action.Query}).Draw(t, "bulk"))
			case 2:
				f.do(action.Clear, rapid.SampledFrom([]action.ID{action.Start, action.Stop, action.Query}).Draw(t, "one"))
			case 3:
				f.do(rapid.SampledFrom([]action.ID{action.Cancel, action.Lock, action.Failures, action.Clear}).Draw(t, "key"))
			case 4:
				f.later(rapid.SampledFrom([]time.Duration{time.Millisecond, 100 * time.Millisecond, 3 * time.Second}).Draw(t, "time"))
			case 5:
				f.effects, onTheWay = onTheWay, nil
				f.leave()
			case 6:
				if row := f.m.board.Row(keyOf(dn)); row != nil && len(row.OpenCommands()) > 0 {
					f.accept(dn)
				}
			case 7:
				f.indicate(dn, rapid.SampledFrom([]string{"enabled", "disabled"}).Draw(t, "word"))
				f.flush()
			case 8:
				f.disturb(t)
			case 9:
				f.m.Board().Remove(f.now, keyOf(dn))
				f.m.Board().Add(board.Entry{Key: keyOf(dn)})
				f.register(dn)
				f.flush()
			}
			for _, e := range f.effects {
				send, ok := e.(effect.Send)
				if !ok {
					continue
				}
				onTheWay = append(onTheWay, send)
				for _, c := range send.Commands {
					if left[c.ID] {
						t.Fatalf("%s for %s has left twice", c.Verb, c.DN)
					}
					left[c.ID] = true
				}
			}
			f.effects = nil
			for _, b := range f.m.Bulks() {
				if sum := b.Queued + b.Sent + b.Accepted + b.Confirmed + b.Cancelled + b.Failed(); sum != b.Total {
					t.Fatalf("%+v adds up to %d", b, sum)
				}
			}
		}
	})
}

// TestVisibleOnlyIsWhatWasVisible changes the rows that the filter shows while a dialog is
// open, and checks that its labels, number and targets stay as they were.
func TestVisibleOnlyIsWhatWasVisible(t *testing.T) {
	f := newFloor(t, 4, Options{})
	f.indicate("7001", "enabled")
	f.indicate("7002", "enabled")
	f.flush()
	f.do(action.MarkAll)
	f.filterPrompt("state:rec")
	f.press("enter")
	f.do(action.Stop)
	f.shown()
	f.indicate("7001", "disabled")
	f.indicate("7003", "enabled")
	f.flush()
	d := f.m.Overlay().Dialog()
	if d.Hides(keyOf("7001")) || !d.Hides(keyOf("7003")) || len(d.Hidden) != 2 {
		t.Errorf("hides 7001 %v, 7003 %v, %d in all", d.Hides(keyOf("7001")), d.Hides(keyOf("7003")), len(d.Hidden))
	}
	f.press("right", "right", "y")
	f.want("yes means the answer that has the focus", f.sent(), "stop 7001, stop 7002")
}

// TestNotConfirmedIncludesWhatNeverLeft checks that after a loss or a cancel the DNs for
// which no command was sent are shown too, even after the summary was closed.
func TestNotConfirmedIncludesWhatNeverLeft(t *testing.T) {
	f := newFloor(t, 4, Options{CommandRate: 10})
	f.bulkOf(action.Start)
	f.do(action.Cancel)
	f.leave()
	f.accept("7001")
	f.indicate("7001", "enabled")
	f.flush()
	f.want("summary", f.summary(), "start for 4 DNs: 1 confirmed, 3 cancelled")
	f.do(action.Clear)
	if len(f.m.Bulks()) != 0 {
		t.Error("esc did not close the summary")
	}
	f.do(action.Failures)
	f.want("not confirmed", f.visible(), "7002 7003 7004")
}

// TestOnlyTheOthers: the question before a command for several DNs says how many have the state already and how many
// are on a call, and offers the others. What no one vouches for has no state.
func TestOnlyTheOthers(t *testing.T) {
	f := newFloor(t, 5, Options{})
	for _, dn := range dns(3) {
		f.indicate(dn, "enabled")
	}
	f.message(event.KindMessage, wire.EventEstablished, wire.TextAttribute(wire.AttributeThisDN, "7002"), wire.LongAttribute(wire.AttributeConnID, 0xc1))
	f.flush()
	facts := func(id action.ID) (string, string) {
		f.do(id)
		d := f.m.Overlay().Dialog()
		if d == nil {
			t.Fatalf("no question before %s", id)
		}
		return d.Facts, f.choices("|")
	}
	f.do(action.MarkAll)
	said, choices := facts(action.Start)
	f.want("start", said+" "+choices, "3 of 5 are recorded already. 1 of 5 is on a call. cancel|all (5)|only the others (2)")
	f.shown()
	f.press("right", "right", "enter")
	f.want("sent", f.sent(), "start 7004, start 7005")

	said, choices = facts(action.Pause)
	f.want("pause", said+" "+choices, "1 of 5 is on a call. cancel|pause")
	f.press("esc")
	said, choices = facts(action.Query)
	f.want("a query changes nothing", said+" "+choices, " cancel|query")
	f.press("esc")

	f.do(action.Clear)
	said, choices = facts(action.Stop)
	f.want("one DN", said+" "+choices, " cancel|stop")
	f.press("esc")

	f.do(action.MarkAll)
	f.feed.Link(event.Link{State: event.LinkWaiting, Lost: true})
	f.flush()
	f.feed.Link(event.Link{State: event.LinkUp, Address: "sip-a:5000", Round: 2})
	f.flush()
	if d := f.m.commandDialog(event.VerbStart, f.m.rows.Targets()); d.Facts != "" || len(d.Choices) != 2 {
		t.Errorf("after a loss: %q, %v", d.Facts, d.Choices)
	}
}

// TestQuestionFollowsItsTargets checks that the numbers of an open question stay true, that
// its targets stay, and that no choice moves.
func TestQuestionFollowsItsTargets(t *testing.T) {
	f := newFloor(t, 5, Options{})
	for _, dn := range dns(2) {
		f.indicate(dn, "enabled")
	}
	f.flush()
	f.do(action.MarkAll, action.Start)
	f.shown()
	says := func(want string) {
		t.Helper()
		d := f.m.Overlay().Dialog()
		f.want("the question", d.Facts+" "+f.choices("|"), want)
	}
	says("2 of 5 are recorded already. cancel|all (5)|only the others (3)")
	f.press("right", "right")
	f.indicate("7001", "disabled")
	f.indicate("7004", "enabled")
	f.indicate("7005", "enabled")
	f.callEvent(wire.EventEstablished, "7003", 7)
	f.later(time.Second)
	f.flush()
	f.later(time.Second)
	says("3 of 5 are recorded already. 1 of 5 is on a call. cancel|all (5)|only the others (2)")
	f.press("enter")
	f.want("sent", f.sent(), "start 7001, start 7003")
	f.leave()

	f.do(action.MarkAll, action.Start)
	f.shown()
	f.press("right", "right")
	for _, dn := range dns(5) {
		f.indicate(dn, "enabled")
	}
	f.flush()
	f.later(time.Second)
	says("All 5 are recorded already. 1 of 5 is on a call. cancel|all (5)|only the others (0)")
	f.press("enter")
	f.want("sent to nobody", f.sent(), "")
	f.want("the note", f.m.Note().Text, "nothing was sent: all of them are recorded already")
}
