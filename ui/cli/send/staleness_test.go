package send

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"pgregory.net/rapid"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/model/filter"
	"capdeck/model/say"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
	"capdeck/ui"
	"capdeck/ui/export"
	"capdeck/ui/plain"
)

// fronts is one board with everything that shows it to a user.
type fronts struct {
	t      *rapid.T
	now    time.Time
	truth  *board.Board
	model  *model.Model
	screen *ui.App
	dns    []string
	feed   *tlibtest.Feed
}

func newFronts(t *rapid.T) *fronts {
	f := &fronts{t: t, now: time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC), dns: []string{"7001", "7002", "7003"}}
	f.feed = &tlibtest.Feed{T: t, Site: "sip", Now: func() time.Time { return f.now }}
	f.truth = board.New(board.Options{StaleAfter: time.Minute})
	for _, dn := range f.dns {
		f.truth.Add(board.Entry{Key: board.Key{Site: "sip", DN: dn}})
	}
	f.model = model.New(model.Options{Board: f.truth, Site: "sip", By: "kim", Themes: []string{"mono"}})
	f.screen = ui.New(ui.Options{
		Model: f.model, Site: "sip", Host: "sip:5000", Now: func() time.Time { return f.now }, Zone: time.UTC,
		Perform: func([]effect.Effect) tea.Cmd { return nil },
	})
	f.screen.Init()
	f.screen.Update(tea.WindowSizeMsg{Width: 160, Height: 20})
	return f
}

func (f *fronts) message(typ wire.MessageType, attributes ...wire.Attribute) *event.Event {
	return f.feed.Message(typ, attributes...)
}

// happen causes one random event.
func (f *fronts) happen() {
	dn := rapid.SampledFrom(f.dns).Draw(f.t, "dn")
	thisDN := wire.TextAttribute(wire.AttributeThisDN, dn)
	call := wire.LongAttribute(wire.AttributeConnID, uint64(rapid.IntRange(1, 2).Draw(f.t, "call")))
	switch rapid.IntRange(0, 6).Draw(f.t, "what") {
	case 0, 1:
		word := rapid.SampledFrom([]string{"enabled", "paused", "disabled"}).Draw(f.t, "word")
		f.message(wire.EventUserEvent, thisDN, tlibtest.UserData(f.t, wire.TextPair(event.CaptureKey, word)), call)
	case 2:
		f.link()
	case 3:
		f.message(wire.EventRegistered, thisDN).Request = event.Request{Kind: event.RequestRegister, Round: f.feed.Round, SentAt: f.now}
	case 4:
		e := f.feed.Add(event.KindRegistration)
		e.DN, e.Registration = dn, rapid.SampledFrom([]event.RegistrationState{event.RegistrationPending, event.RegistrationNoAnswer, event.RegistrationRemoved}).Draw(f.t, "registration")
	case 5:
		f.message(rapid.SampledFrom([]wire.MessageType{wire.EventEstablished, wire.EventReleased, wire.EventUnregistered}).Draw(f.t, "event"), thisDN, call)
	case 6:
		f.now = f.now.Add(rapid.SampledFrom([]time.Duration{time.Second, 3 * time.Second, time.Minute}).Draw(f.t, "time"))
	}
	f.screen.Update(model.Events{Now: f.now, Batch: &f.feed.Batch})
	f.feed.Batch.Reset()
	f.now = f.now.Add(time.Second) // after the pause between two frames
	f.screen.Update(model.Tick{Now: f.now})
}

func (f *fronts) link() {
	link := event.Link{State: rapid.SampledFrom([]event.LinkState{event.LinkUp, event.LinkUp, event.LinkDown, event.LinkWaiting}).Draw(f.t, "link")}
	switch link.State {
	case event.LinkUp:
		f.feed.Round++
		link.Round = f.feed.Round
		if rapid.Bool().Draw(f.t, "a new connection") {
			f.feed.Connection++
		}
	case event.LinkWaiting:
		link.Lost = true
	}
	f.feed.Link(link)
}

// filtered returns the DNs that match a filter.
func (f *fronts) filtered(text string) string {
	passing, err := new(filter.Reader).Parse(text)
	if err != nil {
		f.t.Fatal(err)
	}
	var dns []string
	for _, row := range f.model.Rows().Select(passing) {
		dns = append(dns, row.Key().DN)
	}
	return strings.Join(dns, " ")
}

// plainLines returns the lines that list prints without repainting.
func (f *fronts) plainLines() string {
	queue := plain.NewQueue()
	app := plain.New(plain.Options{Model: f.model, Site: "sip", Zone: time.UTC, Out: queue})
	app.Line(f.now, "list")
	queue.Close()
	var out bytes.Buffer
	if err := queue.WriteLines(&out); err != nil {
		f.t.Fatal(err)
	}
	return out.String()
}

// line returns the line of a text that names a DN.
func line(text, dn string) string {
	for l := range strings.Lines(text) {
		if strings.Contains(l, dn) {
			return l
		}
	}
	return ""
}

func (f *fronts) check() {
	var stale []string
	screen, said := f.screen.View(), f.plainLines()
	f.screen.Update(ui.FrameWritten{})
	for _, row := range f.truth.Rows() {
		dn, want := row.Key().DN, row.Stale() != 0
		if want {
			stale = append(stale, dn)
		}
		var exported bytes.Buffer
		if err := export.WriteRows(&exported, export.JSONL, time.UTC, []export.Row{export.RowOf(row)}); err != nil {
			f.t.Fatal(err)
		}
		var object struct {
			Stale       []string
			CaptureCall string
		}
		if err := json.Unmarshal(exported.Bytes(), &object); err != nil {
			f.t.Fatal(err)
		}
		if object.CaptureCall != row.CaptureCall().String() {
			f.t.Fatalf("an export says %q of DN %s, the board %q", object.CaptureCall, dn, row.CaptureCall())
		}
		if row.State() != board.StateUnknown && !row.Registration().State.Held() && !want {
			f.t.Fatalf("DN %s is plain %v and is not registered: %v", dn, row.State(), row.Registration().State)
		}
		for front, got := range map[string]bool{
			"the screen": strings.Contains(line(screen, dn), "~ "),
			"--plain":    strings.Contains(line(said, dn), "not vouched for"),
			"an export":  len(object.Stale) > 0,
			"send":       strings.Contains(say.CaptureWord(row), "(stale"),
		} {
			if got != want {
				f.t.Fatalf("%s says of DN %s (%v, registration %v) that it is stale: %v, the board %v\n%s\n%s", front, dn, row.State(), row.Registration().State, got, want, screen, said)
			}
		}
	}
	f.checkCalls(screen, said)
	if got := f.truth.Counters().Stale; got != len(stale) {
		f.t.Fatalf("%d DNs are counted as stale, want %v", got, stale)
	}
	if got := f.filtered("state:stale"); got != strings.Join(stale, " ") {
		f.t.Fatalf("the filter finds %q, want %v", got, stale)
	}
}

// checkCalls checks that everything that shows a capture also shows the call to which it
// belongs.
func (f *fronts) checkCalls(screen, said string) {
	words := map[board.CaptureCall][3]string{
		board.CaptureOtherCall: {"(other", " for another call", "other call)"},
		board.CaptureAfterCall: {"(after", " after the call", "after call)"},
	}
	for _, row := range f.truth.Rows() {
		dn := row.Key().DN
		fronts := [3]string{line(screen, dn), line(said, dn), say.CaptureWord(row)}
		for call, want := range words {
			for i, text := range fronts {
				if got := strings.Contains(text, want[i]); got != (row.CaptureCall() == call) {
					f.t.Fatalf("%q says that DN %s is of %q: %v, the board says %q", text, dn, call, got, row.CaptureCall())
				}
			}
		}
	}
}

// TestStalenessIsOneTruth checks that the board alone decides whether a state is vouched for,
// and that everything that shows the state agrees.
func TestStalenessIsOneTruth(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f := newFronts(r)
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			f.happen()
			f.check()
		}
	})
}
