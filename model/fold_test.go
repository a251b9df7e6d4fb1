package model

import (
	"testing"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

// TestFilterTakesNamesAlike: filter and completion do not care how a name is encoded or
// written. A DN is what its bytes say: commands go to that one alone.
func TestFilterTakesNamesAlike(t *testing.T) {
	f := newFloor(t, 0, Options{Confirm: ConfirmNever})
	const composed, apart = "jos\u00e9", "jose\u0301"
	for i, dn := range []string{composed, apart, "STRASSE", "straße", "jose"} {
		f.m.board.Add(board.Entry{Key: keyOf(dn), Team: []string{"Zoë", "ZOE\u0308", "Café", "CAFE\u0301", "zoe"}[i]})
		f.register(dn)
	}
	f.flush()
	for text, want := range map[string]string{
		"JOSÉ":        composed + " " + apart,
		"dn:" + apart: apart,
		"dn:JOSÉ":     composed + " " + apart,
		"strasse":     "STRASSE straße",
		"STRAß":       "STRASSE straße",
		"team:zoë":    composed + " " + apart,
		"team:CAFÉ":   "STRASSE straße",
		"!jose":       composed + " " + apart + " STRASSE straße",
	} {
		f.update(SetFilter{Now: f.now, Text: text})
		f.want("filter "+text, f.visible(), want)
	}
	f.want("completed", f.m.filter.reader.Complete("team:caf"), "team:CAFE\u0301")
	f.commands(event.VerbStart, apart)
	f.want("a command", f.sent(), "start "+apart)
	if f.m.board.Row(keyOf(composed)) == f.m.board.Row(keyOf(apart)) {
		t.Error("two DNs share a row")
	}
}
