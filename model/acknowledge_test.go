package model

import (
	"strings"
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/incidents"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// stopped makes the captures of DNs stop during a call.
func (f *floor) stopped(dns ...string) {
	for _, dn := range dns {
		f.message(event.KindMessage, wire.EventEstablished, wire.TextAttribute(wire.AttributeThisDN, dn), wire.LongAttribute(wire.AttributeConnID, 0xc1))
		f.indicate(dn, "enabled")
	}
	f.flush()
	f.later(board.ConflictWindow + time.Second)
	for _, dn := range dns {
		f.indicate(dn, "disabled")
	}
	f.flush()
	f.later(board.StopTime)
}

// patient is coverage that finds no gap.
func patient() coverage.Options { return coverage.Options{Grace: 24 * time.Hour} }

// acknowledge presses K and takes the first reason and no note.
func (f *floor) acknowledge() {
	f.do(action.Acknowledge)
	f.shown()
	f.press("enter", "enter")
}

// TestAcknowledge checks that the key acknowledges the incidents of the marked DNs, or of
// the one under the cursor, and reports what it did, without sending anything.
func TestAcknowledge(t *testing.T) {
	f := newFloor(t, 4, Options{ReadOnly: true, Process: "p", Coverage: patient()})
	faults := func(when string, want string) {
		t.Helper()
		f.do(action.ShowFaults)
		f.want(when, f.visible(), want)
		f.do(action.ShowAll)
	}
	f.do(action.Acknowledge)
	f.want("nothing stopped", f.m.Note().Text, "there is nothing to acknowledge for DN 7001: it has no incident that is not acknowledged")
	f.stopped("7001", "7002", "7003")
	f.want("raised", f.toDisk(), "raised p-1 stopped-unasked, raised p-2 stopped-unasked, raised p-3 stopped-unasked")
	f.later(time.Hour)
	faults("stopped", "7001 7002 7003")
	f.do(action.Acknowledge)
	f.want("question", f.m.Overlay().Dialog().Question, "Acknowledge 1 incident of 7001 (stopped unasked). What was the reason?")
	f.want("choices", f.choices(" "), "cancel recorder T-Server network configuration maintenance test false alarm")
	f.shown()
	f.press("right", "right", "enter")
	f.update(OverlayText{Now: f.now, Text: "the switch was replaced "})
	f.press("enter")
	f.want("one", f.m.Note().Text, "acknowledged 1 incident: network")
	first, _ := f.m.Incidents().Get("p-1")
	if first.Reason != incidents.ReasonNetwork || first.Note != "the switch was replaced" || first.By != "kim" || !first.Acknowledged.Equal(f.now) {
		t.Errorf("acknowledged: %+v", first)
	}
	f.want("one", f.toDisk(), "acknowledged p-1 stopped-unasked")
	faults("one", "7002 7003")
	f.do(action.MarkAll)
	f.update(SetFilter{Now: f.now, Text: "dn:7003"})
	f.acknowledge()
	f.want("marked", f.m.Note().Text, "acknowledged 2 incidents: recorder; the filter hides 3 of these DNs")
	f.update(SetFilter{Now: f.now})
	faults("marked", "")
	f.do(action.Acknowledge)
	f.want("again", f.m.Note().Text, "there is nothing to acknowledge: these 4 DNs have no incident that is not acknowledged")
	f.want("sent", f.sent(), "")
}

// TestAcknowledgeIsFixed checks that what happens while the dialog is open is not
// acknowledged, and that nothing is if the dialog or the prompt is closed.
func TestAcknowledgeIsFixed(t *testing.T) {
	f := newFloor(t, 2, Options{Process: "p", Coverage: patient()})
	f.stopped("7001")
	for _, closes := range [][]string{{"esc"}, {"left", "enter"}, {"enter", "esc"}} {
		f.do(action.Acknowledge)
		f.shown()
		f.press(closes...)
		if n := f.m.Incidents().Counts().Unacknowledged; n != 1 || f.m.Overlay().IsOpen() {
			t.Errorf("after %v %d are unacknowledged, want 1", closes, n)
		}
	}
	f.do(action.Acknowledge)
	f.shown()
	f.press("enter")
	f.later(time.Minute)
	f.indicate("7001", "enabled")
	f.flush()
	f.later(time.Minute)
	f.indicate("7001", "disabled")
	f.flush()
	f.later(board.StopTime)
	f.press("enter")
	if n := f.m.Incidents().Counts().Unacknowledged; n != 1 {
		t.Errorf("%d are unacknowledged, want the newer one", n)
	}
	if lasting, ok := f.m.Board().Row(keyOf("7001")).Lasting(); !ok || lasting.Count != 1 {
		t.Errorf("the row shows %+v", lasting)
	}
}

// TestEarlierIncidentsAreOnRows checks that a row shows what an earlier run has left, also
// if its DN is added later.
func TestEarlierIncidentsAreOnRows(t *testing.T) {
	f := newFloor(t, 1, Options{Process: "p"})
	earlier := func(id, dn string, kind incidents.Kind) incidents.Incident {
		began := f.now.Add(-time.Hour)
		return incidents.Incident{ID: id, Kind: kind, Severity: incidents.Major, Key: keyOf(dn), Began: began, Latest: began, Raised: began, Count: 1}
	}
	f.update(EarlierIncidents{Now: f.now, Incidents: []incidents.Incident{
		earlier("o-1", "7001", incidents.NotCaptured), earlier("o-2", "7002", incidents.PausedTooLong),
	}})
	f.want("first", f.m.Board().Row(keyOf("7001")).Fault().String(), "NOT CAPTURED")
	f.registers("7002")
	f.want("second", f.m.Board().Row(keyOf("7002")).Fault().String(), "PAUSED TOO LONG")
	f.acknowledge()
	f.want("acknowledged", f.m.Board().Row(keyOf("7001")).Fault().String(), "")
}

// TestAcknowledgedElsewhere checks that a row no longer shows what another process has
// acknowledged, and that the board says by whom.
func TestAcknowledgedElsewhere(t *testing.T) {
	f := newFloor(t, 2, Options{Process: "p", Coverage: patient()})
	f.stopped("7001", "7002")
	f.toDisk()
	first, _ := f.m.Incidents().Get("p-1")
	first.Reason, first.By, first.Acknowledged = incidents.ReasonNetwork, "anna", f.now
	f.update(AcknowledgedElsewhere{Now: f.now, Incidents: []incidents.Incident{first}})
	f.want("note", f.m.Note().Text, "the incident of 7001 was acknowledged elsewhere by anna: network")
	f.want("first", f.m.Board().Row(keyOf("7001")).Fault().String(), "")
	f.want("second", f.m.Board().Row(keyOf("7002")).Fault().String(), "STOPPED UNASKED")
	f.want("to disk", f.toDisk(), "")
}

// TestAcknowledgeTyped checks the same for a typed line.
func TestAcknowledgeTyped(t *testing.T) {
	f := newFloor(t, 2, Options{Coverage: patient()})
	f.stopped("7001", "7002")
	f.update(Acknowledge{Now: f.now, Reason: incidents.ReasonTest})
	f.update(Acknowledge{Now: f.now, Keys: []board.Key{keyOf("7001")}})
	if n := f.m.Board().Counters().Faults; n != 2 {
		t.Errorf("without keys or reason it leaves %d faults, want 2", n)
	}
	f.update(Acknowledge{Now: f.now, Keys: []board.Key{keyOf("7001"), keyOf("7002")}, Reason: incidents.ReasonTest, Note: "a try"})
	f.want("typed", f.m.Note().Text, "acknowledged 2 incidents: test")
	f.stopped("7001")
	f.do(action.Stop)
	f.update(Acknowledge{Now: f.now, Keys: []board.Key{keyOf("7001")}, Reason: incidents.ReasonTest})
	if n := f.m.Board().Counters().Faults; n != 1 {
		t.Errorf("under a dialog it leaves %d faults, want 1", n)
	}
}

// TestAcknowledgeLinked checks that, in the list, a stop and the gap that begins with it are
// acknowledged together, whichever is under the cursor, and that neither an earlier gap of the
// DN nor an incident of another DN is.
func TestAcknowledgeLinked(t *testing.T) {
	for _, down := range []int{0, 1} {
		f := newFloor(t, 3, Options{Process: "p"})
		f.callEvent(wire.EventEstablished, "7001", 0xc1)
		f.flush()
		f.later(12 * time.Second) // a gap of its own
		f.indicate("7001", "enabled")
		f.flush()
		f.later(board.ConflictWindow + time.Second)
		f.indicate("7001", "stop") // another client's
		f.indicate("7001", "disabled")
		f.flush()
		f.later(board.StopTime)
		f.later(10 * time.Second)
		f.want("raised", f.toDisk(), "raised p-1 not-captured, cleared p-1 not-captured, raised p-2 stopped-by-other, raised p-3 not-captured")
		for _, incident := range f.m.Incidents().All() {
			if incident.ID == "p-3" && incident.Cause != "stopped by another client" {
				t.Errorf("the gap has the cause %q", incident.Cause)
			}
		}
		f.do(action.Incidents)
		for range down {
			f.do(action.Down)
		}
		f.do(action.Acknowledge)
		f.shown()
		question := f.m.Overlay().Dialog().Question
		if !strings.HasPrefix(question, "Acknowledge 2 incidents of 7001 (") {
			t.Errorf("the question is %q", question)
		}
		f.press("enter", "enter")
		f.want("unacknowledged", strings.Join(f.m.Incidents().OfDNs([]board.Key{keyOf("7001")}), " "), "p-1")
	}
}
