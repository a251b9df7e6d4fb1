package phrase

import "testing"

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1204: "1,204", 1234567: "1,234,567", -1000: "-1,000", -999: "-999"} {
		if got := Number(n); got != want {
			t.Errorf("%d is written %q, want %q", n, got, want)
		}
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0 DNs", 1: "1 DN", 2: "2 DNs", 1204: "1,204 DNs"} {
		if got := Count(n, "DN", "DNs"); got != want {
			t.Errorf("%d is written %q, want %q", n, got, want)
		}
	}
}

func TestSentence(t *testing.T) {
	for text, want := range map[string]string{
		"": "", " \n": "", "the link is down": "The link is down.", " it is. ": "It is.", "it is...": "It is.",
		"is it?": "Is it?", "ødegård": "Ødegård.", "\xff": "\xff.", "7001 is refused": "7001 is refused.",
	} {
		if got := Capital(Sentence(text)); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// TestPercent checks the rounding: a share down, a share of something missing up.
func TestPercent(t *testing.T) {
	for share, want := range map[float64][2]string{0: {"0.0 %", "0.0 %"}, 1: {"100.0 %", "100.0 %"}, 0.99996: {"99.9 %", "99.9 %"}, 0.0001: {"0.0 %", "0.1 %"}, 0.98765: {"98.7 %", "98.8 %"}, 0.5: {"50.0 %", "50.0 %"}} {
		if got := [2]string{Percent(share), PercentUp(share)}; got != want {
			t.Errorf("%g: %q, want %q", share, got, want)
		}
	}
}
