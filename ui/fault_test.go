package ui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"pgregory.net/rapid"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestASignOfAFaultIsAFault checks that a row has a ! if and only if it is counted as a
// fault and the filter for faults shows it.
func TestASignOfAFaultIsAFault(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		size := rapid.SampledFrom([][2]int{{200, 30}, {120, 30}, {80, 24}, {60, 16}, {40, 10}}).Draw(rt, "size")
		w := newWindow(t, size[0], size[1], func(_ *Options, m *model.Options) { m.Confirm = model.ConfirmNever }, entries(dns(3)...)...)
		v := vouched{registered: map[string]bool{}, heard: map[string]string{}}
		v.up = true
		w.round++
		w.link(event.Link{State: event.LinkUp, Round: w.round})
		w.registerRound(w.round, dns(3)...)
		w.flush()
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			switch rapid.IntRange(0, 5).Draw(rt, "kind") {
			case 0:
				w.message(rapid.SampledFrom([]wire.MessageType{wire.EventDNOutOfService, wire.EventDNBackInService}).Draw(rt, "service"), thisDN("7001"))
			case 1:
				w.keys(rapid.SampledFrom([]string{"s", "x", "p"}).Draw(rt, "verb"))
				for _, c := range w.leave() {
					if rapid.Bool().Draw(rt, "rejected") {
						w.reject(c, 59, "no")
					} else {
						w.accept(c)
					}
				}
			case 2:
				w.later(rapid.SampledFrom([]time.Duration{3 * time.Second, 11 * time.Second}).Draw(rt, "time"))
			case 3:
				w.indicate("7001", rapid.SampledFrom([]string{"enabled", "paused", "disabled", "start"}).Draw(rt, "word"), uint64(rapid.IntRange(0, 2).Draw(rt, "call")))
			default:
				v.happen(rt, w)
			}
			w.flush()
			faults := 0
			for _, dn := range dns(3) {
				row, fault := w.row(dn), w.model.Board().Row(board.Key{Site: site, DN: dn}).Fault()
				if fault.Kind != board.FaultNone {
					faults++
				}
				if sign := strings.Contains(row, "!"); sign != (fault.Kind != board.FaultNone) {
					rt.Fatalf("the fault is %q, the row reads %q", fault, row)
				}
			}
			if got := w.model.Board().Counters().Faults; got != faults {
				rt.Fatalf("%d faults are counted, %d rows have one", got, faults)
			}
		}
	})
}

// TestAnAnswerForACallThatHasEnded checks that an indication for an ended call does not
// answer a start for the current call, so the fault NO ANSWER remains, and that a late
// answer for the current call removes it.
func TestAnAnswerForACallThatHasEnded(t *testing.T) {
	w := newWindow(t, 120, 24, nil, entries("7001")...)
	w.linkUp()
	w.register("7001")
	w.call(wire.EventEstablished, "7001", 7, "+49")
	w.call(wire.EventReleased, "7001", 7, "+49")
	w.call(wire.EventEstablished, "7001", 8, "+49")
	w.flush()
	w.keys("s")
	for _, c := range w.leave() {
		w.accept(c)
	}
	w.indicate("7001", "enabled", 7)
	w.flush()
	w.later(6 * time.Second)
	w.shows("start ! ")
	w.indicate("7001", "enabled", 7)
	w.flush()
	w.shows("start ! ")
	w.shows("! 1 fault")
	w.keys("6")
	if row := w.row("7001"); !strings.Contains(row, "start ! ") {
		t.Errorf("the filter for faults shows %q", row)
	}
	w.keys("<esc>")
	w.indicate("7001", "enabled", 8)
	w.flush()
	w.shows("! 0 faults")
	if row := w.row("7001"); strings.Contains(row, "!") || !strings.Contains(row, "start ") {
		t.Errorf("answered late, the row reads %q", row)
	}
	w.keys("<enter>")
	w.showsNot("start ! ")
}

// stopped returns a window with a row whose capture stopped unasked, that has a second
// fault, and that shows a different call from that of the capture.
func stopped(t *testing.T, width, height int) *window {
	w := newWindow(t, width, height, nil, entries("7001", "7002")...)
	w.linkUp()
	w.register("7001", "7002")
	w.call(wire.EventEstablished, "7001", 7, "+4930")
	w.indicate("7001", "enabled", 7)
	w.later(3 * time.Second)
	w.indicate("7001", "disabled", 7)
	w.flush()
	w.later(3 * time.Second)
	w.indicate("7001", "enabled", 9)
	w.flush()
	return w
}

// TestStoppedIsSeenFirst checks that STOPPED UNASKED is visible at every size that has room
// for a word, and that other faults are behind it.
func TestStoppedIsSeenFirst(t *testing.T) {
	for size, want := range map[[2]int]struct{ row, withFault string }{
		{200, 40}: {"! STOPPED UNASKED 3s ago", "! STOPPED UNASKED 3s ago  ! OUT OF SERVICE"},
		{120, 30}: {"! STOPPED UNASKED 3s ago", "! STOPPED UNASKED 3s ago"},
		{80, 24}:  {"! STOPPED UNASKED 3s ago", "! STOPPED UNASKED 3s  ! OUT…"},
		{40, 10}:  {"● REC       ! STOPPED 3s", "● REC       ! STOPPED 3s"},
		{30, 6}:   {"● REC       ! STOPPE…", "● REC       ! STOPPE…"},
	} {
		w := stopped(t, size[0], size[1])
		if row := w.row("7001"); !strings.Contains(row, want.row) || strings.Contains(row, "(ot") && size[0] < 40 {
			t.Errorf("at %v the row reads %q, want %q", size, row, want.row)
		}
		w.message(wire.EventDNOutOfService, thisDN("7001"))
		w.flush()
		if row := w.row("7001"); !strings.Contains(row, want.withFault) {
			t.Errorf("out of service, at %v the row reads %q, want %q", size, row, want.withFault)
		}
		w.keys("gK")
		w.screen()
		w.keys("<enter><enter>")
		if row := w.row("7001"); strings.Contains(row, "STOPPED") || size[0] > 40 && !strings.Contains(row, "! OUT OF SERVICE") {
			t.Errorf("acknowledged, at %v the row reads %q", size, row)
		}
	}
}

// TestACaptureOfAnotherCallIsSaid checks that a row that shows a call always has the remark
// that the capture is of another call.
func TestACaptureOfAnotherCallIsSaid(t *testing.T) {
	for _, width := range []int{200, 150, 120, 100, 90, 80, 70, 60} {
		for _, fault := range []bool{false, true} {
			w := stopped(t, width, 24)
			if fault {
				w.message(wire.EventDNOutOfService, thisDN("7001"))
				w.flush()
			}
			for _, keys := range []string{"", "gs", "K"} {
				w.keys(keys)
				for _, c := range w.leave() {
					w.reject(c, 59, "DN is not configured in CME")
				}
				w.flush()
				if row := w.row("7001"); w.app.layout.columns.ShowsCall() && !strings.Contains(row, "(other") {
					t.Errorf("at %d cells, behind %q, with a fault %v the row reads %q", width, keys, fault, row)
				}
			}
		}
	}
}

// TestCountsOfFaultsAndStaleGoLast checks that a narrow header drops all other counts
// before those of faults and stale rows.
func TestCountsOfFaultsAndStaleGoLast(t *testing.T) {
	for _, width := range []int{120, 80, 60, 40, 30} {
		w := stopped(t, width, 6)
		w.indicate("7002", "enabled", 7)
		w.call(wire.EventReleased, "7002", 7, "+4930")
		w.flush()
		w.later(3 * time.Second)
		all := strings.Join(w.lines(), "\n")
		for _, count := range []string{"! 1", "~ 1"} {
			if !strings.Contains(all, count) {
				t.Errorf("at %d cells %q is not in\n%s", width, count, all)
			}
		}
	}
}

// TestAnotherClientsStopTellsItsAge checks that the row tells of another client's stop in
// the same words whether or not it is the last command.
func TestAnotherClientsStopTellsItsAge(t *testing.T) {
	for _, width := range []int{200, 120, 80, 40} {
		// That the call is not captured is another incident.
		patient := func(_ *Options, m *model.Options) { m.Coverage.Grace = time.Hour }
		w := newWindow(t, width, 24, patient, entries("7001")...)
		w.linkUp()
		w.register("7001")
		w.call(wire.EventEstablished, "7001", 7, "+4930")
		w.indicate("7001", "enabled", 7)
		w.later(3 * time.Second)
		w.indicate("7001", "stop", 7)
		w.indicate("7001", "disabled", 7)
		w.flush()
		w.later(31 * time.Second)
		want := "stopped by another client 31s ago"
		switch width {
		case 80:
			want = "stopped by another client 31s"
		case 40:
			want = "stopped 31s"
		}
		row := w.row("7001")
		if !strings.Contains(row, want) || strings.Contains(row, "stop by another") {
			t.Errorf("at %d cells the row reads %q, want %q", width, row, want)
		}
		w.update(tea.WindowSizeMsg{Width: width, Height: 24})
		w.keys("K")
		w.screen()
		w.keys("<enter><enter>")
		if row = w.row("7001"); strings.Contains(row, "31s ago") {
			t.Errorf("acknowledged, the row reads %q", row)
		}
	}
}
