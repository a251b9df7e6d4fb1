//go:build unix

package ptytest

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
)

// stroke is one action of the walk: keys, and what the screen then shows and does not show. Keys are sent as a
// terminal sends them.
type stroke struct {
	id    action.ID
	keys  string
	shown []string
	gone  string
	// then answers or undoes it, nil for nothing.
	then func(t *testing.T, d *desk)
}

// says sends keys and waits until the screen shows the texts.
func says(keys string, after ...string) func(*testing.T, *desk) {
	return func(t *testing.T, d *desk) {
		t.Helper()
		d.Send(t, keys)
		d.waitAll(t, after...)
	}
}

// closes sends keys and waits until a text has gone. This matters after esc: if the next key followed at once, the
// two would be a different key.
func closes(keys, gone string) func(*testing.T, *desk) {
	return func(t *testing.T, d *desk) {
		t.Helper()
		d.Send(t, keys)
		d.waitGone(t, gone)
	}
}

// yes answers a dialog once it is on the screen, and waits for the result.
func yes(choice string, after ...string) func(*testing.T, *desk) {
	return func(t *testing.T, d *desk) {
		t.Helper()
		d.focus(t, choice)
		says("y", after...)(t, d)
	}
}

// walk performs every action, in an order in which each has something to do. The cursor begins on 7001 of ten DNs.
func walk(folder string) []stroke {
	file := filepath.Join(folder, "walk.csv")
	return []stroke{
		{id: action.Down, keys: "j", shown: []string{">  7002"}},
		{id: action.Up, keys: "k", shown: []string{">  7001"}},
		{id: action.Last, keys: "G", shown: []string{">  7010"}},
		{id: action.First, keys: "g", shown: []string{">  7001"}},
		{id: action.PageDown, keys: "\x1b[6~", shown: []string{">  7010"}},
		{id: action.PageUp, keys: "\x1b[5~", shown: []string{">  7001"}},
		{id: action.Start, keys: "s", shown: []string{"start confirmed", "● 1 rec"}},
		{id: action.Pause, keys: "p", shown: []string{"Pause the capture of 1 DN?", "[cancel]"}, then: yes("pause", "pause confirmed", "‖ 1 paused")},
		{id: action.Resume, keys: "r", shown: []string{"resume confirmed", "● 1 rec"}},
		{id: action.Stop, keys: "x", shown: []string{"Stop the capture of 1 DN?", "[cancel]"}, then: yes("stop", "stop confirmed", "○ 10 off")},
		{id: action.Query, keys: "u", shown: []string{"query confirmed"}},
		{id: action.Mark, keys: " ", shown: []string{"1 marked", "* 7001"}},
		{id: action.MarkTo, keys: "jv", shown: []string{"3 marked", "* 7003"}},
		{id: action.MarkAll, keys: "a", shown: []string{"10 marked"}},
		{id: action.Clear, keys: "\x1b", gone: "10 marked"},
		{id: action.Filter, keys: "/dn:700\r", shown: []string{"filter: dn:700 (9 of "}, then: closes("\x1b", "filter:")},
		{id: action.ShowRecording, keys: "2", shown: []string{"filter: recording (0 of "}},
		{id: action.ShowPaused, keys: "3", shown: []string{"filter: paused (0 of "}},
		{id: action.ShowOff, keys: "4", shown: []string{"filter: off (10 of "}},
		{id: action.ShowUnknown, keys: "5", shown: []string{"filter: unknown (0 of "}},
		{id: action.ShowFaults, keys: "6", shown: []string{"filter: faults (0 of "}},
		{id: action.ShowNotRecorded, keys: "7", shown: []string{"filter: on a call and not recorded (0 of "}},
		{id: action.ShowOnCalls, keys: "8", shown: []string{"filter: on a call (0 of "}},
		{id: action.ShowAll, keys: "1", gone: "filter: on a call"},
		{id: action.SortNext, keys: "o", shown: []string{"sorted by DN"}},
		{id: action.SortReverse, keys: "O", shown: []string{"by ▼DN"}},
		{id: action.SortRight, keys: ">", shown: []string{"by ▲Agent"}},
		{id: action.SortLeft, keys: "<", shown: []string{"by ▼DN"}},
		{id: action.Freeze, keys: "f", shown: []string{"FROZEN since"}, then: says("f", "the rows move again")},
		{id: action.Lock, keys: "w", shown: []string{"LOCKED (w unlocks)"}, then: says("w", "commands are unlocked")},
		{id: action.Cancel, keys: "\x18", shown: []string{"no command is waiting to be sent"}},
		{id: action.Resync, keys: "U", shown: []string{"resynchronising DN 7"}},
		{id: action.Acknowledge, keys: "K", shown: []string{"there is nothing to acknowledge for DN 7"}},
		{id: action.Failures, keys: "F", shown: []string{"the last command for several DNs was confirmed"}},
		{id: action.Detail, keys: "\r", shown: []string{"Detail of 7"}, then: closes("\r", "Detail of 7")},
		{id: action.Statistics, keys: "S", shown: []string{"Counted since the start at"}, then: closes("S", "Counted since the start at")},
		{id: action.Sent, keys: "h", shown: []string{"stop", "resume"}, then: closes("h", "── Sent")},
		{id: action.Incidents, keys: "i", shown: []string{"> 0 incidents not acknowledged", "Every incident is acknowledged."}},
		{id: action.Listed, keys: "I", shown: []string{"0 open incidents"}, then: closes("i", "open incidents")},
		{id: action.Messages, keys: "l", gone: "── Messages", then: says("l", "── Messages")},
		{id: action.Teams, keys: "T", shown: []string{"> Teams", "On calls", "> (no team)"}, then: closes("\x1b", "On calls")},
		{id: action.NextPane, keys: "\t", shown: []string{"── > Messages"}},
		{id: action.SearchOlder, keys: "/eventack\rn", shown: []string{"search: eventack"}},
		{id: action.SearchNewer, keys: "N", shown: []string{"search: eventack"}},
		{id: action.Automatic, keys: "A", shown: []string{"Automatic queries", "automatic"}, then: says("A", "── > Messages")},
		{id: action.RawMessages, keys: "M", shown: []string{"── > Events"}, then: says("M", "── > Messages")},
		{id: action.MessagesDN, keys: "d", shown: []string{"> Messages of 7"}, then: closes("d", "Messages of 7")},
		{id: action.Bytes, keys: "\rb", shown: []string{"Bytes", "0000  "}, then: closes("\r", "Bytes")},
		{id: action.NextPane, keys: "\t", shown: []string{"── Messages"}},
		{id: action.Columns, keys: "c", shown: []string{"Columns", "Registration"}, then: closes("\x1b", "Registration")},
		{id: action.Theme, keys: "t"},
		{id: action.Mouse, keys: "m", shown: []string{"the mouse is off"}, then: says("m", "the mouse is on")},
		{id: action.Redraw, keys: "\x0c", shown: []string{"10 of 10 DNs registered"}},
		{id: action.Copy, keys: "y", shown: []string{"copied 1 DN (OSC 52)"}},
		{id: action.Export, then: func(t *testing.T, d *desk) {
			d.exportTo(t, 1, "all 10 rows", file)
			d.waitAll(t, "10 rows written to")
		}},
		{id: action.Register, keys: "+7011\r", shown: []string{"11 of 11 DNs registered"}},
		{id: action.Unregister, keys: "-", shown: []string{"Remove 1 DN from the board?"}, then: closes("\x1b", "[cancel]")},
		{id: action.Palette, keys: ":", shown: []string{"Commands (act on 7"}, then: closes("\x1b", "Commands (act on 7")},
		{id: action.Help, keys: "?", shown: []string{"── > Help", "On the board"}, then: closes("\x1b", "── > Help")},
		{id: action.Reconnect, keys: "\x12", shown: []string{"Reconnect?"}, then: yes("reconnect", "LINK UP", "11 of 11 DNs registered")},
	}
}

// TestEveryAction performs every action of the table in the real program, so that none has a key that does nothing.
// Quitting ends the walk; stopping with ctrl+z has its own test.
func TestEveryAction(t *testing.T) {
	t.Parallel()
	dns := make([]string, 11)
	for i := range dns {
		dns[i] = fmt.Sprint(7001 + i)
	}
	p := startServer(t, simserver.Options{}, dns...)
	p.record(t, recorder.Options{DNs: dns})
	d := p.sitAt(t, wide, "7001-7010")
	d.waitAll(t, "10 of 10 DNs registered", "○ 10 off", ">  7001")
	done := map[action.ID]bool{action.Quit: true, action.Suspend: true}
	for _, s := range walk(t.TempDir()) {
		if s.keys != "" {
			d.Send(t, s.keys)
		}
		d.waitAll(t, s.shown...)
		if s.gone != "" {
			d.waitGone(t, s.gone)
		}
		if s.then != nil {
			s.then(t, d)
		}
		done[s.id] = true
	}
	for _, row := range model.Actions() {
		if !done[row.ID] {
			t.Errorf("the walk leaves out %s (%s)", row.ID, strings.Join(row.Keys, ", "))
		}
	}
	d.quit(t)
}
