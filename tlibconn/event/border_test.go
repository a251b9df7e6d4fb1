package event

import (
	"math"
	"testing"

	"capdeck/tlibconn/wire"
)

// A batch is full one byte after its limit, and not at it.
func TestBatchIsFullAtItsLimit(t *testing.T) {
	var b Batch
	if b.Full(MaxBatchBytes) {
		t.Error("an empty batch is full")
	}
	b.Add(KindRemark)
	room := MaxBatchBytes - b.Bytes() - eventBytes - problemBytes
	if b.Full(room) || !b.Full(room+1) {
		t.Errorf("with %d bytes: Full(%d) is %t, Full(%d) is %t", b.Bytes(), room, b.Full(room), room+1, b.Full(room+1))
	}
}

// Room for events doubles up to the size of a full batch, and grows by a quarter beyond it.
func TestMoreEvents(t *testing.T) {
	for n, want := range map[int]int{
		0: leastEvents, 1: leastEvents, leastEvents: leastEvents, leastEvents + 1: leastEvents + 1, 1000: 1000,
		mostEvents / 2: mostEvents / 2, mostEvents - 1000: 1000, mostEvents - 1: leastEvents,
		mostEvents: mostEvents / 4, mostEvents + 4: mostEvents/4 + 1,
	} {
		if got := more(n); got != want {
			t.Errorf("with %d events there is room for %d more, want %d", n, got, want)
		}
	}
}

// A message that fills a chunk exactly goes into that chunk.
func TestChunksAreFilled(t *testing.T) {
	var b Batch
	b.keep(make([]byte, chunkBytes-10))
	b.keep(make([]byte, 10))
	if len(b.chunks) != 1 {
		t.Errorf("%d chunks hold %d bytes", len(b.chunks), chunkBytes)
	}
	b.keep(make([]byte, 1))
	if len(b.chunks) != 2 {
		t.Errorf("%d chunks hold %d bytes", len(b.chunks), chunkBytes+1)
	}
}

// A round that needed less than the one before releases one chunk; the chunk of a long message is
// always released.
func TestResetGivesChunksBack(t *testing.T) {
	var b Batch
	fill := func(chunks int) {
		for range chunks {
			b.keep(make([]byte, chunkBytes))
		}
		b.Reset()
	}
	for _, step := range []struct{ need, kept int }{{5, 5}, {2, 4}, {4, 4}, {1, 3}, {0, 2}, {0, 1}, {0, 1}, {3, 3}} {
		if fill(step.need); len(b.chunks) != step.kept {
			t.Fatalf("after a round of %d chunks %d are kept, want %d", step.need, len(b.chunks), step.kept)
		}
	}
	b.keep(make([]byte, chunkBytes+1))
	b.Reset()
	for _, c := range b.chunks {
		if cap(c) != chunkBytes {
			t.Errorf("a chunk of %d bytes is kept", cap(c))
		}
	}
}

func TestNarrow(t *testing.T) {
	for text, want := range map[string]string{
		"\x00a\x00b":       "ab",
		"\x00a\x00":        "a",
		"\x00\x7f":         "\x7f",
		"\x00\x80":         "none",
		"\x01a":            "none",
		"\xd8\x00\xdc\x00": "none",
	} {
		got := "none"
		if narrowed := narrow([]byte{}, []byte(text)); narrowed != nil {
			got = string(narrowed)
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// The usual list in an attribute of another type is not a list.
func TestUsualListAsText(t *testing.T) {
	list := userData(t, wire.TextPair(CaptureKey, "enabled"))
	for _, letter := range []wire.Wire{wire.WireText, wire.WireLongText} {
		var b Batch
		raw := body(t, wire.EventUserEvent, wire.Attribute{ID: wire.AttributeUserData, Wire: letter, Bytes: list.Bytes})
		if e := b.AddMessage(KindMessage, raw, wire.Limits{}); e.Word() != (Word{}) {
			t.Errorf("as %c it is read as %+v", letter, e.Word())
		}
	}
}

func TestLinkStates(t *testing.T) {
	words := map[LinkState]string{
		0: "", LinkConnecting: "CONNECTING", LinkLoggingIn: "LOGGING IN", LinkDown: "LINK DOWN", LinkStandby: "STANDBY", LinkUp: "LINK UP",
		LinkWaiting: "NOT CONNECTED", LinkRefused: "LOGIN REFUSED", LinkClosed: "CLOSED", LinkClosed + 1: "", math.MaxUint8: "",
	}
	connected := map[LinkState]bool{LinkDown: true, LinkStandby: true, LinkUp: true}
	for state, word := range words {
		if state.String() != word || state.Connected() != connected[state] {
			t.Errorf("state %d is %q, connected: %t", state, state, state.Connected())
		}
	}
	for role, word := range map[ServerRole]string{RolePrimary: "primary", RoleBackup: "backup", 7: "backup"} {
		if role.String() != word {
			t.Errorf("role %d is %q", role, role)
		}
	}
}

// A value can be cut anywhere, even inside a rune or a UTF-16 unit.
func TestValuesAreCutAnywhere(t *testing.T) {
	for _, tt := range []struct {
		pair wire.KeyValue
		most int
		want string
	}{
		{wire.TextPair("k", "é"), 1, "''…"},
		{wire.TextPair("k", "aé"), 2, "'a'…"},
		{wire.TextPair("k", "北"), 2, "''…"},
		{wire.TextPair("k", "😀"), 3, "''…"},
		{wire.TextPair("k", "😀"), 4, "'😀'"},
		{wire.UnicodePair("k", "abc"), 3, "'a'…"},
		{wire.UnicodePair("k", "abc"), 1, "''…"},
		{wire.BinaryPair("k", []byte("a b")), 3, "bytes 'a b'"},
		{wire.BinaryPair("k", []byte("a\x1fb")), 3, "bytes 611f62"},
		{wire.BinaryPair("k", []byte("~")), 0, "bytes …"},
	} {
		if got := PairValue(pairOf(t, tt.pair), nil, tt.most); got != tt.want {
			t.Errorf("%d bytes of %+v are shown as %s, want %s", tt.most, tt.pair, got, tt.want)
		}
	}
}
