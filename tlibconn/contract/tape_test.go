package contract

import (
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

// What a message of a hostile T-Server leaves on the tape is small, however long its texts are.
func TestTapeKeepsLittle(t *testing.T) {
	t.Parallel()
	p := Options{}.withDefaults()
	kept := newTape(&p, "7001")
	feed := tlibtest.Feed{T: t, Now: time.Now}
	long := strings.Repeat("7", 4<<20)
	kept.add(feed.Message(wire.EventError, tlibtest.ThisDN(long), wire.TextAttribute(wire.AttributeErrorMessage, long)), desktopName)
	kept.add(feed.Message(wire.EventUserEvent, tlibtest.ThisDN("7001"), tlibtest.UserData(t, wire.TextPair(event.CaptureKey, long))), desktopName)
	for _, m := range kept.all(0, func(*message) bool { return true }) {
		if size := len(m.dn) + len(m.text) + len(m.key) + len(m.shown); size > 2*maxText {
			t.Errorf("a %s keeps %d bytes", m.typ, size)
		}
	}
	log, cut := kept.taken()
	if len(log) != 0 || cut != 2 {
		t.Errorf("the log has %d messages, and %d are cut", len(log), cut)
	}
	// There is room for another one.
	kept.add(feed.Message(wire.EventACK), desktopName)
	if m, _, err := kept.next(t.Context(), 2, time.Now(), func(m *message) bool { return m.typ == wire.EventACK }); m == nil || err != nil {
		t.Errorf("EventACK: %v, %v", m, err)
	}
}
