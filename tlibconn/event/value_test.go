package event

import (
	"strings"
	"testing"

	"capdeck/tlibconn/wire"
)

func pairOf(t *testing.T, p wire.KeyValue) *wire.Pair {
	t.Helper()
	a := userData(t, p)
	list, err := a.List()
	if err != nil {
		t.Fatal(err)
	}
	pairs := list.Pairs()
	if !pairs.Next() {
		t.Fatal("the list has no pair")
	}
	return &pairs.Pair
}

// A snapshot's values are accepted in every form (SEMANTICS.md, Sessions and registration).
func TestNumbersAndConnIDs(t *testing.T) {
	for _, tt := range []struct {
		pair     wire.KeyValue
		number   int64
		isNumber bool
		connID   uint64
	}{
		{wire.IntPair("k", 3), 3, true, 3},
		{wire.IntPair("k", -1), -1, true, 0xffffffff},
		{wire.TextPair("k", "3"), 3, true, 3},
		{wire.TextPair("k", " -1 "), -1, true, 0},
		{wire.UnicodePair("k", "12"), 12, true, 0x12},
		{wire.TextPair("k", "006f01b2c3d4e5f6"), 0, false, 0x006f01b2c3d4e5f6},
		{wire.TextPair("k", " 006f01b2c3d4e5f6 "), 0, false, 0x006f01b2c3d4e5f6},
		{wire.UnicodePair("k", "006f01b2c3d4e5f6"), 0, false, 0x006f01b2c3d4e5f6},
		{wire.UnicodePair("k", " 006f01b2c3d4e5f6  "), 0, false, 0},
		{wire.TextPair("k", " 006f01b2c3d4e5f6  "), 0, false, 0},
		{wire.BinaryPair("k", []byte{0, 0, 0, 0, 0, 0, 1, 2}), 0, false, 0x102},
		{wire.BinaryPair("k", []byte("12")), 0, false, 0},
		{wire.TextPair("k", ""), 0, false, 0},
		{wire.TextPair("k", "0000000000000012"), 12, true, 0x12},
		{wire.TextPair("k", "3000000000"), 0, false, 0x3000000000},
		{wire.UnicodePair("k", "zwölf"), 0, false, 0},
		{wire.ListPair("k"), 0, false, 0},
	} {
		p := pairOf(t, tt.pair)
		number, isNumber := PairNumber(p)
		if isNumber != tt.isNumber || isNumber && number != tt.number {
			t.Errorf("%+v is the number %d, %v", tt.pair, number, isNumber)
		}
		if got := PairConnID(p); got != tt.connID {
			t.Errorf("%+v is the ConnID %x, want %x", tt.pair, got, tt.connID)
		}
	}
}

func TestValuesAreShown(t *testing.T) {
	latin1 := func(text []byte) string {
		runes := make([]rune, len(text))
		for i, b := range text {
			runes[i] = rune(b)
		}
		return string(runes)
	}
	for _, tt := range []struct {
		pair   wire.KeyValue
		decode func([]byte) string
		want   string
	}{
		{wire.TextPair("k", "enabled "), nil, "'enabled '"},
		{wire.TextPair("k", ""), nil, "''"},
		{wire.UnicodePair("k", "Enabled"), nil, "'Enabled'"},
		{wire.UnicodePair("k", "北京"), nil, "'北京'"},
		{wire.TextPair("k", "\xe5"), latin1, "'å'"},
		{wire.TextPair("k", "å"), latin1, "'å'"},
		{wire.TextPair("k", "\xe5"), nil, "'\xe5'"},
		{wire.IntPair("k", -7), nil, "-7"},
		{wire.ListPair("k"), nil, "a list"},
		{wire.BinaryPair("k", []byte("on~")), nil, "bytes 'on~'"},
		{wire.BinaryPair("k", []byte("on\x7f")), nil, "bytes 6f6e7f"},
		{wire.BinaryPair("k", nil), nil, "bytes "},
		{wire.TextPair("k", "0123456789abcdef"), nil, "'0123456789abcdef'"},
		{wire.TextPair("k", "0123456789abcdefg"), nil, "'0123456789abcdef'…"},
		{wire.TextPair("k", "0123456789abcdeé"), latin1, "'0123456789abcde'…"},
		{wire.TextPair("k", "0123456789abc北京"), nil, "'0123456789abc北'…"},
		{wire.TextPair("k", "0123456789ab\xe5\xe4d\xe5\xe6"), latin1, "'0123456789abåädå'…"},
		{wire.BinaryPair("k", []byte(strings.Repeat("x", 17))), nil, "bytes '" + strings.Repeat("x", 16) + "'…"},
		{wire.UnicodePair("k", "012345678"), nil, "'01234567'…"},
	} {
		if got := PairValue(pairOf(t, tt.pair), tt.decode, 16); got != tt.want {
			t.Errorf("%+v is shown as %s, want %s", tt.pair, got, tt.want)
		}
	}
}
