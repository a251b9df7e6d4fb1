package contract

import (
	"slices"
	"strings"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

// A call that begins during a check is not the check's: nothing but queries is sent from then
// on, and the report says what was left.
func TestCallBeginsDuringCheck(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		at    string // the case that runs when the call begins
		left  string
		state event.Indication
	}{
		{"rec/pause/from-enabled", "", event.Disabled},
		{"rec/unasked/quiet", "DN 7001 was disabled when the check began, and is now enabled: DN 7001 has got the call ", event.Enabled},
	} {
		p := newPlace(t)
		p.only(t, "rec/query/keeps-disabled", "rec/pause/from-enabled", "rec/unasked/quiet", "rec/latency")
		var connID uint64
		p.options.Began = func(c *Case, _, _ int) {
			var err error
			switch {
			case c.ID != tt.at:
				return
			case c.ID == "rec/unasked/quiet":
				// The capture runs when the call begins.
				p.set(t, event.Enabled)
			}
			if connID, err = p.server.Ring("7001", "+33123456"); err != nil {
				t.Error(err)
			}
		}
		report := p.check(t)
		if !strings.Contains(report.Interrupted, "DN 7001 has got the call ") {
			t.Errorf("%s: interrupted: %q", tt.at, report.Interrupted)
		}
		if left := strings.Join(report.Left, " "); !strings.HasPrefix(left, tt.left) || tt.left == "" && left != "" {
			t.Errorf("%s: left: %q", tt.at, left)
		}
		for _, i := range p.journal.Intents() {
			if i.ConnID == connID && i.Verb != event.VerbQuery.String() {
				t.Errorf("%s: %s was sent to the call", tt.at, i.Verb)
			}
		}
		if state := p.recorder.State("7001"); state != tt.state {
			t.Errorf("%s: 7001 is left %s", tt.at, state)
		}
	}
}

// A command of another client ends the check, which could blame the recorder for it: for example
// that of a second check of the same DN. Its query is a remark.
func TestOtherClientCommands(t *testing.T) {
	t.Parallel()
	for _, echo := range []string{"", "echo=off"} {
		for _, verb := range []event.Verb{event.VerbStop, event.VerbQuery} {
			p := newPlace(t)
			if echo != "" {
				if err := p.server.Order(echo); err != nil {
					t.Fatal(err)
				}
			}
			other := otherClient(t, p)
			p.only(t, "rec/start/from-disabled", "rec/pause/from-enabled", "rec/latency")
			p.options.Began = func(c *Case, _, _ int) {
				if c.ID == "rec/pause/from-enabled" {
					other.SendUserEvent("7001", 0, wire.TextPair(event.CaptureKey, verb.String()))
					for other.Next().Type != wire.EventACK {
					}
				}
			}
			report := p.check(t)
			run := report.Results[1].Runs[0]
			switch {
			case verb == event.VerbQuery && (report.Interrupted != "" || report.Results[1].Verdict != Passed || !slices.ContainsFunc(run.Aspects, func(a Aspect) bool { return a.Name == "other-client" })):
				t.Errorf("%s, %s: interrupted: %q, %s, %+v", echo, verb, report.Interrupted, report.Results[1].Verdict, run.Aspects)
			case verb == event.VerbStop && (report.Results[1].Verdict != Blocked || report.Interrupted != "another client sent stop for DN 7001 during the check, so nothing can be judged"):
				t.Errorf("%s, %s: interrupted: %q, %s", echo, verb, report.Interrupted, report.Results[1].Verdict)
			}
			if state := p.recorder.State("7001"); state != event.Disabled || len(report.Left) > 0 {
				t.Errorf("%s, %s: 7001 is left %s: %q", echo, verb, state, report.Left)
			}
		}
	}
}

// otherClient returns a client that has registered 7001 and reads nothing but what it waits for.
func otherClient(t *testing.T, p *place) *tlibtest.Peer {
	t.Helper()
	other := tlibtest.Dial(t, p.server.Addr())
	other.Start("other", "7001")
	return other
}
