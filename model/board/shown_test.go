package board

import "testing"

// TestShown packs and unpacks how a row is counted.
func TestShown(t *testing.T) {
	for _, state := range []State{StateUnknown, StateRec, StatePaused, StateOff} {
		for _, stale := range []Stale{0, StaleLink, StaleAge | StaleCommand, ^Stale(0)} {
			for _, fault := range []Fault{{}, {FaultLost, 0}, {FaultRejected, 59}, {FaultRefused, -1}, {FaultRefused, 1<<31 - 1}, {FaultRefused, -1 << 31}} {
				for bits := range 32 {
					registered, again, notAsked, ages, watched := bits&1 != 0, bits&2 != 0, bits&4 != 0, bits&8 != 0, bits&16 != 0
					s := newShown(state, stale, fault, registered, watched, again, notAsked, ages)
					if s.state() != state || s.stale() != stale || s.fault() != fault || s.registered() != registered || s.again() != again || s.notAsked() != notAsked || s.ages() != ages || s.watched() != watched {
						t.Fatalf("%v, %v, %v, bits %b became %#x", state, stale, fault, bits, s)
					}
				}
			}
		}
	}
}
