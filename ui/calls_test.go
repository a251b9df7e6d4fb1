package ui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestCallsOnTheScreen checks how a call that is busy for too long and a bridged call are
// shown, and what the detail shows about calls.
func TestCallsOnTheScreen(t *testing.T) {
	w := running(t, 160, 40, 3, nil)
	w.call(wire.EventEstablished, "7001", 0xc1, "+4930")
	w.call(wire.EventHeld, "7001", 0xc1, "+4930")
	w.message(wire.EventDialing, thisDN("7001"), connID(0xc2), wire.TextAttribute(wire.AttributeOtherDN, "7090"),
		wire.LongAttribute(wire.AttributeTransferConnID, 0xc1), wire.TextAttribute(wire.AttributeCallUUID, "00A8\x1bUUID"))
	w.call(wire.EventDestinationBusy, "7001", 0xc2, "7090")
	w.call(wire.EventRinging, "7002", 0xc3, "7090")
	w.call(wire.EventBridged, "7002", 0xc3, "7090")
	w.flush()
	if row := w.row("7001"); !strings.Contains(row, "  busy 7090 +1 held") {
		t.Errorf("a call that is busy is shown as %q", row)
	}
	if row := w.row("7002"); strings.Contains(row, "7090") {
		t.Errorf("a call that continues at another DN is shown as this DN's: %q", row)
	}
	w.later(board.BusyTime)
	if row := w.row("7001"); !strings.Contains(row, "~ busy 7090 +1 held") {
		t.Errorf("a call that was busy long ago is shown as %q", row)
	}
	w.keys("<enter>")
	for _, text := range []string{"consult call about 00000000000000c1", "CallUUID 00A8␛UUID", " ~ busy 7090   no release came   since 14:02:10", "(current)"} {
		w.shows(text)
	}
	w.keys("<enter>j<enter>")
	w.shows("bridged 7090")
	list, err := wire.ListAttribute(wire.AttributeExtensions, []wire.KeyValue{wire.TextPair("conn-1", "c4"), wire.TextPair("ps-1", "12")})
	if err != nil {
		t.Fatal(err)
	}
	e := w.message(wire.EventRegistered, thisDN("7003"), list)
	e.Request = event.Request{Kind: event.RequestRegister, Round: 1, SentAt: w.now}
	w.flush()
	w.later(26 * time.Second)
	w.keys("<enter>j<enter>")
	w.shows("talking   at least since 14:02:40.000 (>26s)")
	if row := w.row("7003"); !strings.Contains(row, "  talking >26s ") {
		t.Errorf("a call that a snapshot found is shown as %q", row)
	}
}

// TestLengthOfACall checks that a row shows how long its DN has been in the call, through a
// hold, that the number of the other party makes room for it, and that a call that was not
// answered has none.
func TestLengthOfACall(t *testing.T) {
	w := running(t, 120, 24, 3, nil)
	w.call(wire.EventEstablished, "7001", 0xc1, "+442079460000")
	w.call(wire.EventRinging, "7002", 0xc2, "+4930")
	w.flush()
	w.later(40 * time.Second)
	w.call(wire.EventHeld, "7001", 0xc1, "+442079460000")
	w.flush()
	w.later(3 * time.Minute)
	if row := w.row("7001"); !strings.Contains(row, "  held +442079460000 3m ") {
		t.Errorf("a call of 3 minutes is shown as %q", row)
	}
	if row := w.row("7002"); !strings.Contains(row, "  ringing +4930  ") {
		t.Errorf("a call that rings is shown as %q", row)
	}
	w.update(tea.WindowSizeMsg{Width: 80, Height: 24})
	if row := w.row("7001"); !strings.Contains(row, "  held +44207… 3m ") {
		t.Errorf("at 80 cells a call of 3 minutes is shown as %q", row)
	}
}

// TestEnterAfterAnExactFilter checks that enter opens the detail of the DN that was typed
// into the filter.
func TestEnterAfterAnExactFilter(t *testing.T) {
	w := running(t, 120, 30, 20, nil)
	w.keys("/7013<enter>")
	if got := w.cursor(); got != "7013" {
		t.Errorf("the cursor is on %q", got)
	}
	w.keys("<enter>")
	w.shows("Detail of 7013")
}
