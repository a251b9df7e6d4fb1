package ui

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/board"
	log "capdeck/model/messages"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/messages"
)

// attacks are texts that could break a terminal, a width or a layout.
func attacks() map[string]string {
	return map[string]string{
		"escape sequences":  "\x1b[2J\x1b[1;1Hgone\x1b[31m\x1b[?1049l\x1bc",
		"OSC 52":            "\x1b]52;c;cm0gLXJm\x07\x1b]0;title\x1b\\",
		"our own mark":      "\x1b]7177;99\x1b\\",
		"DCS, APC":          "\x1bPq\x1b\\\x1b_payload\x1b\\\x9b31m\x90q\x9c",
		"C1 as UTF-8":       "\u009b31m\u0085\u0090q\u009c",
		"newlines":          "a\nb\r\nc\vd\fe\u2028f\u2029g\x00h\x08\x08\x7f",
		"tabs":              "\t\t\tx\t",
		"bidi":              "\u202egnp.exe\u202c \u2066x\u2069\u200f\u061c",
		"zero width":        strings.Repeat("\u200b\u200d\ufeff\u2060", 500),
		"combining":         "e" + strings.Repeat("\u0301", 5000),
		"marks alone":       strings.Repeat("\u0301\u20dd", 50),
		"emoji":             strings.Repeat("👩‍👩‍👧‍👦🇩🇪👍🏽❤️", 40),
		"wide":              strings.Repeat("北京", 3000),
		"jamo":              strings.Repeat("ᄀ", 300),
		"invalid UTF-8":     "\xff\xfe\xc3(\xed\xa0\x80\xf5\x80\x80\x80" + strings.Repeat("\x80", 300),
		"ends in a rune":    "abc\xe2\x82",
		"format characters": "%s%d%!%n\\x1b[31m",
		"64 KiB":            strings.Repeat("x", 65_535),
		"64 KiB of ESC":     strings.Repeat("\x1b", 65_535),
	}
}

// sizes are the sizes of the golden screens and the smallest size.
func sizes() [][2]int { return [][2]int{{200, 60}, {120, 40}, {80, 24}, {60, 16}, {40, 10}, {30, 6}} }

// attack sends the text in every attribute that T-Server can set.
func (w *window) attack(text string) {
	short := text[:min(len(text), 60_000)]
	w.link(event.Link{
		State: event.LinkUp, Round: 1, Version: text, Application: text, Reason: text, Other: text, KeepAlive: text,
	})
	w.registerRound(1, "7001", "7002")
	w.refuse("7003", 59, short)
	e := w.stamp(w.batch.Add(event.KindRegistration))
	e.DN, e.Registration = text, event.RegistrationNoAnswer
	w.call(wire.EventEstablished, "7001", 5, short)
	w.message(wire.EventAgentNotReady, thisDN("7001"), wire.TextAttribute(wire.AttributeAgentID, short), w.reason(short))
	w.message(wire.EventUserEvent, thisDN("7001"), w.capture(short))
	w.message(wire.EventUserEvent, thisDN(short), w.capture("enabled"))
	w.message(wire.EventUnregistered, thisDN("7002"), wire.IntAttribute(wire.AttributeErrorCode, 50), wire.TextAttribute(wire.AttributeErrorMessage, short))
	list, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{
		wire.TextPair(short[:min(len(short), 200)], short[:min(len(short), 30_000)]),
		{Key: "list", Type: wire.PairList, List: []wire.KeyValue{wire.TextPair("k", short[:min(len(short), 20_000)])}},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.message(wire.EventUserEvent, thisDN("7001"), list)
	w.flush()
	w.stamp(w.batch.AddMessage(event.KindMessage, []byte("\x00\x00\x00\x00\x60"+text), wire.Limits{}))
	w.keys("s")
	for _, c := range w.leave() {
		w.reject(c, 1161, short)
	}
	w.flush()
	w.update(model.JournalState{Now: w.now, Failed: true, Why: text})
	w.update(model.Say{Now: w.now, Text: text, IsError: true, Stays: true})
}

func (w *window) reason(text string) wire.Attribute {
	w.t.Helper()
	list, err := wire.ListAttribute(wire.AttributeExtensions, []wire.KeyValue{wire.TextPair("ReasonCode", text)})
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

// intact checks, at each size, that the frame fills the window and that a terminal shows
// exactly its text.
func (w *window) intact() {
	w.t.Helper()
	for _, size := range sizes() {
		w.update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		lines := w.lines()
		for y, line := range lines {
			if line != cell.Clean(line) {
				w.t.Fatalf("line %d has more than plain text: %q", y, line)
			}
			lines[y] = strings.TrimRight(line, " ")
		}
		shown := strings.Split(onTerminal(w.t, w.app.View(), size[0], size[1]), "\n")
		if got, want := strings.TrimRight(strings.Join(shown, "\n"), "\n"), strings.TrimRight(strings.Join(lines, "\n"), "\n"); got != want {
			w.t.Fatalf("at %v the terminal shows\n%s\nthe frame is\n%s", size, got, want)
		}
	}
}

// TestHostileTextLeavesTheScreenIntact sends hostile text in every text attribute, and
// opens every pane that shows it.
func TestHostileTextLeavesTheScreenIntact(t *testing.T) {
	for name, text := range attacks() {
		t.Run(name, func(t *testing.T) {
			list := entries("7001", "7002", "7003", text)
			for i := range list {
				list[i].Label, list[i].Team = text, text
			}
			w := newWindow(t, 120, 40, func(o *Options, m *model.Options) { m.By = text }, list...)
			w.attack(text)
			w.intact()
			w.keys("<enter>") // the detail of 7001
			w.intact()
			for range 30 { // down to its end
				w.keys("<tab><pgdown><tab><tab>")
			}
			w.intact()
			w.keys("<esc><esc><tab><up>")
			for range 14 { // the full text of each message
				w.keys("<enter>")
				w.intact()
				w.keys("<enter><up>")
			}
			w.keys("<esc>a")
			w.keys("x") // the dialog with its targets
			w.intact()
		})
	}
}

// deepList returns a list with that many levels, at most 6,500 (WIRE.md, Key-value lists).
func deepList(depth int) []byte {
	list := []byte{0, 0} // no pair
	for range depth {
		total := uint16(len(list) + 2)
		outer := []byte{0, 1, byte(wire.PairList), 0, 1, 'k'}
		outer = binary.BigEndian.AppendUint16(outer, total) // of the value
		outer = binary.BigEndian.AppendUint16(outer, total) // of the list
		list = append(outer, list...)
	}
	return list
}

// TestFullTextIsBounded checks that the full text of the largest messages has a limited
// number of lines and tells how many lines are missing.
func TestFullTextIsBounded(t *testing.T) {
	many := make([]wire.KeyValue, 65_535)
	for i := range many {
		many[i] = wire.TextPair("", "")
	}
	fitting := many[:12_000]
	wide := wire.Attribute{ID: wire.AttributeUserData, Wire: wire.WireBinary, Bytes: deepList(5_000)}
	tests := []struct {
		name       string
		attributes []wire.Attribute
		says       string
	}{
		{"65,535 pairs", []wire.Attribute{listOf(t, many)}, "The log kept the first 65,536 of "},
		{"12,000 pairs", []wire.Attribute{listOf(t, fitting)}, " more lines are not shown."},
		{"one text of 64,000 bytes", []wire.Attribute{wire.TextAttribute(wire.AttributeAgentID, strings.Repeat("é\x1b", 21_000))}, " more lines are not shown."},
		{"lists nested 5,000 deep", []wire.Attribute{wide}, "undecodable"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := running(t, 80, 24, 1, nil)
			m := wire.Message{Type: wire.EventUserEvent, Attributes: append([]wire.Attribute{thisDN("7001")}, test.attributes...)}
			body, err := m.AppendBody(nil)
			if err != nil {
				t.Fatal(err)
			}
			w.stamp(w.batch.AddMessage(event.KindMessage, body, wire.Limits{MaxMessage: 1 << 24}))
			w.flush()
			w.keys("<tab><up><down><enter>")
			if n := len(w.app.text); n > messages.MaxTextLines+2 {
				t.Errorf("the text has %d lines", n)
			}
			if all := textOf(w.app.text); !strings.Contains(all, test.says) {
				t.Errorf("%q is not in %d lines, the last of which is %q", test.says, len(w.app.text), all[max(len(all)-200, 0):])
			}
			w.intact()
			first := &w.app.text[0]
			w.indicate("7001", "enabled", 0)
			w.flush()
			if &w.app.text[0] != first {
				t.Error("an event made the same text again")
			}
		})
	}
}

func listOf(t *testing.T, pairs []wire.KeyValue) wire.Attribute {
	t.Helper()
	list, err := wire.ListAttribute(wire.AttributeUserData, pairs)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func textOf(lines []canvas.TextLine) string {
	var all strings.Builder
	for _, line := range lines {
		for _, s := range line {
			all.WriteString(s.Text)
		}
		all.WriteByte('\n')
	}
	return all.String()
}

// FuzzMessageBodies checks that no pane breaks a line, and that the terminal receives only
// text, for messages with any body.
func FuzzMessageBodies(f *testing.F) {
	for name, text := range attacks() {
		m := wire.Message{Type: wire.EventUserEvent, Attributes: []wire.Attribute{
			thisDN("7001"), wire.TextAttribute(wire.AttributeErrorMessage, text[:min(len(text), 1000)]), wire.TextAttribute(wire.AttributeOtherDN, name),
		}}
		body, err := m.AppendBody(nil)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body, uint8(80), uint8(24))
		f.Add(body[:len(body)-1], uint8(40), uint8(10))
	}
	f.Add(deepBody(f, 40), uint8(120), uint8(40))
	f.Fuzz(func(t *testing.T, body []byte, width, height uint8) {
		w := running(t, int(width), int(height), 2, func(o *Options, _ *model.Options) {
			if len(body)%2 == 1 {
				o.Text = latin1
			}
		})
		for range 3 {
			w.stamp(w.batch.AddMessage(event.KindMessage, body, wire.Limits{}))
		}
		w.flush()
		check := func() {
			w.lines()
			onTerminal(t, w.app.View(), max(int(width), 1), max(int(height), 1))
		}
		if width == 0 || height == 0 {
			return
		}
		check()
		w.keys("<enter>")
		check()
		w.keys("<esc><tab><up><enter>")
		check()
	})
}

func deepBody(t testing.TB, depth int) []byte {
	t.Helper()
	m := wire.Message{Type: wire.EventUserEvent, Attributes: []wire.Attribute{
		thisDN("7001"), {ID: wire.AttributeUserData, Wire: wire.WireBinary, Bytes: deepList(depth)},
	}}
	body, err := m.AppendBody(nil)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// TestManyMessagesTakeBoundedMemory fills the log with the largest messages and the board
// with names.
func TestManyMessagesTakeBoundedMemory(t *testing.T) {
	w := running(t, 120, 40, 1, nil)
	long := bytes.Repeat([]byte{'y'}, 60_000)
	for i := range 2000 {
		w.message(wire.EventAgentLogin, thisDN("7001"), wire.TextAttribute(wire.AttributeAgentID, fmt.Sprint(i)+string(long)))
		w.flush()
	}
	held := w.model.Messages().Log()
	kept := 0
	for n := held.First(); n < held.End(); n++ {
		entry, _ := held.At(n)
		kept += len(entry.Body)
	}
	if kept > log.MaxBytes {
		t.Errorf("the log holds %d bytes", kept)
	}
	if id := w.model.Board().Row(board.Key{Site: site, DN: "7001"}).Agent().ID; len(id) > 200 {
		t.Errorf("the board keeps %d bytes of an agent", len(id))
	}
	w.intact()
}
