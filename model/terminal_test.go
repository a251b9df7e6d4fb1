package model

import (
	"strings"
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/model/effect"
)

// outside returns the names of the effects for the terminal and the session.
func (f *floor) outside() string {
	var all []string
	for _, e := range f.effects {
		switch e := e.(type) {
		case effect.Mouse:
			all = append(all, map[bool]string{true: "mouse on", false: "mouse off"}[e.On])
		case effect.Suspend:
			all = append(all, "suspend")
		case effect.Reconnect:
			all = append(all, "reconnect")
		}
	}
	f.effects = nil
	return strings.Join(all, ", ")
}

func TestMouseIsSwitched(t *testing.T) {
	f := newFloor(t, 1, Options{Mouse: true})
	f.do(action.Mouse, action.Mouse, action.Mouse)
	f.want("effects", f.outside(), "mouse off, mouse on, mouse off")
	f.update(Resumed{Now: f.now, Stopped: time.Second})
	f.want("it stays off behind a stop", f.outside(), "")
	f.do(action.Mouse)
	f.outside()
	f.update(Resumed{Now: f.now, Stopped: time.Second})
	f.want("it comes back behind a stop", f.outside(), "mouse on")
}

func TestSuspend(t *testing.T) {
	f := newFloor(t, 1, Options{})
	f.do(action.Suspend)
	for _, e := range f.effects {
		if suspend, ok := e.(effect.Suspend); ok && !strings.Contains(suspend.Text, "the link to T-Server will be lost") {
			t.Errorf("it says %q", suspend.Text)
		}
	}
	f.want("effects", f.outside(), "suspend")
	f.update(Resumed{Now: f.now, Stopped: 9 * time.Second})
	f.want("after a short stop", f.outside(), "")
	f.update(Resumed{Now: f.now, Stopped: 10 * time.Second})
	f.want("after a long one", f.outside(), "reconnect")
	f.update(Resumed{Now: f.now, Problem: "there is no shell"})
	if note := f.m.Note(); note.Text != "there is no shell" || !note.IsError {
		t.Errorf("the note is %+v", note)
	}
}

func TestSuspendAsksWhileCommandsWait(t *testing.T) {
	f := newFloor(t, 1, Options{})
	f.do(action.Start)
	f.leave()
	f.do(action.Suspend)
	f.want("effects", f.outside(), "")
	f.shown()
	f.want("question", f.m.Overlay().Dialog().Question, "1 command waits for an answer. Suspend capdeck?")
	f.press("y")
	f.want("effects", f.outside(), "suspend")
}
