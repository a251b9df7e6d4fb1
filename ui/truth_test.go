package ui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"pgregory.net/rapid"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/say"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestRowsAfterALoss follows rows of the screen through a lost connection and a new login.
func TestRowsAfterALoss(t *testing.T) {
	w := running(t, 120, 30, 5, nil)
	const call = 0x006f01b2c3d4e5f6
	w.call(wire.EventEstablished, "7001", call, "+4930")
	w.indicate("7001", "enabled", call)
	w.message(wire.EventAgentLogin, thisDN("7001"), wire.TextAttribute(wire.AttributeAgentID, "4711"))
	for _, dn := range []string{"7002", "7003", "7004"} {
		w.indicate(dn, "disabled", 0)
	}
	w.flush()
	w.leave()
	w.keys("jsjs") // 7002 is accepted, 7003 only sent
	commands := w.leave()
	w.accept(commands[0])
	w.flush()
	w.lose(0, cutReason)
	wants := map[string][]string{
		"7001": {"~ ● REC", "not connected"},
		"7002": {"~ ○ OFF", "start ! NO ANSWER, connection lost"},
		"7003": {"~ ○ OFF", "start ! LOST, connection lost"},
		"7004": {"~ ○ OFF", "not connected"},
		"7005": {"  ? UNKNOWN", "not connected"},
	}
	w.update(tea.WindowSizeMsg{Width: 160, Height: 30})
	w.rowsRead("after the loss", wants)
	for _, gone := range []string{"4711", "talking", "+4930", say.ConnID(call)} {
		if strings.Contains(w.row("7001"), gone) {
			t.Errorf("%s is still shown after the link was lost: %q", gone, w.row("7001"))
		}
	}
	w.keys("g")
	w.keys("s")
	w.shows("start for DN 7001 was not sent: capdeck is not logged in")
	w.later(3 * time.Second)
	for _, link := range []event.Link{{State: event.LinkConnecting, Attempt: 1}, {State: event.LinkLoggingIn, Attempt: 1}} {
		w.link(link)
		w.flush()
		w.rowsRead(link.State.String(), wants)
	}
	w.link(event.Link{State: event.LinkUp, Round: 2})
	w.flush()
	w.rowsRead("registering again", map[string][]string{"7001": {"~ ● REC", "registration pending"}, "7003": {"~ ○ OFF"}})
	w.registerRound(2, "7001", "7002", "7003", "7004", "7005")
	w.flush()
	w.leave()
	w.rowsRead("registered again", map[string][]string{
		"7001": {"~ ● REC", "the link was lost"},
		"7002": {"~ ○ OFF", "start ! NO ANSWER, connection lost"},
	})
	w.call(wire.EventRinging, "7001", call, "+4930")
	w.flush()
	w.rowsRead("a call says nothing of the capture", map[string][]string{"7001": {"~ ● REC", "ringing +4930"}})
	w.indicate("7001", "enabled", call)
	w.indicate("7002", "enabled", 0)
	w.flush()
	w.rowsRead("heard again", map[string][]string{"7001": {"  ● REC"}, "7002": {"  ● REC"}, "7003": {"~ ○ OFF"}})
	if strings.Contains(w.row("7001"), "~") || strings.Contains(w.row("7002"), "~") {
		t.Error("a state is still stale after an indication")
	}
}

// rowsRead checks that the rows of DNs contain texts.
func (w *window) rowsRead(when string, wants map[string][]string) {
	w.t.Helper()
	for dn, texts := range wants {
		for _, text := range texts {
			if row := w.row(dn); !strings.Contains(row, text) {
				w.t.Errorf("%s the row reads %q, want %q", when, row, text)
			}
		}
	}
}

// vouched records what a reader of the messages knows about the DNs: the last indication of
// each since the link came up or its registration was lost.
type vouched struct {
	up         bool
	registered map[string]bool
	heard      map[string]string
}

func (v *vouched) loseAll() {
	v.up = false
	clear(v.heard)
}

// happen does one random thing to the window, and records it in v.
func (v *vouched) happen(t *rapid.T, w *window) {
	dn := rapid.SampledFrom(dns(3)).Draw(t, "dn")
	switch rapid.IntRange(0, 9).Draw(t, "what") {
	case 0, 1, 2:
		word := rapid.SampledFrom([]string{"enabled", "paused", "disabled"}).Draw(t, "word")
		w.indicate(dn, word, uint64(rapid.IntRange(0, 2).Draw(t, "call")))
		if v.up {
			v.heard[dn] = word
		}
	case 3, 4:
		v.changeLink(t, w)
	case 5:
		w.registerRound(w.round, dn)
		v.registered[dn] = true
	case 6:
		w.message(wire.EventUnregistered, thisDN(dn), wire.IntAttribute(wire.AttributeErrorCode, 58))
		if v.registered[dn] {
			delete(v.registered, dn)
			delete(v.heard, dn)
		}
	case 7:
		kind := rapid.SampledFrom([]wire.MessageType{wire.EventEstablished, wire.EventReleased, wire.EventHeld}).Draw(t, "call event")
		w.call(kind, dn, uint64(rapid.IntRange(1, 2).Draw(t, "call")), "+49")
	case 8:
		w.keys(rapid.SampledFrom([]string{"s", "r", "u", "j", "k"}).Draw(t, "key"))
		for _, c := range w.leave() {
			if rapid.Bool().Draw(t, "accepted") {
				w.accept(c)
			}
		}
	case 9:
		w.flush()
		w.later(rapid.SampledFrom([]time.Duration{time.Millisecond, 3 * time.Second, 20 * time.Second}).Draw(t, "time"))
	}
	w.flush()
}

func (v *vouched) changeLink(t *rapid.T, w *window) {
	states := []event.LinkState{
		event.LinkUp, event.LinkUp, event.LinkUp, event.LinkDown, event.LinkStandby, event.LinkWaiting,
		event.LinkConnecting, event.LinkLoggingIn, event.LinkRefused, event.LinkClosed,
	}
	link := event.Link{State: rapid.SampledFrom(states).Draw(t, "state")}
	if link.State == event.LinkUp {
		if !v.up {
			w.round++
			link.Round = w.round
			clear(v.registered)
		}
		v.up = true
	} else {
		v.loseAll()
		if link.Lost = !link.State.Connected(); link.Lost {
			clear(v.registered)
		}
	}
	w.link(link)
}

// TestNoStateIsPlainThatNobodyVouchesFor checks that a row without ~ shows the last
// indication on this link and in this registration (docs/ARCHITECTURE.md, the board).
func TestNoStateIsPlainThatNobodyVouchesFor(t *testing.T) {
	signs := map[string]string{"● REC": "enabled", "‖ PAUSED": "paused", "○ OFF": "disabled"}
	rapid.Check(t, func(rt *rapid.T) {
		size := rapid.SampledFrom([][2]int{{120, 30}, {80, 24}, {60, 16}, {40, 10}}).Draw(rt, "size")
		w := newWindow(t, size[0], size[1], func(_ *Options, m *model.Options) { m.Confirm = model.ConfirmNever }, entries(dns(3)...)...)
		v := vouched{registered: map[string]bool{}, heard: map[string]string{}}
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			v.happen(rt, w)
			for _, dn := range dns(3) {
				row := w.row(dn)
				for sign, word := range signs {
					plain := strings.Contains(row, sign) && !strings.Contains(row, "~ "+sign)
					if plain && v.heard[dn] == "" {
						rt.Fatalf("not vouched for: %q", row)
					}
					if plain && !w.hasCallsOf(dn) && v.heard[dn] != word {
						rt.Fatalf("%q, the last indication was %s", row, v.heard[dn])
					}
				}
			}
		}
	})
}

// hasCallsOf reports whether indications of several calls are known. The board then decides
// which of them the row shows.
func (w *window) hasCallsOf(dn string) bool {
	return len(w.model.Board().Row(board.Key{Site: site, DN: dn}).CapturesByCall()) > 1
}
