package coverage

import (
	"testing"
	"time"
)

func TestSeconds(t *testing.T) {
	t.Parallel()
	for text, d := range map[string]time.Duration{
		"0 s": 0, "0.1 s": time.Millisecond, "0.5 s": 500 * time.Millisecond, "1 s": time.Second,
		"1.1 s": 1020 * time.Millisecond, "2 s": 2 * time.Second, "60 s": time.Minute,
	} {
		if got := seconds(d); got != text {
			t.Errorf("%s is %q, want %q: no more may be said to have happened within a time than did", d, got, text)
		}
	}
}
