package flags

import (
	"testing"
	"time"
)

func TestSeconds(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"0": 0, "10": 10 * time.Second, "2.5": 2500 * time.Millisecond, "0.001": time.Millisecond,
		"0.0014": time.Millisecond, "8388": 8388 * time.Second, "1e3": 1000 * time.Second,
	} {
		var s seconds
		if err := s.Set(text); err != nil || time.Duration(s) != want {
			t.Errorf("%s is %s, %v; want %s", text, time.Duration(s), err, want)
		}
		var again seconds
		if err := again.Set(s.String()); err != nil || again != s {
			t.Errorf("%s prints as %s, which is %s, %v", text, &s, &again, err)
		}
	}
	for _, text := range []string{"", "-1", "0.0004", "8388.001", "1e300", "Inf", "-Inf", "NaN", "10s", "ten"} {
		var s seconds
		if err := s.Set(text); err == nil {
			t.Errorf("%q was accepted as %s", text, &s)
		}
	}
}
