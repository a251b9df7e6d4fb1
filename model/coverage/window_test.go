package coverage

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // so that no test depends on the zones of the machine
)

func TestWindows(t *testing.T) {
	t.Parallel()
	oslo, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Fatal(err)
	}
	// 23 November 2026 is a Monday.
	for _, test := range []struct{ windows, at, want string }{
		{"", "2026-11-23 12:00", "no"},
		{"mon", "2026-11-23 00:00", "yes"},
		{"mon", "2026-11-23 23:59", "yes"},
		{"mon", "2026-11-24 00:00", "no"},
		{"fri-mon", "2026-11-22 12:00", "yes"},
		{"fri-mon", "2026-11-24 12:00", "no"},
		{"12:00-13:00", "2026-11-23 12:00", "yes"},
		{"12:00-13:00", "2026-11-23 13:00", "no"},
		{"mon-fri 22:00-06:00", "2026-11-23 05:59", "no"}, // that of Sunday
		{"mon-fri 22:00-06:00", "2026-11-23 22:00", "yes"},
		{"mon-fri 22:00-06:00", "2026-11-24 05:59", "yes"},
		{"mon-fri 22:00-06:00", "2026-11-24 06:00", "no"},
		{"mon-fri 22:00-06:00", "2026-11-28 05:59", "yes"}, // that of Friday
		{"MON 22:00-24:00", "2026-11-23 23:59", "yes"},
		{"mon 22:00-24:00", "2026-11-24 00:00", "no"},
		{"mon 22:00-00:00", "2026-11-23 23:59", "yes"},
		{"2026-12-24 18:00-24:00", "2026-12-24 18:00", "yes"},
		{"2026-12-24 18:00-24:00", "2026-12-25 18:00", "no"},
		{"2026-12-24 18:00-02:00", "2026-12-25 01:00", "yes"},
		{"sat, sun ,2026-11-23 11:00-13:00", "2026-11-23 12:00", "yes"},
		{"mon 01:00-04:00", "2026-03-30 03:00", "yes"},
	} {
		windows, err := ParseWindows(test.windows, oslo)
		if err != nil {
			t.Errorf("%q: %v", test.windows, err)
			continue
		}
		at, err := time.ParseInLocation("2006-01-02 15:04", test.at, oslo)
		if err != nil {
			t.Fatal(err)
		}
		if got := map[bool]string{true: "yes", false: "no"}[windows.Contains(at.UTC())]; got != test.want {
			t.Errorf("%s is in %q: %s, want %s", test.at, test.windows, got, test.want)
		}
	}
	if w, _ := ParseWindows(" mon ", oslo); w.String() != "mon (Europe/Oslo)" {
		t.Errorf("the text is %q", w.String())
	}
}

func TestWrongWindows(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"monday":                       `window "monday": "monday" is not a day`,
		"mon-fry":                      `"mon-fry" is not a day`,
		"mon,":                         "it is empty",
		"mon 22-06":                    `"22" is not a time`,
		"mon 22:00":                    `"22:00" is not a time such as`,
		"22:00-25:00":                  `"25:00" is not a time`,
		"22:00-24:01":                  `"24:01" is not a time`,
		"22:00-6:5":                    `"6:5" is not a time`,
		"24:00-25:00":                  "is not a time",
		"24:00-01:00":                  "cannot begin at 24:00",
		"10:00-10:00":                  "begins when it ends",
		"mon 10:00-11:00 x":            "one word too many",
		"10:00-11:00 mon":              `"10:00-11:00" is not a day`,
		"2026-02-30":                   "is not a day",
		strings.Repeat("mon,", 101):    "more than 100 windows",
		"mon \x1b]0;x\a":               "is not a time",
		"99999999999999999999:00-1:00": "is not a time",
	} {
		if _, err := ParseWindows(text, time.UTC); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
