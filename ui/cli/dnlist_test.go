package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDNList(t *testing.T) {
	for _, test := range []struct{ name, list, want, problem string }{
		{name: "one", list: "7001", want: "7001"},
		{name: "range", list: "7001,7005-7007", want: "7001 7005 7006 7007"},
		{name: "leading zeros", list: "0098-0101", want: "0098 0099 0100 0101"},
		{name: "name with a dash", list: "sales-west", want: "sales-west"},
		{name: "digits of two lengths are a name", list: "70-7050", want: "70-7050"},
		{name: "range of one", list: "7-7", want: "7"},
		{name: "blanks around", list: " 7001 , 7002 ", want: "7001 7002"},
		{name: "blank item", list: "7001,,7002", problem: "item 2 of the DN list \"7001,,7002\" is blank"},
		{name: "empty", list: "", problem: "item 1"},
		{name: "duplicate", list: "7001,7000-7002", problem: "the DN 7001 stands there already: item 1 of the list"},
		{name: "reversed", list: "7050-7005", problem: "the range is reversed: write 7005-7050"},
		{name: "oversize", list: "000000-100000", problem: "the range has 100001 DNs, at most 100000"},
		{name: "too many in all", list: "000000-099999,x", problem: "more than 100000 DNs"},
		{name: "too many digits", list: "00000000000000000000000-99999999999999999999999", problem: "at most 19"},
		{name: "escape sequence", list: "70\x1b[2J01", problem: "control character"},
		{name: "long", list: strings.Repeat("x", 256), problem: "256 bytes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			set := newDNSet()
			err := set.addList(test.list)
			checkSet(t, set, err, test.want, test.problem)
		})
	}
}

func TestDNFile(t *testing.T) {
	for _, test := range []struct{ name, text, want, problem string }{
		{name: "plain", text: "7001\n7002\n", want: "7001 7002"},
		{name: "header, BOM, CRLF", text: "\ufeffdn,label,team\r\n7001,\"Lee, A.\",night\r\n7002\r\n", want: "7001/Lee, A./night 7002"},
		{name: "no last newline", text: "7001,,day", want: "7001//day"},
		{name: "duplicate", text: "7001\n7002\n7001\n", problem: "line 3: the DN 7001 stands there already"},
		{name: "two bad lines", text: "7001\n,x\n7002,a,b,c\n", problem: "line 2: it has no DN in its first field; line 3: it has 4 fields"},
		{name: "quote", text: "7001\n\"7002\n", problem: "line 2"},
		{name: "code page", text: "7001,\xd8deg\xe5rd\n", problem: "line 1: it is no UTF-8 text"},
		{name: "empty", text: "dn,label,team\n", problem: "holds no DN"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "dns.csv")
			if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			set := newDNSet()
			err := set.addFile(path)
			checkSet(t, set, err, test.want, test.problem)
		})
	}
	if err := newDNSet().addFile(filepath.Join(t.TempDir(), "none")); err == nil || !strings.Contains(err.Error(), "none") {
		t.Errorf("a missing file: %v", err)
	}
}

func checkSet(t *testing.T, set *dnSet, err error, want, problem string) {
	t.Helper()
	if problem != "" {
		if err == nil || !strings.Contains(err.Error(), problem) {
			t.Errorf("error is %v, want one with %q", err, problem)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range set.entries {
		text := entry.dn
		if entry.label != "" || entry.team != "" {
			text += "/" + entry.label + "/" + entry.team
		}
		got = append(got, text)
	}
	if strings.Join(got, " ") != want {
		t.Errorf("DNs are %q, want %q", got, want)
	}
}
