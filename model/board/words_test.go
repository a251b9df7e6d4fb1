package board

import (
	"testing"

	"capdeck/tlibconn/event"
)

// TestAnUnknownStateHasNoWord: nor does the first value after the last known one; the last
// known one has its word.
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

// TestCodesOfRefusals: T-Server has a code only for a lost link to the switch.
func TestCodesOfRefusals(t *testing.T) {
	for reason := range RefusalReason(len(refusalWords)) {
		r := NewRefusal(key(dn), event.VerbStart, reason)
		if code := r.Code; (code == codeNoSwitch) != (reason == RefusedLinkDown) || code != 0 && code != codeNoSwitch {
			t.Errorf("reason %d has code %d", reason, code)
		}
		if reason != 0 && r.Why() == "" {
			t.Errorf("reason %d has no words", reason)
		}
	}
	if why := NewRefusal(key(dn), event.VerbStart, RefusalReason(len(refusalWords))).Why(); why != "" {
		t.Errorf("an unknown reason is %q", why)
	}
}

// TestWordsBehindTheLast: a value without a word returns none, and nothing panics.
func TestWordsBehindTheLast(t *testing.T) {
	for what, word := range map[string]string{
		"state":        State(len(stateWords)).String(),
		"registration": RegistrationState(len(registrationWords)).String(),
		"fault":        Fault{Kind: FaultKind(len(faultWords)), Code: 50}.String(),
	} {
		if word != "" {
			t.Errorf("an unknown %s is %q", what, word)
		}
	}
	if StateRec.String() == "" || RegistrationHeld.String() != "registered" {
		t.Errorf("the words are %q, %q", StateRec, RegistrationHeld)
	}
}
