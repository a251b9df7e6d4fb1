package dnlist

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func read(r Reader, list string) (string, error) {
	var got []string
	err := r.Items(list, func(item *Item) error {
		return item.Each(func(dn string) error {
			got = append(got, fmt.Sprintf("%d:%s", item.Number, dn))
			return nil
		})
	})
	return strings.Join(got, " "), err
}

func TestSeparators(t *testing.T) {
	const unclear = "one DN or several?"
	for _, test := range []struct{ list, want, problem string }{
		{list: "7001 7300-7302", want: "1:7001 2:7300 2:7301 2:7302"},
		{list: "7001;7002", want: "1:7001 2:7002"},
		{list: "7001; 7002 ;7003", want: "1:7001 2:7002 3:7003"},
		{list: "7001\n7002\r\n7003\n", want: "1:7001 2:7002 3:7003"},
		{list: "\n\n7001\n\n7002\n\n", want: "1:7001 2:7002"},
		{list: "7001\t7002", want: "1:7001 2:7002"},
		{list: "7001,\n7002,\n7003", want: "1:7001 2:7002 3:7003"},
		{list: " 7001\u00a07002\u3000", want: "1:7001 2:7002"},
		{list: "agent1 agent2;SIP_3", want: "1:agent1 2:agent2 3:SIP_3"},
		{list: "sales,support", want: "1:sales 2:support"},
		{list: "sales\nsupport\tmarketing", want: "1:sales 2:support 3:marketing"},
		{list: "+4930111 +4930222", want: "1:+4930111 2:+4930222"},

		{list: "sales west", problem: `item 1 of the DN list, sales west: one DN or several? for one, write "sales west" in double quotes; for several, write sales,west`},
		{list: "7001,sales west,7002", want: "1:7001", problem: "item 2 of the DN list, sales west: " + unclear},
		{list: "7001 sales", problem: unclear},
		{list: "sales;support", problem: unclear},
		{list: "7001;phone-context=x", problem: unclear},
		{list: "7001;user=phone", problem: unclear},
		{list: "+49 30 1234", problem: unclear},
		{list: "Zentrale 1\nZentrale 2", problem: "item 1 of the DN list, Zentrale 1: " + unclear},
		{list: "a b c d e f", problem: `write a,b,c,d,...`},

		{list: `"sales west"`, want: "1:sales west"},
		{list: `"sales west",7001;"a;b" "c,d"`, want: "1:sales west 2:7001 3:a;b 4:c,d"},
		{list: `"7001-7003"`, want: "1:7001-7003"},
		{list: `"say ""hi"""`, want: `1:say "hi"`},
		{list: `ab"c`, want: `1:ab"c`},
		{list: `7001,"ab`, want: "1:7001", problem: `item 2 of the DN list, "ab: a double quote is not closed`},
		{list: `"ab"c`, problem: "the closing double quote must"},
		{list: `7001,""`, want: "1:7001", problem: "nothing between the double quotes"},

		{list: "", problem: "item 1 of the DN list"},
		{list: " \n", problem: "is blank"},
		{list: ",7001", problem: "item 1 of the DN list"},
		{list: "7001;;7002", want: "1:7001", problem: "item 2 of the DN list"},
		{list: "7001 7002, ;7003", want: "1:7001 2:7002", problem: "item 3 of the DN list"},
		{list: "7001;", want: "1:7001", problem: "item 2 of the DN list"},
		{list: "7001 7005-7003 7009", want: "1:7001", problem: "item 2 of the DN list, 7005-7003: the range is reversed: write 7003-7005"},
	} {
		got, err := read(Reader{}, test.list)
		if got != test.want {
			t.Errorf("%q: got %q, want %q", test.list, got, test.want)
		}
		if test.problem == "" && err != nil || test.problem != "" && (err == nil || !strings.Contains(err.Error(), test.problem)) {
			t.Errorf("%q: error is %v, want one with %q", test.list, err, test.problem)
		}
	}
}

func TestReaderKnowsDNs(t *testing.T) {
	reader := Reader{Known: func(dn string) bool { return strings.Contains("|sales|west|sales east|", "|"+dn+"|") }}
	for _, test := range []struct{ list, want string }{
		{"sales west", "1:sales 2:west"},
		{"sales east", "1:sales east"},
		{"sales east,west", "1:sales east 2:west"},
		{"sales north", ""},
	} {
		got, err := read(reader, test.list)
		var unclear *UnclearError
		if got != test.want || errors.As(err, &unclear) != (test.want == "") {
			t.Errorf("%q: got %q, %v", test.list, got, err)
		}
	}
}

func TestCheck(t *testing.T) {
	for dn, want := range map[string]string{
		"7001\u200b": "invisible", "\ufeff7001": "invisible", "70\u00ad01": "invisible",
		"70\x0001": "control character", "70\u202e01": "control character", "70\xff": "not UTF-8", "70\ufffd": "could not be read",
	} {
		if err := Check(dn); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", dn, err, want)
		}
	}
	for _, dn := range []string{"7001", "a b", "北京-01", "می\u200cخواهم", "👩\u200d🚀"} {
		if err := Check(dn); err != nil {
			t.Errorf("%q: %v", dn, err)
		}
	}
}

// TestQuotedDNsComeBack joins arbitrary DNs with arbitrary separators.
func TestQuotedDNsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dns := rapid.SliceOfN(rapid.StringMatching(`[a-z0-9 ,;"\-\t\n]{1,6}`), 1, 5).Draw(t, "dns")
		separator := rapid.SampledFrom([]string{",", ", ", "\n", "\r\n", "\t", " , \n"}).Draw(t, "separator")
		var written []string
		for _, dn := range dns {
			written = append(written, Quote(dn))
		}
		var got []string
		err := Items(strings.Join(written, separator), func(item *Item) error {
			return item.Each(func(dn string) error { got = append(got, dn); return nil })
		})
		if err != nil || strings.Join(got, "|") != strings.Join(dns, "|") {
			t.Fatalf("%q became %q, %v", dns, got, err)
		}
	})
}

// TestAnyText reads arbitrary texts: Items returns, the items are numbered in sequence,
// and none of them is empty or, without quotes, contains a separator.
func TestAnyText(t *testing.T) {
	texts := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("0179-ab,; \t\n\"+"))))
	rapid.Check(t, func(t *rapid.T) {
		list := texts.Draw(t, "list")
		number := 0
		err := Items(list, func(item *Item) error {
			number++
			if item.Number != number || item.Text == "" || !item.Quoted && strings.ContainsFunc(item.Text, isSeparator) {
				t.Fatalf("item %d of %q is %+v", number, list, item)
			}
			return nil
		})
		if err == nil && number == 0 {
			t.Fatalf("%q is a list of nothing", list)
		}
	})
}
