package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/effect"
	"capdeck/tlibconn/event"
)

const (
	refusedReason = "cannot connect to T-Server sip-a:5000: connection refused; is T-Server running there, and is the port right?"
	cutReason     = "the connection to T-Server sip-a:5000 was lost: connection reset by peer"
	otherReason   = "other server sip-b:5000: connection refused"
)

// lose breaks the connection, so that the session waits for its next attempt.
func (w *window) lose(attempt int, reason string) {
	w.link(event.Link{State: event.LinkWaiting, Lost: true, Reason: reason, Attempt: attempt, Retry: w.now.Add(2400 * time.Millisecond)})
	w.flush()
}

// TestGoldenConnections compares screens of all problems of the connection and the
// journal, without styles.
func TestGoldenConnections(t *testing.T) {
	screens := []struct {
		name  string
		fresh bool // no session has been up yet
		do    func(*window)
	}{
		{"connecting", true, func(w *window) { w.link(event.Link{State: event.LinkConnecting, Attempt: 1}) }},
		{"waiting", true, func(w *window) { w.lose(3, refusedReason) }},
		{"lost", false, func(w *window) { w.lose(0, cutReason) }},
		{"refused", true, func(w *window) {
			w.link(event.Link{State: event.LinkRefused, Attempt: 1, Reason: "T-Server sip-a:5000 refused the login of application capdeck: 119 bad password"})
		}},
		{"linkdown", false, func(w *window) { w.link(event.Link{State: event.LinkDown, Version: "8.1.104.12", Other: otherReason}) }},
		{"standby", true, func(w *window) {
			w.link(event.Link{State: event.LinkStandby, Address: "sip-b:5000", Role: event.RoleBackup, Version: "8.1.104.12", Round: 1, Other: "other server sip-a:5000: connection refused"})
			w.register("7001", "7002")
			w.flush()
			w.keys("s")
		}},
		{"backup", false, func(w *window) {
			w.link(event.Link{
				State: event.LinkUp, Address: "sip-b:5000", Version: "8.1.104.12", KeepAlive: "ADDP no answer",
				Other: "other server sip-a:5000: connection refused",
			})
		}},
		{"journal", false, func(w *window) {
			w.update(model.JournalState{Now: w.now, Failed: true, Why: "/home/kim/.local/state/capdeck/2026-11-23-4711.jsonl: no space left on device"})
		}},
	}
	for _, size := range goldenSizes {
		for _, s := range screens {
			name := fmt.Sprintf("%s-%dx%d", s.name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				warn := func(o *Options, _ *model.Options) { o.Warning = "TLS NOT VERIFIED" }
				var w *window
				if s.fresh {
					w = newWindow(t, size[0], size[1], nil, entries(dns(12)...)...)
				} else {
					w = floor(t, size[0], size[1], warn)
				}
				s.do(w)
				w.flush()
				golden(t, name, strings.Join(w.lines(), "\n"))
			})
		}
	}
}

func TestNextAttemptIsCountedDown(t *testing.T) {
	w := newWindow(t, 100, 24, nil, entries("7001")...)
	w.lose(3, refusedReason)
	var seen []string
	for range 6 {
		_, header, _ := strings.Cut(w.lines()[0], "NOT CONNECTED  ")
		text, _, found := strings.Cut(header, "  ctrl+r now")
		if !found {
			t.Fatalf("the header reads %q", w.lines()[0])
		}
		if len(seen) == 0 || seen[len(seen)-1] != text {
			seen = append(seen, text)
		}
		w.wake()
	}
	if want := []string{"attempt 4 in 3 s", "attempt 4 in 2 s", "attempt 4 in 1 s", "attempt 4 now"}; !slices.Equal(seen, want) {
		t.Errorf("the countdown shows %q", seen)
	}
	w.link(event.Link{State: event.LinkConnecting, Attempt: 4, Reason: refusedReason})
	w.flush()
	w.shows("CONNECTING  attempt 4 ")
	w.showsNot("ctrl+r now")
	w.link(event.Link{State: event.LinkWaiting, Attempt: 30, Retry: w.now.Add(95 * time.Second)})
	w.flush()
	w.shows("attempt 31 in 1:35 min")
}

// wake lets time pass until the earliest Tick that was requested.
func (w *window) wake() {
	w.t.Helper()
	var next time.Time
	for _, e := range w.effects {
		if wake, ok := e.(effect.Wake); ok && wake.At.After(w.now) && (next.IsZero() || wake.At.Before(next)) {
			next = wake.At
		}
	}
	if next.IsZero() {
		w.t.Fatal("no Tick was requested")
	}
	w.later(next.Sub(w.now))
}

func TestReconnectKeyCanBeAnother(t *testing.T) {
	w := newWindow(t, 120, 24, func(o *Options, _ *model.Options) {
		o.Keys = map[action.ID][]string{action.Reconnect: {"f5"}}
	}, entries("7001")...)
	w.lose(1, cutReason)
	w.shows("f5 now")
	w.update(tea.KeyMsg{Type: tea.KeyF5})
	if !w.reconnects() {
		t.Error("the new key does not reconnect")
	}
	w.update(tea.KeyMsg{Type: tea.KeyCtrlR})
	if w.reconnects() {
		t.Error("the replaced key still reconnects")
	}
}

// reconnects clears the effects and reports whether one of them was Reconnect.
func (w *window) reconnects() bool {
	found := false
	for _, e := range w.effects {
		_, is := e.(effect.Reconnect)
		found = found || is
	}
	w.effects = nil
	return found
}

// TestNoWarningLeaves checks that warnings are visible at every width.
func TestNoWarningLeaves(t *testing.T) {
	w := floor(t, 120, 40, func(o *Options, _ *model.Options) { o.Warning = "TLS NOT VERIFIED" })
	w.batch.Behind = true
	w.link(event.Link{State: event.LinkUp, KeepAlive: "ADDP no answer", Other: otherReason})
	w.flush()
	w.update(model.JournalState{Now: w.now, Failed: true, Why: "no space left on device"})
	for width := 40; width <= 200; width++ {
		for _, height := range []int{8, 14, 40} {
			w.update(tea.WindowSizeMsg{Width: width, Height: height})
			lines := w.lines()
			header, all := lines[0], strings.Join(lines, "\n")
			for _, text := range []string{"LINK UP", "TLS NOT VERIFIED"} {
				if !strings.Contains(header, text) {
					t.Fatalf("at %d x %d the header lacks %s: %q", width, height, text, header)
				}
			}
			if !strings.Contains(header, "JOURNAL FAILED") && !strings.Contains(all, "The journal cannot be written") {
				t.Fatalf("at %d x %d nothing says that the journal failed:\n%s", width, height, all)
			}
			if width >= 60 && height >= 14 && !strings.Contains(all, "server sip-b:5000: connection refused") {
				t.Fatalf("at %d x %d the problem of the other server is missing:\n%s", width, height, all)
			}
			if width >= 80 && height >= 14 && !strings.Contains(header, "ADDP no answer") {
				t.Fatalf("at %d x %d the problem of ADDP is missing: %q", width, height, header)
			}
		}
	}
	w.update(model.JournalState{Now: w.now})
	w.showsNot("ournal")
}

func TestCommandsAreRefusedWithoutJournal(t *testing.T) {
	w := running(t, 120, 24, 3, nil)
	w.update(model.JournalState{Now: w.now, Failed: true, Why: "no space left on device"})
	w.keys("s")
	if got := w.verbs(); got != "" {
		t.Errorf("sent %s", got)
	}
	w.shows("start is not sent, because the journal cannot be written: no space left on device")
	w.update(model.JournalState{Now: w.now})
	w.keys("s")
	if got := w.verbs(); got != "start 7001" {
		t.Errorf("sent %q", got)
	}
}
