//go:build unix

package ptytest

import (
	"fmt"
	"strings"
	"testing"

	"capdeck/model/messages"
	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
	"capdeck/ui/internal/screentest"
)

// say makes T-Server send a user event that contains the text.
func (p *parties) say(t *testing.T, dn, text string) {
	t.Helper()
	if err := p.server.UserEvent(dn, 0, wire.TextPair("said", text)); err != nil {
		t.Fatal(err)
	}
}

// messages returns the lines of the messages pane, without its title.
func (d *desk) messages(t *testing.T) []string {
	t.Helper()
	lines := strings.Split(d.Screen.Text(), "\n")
	for y, line := range lines {
		if strings.Contains(line, "> Messages") {
			return lines[y+1 : len(lines)-1]
		}
	}
	t.Fatalf("the messages have not the focus:\n%s", d.Screen.Text())
	return nil
}

// selected waits until the line of the selected message contains all of the texts.
func (d *desk) selected(t *testing.T, texts ...string) {
	t.Helper()
	d.WaitFor(t, func(screen *screentest.Screen) bool {
		_, pane, _ := strings.Cut(screen.Text(), "> Messages")
		for line := range strings.Lines(pane) {
			if strings.HasPrefix(line, ">") && hasAll(line, texts...) {
				return true
			}
		}
		return false
	}, "the selected message with "+strings.Join(texts, " and "))
}

// TestMessagesPane reads the messages as a person does who looks for one: it scrolls up, searches, shows only those
// of one DN, opens one as text and as bytes, and can still read it when the log no longer holds it.
func TestMessagesPane(t *testing.T) {
	t.Parallel()
	// A long queue: the T-Server must not disconnect a program that is slow to read, because that would add
	// messages.
	p := startServer(t, simserver.Options{MaxQueued: 4 * messages.MaxBytes}, "7001", "7002")
	d := p.sitAt(t, wide, "7001,7002", "--no-query")
	d.waitAll(t, "2 of 2 DNs registered", "following")
	p.say(t, "7001", "Needle one")
	p.say(t, "7002", "needle two")
	for i := range 40 {
		p.say(t, []string{"7001", "7002"}[i%2], fmt.Sprintf("hay %d", i))
	}
	// The row shows an event that arrived after all of them.
	if err := p.server.UserEvent("7001", 0, wire.TextPair("screen-capture", "enabled")); err != nil {
		t.Fatal(err)
	}
	d.waitRow(t, "7001", "● REC")
	d.Send(t, "\t\x1b[A")
	d.selected(t, "EventUserEvent")
	d.Send(t, "/needle")
	d.waitAll(t, "search needle", "search: needle")
	d.selected(t, "EventUserEvent", "7002")
	d.Send(t, "\r")
	d.waitGone(t, "enter keep")
	d.Send(t, "n")
	d.selected(t, "EventUserEvent", "7001")
	d.Send(t, "n")
	d.WaitText(t, "no older match: needle")
	d.Send(t, "N")
	d.selected(t, "EventUserEvent", "7002")
	d.Send(t, "n")
	d.selected(t, "EventUserEvent", "7001")

	d.Send(t, "d")
	d.waitAll(t, "Messages of 7001 only", "17 newer below")
	d.selected(t, "EventUserEvent", "7001")
	if pane := strings.Join(d.messages(t), "\n"); strings.Contains(pane, "7002") {
		t.Errorf("messages of another DN are shown:\n%s", pane)
	}
	before := d.messages(t)
	filler := strings.Repeat("x", 30_000)
	for range 2 * messages.MaxBytes / len(filler) {
		p.say(t, "7002", filler)
	}
	p.say(t, "7001", "the last")
	d.waitAll(t, "older gone", "18 newer below")
	if after := d.messages(t); strings.Join(before, "\n") != strings.Join(after, "\n") {
		t.Errorf("the lines have changed while the log turned, from\n%s\nto\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
	}

	d.Send(t, "\r")
	d.waitAll(t, "message EventUserEvent", "AttributeThisDN", "'said'", "'Needle one'")
	d.Send(t, "b")
	d.waitAll(t, "── Bytes", "0000  ", "73 61 69 64", "Needle")
	d.Send(t, "b")
	d.waitAll(t, "'Needle one'")
	d.Send(t, "\r")
	d.waitGone(t, "'Needle one'")
	d.Send(t, "g")
	d.waitAll(t, "older messages are no longer in the log")
	d.Send(t, "d")
	d.waitGone(t, "Messages of 7001 only")
	d.Send(t, "G/the last")
	d.selected(t, "EventUserEvent", "7001")
	d.Send(t, "\x1b")
	d.waitGone(t, "enter keep")
	d.has(t, ", following")
	d.quit(t)
}
