package model

import "testing"

func TestFolded(t *testing.T) {
	for _, alike := range [][]string{
		{"abcz@[`{", "ABCZ@[`{", "aBcZ@[`{"},
		{"ødegård K", "ØDEGÅRD k", "Ødegård \u212a"},
		{"σς", "ΣΣ"},
		{"北京 x", "北京 X"},
		{"a\xffb", "A\xffB"},
	} {
		want := string(appendFolded(nil, []byte(alike[0])))
		for _, text := range alike {
			if got := string(appendFolded([]byte("-"), []byte(text))); got != "-"+want {
				t.Errorf("%q becomes %q, %q becomes %q", text, got, alike[0], want)
			}
		}
	}
	if a, b := string(appendFolded(nil, []byte("a"))), string(appendFolded(nil, []byte("å"))); a == b {
		t.Error("å is taken for a")
	}
}
