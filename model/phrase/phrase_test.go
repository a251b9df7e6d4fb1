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
