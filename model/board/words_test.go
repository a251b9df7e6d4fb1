package board

import "testing"

// TestAnUnknownStateHasNoWord: the first value behind the last known one, too; the
// last known one has its word.
func TestAnUnknownStateHasNoWord(t *testing.T) {
	for _, c := range []struct {
		what, last, got, behind string
	}{
		{"call", "bridged", CallBridged.String(), (CallBridged + 1).String()},
		{"agent", "walked away", AgentWalkedAway.String(), (AgentWalkedAway + 1).String()},
		{"life", "seen", LifeSeen.String(), (LifeSeen + 1).String()},
	} {
		if c.got != c.last || c.behind != "" {
			t.Errorf("%s: the last word is %q, want %q; behind it is %q", c.what, c.got, c.last, c.behind)
		}
	}
}
