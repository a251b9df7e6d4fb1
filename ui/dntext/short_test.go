package dntext

import "testing"

func TestShort(t *testing.T) {
	for _, test := range []struct {
		text string
		room int
		want string
	}{
		{"the link was lost meanwhile", 40, "the link was lost meanwhile"},
		{"the link was lost meanwhile", 14, "link lost"},
		{"! REJECTED 1161 incorrect object", 14, "! ERROR 1161 incorrect object"},
		{"! REJECTED 59", 14, "! REJECTED 59"},
		{"! STOPPED UNASKED 31s ago", 18, "! STOPPED 31s"},
		{"! STOPPED UNASKED 31s ago", 21, "! STOPPED UNASKED 31s"},
		{"", 0, ""},
		{"a query went unanswered", 14, "not answered"},
	} {
		if got := Short(test.text, test.room); got != test.want {
			t.Errorf("%q in %d cells: %q, want %q", test.text, test.room, got, test.want)
		}
	}
}
