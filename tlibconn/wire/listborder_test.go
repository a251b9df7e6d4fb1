package wire

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// sampleLists returns lists with every form of pair, including nested lists.
func sampleLists(t *testing.T) [][]byte {
	t.Helper()
	var lists [][]byte
	for _, pairs := range [][]KeyValue{
		{},
		{TextPair("", "")},
		{TextPair("k", "v"), IntPair("i", -1), BinaryPair("b", []byte{1})},
		{UnicodePair("u", "ab"), {Key: "x", Type: 9, Bytes: []byte{7}}},
		{ListPair("l", ListPair("m", TextPair("n", "o"))), TextPair("z", "")},
		{{Key: "k", Type: PairText, Bytes: []byte("long"), Long: true}, {Key: "i", Type: PairInt, Int: 1, Long: true}},
		{{Key: "l", Type: PairList, List: []KeyValue{TextPair("n", "o"), UnicodePair("u", "x")}, Long: true}},
		{{Key: "k", Type: PairText, Long: true}},
		{{Key: "u", Type: PairUnicode, Bytes: []byte{0, 'x'}, Long: true}, ListPair("e")},
	} {
		a, err := ListAttribute(AttributeUserData, pairs)
		if err != nil {
			t.Fatal(err)
		}
		lists = append(lists, a.Bytes)
	}
	return lists
}

// The fast check of a list agrees with the slow one that returns a reason, whichever
// byte is changed, wherever the list is cut, and whatever follows it.
func TestBothLooksAtAListAgree(t *testing.T) {
	agree := func(list []byte) {
		t.Helper()
		for depth := range 4 {
			a := BinaryAttribute(AttributeUserData, list)
			slow, bad := a.list()
			if bad == nil {
				bad = slow.check(depth)
			}
			if fast := validList(list, 2, depth); fast != (bad == nil) {
				t.Fatalf("% x, depth %d: the fast check returns %t, the slow one %v", list, depth, fast, bad)
			}
			if holds := a.HoldsList(Limits{MaxDepth: depth + 1}); depth > 0 && holds != validList(list, 2, depth+1) {
				t.Fatalf("% x, depth %d: HoldsList returns %t", list, depth+1, holds)
			}
		}
		wide := append([]byte{0, 0}, list...)
		slow, bad := newList(wide, 0, 4)
		if bad == nil {
			bad = slow.check(3)
		}
		if fast := validList(wide, 4, 3); fast != (bad == nil) {
			t.Fatalf("% x with a count of 4 bytes: the fast check returns %t, the slow one %v", list, fast, bad)
		}
	}
	for _, list := range sampleLists(t) {
		agree(list)
		for n := range list {
			agree(list[:n])
			for _, b := range []byte{0, 1, 2, 3, 4, 5, 9, 0x80, 0x81, 0x83, 0x84, 0xff, list[n] - 1, list[n] + 1} {
				changed := bytes.Clone(list)
				changed[n] = b
				agree(changed)
			}
		}
		agree(append(bytes.Clone(list), 0))
	}
}

// The error of a malformed list names the fault and its byte.
func TestListErrorsSayWhere(t *testing.T) {
	for name, tt := range map[string]struct {
		list string
		want string
	}{
		"no count":             {"\x00", "byte 0: the list ends inside its count: 1 bytes"},
		"a pair is missing":    {"\x00\x01", "byte 2: the list ends inside a pair's type and key length"},
		"a pair of 3 bytes":    {"\x00\x01\x00\x00\x00", "byte 3: the list ends inside a pair's key or value length"},
		"a key is cut":         {"\x00\x01\x00\x00\x02k", "byte 3: the list ends inside a pair's key or value length"},
		"a length is cut":      {"\x00\x01\x00\x00\x01k\x00", "byte 3: the list ends inside a pair's key or value length"},
		"a long length is cut": {"\x00\x01\x80\x00\x01k\x00\x00\x00", "byte 3: the list ends inside a pair's key or value length"},
		"a value is cut":       {"\x00\x01\x00\x00\x01k\x00\x02v", "byte 6: a value of 2 bytes goes past the end of the list: 1 bytes are left"},
		"left over":            {"\x00\x01\x00\x00\x01k\x00\x01vxy", "byte 9: 2 bytes are left over after the last of 1 pairs"},
		"a short integer":      {"\x00\x01\x01\x00\x01k\x00\x03abc", "byte 8: an integer has 3 bytes instead of 4"},
		"odd UTF-16":           {"\x00\x01\x04\x00\x01k\x00\x03abc", "byte 8: UTF-16 text has an odd length of 3 bytes"},
		"a nested total":       {"\x00\x01\x03\x00\x01k\x00\x04\x00\x05\x00\x00", "byte 8: "},
		"a nested list is cut": {"\x00\x01\x03\x00\x01k\x00\x05\x00\x05\x00\x01x", "byte 12: the list ends inside a pair's type and key length"},
		"a long nested list":   {"\x00\x01\x83\x00\x01k\x00\x00\x00\x03\x00\x00\x00", "byte 10: the list ends inside its count: 3 bytes"},
		"too many pairs":       {"\x00\x01\x83\x00\x01k\x00\x00\x00\x04\x00\x00\x00\x05", "byte 10: a list of 4 bytes cannot hold 5 pairs"},
		"as many as bytes":     {"\x00\x01\x83\x00\x01k\x00\x00\x00\x04\x00\x00\x00\x04", "byte 14: the list ends inside a pair's type and key length"},
	} {
		t.Run(name, func(t *testing.T) {
			a := BinaryAttribute(AttributeUserData, []byte(tt.list))
			bad := a.checkList(DefaultMaxDepth)
			if bad == nil || !strings.HasPrefix(bad.Error(), "the key-value list is malformed at "+tt.want) {
				t.Errorf("got %v, want %s", bad, tt.want)
			}
		})
	}
}

func TestPairsThatCannotBeSent(t *testing.T) {
	for name, tt := range map[string]struct {
		pair KeyValue
		want string
	}{
		"a key as long as it may be": {TextPair(strings.Repeat("k", maxShort), ""), ""},
		"a longer key":               {TextPair(strings.Repeat("k", maxShort+1), ""), "pair 2: a key has 65536 bytes, but at most 65535 can be sent"},
		"the last type":              {KeyValue{Key: "k", Type: longPair - 1}, ""},
		"the bit of the long form":   {KeyValue{Key: "k", Type: longPair}, "pair 2: pair type 128 must be below 128"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ListAttribute(AttributeUserData, []KeyValue{TextPair("first", ""), tt.pair})
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if strings.Contains(tt.want, "bytes") && !errors.Is(err, ErrTooLong) {
				t.Errorf("%v is not ErrTooLong", err)
			}
		})
	}
}

func TestPairsTellTheirEnd(t *testing.T) {
	for list, want := range map[string]bool{"\x00\x01\x00\x00\x01k\x00\x01v": true, "\x00\x01\x00\x00\x01k\x00\x02v": false} {
		l, err := (&Attribute{Wire: WireBinary, Bytes: []byte(list)}).List()
		if err != nil {
			t.Fatal(err)
		}
		pairs := l.Pairs()
		for pairs.Next() {
		}
		if (pairs.Err() == nil) != want {
			t.Errorf("% x ends with %v", list, pairs.Err())
		}
	}
}

func TestLongTextIsText(t *testing.T) {
	for letter, want := range map[Wire]bool{WireText: true, WireLongText: true, WireBinary: false, WireLongBinary: false, WireInt: false} {
		if _, isText := (&Attribute{Wire: letter, Bytes: []byte("x")}).Text(); isText != want {
			t.Errorf("wire type %c is text: %t", letter, isText)
		}
	}
}

func TestLimitsTake(t *testing.T) {
	for _, tt := range []struct {
		limits Limits
		n      int
		want   bool
	}{
		{Limits{MaxMessage: 10}, 10, true},
		{Limits{MaxMessage: 10}, 11, false},
		{Limits{MaxMessage: 1}, 1, true},
		{Limits{MaxMessage: 1}, 2, false},
		{Limits{}, DefaultMaxMessage, true},
		{Limits{}, DefaultMaxMessage + 1, false},
		{Limits{MaxMessage: -1}, DefaultMaxMessage, true},
		{Limits{MaxMessage: -1}, DefaultMaxMessage + 1, false},
	} {
		if got := tt.limits.Takes(tt.n); got != tt.want {
			t.Errorf("%+v takes %d bytes: %t", tt.limits, tt.n, got)
		}
	}
	if (Limits{MaxDepth: 1}).maxDepth() != 1 || (Limits{}).maxDepth() != DefaultMaxDepth || (Limits{MaxDepth: -1}).maxDepth() != DefaultMaxDepth {
		t.Error("the depth is not the one that was set, or the default")
	}
}
