package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"capdeck/model"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// flood lets so many long messages come that all that was in the log leaves it.
func (w *world) flood() {
	filler := strings.Repeat("x", 60_000)
	for range model.MaxLogBytes/len(filler) + 10 {
		w.message(wire.EventUserEvent, thisDN("7002"), wire.TextAttribute(wire.AttributeErrorMessage, filler))
		w.flush()
	}
}

// inMessages moves the focus to the messages.
func (w *world) inMessages() {
	for w.model.Focus() != model.PaneMessages {
		w.keys("<tab>")
	}
}

// TestGoldenMessages compares plain screens of the messages pane.
func TestGoldenMessages(t *testing.T) {
	screens := []struct {
		name string
		do   func(*world)
	}{
		{"searching", func(w *world) { w.keys("<tab>/1161") }},
		{"nomatch", func(w *world) { w.keys("<tab>/no such text") }},
		{"hit", func(w *world) { w.keys("<tab>/agentid<enter>") }},
		{"onlydn", func(w *world) { w.keys("jd"); w.inMessages(); w.keys("<up>") }},
		{"bytes", func(w *world) { w.keys("<tab>/agentid<enter><enter>b") }},
		{"standing", func(w *world) { w.keys("<tab><up><up>"); w.flood() }},
		{"gone", func(w *world) { w.keys("d"); w.inMessages(); w.keys("/established<enter>"); w.flood(); w.keys("ggn") }},
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

var _ = time.Second
var _ = event.KindLink
