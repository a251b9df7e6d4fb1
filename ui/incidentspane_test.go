package ui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/incidents"
	"capdeck/model/panes"
)

// wentWrong loads incidents of an earlier run: several kinds and states, with hostile and
// with long texts.
func (w *window) wentWrong() {
	at := func(ago time.Duration) time.Time { return w.now.Add(-ago) }
	incident := func(id string, kind incidents.Kind, dn string, began, ended time.Duration) incidents.Incident {
		i := incidents.Incident{ID: id, Kind: kind, Severity: incidents.Major, Key: board.Key{Site: site, DN: dn}, Began: at(began), Latest: at(began), Raised: at(began), Count: 1}
		if ended != 0 {
			i.Cleared = at(ended)
		}
		return i
	}
	gap := incident("o-1", incidents.NotCaptured, "7004", 26*time.Hour, 25*time.Hour)
	gap.Label, gap.Team, gap.ConnID, gap.Other, gap.Cause = "Lee", "night", 0x006f01b2c3d4e5f6, "+4930", "the recorder did not answer"
	paused := incident("o-2", incidents.PausedTooLong, "7007", 4*time.Minute, time.Minute)
	paused.Label, paused.Reason, paused.By, paused.Note, paused.Acknowledged = "Ünal", incidents.ReasonTest, "kim", "a try", at(time.Minute)
	other := incident("o-3", incidents.StoppedByOther, "7003", 3*time.Minute, 2*time.Minute)
	other.Severity, other.Agent, other.EndNotSeen, other.Count = incidents.Minor, "4711\x1b[2J", true, 3
	silent := incident("o-4", incidents.RecorderSilent, "", 2*time.Minute, 0)
	silent.Team = "night"
	link := incident("o-5", incidents.LinkLost, "", 90*time.Second, 80*time.Second)
	link.Cause = strings.Repeat("the server closed the connection ", 9)
	w.update(model.EarlierIncidents{Now: w.now, Incidents: []incidents.Incident{gap, paused, other, silent, link}})
	w.update(model.JournalState{Now: w.now, Failed: true, Why: "no space left on device"})
	w.later(5 * time.Second)
}

// TestIncidentsPane walks through the list: views, marks, acknowledgement, the way to the
// DN, and what closes it.
func TestIncidentsPane(t *testing.T) {
	w := floor(t, 120, 40, nil)
	w.wentWrong()
	unacknowledged := w.model.Incidents().Counts().Unacknowledged
	w.keys("i")
	const around = 2 // the heads above the list, and the line below it
	if got := len(w.pane()) - around; got != unacknowledged || w.model.Panes().Focus() != action.PaneDetail {
		t.Errorf("%d lines for %d incidents", got, unacknowledged)
	}
	if text := strings.Join(w.lines(), "\n"); strings.Contains(text, "\x1b") || !strings.Contains(text, "journal failed") {
		t.Errorf("the screen is\n%s", text)
	}
	w.keys("j ")
	w.keys(" ")
	if n := w.model.Listed().Marks(); n != 2 {
		t.Errorf("%d are marked", n)
	}
	w.keys("K")
	w.screen()
	w.keys("<right><enter>")
	w.keys("a switch<enter>")
	if got := w.model.Incidents().Counts().Unacknowledged; got != unacknowledged-2 {
		t.Errorf("%d are unacknowledged, want %d", got, unacknowledged-2)
	}
	w.keys("II")
	w.keys("<end>")
	under, _ := w.model.Listed().Cursor()
	if under.ID != "o-1" || len(w.pane())-around != len(w.model.Incidents().All()) {
		t.Errorf("the last one is %s of %d", under.ID, len(w.pane()))
	}
	w.keys("<enter>")
	if key, _ := w.model.Rows().Cursor(); key.DN != "7004" || w.model.Panes().Text().Content() != panes.DN {
		t.Errorf("enter went to %s", key.DN)
	}
	w.keys("i<esc>")
	if w.model.Panes().Text().IsOpen() || w.model.Panes().Focus() != action.PaneBoard {
		t.Error("esc left the list open")
	}
}

// TestCauseIsReadable checks that a line below the list has the whole cause and the call of
// the incident under the cursor, where the list itself has no room for them.
func TestCauseIsReadable(t *testing.T) {
	for _, height := range []int{24, 16} {
		w := floor(t, 80, height, nil)
		w.wentWrong()
		w.keys("iII<end>")
		under, _ := w.model.Listed().Cursor()
		w.shows("   cause: the recorder did not answer   +4930  ConnID 006f01b2c3d4e5f6")
		if lines := w.pane(); under.ID != "o-1" || !strings.Contains(lines[len(lines)-2], "Nov 22   7004 Lee") {
			t.Errorf("in %d lines the cursor is on %s, and the list is\n%s", height, under.ID, strings.Join(lines, "\n"))
		}
		w.keys("<up><up>")
		w.shows("   cause: nothing more is known   note: a try")
		w.keys("<home>")
		w.shows("   cause: no space left on device")
	}
	w := newWindow(t, 80, 24, nil, entries("7001")...)
	w.keys("i")
	w.showsNot("cause:")
}

// TestIncidentsSayWhyNot checks what keys say that do nothing in the list.
func TestIncidentsSayWhyNot(t *testing.T) {
	w := newWindow(t, 120, 40, nil, entries("7001")...)
	says := func(want string) {
		t.Helper()
		if got := w.model.Note().Text; got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
	w.keys("i")
	w.keys("K")
	says("no incident is listed")
	w.keys("<enter>")
	if w.model.Panes().Text().IsOpen() {
		t.Error("enter left an empty list open")
	}
	w = floor(t, 120, 40, nil)
	w.wentWrong()
	w.keys("i<enter>")
	says("this incident is not about a DN")
	w.keys("/dn:7001<enter>")
	w.keys("<tab>II<end>")
	w.keys("<enter>")
	says("the filter hides DN 7004")
	w.update(model.Acknowledge{Now: w.now, Keys: []board.Key{{Site: site, DN: "7004"}}, Reason: incidents.ReasonTest})
	w.keys("K")
	says("there is nothing to acknowledge: each of them was acknowledged before")
}

// TestClickOnIncident checks that a click selects what was drawn there.
func TestClickOnIncident(t *testing.T) {
	w := floor(t, 120, 40, nil)
	w.wentWrong()
	w.keys("i<tab>")
	w.screen()
	for y, hit := range w.app.frames.shown.Lines {
		if hit.Incident == "o-4" {
			w.click(y, tea.MouseButtonLeft)
		}
	}
	if under, _ := w.model.Listed().Cursor(); under.ID != "o-4" || w.model.Panes().Focus() != action.PaneDetail {
		t.Errorf("the cursor is on %s", under.ID)
	}
}

// TestEvidenceFailureIsOnTheScreen checks that a disk that takes no evidence is told as long
// as that is so.
func TestEvidenceFailureIsOnTheScreen(t *testing.T) {
	w := floor(t, 80, 24, nil)
	const want = "The evidence (coverage and incidents) is not recorded"
	w.update(model.EvidenceState{Now: w.now, Failed: true, Why: "no space left on device"})
	if text := strings.Join(w.lines(), "\n"); !strings.Contains(text, want) {
		t.Errorf("the screen is\n%s", text)
	}
	w.update(model.EvidenceState{Now: w.now})
	if text := strings.Join(w.lines(), "\n"); strings.Contains(text, want) {
		t.Errorf("when it works again the screen is\n%s", text)
	}
}
