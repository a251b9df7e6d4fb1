package board

import (
	"strings"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// latin1 decodes ISO 8859-1.
func latin1(text []byte) string {
	runes := make([]rune, len(text))
	for i, b := range text {
		runes[i] = rune(b)
	}
	return string(runes)
}

func TestTextIsReadable(t *testing.T) {
	tests := []struct {
		name, bytes, want string
		limit             int
	}{
		{"ASCII", "Lee", "Lee", 10},
		{"UTF-8", "Ødegård", "Ødegård", 20},
		{"UTF-8, cut", "Ødegård", "Ødeg", 6},
		{"code page", "\xd8deg\xe5rd", "Ødegård", 20},
		{"code page, cut", "\xd8deg\xe5rd", "Ødeg", 5},
		{"code page, long", strings.Repeat("\xe9", 100), strings.Repeat("é", 4), 9},
		{"nothing", "", "", 10},
	}
	b := New(Options{Text: latin1})
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := b.readable([]byte(test.bytes), test.limit); got != test.want {
				t.Errorf("%q reads %q, want %q", test.bytes, got, test.want)
			}
		})
	}
}

// TestTextIsDecodedOnce: repeated text costs nothing, and ASCII is never passed to the
// decoder.
func TestTextIsDecodedOnce(t *testing.T) {
	calls := 0
	b := New(Options{Text: func(text []byte) string { calls++; return latin1(text) }})
	plain, paged := []byte("agent 4711"), []byte("\xd8degaard")
	say := func() {
		if b.text(plain) != "agent 4711" || b.text(paged) != "Ødegaard" {
			t.Fatal("the texts are wrong")
		}
	}
	say()
	if got := testing.AllocsPerRun(100, say); got != 0 || calls != 1 {
		t.Errorf("%v allocations, %d calls of the decoder", got, calls)
	}
}

func TestLinkTextIsReadable(t *testing.T) {
	b := New(Options{Text: latin1})
	b.Apply(&event.Event{Kind: event.KindLink, Site: "a", Link: &event.Link{
		State: event.LinkUp, Version: "8.1\xe9", Application: "plain", Reason: strings.Repeat("\xe9", 4000), Other: "\xfc", KeepAlive: strings.Repeat("x", 70_000),
	}})
	link, _ := b.Link("a")
	if link.Version != "8.1é" || link.Application != "plain" || link.Other != "ü" || len(link.Reason) > maxErrorText || !strings.HasPrefix(link.Reason, "éé") || len(link.KeepAlive) > maxPartyText {
		t.Errorf("the link is %+v", link)
	}
}

// A DN in a code page has one row: events reach it by the bytes on the wire, and callers
// find it by its name.
func TestDNsInACodePage(t *testing.T) {
	const name, bytes = "Ødegård-Kristiansen", "\xd8deg\xe5rd-Kristiansen"
	encode := strings.NewReplacer("Ø", "\xd8", "å", "\xe5").Replace
	for _, short := range []int{len("Ødegård"), len(name)} {
		dn, wireDN := name[:short], encode(name[:short])
		if !strings.HasPrefix(bytes, wireDN) {
			t.Fatalf("%q is written %q", dn, wireDN)
		}
		d := newDesk(t, Options{Text: latin1, Encode: encode}, dn)
		if n := d.b.Add(Entry{Key: key(dn), Label: "again"}, Entry{Key: key(wireDN)}); n != 0 || d.b.Len() != 1 {
			t.Errorf("%d rows came, there are %d", n, d.b.Len())
		}
		if d.row(dn).Key().DN != dn || d.row(dn) != d.b.Rows()[0] || d.b.WireDN(dn) != wireDN || d.b.WireDN("7001") != "7001" {
			t.Errorf("the row is %+v", d.row(dn).Key())
		}
		d.user(wireDN, "enabled", 0)
		if d.row(dn).State() != StateRec {
			t.Error("an event for the bytes on the wire does not reach the row")
		}
		d.user(dn, "paused", 0) // bytes that mean another DN
		if d.row(dn).State() != StateRec {
			t.Error("an event for other bytes reaches the row")
		}
		d.registered(wireDN)
		d.message(wire.EventUnregistered, thisDN(wireDN), wire.IntAttribute(wire.AttributeErrorCode, 42))
		if d.row(dn).Registration().State != RegistrationLost {
			t.Errorf("the registration is %+v", d.row(dn).Registration())
		}
		if d.b.Remove(d.now, key(dn)) != 1 || d.b.Row(key(dn)) != nil || d.b.Len() != 0 {
			t.Error("the row stays")
		}
	}
}
