package plain

import (
	"strings"
	"testing"

	"capdeck/model"
	"capdeck/model/effect"
)

// TestPlainRefusesWhatNeedsAScreen checks that this front reports each effect that it
// cannot perform.
func TestPlainRefusesWhatNeedsAScreen(t *testing.T) {
	for _, e := range []effect.Effect{
		effect.Copy{}, effect.Export{}, effect.SaveColumns{}, effect.Mouse{}, effect.Redraw{}, effect.Suspend{},
	} {
		var left plainEffects
		effect.CarryOut(&left, []effect.Effect{e})
		if len(left.Messages) != 1 {
			t.Errorf("%T left %d messages", e, len(left.Messages))
			continue
		}
		if said, ok := left.Messages[0].(model.Say); !ok || !said.IsError || !strings.Contains(said.Text, "without --plain") {
			t.Errorf("%T left %+v", e, left.Messages[0])
		}
	}
}
