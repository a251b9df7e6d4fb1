//go:build unix

package ptytest

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"capdeck/model"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
)

// stroke is one action of the walk: keys, and what the screen then shows and
// does not show. Keys are sent as a terminal sends them.
type stroke struct {
	id    model.ActionID
	keys  string
	shown []string
	gone  string
	// then answers or undoes it, nil for nothing.
	then func(t *testing.T, d *desk)
}

// says sends keys and waits for what is shown behind them.
func says(keys string, after ...string) func(*testing.T, *desk) {
	return func(t *testing.T, d *desk) {
		t.Helper()
		d.Send(t, keys)
		d.waitAll(t, after...)
	}
}

// closes sends keys and waits until a text has gone. Behind esc that matters: with
// the next key on its heels it would be another key.
func closes(keys, gone string) func(*testing.T, *desk) {
	return func(t *testing.T, d *desk) {
		t.Helper()
		d.Send(t, keys)
		d.waitGone(t, gone)
	}
}

// yes answers a dialog, once it is on the screen, and waits for what comes of it.
func yes(choice string, after ...string) func(*testing.T, *desk) {
	return func(t *testing.T, d *desk) {
		t.Helper()
		d.focus(t, choice)
		says("y", after...)(t, d)
	}
}

// walk is a user's way through every action, in an order in which each has
// something to do. The cursor begins on 7001 of ten DNs.
func walk(folder string) []stroke {
	file := filepath.Join(folder, "walk.csv")
	return []stroke{
		{id: model.ActionDown, keys: "j", shown: []string{">  7002"}},
		{id: model.ActionUp, keys: "k", shown: []string{">  7001"}},
		{id: model.ActionLast, keys: "G", shown: []string{">  7010"}},
		{id: model.ActionFirst, keys: "g", shown: []string{">  7001"}},
		{id: model.ActionPageDown, keys: "\x1b[6~", shown: []string{">  7010"}},
		{id: model.ActionPageUp, keys: "\x1b[5~", shown: []string{">  7001"}},
		{id: model.ActionStart, keys: "s", shown: []string{"start confirmed", "● 1 rec"}},
		{id: model.ActionPause, keys: "p", shown: []string{"Pause the capture of 1 DN?", "[cancel]"}, then: yes("pause", "pause confirmed", "‖ 1 paused")},
		{id: model.ActionResume, keys: "r", shown: []string{"resume confirmed", "● 1 rec"}},
		{id: model.ActionStop, keys: "x", shown: []string{"Stop the capture of 1 DN?", "[cancel]"}, then: yes("stop", "stop confirmed", "○ 10 off")},
		{id: model.ActionQuery, keys: "u", shown: []string{"query confirmed"}},
		{id: model.ActionMark, keys: " ", shown: []string{"1 marked", "* 7001"}},
		{id: model.ActionMarkTo, keys: "jv", shown: []string{"3 marked", "* 7003"}},
		{id: model.ActionMarkAll, keys: "a", shown: []string{"10 marked"}},
		{id: model.ActionClear, keys: "\x1b", gone: "10 marked"},
		{id: model.ActionFilter, keys: "/dn:700\r", shown: []string{"filter: dn:700 (9)"}, then: closes("\x1b", "filter:")},
		{id: model.ActionShowRecording, keys: "2", shown: []string{"filter: recording (0)"}},
		{id: model.ActionShowPaused, keys: "3", shown: []string{"filter: paused (0)"}},
		{id: model.ActionShowOff, keys: "4", shown: []string{"filter: off (10)"}},
		{id: model.ActionShowUnknown, keys: "5", shown: []string{"filter: unknown (0)"}},
		{id: model.ActionShowFaults, keys: "6", shown: []string{"filter: faults (0)"}},
		{id: model.ActionShowAll, keys: "1", gone: "filter: faults"},
		{id: model.ActionSortNext, keys: "o", shown: []string{"sorted by DN"}},
		{id: model.ActionSortReverse, keys: "O", shown: []string{"by ▼DN"}},
		{id: model.ActionSortRight, keys: ">", shown: []string{"by ▲Agent"}},
		{id: model.ActionSortLeft, keys: "<", shown: []string{"by ▼DN"}},
		{id: model.ActionFreeze, keys: "f", shown: []string{"FROZEN since"}, then: says("f", "the rows move again")},
		{id: model.ActionLock, keys: "w", shown: []string{"LOCKED (w unlocks)"}, then: says("w", "commands are unlocked")},
		{id: model.ActionCancel, keys: "\x18", shown: []string{"no command waits to be sent"}},
		{id: model.ActionResync, keys: "U", shown: []string{"resynchronising DN 7"}},
		{id: model.ActionAcknowledge, keys: "K", shown: []string{"there is nothing to acknowledge for DN 7"}},
		{id: model.ActionFailures, keys: "F", shown: []string{"the last command for several DNs was confirmed"}},
		{id: model.ActionDetail, keys: "\r", shown: []string{"Detail of 7"}, then: closes("\r", "Detail of 7")},
		{id: model.ActionStatistics, keys: "S", shown: []string{"Counted since the start at"}, then: closes("S", "Counted since the start at")},
		{id: model.ActionSent, keys: "h", shown: []string{"stop", "resume"}, then: closes("h", "── Sent")},
		{id: model.ActionMessages, keys: "l", gone: "── Messages", then: says("l", "── Messages")},
		{id: model.ActionNextPane, keys: "\t", shown: []string{"── > Messages"}},
		{id: model.ActionSearchOlder, keys: "/eventack\rn", shown: []string{"search: eventack"}},
		{id: model.ActionSearchNewer, keys: "N", shown: []string{"search: eventack"}},
		{id: model.ActionAutomatic, keys: "A", shown: []string{"Automatic queries", "automatic"}, then: says("A", "── > Messages")},
		{id: model.ActionMessagesDN, keys: "d", shown: []string{"> Messages of 7"}, then: closes("d", "Messages of 7")},
		{id: model.ActionBytes, keys: "\rb", shown: []string{"Bytes", "0000  "}, then: closes("\r", "Bytes")},
		{id: model.ActionNextPane, keys: "\t", shown: []string{"── Messages"}},
		{id: model.ActionColumns, keys: "c", shown: []string{"Columns", "Registration"}, then: closes("\x1b", "Registration")},
		{id: model.ActionTheme, keys: "t"},
		{id: model.ActionMouse, keys: "m", shown: []string{"the mouse is the terminal's"}, then: says("m", "the mouse is")},
		{id: model.ActionRedraw, keys: "\x0c", shown: []string{"10 of 10 DNs registered"}},
		{id: model.ActionCopy, keys: "y", shown: []string{"copied 1 DN (OSC 52)"}},
		{id: model.ActionExport, then: func(t *testing.T, d *desk) {
			d.exportTo(t, 1, "all 10 rows", file)
			d.waitAll(t, "10 rows written to")
		}},
		{id: model.ActionRegister, keys: "+7011\r", shown: []string{"11 of 11 DNs registered"}},
		{id: model.ActionUnregister, keys: "-", shown: []string{"Take 1 DN off the board?"}, then: closes("\x1b", "[cancel]")},
		{id: model.ActionPalette, keys: ":", shown: []string{"Commands (act on 7"}, then: closes("\x1b", "Commands (act on 7")},
		{id: model.ActionHelp, keys: "?", shown: []string{"── > Help", "In the board"}, then: closes("\x1b", "── > Help")},
		{id: model.ActionReconnect, keys: "\x12", shown: []string{"Connect anew?"}, then: yes("connect anew", "LINK UP", "11 of 11 DNs registered")},
	}
}

// TestEveryAction walks the real program through every action of the table, so
// that none has a key that does nothing. Quitting ends the walk; stopping by
// ctrl+z has a test of its own.
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
	done := map[model.ActionID]bool{model.ActionQuit: true, model.ActionSuspend: true}
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
	for _, action := range model.Actions() {
		if !done[action.ID] {
			t.Errorf("the walk leaves out %s (%s)", action.ID, strings.Join(action.Keys, ", "))
		}
	}
	d.quit(t)
}
