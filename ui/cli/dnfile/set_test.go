package dnfile

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
		{name: "duplicate", list: "7001,7000-7002", problem: "duplicate DN 7001, first listed in item 1 of the list"},
		{name: "reversed", list: "7050-7005", problem: "the range is reversed: write 7005-7050"},
		{name: "oversize", list: "000000-100000", problem: "the range has 100001 DNs; at most 100000"},
		{name: "too many in all", list: "000000-099999,x", problem: "more than 100000 DNs"},
		{name: "too many digits", list: "00000000000000000000000-99999999999999999999999", problem: "at most 19"},
		{name: "escape sequence", list: "70\x1b[2J01", problem: "control character"},
		{name: "blanks and semicolons", list: "7001 7300-7301;7005", want: "7001 7300 7301 7005"},
		{name: "a blank in a DN", list: "sales west", problem: "item 1 of the DN list, sales west: one DN or several? for one, write \"sales west\" in double quotes; for several, write sales,west"},
		{name: "a blank in a DN, in quotes", list: "\"sales west\"", want: "sales west"},
		{name: "long", list: strings.Repeat("x", 256), problem: "256 bytes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			set := NewSet()
			err := set.AddList(test.list)
			checkSet(t, set, err, test.want, test.problem)
		})
	}
}

func TestDNFile(t *testing.T) {
	for _, test := range []struct{ name, text, want, problem string }{
		{name: "plain", text: "7001\n7002\n", want: "7001 7002"},
		{name: "header, BOM, CRLF", text: "\ufeffdn,label,team\r\n7001,\"Lee, A.\",night\r\n7002\r\n", want: "7001/Lee, A./night 7002"},
		{name: "no last newline", text: "7001,,day", want: "7001//day"},
		{name: "semicolons, as a spreadsheet writes them", text: "\ufeffdn;label;team\r\n7001;\"Lee; A.\";night\r\n0042;Kim, B.;\r\n", want: "7001/Lee; A./night 0042/Kim, B./"},
		{name: "tabs", text: "dn\tlabel\tteam\n7001\tLee, A.\tnight\n7002\t\tday\n", want: "7001/Lee, A./night 7002//day"},
		{name: "semicolons without a header", text: "7001;Lee, A.;night\n7002;Kim, B.;day\n", want: "7001/Lee, A./night 7002/Kim, B./day"},
		{name: "commas with semicolons in the labels", text: "7001,Lee; A.,night\n7002,Kim; B.,day\n", want: "7001/Lee; A./night 7002/Kim; B./day"},
		{name: "sep", text: "sep=;\r\ndn;label\r\n7001;a,b\r\n", want: "7001/a,b/"},
		{name: "sep of any kind, in quotes", text: "\"sep=|\"\n7001|Lee, A.\n", want: "7001/Lee, A./"},
		{name: "line numbers after sep", text: "sep=;\n7001;x\n;y\n", problem: "line 3: it has no DN"},
		{name: "any order, other columns", text: "Team;Site;Label;DN\nnight;HQ;Lee;7001\nday;HQ;Kim;7002\n", want: "7001/Lee/night 7002/Kim/day"},
		{name: "quoted names", text: "\"label\",\"dn\"\n\"Lee, A.\",\"7001\"\n", want: "7001/Lee, A./"},
		{name: "header after blank lines", text: "\n\n label ; dn \nLee;7001\n", want: "7001/Lee/"},
		{name: "names without dn", text: "number;label;team\n7001;Lee;night\n", problem: "a header line without dn; name the column of the DNs dn"},
		{name: "names without dn, in other words", text: "Extension\n7001\n", problem: "a header line without dn"},
		{name: "names without dn, in another language", text: "Nebenstelle;Name\n7001;Lee\n7002;Kim\n", problem: "begins with \"Nebenstelle\", which looks like a header line"},
		{name: "a name that is a DN", text: "\"reception\",Front desk\n7001,Lee\n", want: "reception/Front desk/ 7001/Lee/"},
		{name: "names that are DNs", text: "reception,Front desk\ngate,Porter\n7001,Lee\n", want: "reception/Front desk/ gate/Porter/ 7001/Lee/"},
		{name: "scientific, as a spreadsheet shows it", text: "dn,label\n7.001E+03,Lee\n", problem: "line 2: 7.001E+03 is a number as a spreadsheet shows it; format the column as text, enter the DN again and save the file; if it is the DN, write it as \"\"\"7.001E+03\"\"\""},
		{name: "scientific, in quotes", text: "\"7.001E+03\",Lee\n", problem: "line 1: 7.001E+03 is a number as"},
		{name: "scientific with a comma", text: "sep=;\n7,001e3;Lee\n", problem: "line 2: 7,001e3 is a number as"},
		{name: "with decimals", text: "7001.0\n", problem: "line 1: 7001.0 is a number as"},
		{name: "with dots between thousands", text: "7.001;Lee\n", problem: "line 1: 7.001 is a number as"},
		{name: "with a comma between thousands, in quotes", text: "\"7,001\",Lee\n", problem: "line 1: 7,001 is a number as"},
		{name: "with apostrophes", text: "1'007'001;Lee\n", problem: "line 1: 1'007'001 is a number as"},
		{name: "with a comma between thousands", text: "7,001\n", problem: "line 1: 7,001 looks like one number with a comma in it; write it without the comma; if 7 is the DN and 001 its label, name the columns"},
		{name: "the same with a label", text: "7001,Kim\n17,001,Lee\n", problem: "line 2: 17,001 looks like one number"},
		{name: "a short DN with a number as its label", text: "dn,label\n7,001\n", want: "7/001/"},
		{name: "a DN that looks like such a number", text: "\"\"\"7.001E+03\"\"\",Lee\n", want: "7.001E+03/Lee/"},
		{name: "names with dots", text: "7001.a\n10.1\n7E\nE5\n", want: "7001.a 10.1 7E E5"},
		{name: "a name alone", text: "reception\n", want: "reception"},
		{name: "a name in front of a number", text: "reception\n7001\n", problem: "begins with \"reception\", which looks like a header line; name the column of the DNs dn, as in dn,label,team; if it is a DN, write it as \"\"\"reception\"\"\""},
		{name: "the same in quotes", text: "\"reception\"\n7001\n", want: "reception 7001"},
		{name: "the same where all is in quotes", text: "\"name\"\n\"7001\"\n\"7002\"\n", problem: "begins with \"name\", which looks like a header line"},
		{name: "the same in three quotes", text: "\"\"\"name\"\"\"\n\"7001\"\n\"7002\"\n", want: "name 7001 7002"},
		{name: "one column with a name in other words", text: "name\n7001\n7002\n", problem: "begins with \"name\", which looks like a header line"},
		{name: "one column in another language", text: "\ufeffНомер\r\n7001\r\n\r\n7002-7004\r\n", problem: "begins with \"Номер\", which looks like a header line"},
		{name: "one column of names", text: "reception\ngate\n7001\n", want: "reception gate 7001"},
		{name: "one column, a name after it", text: "reception\n7001\ngate\n", want: "reception 7001 gate"},
		{name: "one column of other DNs", text: "room7\n7001\n", want: "room7 7001"},
		{name: "one column that is called dn", text: "DN\n7001\n7002\n", want: "7001 7002"},
		{name: "a label that is called label", text: "7001,label\n", want: "7001/label/"},
		{name: "CR alone", text: "dn,label\r7001,Lee\r7002,Kim\r", want: "7001/Lee/ 7002/Kim/"},
		{name: "rows that look empty", text: "dn;label;team\r\n7001;;\r\n;;\r\n;;\r\n", want: "7001"},
		{name: "a line break in a label", text: "dn,label\n7001,\"Lee\nA.\"\n,x\n", problem: "line 4: it has no DN in the column dn"},
		{name: "a range", text: "7005-7007,Lee,night\n", want: "7005/Lee/night 7006/Lee/night 7007/Lee/night"},
		{name: "a range in quotes is a name", text: "\"7005-7007\",Lee\n", want: "7005-7007/Lee/"},
		{name: "a reversed range", text: "7001\n7007-7005\n", problem: "line 2: the range is reversed: write 7005-7007"},
		{name: "a list in a line", text: "7001 7002\n7003\n", want: "7001 7002 7003"},
		{name: "a list with commas", text: "7001,7002,7003\n", problem: "line 1: the label 7002 looks like a DN"},
		{name: "a number for a label", text: "dn,label\n7001,7002\n", want: "7001/7002/"},
		{name: "a blank in a DN", text: "sales west,Lee\n", problem: "line 1: one DN or several? for one, write \"sales west\" in double quotes"},
		{name: "a blank in a DN, in quotes", text: "\"sales west\",Lee\n", want: "sales west/Lee/"},
		{name: "quotes typed into the cell of a sheet", text: "\"\"\"sales west\"\"\";Lee\n", want: "sales west/Lee/"},
		{name: "a semicolon in a DN", text: "dn,label\n\"7001;phone-context=x\",Lee\n", want: "7001;phone-context=x/Lee/"},
		{name: "a list in a cell", text: "dn;label\n\"7001;7002\";Lee\n", problem: "line 2: 7001;7002 looks like several DNs"},
		{name: "a quote inside a field", text: "7001,Lee \"Bob\" X\n", problem: "line 1: a field contains a double quote; put the whole field in double quotes and double the quote inside it"},
		{name: "UTF-16", text: "\xff\xfe7\x000\x00", problem: "it is UTF-16 text; save it as UTF-8"},
		{name: "NUL", text: "7001\n70\x0002\n", problem: "line 2 contains a NUL byte"},
		{name: "duplicate", text: "7001\n7002\n7001\n", problem: "line 3: duplicate DN 7001"},
		{name: "two bad lines", text: "7001\n,x\n7002,a,b,c\n", problem: "line 2: it has no DN in its first field; line 3: it has 4 fields"},
		{name: "quote", text: "7001\n\"7002\n", problem: "line 2"},
		{name: "code page", text: "7001,\xd8deg\xe5rd\n", problem: "line 1: it is not UTF-8 text"},
		{name: "empty", text: "dn,label,team\n", problem: "contains no DN"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "dns.csv")
			if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			set := NewSet()
			err := set.AddFile(path)
			checkSet(t, set, err, test.want, test.problem)
		})
	}
	if err := NewSet().AddFile(filepath.Join(t.TempDir(), "none")); err == nil || !strings.Contains(err.Error(), "none") {
		t.Errorf("a missing file: %v", err)
	}
}

func checkSet(t *testing.T, set *Set, err error, want, problem string) {
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
	for _, entry := range set.Entries {
		text := entry.DN
		if entry.Label != "" || entry.Team != "" {
			text += "/" + entry.Label + "/" + entry.Team
		}
		got = append(got, text)
	}
	if strings.Join(got, " ") != want {
		t.Errorf("DNs are %q, want %q", got, want)
	}
}
