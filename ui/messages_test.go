package ui

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model/action"
	log "capdeck/model/messages"
	"capdeck/tlibconn/wire"
	"capdeck/ui/messages"
)

// flood sends long messages until the log has dropped all earlier ones.
func (w *window) flood() {
	filler := strings.Repeat("x", 60_000)
	for range log.MaxBytes/len(filler) + 10 {
		w.message(wire.EventUserEvent, thisDN("7002"), wire.TextAttribute(wire.AttributeErrorMessage, filler))
		w.flush()
	}
}

// inMessages moves the focus to the messages.
func (w *window) inMessages() {
	for w.model.Panes().Focus() != action.PaneMessages {
		w.keys("<tab>")
	}
}

// TestGoldenMessages compares screens of the messages pane, without styles.
func TestGoldenMessages(t *testing.T) {
	screens := []struct {
		name string
		do   func(*window)
	}{
		{"searching", func(w *window) { w.keys("<tab>/1161") }},
		{"nomatch", func(w *window) { w.keys("<tab>/no such text") }},
		{"hit", func(w *window) { w.keys("<tab>/agentid<enter>") }},
		{"onlydn", func(w *window) { w.keys("jd"); w.inMessages(); w.keys("<up>") }},
		{"bytes", func(w *window) { w.keys("<tab>/agentid<enter><enter>b") }},
		{"scrolled", func(w *window) { w.keys("<tab><up><up>"); w.flood() }},
		{"gone", func(w *window) { w.keys("d"); w.inMessages(); w.keys("/established<enter>"); w.flood(); w.keys("ggn") }},
	}
	for _, size := range [][2]int{{200, 60}, {120, 40}, {80, 24}, {40, 10}} {
		for _, s := range screens {
			name := fmt.Sprintf("messages-%s-%dx%d", s.name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				w := floor(t, size[0], size[1], nil)
				s.do(w)
				golden(t, name, strings.Join(w.lines(), "\n"))
			})
		}
	}
}

// TestBytesOfAMessage checks that every byte that the log keeps of a message is shown at
// its offset, at every width.
func TestBytesOfAMessage(t *testing.T) {
	for width, each := range map[int]int{200: 16, 80: 16, 73: 16, 72: 8, 42: 8, 40: 8, 39: 4, 30: 4} {
		w := newWindow(t, width, 30, nil, entries("7001")...)
		long := strings.Repeat("A\x1b[2J\u202eé", 20_000)[:70_000]
		w.message(wire.EventUserEvent, thisDN("7001"), wire.TextAttribute(wire.AttributeErrorMessage, long))
		w.flush()
		w.inMessages()
		w.keys("<up><enter>b")
		entry, _ := w.model.Messages().Selected()
		var shown []byte
		rest := ""
		for _, line := range w.app.paneText() {
			if len(line) != 4 {
				rest += line[0].Text
				continue
			}
			if want := fmt.Sprintf("%04x  ", len(shown)); line[0].Text != want {
				t.Fatalf("width %d: the line of byte %q begins with %q", width, want, line[0].Text)
			}
			value, err := hex.DecodeString(strings.ReplaceAll(line[1].Text, " ", ""))
			if err != nil || len(value) > each {
				t.Fatalf("width %d: %d bytes in a line, %v", width, len(value), err)
			}
			if len(line[3].Text) != len(value) || strings.ContainsFunc(line[3].Text, func(r rune) bool { return r < 0x20 || r > 0x7e }) {
				t.Fatalf("width %d: the bytes %x are shown as %q", width, value, line[3].Text)
			}
			shown = append(shown, value...)
		}
		if want := entry.Body[:min(len(entry.Body), messages.MaxByteLines*each)]; !bytes.Equal(shown, want) {
			t.Errorf("width %d: %d bytes are shown, want %d", width, len(shown), len(want))
		}
		if !strings.Contains(rest, "The log kept the first 65,536 of 70,0") || (each < 16) != strings.Contains(rest, "more bytes are not shown") {
			t.Errorf("width %d: the remarks on missing bytes are %q", width, rest)
		}
		w.lines()
	}
}

// TestBytesOfARemark checks that a remark tells that it has no bytes.
func TestBytesOfARemark(t *testing.T) {
	w := newWindow(t, 80, 24, nil, entries("7001")...)
	w.linkUp()
	w.flush()
	w.keys("b")
	w.shows("no message is open")
	w.inMessages()
	w.keys("<up><enter>b")
	w.shows("This line is capdeck's own; it has no bytes.")
	w.keys("b")
	w.showsNot("it has no bytes")
}

// TestMessagesTitleMakesRoom checks the title line at several widths: the parts that name
// what is shown stay longest, and no part is cut in its middle.
func TestMessagesTitleMakesRoom(t *testing.T) {
	w := floor(t, 120, 24, nil)
	w.keys("d")
	w.inMessages()
	w.keys("<up>/userevent<enter>")
	w.flood()
	for _, tt := range []struct {
		width int
		want  string
	}{
		{120, "── > Messages of 7001 only ───────────────────────────────────────── 115 older gone, search: userevent, not following ──"},
		{80, "── > Messages of 7001 only ─ 115 older gone, search: userevent, not following ──"},
		{70, "── > Messages of 7001 only ──── 115 gone, /userevent, not following ──"},
		{60, "── > Messages of 7001 only ──── /userevent, not following ──"},
		{50, "── > keys: 7001  7001 only ────── not following ──"},
		{40, "── > keys: 7001  7001 only ─ scrolled ──"},
		{30, "── > keys: 7001  7001 only ───"},
	} {
		w.update(tea.WindowSizeMsg{Width: tt.width, Height: 24})
		got := ""
		for _, line := range w.lines() {
			if strings.Contains(line, "7001 only") {
				got = line
			}
		}
		if got != tt.want {
			t.Errorf("at %d cells the title line is\n%s\nwant\n%s", tt.width, got, tt.want)
		}
	}
}

// TestSearchIsSeenGoingOn searches a log that is too long for one Update.
func TestSearchIsSeenGoingOn(t *testing.T) {
	w := newWindow(t, 100, 24, nil, entries("7001")...)
	for range 5 {
		for range 1000 {
			w.indicate("7001", "enabled", 0)
		}
		w.flush()
	}
	w.inMessages()
	w.keys("/no such text")
	w.shows("searching … 1,000 of 5,000, following")
	w.keys("<enter>")
	w.later(10 * time.Millisecond)
	w.shows("searching … 2,000 of 5,000")
	w.indicate("7001", "disabled", 0)
	w.flush()
	w.keys("<esc>")
	w.showsNot("searching")
	w.shows("search: no such text, following")
	w.keys("n")
	for w.model.Messages().Search().Running {
		w.later(10 * time.Millisecond)
	}
	w.shows("no older match: no such text")
}
