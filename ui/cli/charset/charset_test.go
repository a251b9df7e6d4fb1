package charset

import (
	"strings"
	"testing"
)

func TestCharsets(t *testing.T) {
	tests := []struct{ name, bytes, text string }{
		{"windows-1252", "A. \xd8deg\xe5rd \x80", "A. Ødegård €"},
		{"ISO-8859-1", "\xd8", "Ø"},
		{"latin1", "\xe9", "é"},
		{"windows-1251", "\xcc\xee\xf1\xea\xe2\xe0", "Москва"},
		{"koi8-r", "\xed\xcf\xd3\xcb\xd7\xc1", "Москва"},
		{"cp850", "\x81", "ü"},
		{"IBM037", "", "error"},
		{"shift_jis", "\x96\x6b\x8b\x9e\x83\x5c", "北京ソ"},
		{"gb18030", "\xb1\xb1\xbe\xa9", "北京"},
		{"big5", "\xa5\x5f\xa8\xca", "北京"},
		{"euc-kr", "\xb0\xa1", "가"},
		{"Windows-1252", "\x81\x8d", "\ufffd\ufffd"},
		{"euc-kr", "a\xff\xffb", "a\ufffd\ufffdb"},
		{"utf-16le", "", "error"},
		{"iso-2022-jp", "", "error"},
		{"hz-gb-2312", "", "error"},
		{"replacement", "", "error"},
		{"klingon", "", "error"},
		{"", "", "error"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set, err := New(test.name)
			if test.text == "error" {
				if err == nil || !strings.Contains(err.Error(), "windows-1252") || !strings.Contains(err.Error(), test.name) {
					t.Fatalf("the error is %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			raw := []byte(test.bytes)
			got := set.Decoder()(raw)
			clear(raw)
			if got != test.text {
				t.Errorf("%q reads %q, want %q", test.bytes, got, test.text)
			}
		})
	}
}

func TestUTF8NeedsNoDecoder(t *testing.T) {
	for _, name := range []string{"utf-8", "UTF8"} {
		set, err := New(name)
		if err != nil || set.Decoder() != nil || set.Encoder() != nil || set.Check("Ødegård 北京") != nil {
			t.Errorf("%s: %+v, %v", name, set, err)
		}
	}
}

func TestDNsInACharset(t *testing.T) {
	for _, test := range []struct{ name, dn, bytes string }{
		{"windows-1252", "Ødegård-1", "\xd8deg\xe5rd-1"},
		{"windows-1252", "7001", "7001"},
		{"shift_jis", "北京ソ", "\x96\x6b\x8b\x9e\x83\x5c"},
		{"windows-1252", "北京", ""},
		{"windows-1252", "a\u030a", ""}, // å in two characters
		{"windows-1252", "\xff", ""},
	} {
		set, err := New(test.name)
		if err != nil {
			t.Fatal(err)
		}
		err = set.Check(test.dn)
		if test.bytes == "" {
			if err == nil || !strings.Contains(err.Error(), test.dn) || !strings.Contains(err.Error(), test.name) {
				t.Errorf("%q in %s: %v", test.dn, test.name, err)
			}
			if got := set.Encoder()(test.dn); got != test.dn {
				t.Errorf("%q goes out as %q", test.dn, got)
			}
			continue
		}
		if got := set.Encoder()(test.dn); got != test.bytes || err != nil {
			t.Errorf("%q goes out as %q, want %q, %v", test.dn, got, test.bytes, err)
		}
	}
}
