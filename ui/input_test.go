package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

func (w *window) paste(text string) {
	w.t.Helper()
	w.update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
}

func (w *window) dns() []string {
	var dns []string
	for _, row := range w.model.Board().Rows() {
		dns = append(dns, row.Key().DN)
	}
	return dns
}

// TestPastedDNs checks that exactly the DNs of a paste are added to the board, whatever
// separates them.
func TestPastedDNs(t *testing.T) {
	for _, test := range []struct{ name, typed, pasted, want, problem string }{
		{name: "a column", pasted: "7101\n7102\r\n7103\n", want: "7101 7102 7103"},
		{name: "a column with a blank line", pasted: "\n7101\n\n7102\n\n", want: "7101 7102"},
		{name: "a column with ranges", pasted: "7101-7102\n7105\n", want: "7101 7102 7105"},
		{name: "a list over lines", pasted: "7101,\n7102,\n7103", want: "7101 7102 7103"},
		{name: "blanks", pasted: "7101 7105-7106", want: "7101 7105 7106"},
		{name: "semicolons", pasted: "7101;7102", want: "7101 7102"},
		{name: "names in a column", pasted: "sales\nsupport\n", want: "sales support"},
		{name: "behind what was typed", typed: "7101", pasted: "7102\n7103\n", want: "7101 7102 7103"},
		{name: "behind a comma", typed: "7101,", pasted: "7102\n7103\n", want: "7101 7102 7103"},
		{name: "the rest of a DN", typed: "71", pasted: "01", want: "7101"},
		{name: "several columns", pasted: "7101\tLee\n7102\tKim\n", problem: `one DN or several? for one, write "7101 Lee" in double quotes; for several, write 7101,Lee`},
		{name: "a name with a blank", pasted: "sales west\n7101\n", problem: `write "sales west" in double quotes`},
		{name: "invisible characters", pasted: "\ufeff7101\u200b\n", want: "7101"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := running(t, 160, 24, 1, nil)
			before := w.dns()
			w.keys("+" + test.typed)
			w.paste(test.pasted)
			w.keys("<enter>")
			if test.problem != "" {
				w.shows(test.problem)
				if got := w.dns(); !slices.Equal(got, before) {
					t.Errorf("on the board are %q", got)
				}
				return
			}
			if got := strings.Join(w.dns()[len(before):], " "); got != test.want {
				t.Errorf("%q were added, want %q", got, test.want)
			}
		})
	}
}

// TestDNsPastedIntoTheFilter checks that a column pasted behind dn: becomes its list.
func TestDNsPastedIntoTheFilter(t *testing.T) {
	for _, test := range []struct{ name, typed, pasted, want string }{
		{"a column", "dn:", "7010\n7011\n7012\n", "dn:7010,7011,7012"},
		{"behind what was typed", "!dn:7001", "7010\r\n7011\r\n", "!dn:7001,7010,7011"},
		{"behind another word", "lee dn:7001,", "7010\n7011", "lee dn:7001,7010,7011"},
		{"a name with a blank", "dn:", "sales west\n7011\n", `dn:"sales west",7011`},
		{"the rest of a DN", "dn:70", "01", "dn:7001"},
		{"no list", "lee", "7010\n7011\n", "lee7010 7011 "},
		{"behind the list", "dn:7001 ", "7010\n7011\n", "dn:7001 7010 7011 "},
		{"in quotes", `"dn:`, "7010\n7011\n", `"dn:7010 7011 `},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := running(t, 160, 24, 1, nil)
			w.keys("/" + test.typed)
			w.paste(test.pasted)
			if got := w.model.Rows().Filter().Text; got != test.want {
				t.Errorf("the filter is %q, want %q", got, test.want)
			}
		})
	}
}

// TestWordsBehindAListOfDNs checks that the prompt and the empty board name a word that
// looks like a part of the list but is a text.
func TestWordsBehindAListOfDNs(t *testing.T) {
	const aside = `"7042" is read as a text to find in the row; separate the DNs of a list by commas: dn:7041,7042`
	w := running(t, 200, 24, 1, nil)
	w.keys("/dn:7041 7042")
	w.shows(aside + "  enter keep")
	w.keys("<enter>")
	w.shows("No DN matches the filter: dn:7041 7042   (esc clears it)   " + aside)
	w.keys("/")
	w.shows(aside)
}

// TestCopiedDNsComeBack checks that + accepts what y copied, whatever the DNs are.
func TestCopiedDNsComeBack(t *testing.T) {
	dns := []string{"7001", "sales west", "a;b", "7005-7007", `say "hi"`, "a,b"}
	w := newWindow(t, 120, 40, nil, entries(dns...)...)
	w.linkUp()
	w.keys("ay")
	text := w.copied()
	other := running(t, 120, 24, 1, nil)
	other.keys("+")
	other.paste(text)
	other.keys("<enter>")
	got := other.dns()
	for _, dn := range dns {
		if !slices.Contains(got, dn) {
			t.Errorf("%q is missing in %q; the copied text was %q", dn, got, text)
		}
	}
	if len(got) > len(dns)+1 {
		t.Errorf("%q are on the board", got)
	}
}

// TestNothingTypedIsCut checks that a list of any length is accepted or refused as a whole.
func TestNothingTypedIsCut(t *testing.T) {
	var long []string
	for n := range 3000 {
		long = append(long, fmt.Sprintf("9%06d", n))
	}
	w := running(t, 80, 24, 3, nil)
	w.keys("+")
	w.paste(strings.Join(long, ",") + ",abcdefgh")
	w.lines()
	if got, want := w.model.Overlay().Prompt().Text, strings.Join(long, ",")+",abcdefgh"; got != want {
		t.Fatalf("the prompt has %d characters of %d", len(got), len(want))
	}
	w.keys("<enter>")
	if got := w.dns(); !slices.Equal(got[3:], append(long, "abcdefgh")) {
		t.Errorf("%d DNs were added, want %d", len(got)-3, len(long)+1)
	}
	for _, prompt := range []struct{ name, open string }{
		{"register", "+"},
		{"filter", "/"},
		{"palette", ":"},
		{"search of messages", "<tab>/"},
		{"export", "e"},
	} {
		t.Run(prompt.name, func(t *testing.T) {
			w := running(t, 80, 24, 3, nil)
			w.keys(prompt.open)
			if prompt.name == "export" {
				w.screen()
				w.keys("<right><enter>")
			}
			if w.model.Overlay().Prompt() == nil {
				t.Fatal("no prompt is open")
			}
			w.keys("xyz")
			before := w.model.Overlay().Prompt().Text
			w.paste(strings.Repeat("7", 1<<20))
			w.shows("refused 1,048,576 characters: there is room for")
			if got := w.model.Overlay().Prompt().Text; got != before {
				t.Errorf("the text has %d characters", len(got))
			}
			w.paste(strings.Repeat("7", 20_000))
			if got := w.model.Overlay().Prompt().Text; got != before+strings.Repeat("7", 20_000) {
				t.Errorf("of 20,000 characters %d were accepted", len(got)-len(before))
			}
			w.lines()
			w.keys("<esc>")
		})
	}
}
