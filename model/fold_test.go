package model

import (
	"strconv"
	"strings"
	"testing"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
)

func TestFolded(t *testing.T) {
	for _, alike := range [][]string{
		{"abcz@[`{", "ABCZ@[`{", "aBcZ@[`{"},
		{"ødegård K", "ØDEGÅRD k", "Ødegård \u212a"},
		{"σς", "ΣΣ"},
		{"北京 x", "北京 X"},
		{"a\xffb", "A\xffB"},
		{"straße", "STRASSE", "STRAẞE"},
		{"josé", "JOSÉ", "jose\u0301", "JOSE\u0301"},
		{"åse", "\u212bse", "A\u030aSE"},
		{"ỗ", "o\u0302\u0303", "ô\u0303", "Ỗ"},
		{"ΐ", "Ϊ\u0301", "\u0399\u0308\u0301"},
		{"ﬁn", "FIN"},
		{"각", "\u1100\u1161\u11a8"},
	} {
		want := string(appendFolded(nil, []byte(alike[0])))
		for _, text := range alike {
			if got := string(appendFolded([]byte("-"), []byte(text))); got != "-"+want {
				t.Errorf("%q becomes %q, %q becomes %q", text, got, alike[0], want)
			}
		}
	}
	for a, b := range map[string]string{"a": "å", "e": "e\u0301", "ss": "s", "I": "ı", "北": "京"} {
		if string(appendFolded(nil, []byte(a))) == string(appendFolded(nil, []byte(b))) {
			t.Errorf("%q is taken for %q", a, b)
		}
	}
}

// TestFoldsAreBounded: what T-Server makes up, such as agents' names, does not pile up.
func TestFoldsAreBounded(t *testing.T) {
	var f folds
	long := strings.Repeat("é", 64<<10)
	for i := range 100 {
		text := long + strconv.Itoa(i)
		if !f.contain(text, "é"+strconv.Itoa(i)) {
			t.Fatalf("text %d is not found", i)
		}
		size := 0
		for text, folded := range f.known {
			size += len(text) + len(folded)
		}
		if size != f.size || size > mostFolds {
			t.Fatalf("%d bytes are remembered, %d counted", size, f.size)
		}
	}
}

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
	f.want("completed", f.m.completeFilter("team:caf"), "team:CAFE\u0301")
	f.commands(event.VerbStart, apart)
	f.want("a command", f.sent(), "start "+apart)
	if f.m.board.Row(keyOf(composed)) == f.m.board.Row(keyOf(apart)) {
		t.Error("two DNs share a row")
	}
}
