package reliability

import "testing"

// TestPlanOfSeed: the same seed produces the same episode.
func TestPlanOfSeed(t *testing.T) {
	texts := func(seed uint64) string {
		p := newPlan(seed)
		all := p.setting.String()
		for _, step := range p.steps {
			all += "\n" + step.text + " " + step.pace.String() + " " + step.link.String()
		}
		return all
	}
	for seed := range uint64(50) {
		first, again, next := texts(seed), texts(seed), texts(seed+1)
		if first != again {
			t.Errorf("seed %d produces two episodes", seed)
		}
		if first == next {
			t.Errorf("seeds %d and %d produce the same episode", seed, seed+1)
		}
	}
}
