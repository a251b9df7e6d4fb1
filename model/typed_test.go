package model

import (
	"testing"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

func (f *floor) commands(verb event.Verb, dns ...string) {
	keys := make([]board.Key, len(dns))
	for i, dn := range dns {
		keys[i] = keyOf(dn)
	}
	f.update(Command{Now: f.now, Verb: verb, Keys: keys})
}

// TestCommandByKeys checks that commands for given rows are handled as a capture key is: with
// the same policy, refusals and dialog, regardless of cursor, marks and filter.
func TestCommandByKeys(t *testing.T) {
	f := newFloor(t, 5, Options{})
	f.commands(event.VerbStart, "7003")
	f.want("one start", f.sent(), "start 7003")
	f.update(Mark{Now: f.now, Keys: []board.Key{keyOf("7001")}})
	f.update(SetFilter{Now: f.now, Text: "7004"})
	f.commands(event.VerbStop, "7004", "7005")
	d := f.m.Overlay().Dialog()
	if f.sent() != "" || d == nil || len(d.Targets) != 2 || len(d.Hidden) != 1 {
		t.Fatalf("the dialog is %+v", d)
	}
	f.commands(event.VerbStart, "7002") // while it is open
	f.shown()
	f.press("y")
	f.want("yes", f.sent(), "stop 7004, stop 7005")
	f.commands(event.VerbStop)
	f.commands(event.VerbNone, "7001")
	f.commands(event.VerbStart, "9999")
	if note := f.m.Note(); f.sent() != "" || !note.IsError || f.m.Overlay().Dialog() != nil {
		t.Errorf("without a target or a verb: %+v", note)
	}

	f = newFloor(t, 2, Options{ReadOnly: true})
	f.commands(event.VerbStart, "7001")
	f.want("read-only", f.m.Note().Text, "this session is read-only: start is not sent")
	f.commands(event.VerbQuery, "7001")
	f.want("read-only, query", f.sent(), "query 7001")
}

func TestMarkByKeys(t *testing.T) {
	f := newFloor(t, 3, Options{})
	f.update(Mark{Now: f.now, Keys: []board.Key{keyOf("7002"), keyOf("7003"), keyOf("9999")}})
	f.update(Mark{Now: f.now, Keys: []board.Key{keyOf("7003")}, Off: true})
	if marked, _ := f.m.Rows().Marks(); marked != 1 || !f.m.Rows().Marked(keyOf("7002")) {
		t.Errorf("%d rows are marked", marked)
	}
	f.do(action.Start)
	f.want("the marked row", f.sent(), "start 7002")
}
