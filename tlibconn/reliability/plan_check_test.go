package reliability

import "testing"

// TestPlanOfSeed: a seed that is printed makes the same episode again.
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
			t.Errorf("seed %d makes two episodes", seed)
		}
		if first == next {
			t.Errorf("seeds %d and %d make the same episode", seed, seed+1)
		}
	}
}
