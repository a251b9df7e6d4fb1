package contract

import (
	"strings"
	"testing"

	"capdeck/tlibconn/event"
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
