package coverage

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// MaxWindows is the greatest number of windows of time that ParseWindows accepts.
const MaxWindows = 100

// Windows are announced windows of time, in one time zone. The zero value contains no
// moment.
type Windows struct {
	text    string
	zone    *time.Location
	windows []window
}

// window is one window of time: it begins on each of its days at a time of the day. One
// that ends at that time or earlier ends on the next day.
type window struct {
	weekdays [7]bool   // unless day is set
	day      time.Time // midnight UTC of a date, zero for none
	from, to time.Duration
}

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// ParseWindows reads windows of time, separated by commas. Each is a day, a time, or a day
// and a time: mon, mon-fri or 2026-12-24; 22:00-06:00. A window without a day is one of
// every day, one without a time is a whole day, and one that ends at an earlier time than
// it begins ends on the next day. The error is a sentence that names the window.
func ParseWindows(text string, zone *time.Location) (Windows, error) {
	w := Windows{text: strings.TrimSpace(text), zone: zone}
	if w.text == "" {
		return w, nil
	}
	for part := range strings.SplitSeq(text, ",") {
		one, err := parseWindow(strings.Fields(strings.ToLower(part)))
		if err != nil {
			return Windows{}, fmt.Errorf("window %q: %w; use for example mon-fri 22:00-06:00 or 2026-12-24 18:00-24:00, separated by commas", strings.TrimSpace(part), err)
		}
		if w.windows = append(w.windows, one); len(w.windows) > MaxWindows {
			return Windows{}, fmt.Errorf("there are more than %d windows of time", MaxWindows)
		}
	}
	return w, nil
}

func parseWindow(words []string) (w window, err error) {
	for i := range w.weekdays {
		w.weekdays[i] = true
	}
	w.to = 24 * time.Hour
	if len(words) == 0 {
		return w, errors.New("it is empty")
	}
	if len(words) > 2 {
		return w, fmt.Errorf("%q is one word too many", words[2])
	}
	if !strings.Contains(words[0], ":") {
		if err := w.parseDay(words[0]); err != nil {
			return w, err
		}
		words = words[1:]
	}
	if len(words) == 2 {
		return w, fmt.Errorf("%q is not a day", words[0])
	}
	if len(words) == 1 {
		return w, w.parseTimes(words[0])
	}
	return w, nil
}

func (w *window) parseDay(text string) error {
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		w.day, w.weekdays = day, [7]bool{}
		return nil
	}
	first, last, isRange := strings.Cut(text, "-")
	from := slices.Index(weekdays, first)
	to := from
	if isRange {
		to = slices.Index(weekdays, last)
	}
	if from < 0 || to < 0 {
		return fmt.Errorf("%q is not a day", text)
	}
	w.weekdays = [7]bool{}
	for i := from; ; i = (i + 1) % 7 {
		w.weekdays[i] = true
		if i == to {
			return nil
		}
	}
}

func (w *window) parseTimes(text string) error {
	from, to, ok := strings.Cut(text, "-")
	if !ok {
		return fmt.Errorf("%q is not a time such as 22:00-06:00", text)
	}
	var err error
	if w.from, err = parseTime(from); err != nil {
		return err
	}
	if w.to, err = parseTime(to); err != nil {
		return err
	}
	switch w.from {
	case 24 * time.Hour:
		return fmt.Errorf("a window cannot begin at %s", from)
	case w.to:
		return errors.New("it begins when it ends")
	}
	if w.to < w.from {
		w.to += 24 * time.Hour
	}
	return nil
}

// parseTime reads a time of the day from 00:00 to 24:00.
func parseTime(text string) (time.Duration, error) {
	hours, minutes, ok := strings.Cut(text, ":")
	h, err := strconv.ParseUint(hours, 10, 8)
	m, err2 := strconv.ParseUint(minutes, 10, 8)
	if !ok || err != nil || err2 != nil || len(minutes) != 2 || m > 59 || h > 24 || h == 24 && m > 0 {
		return 0, fmt.Errorf("%q is not a time from 00:00 to 24:00", text)
	}
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute, nil
}

// Contains reports whether a moment is in one of the windows. A window includes its
// beginning, not its end. Times are those that a clock on the wall shows: when the clocks
// are put back, an hour counts twice.
func (w *Windows) Contains(at time.Time) bool {
	if len(w.windows) == 0 {
		return false
	}
	local := at.In(w.zone)
	clock := time.Duration(local.Hour())*time.Hour + time.Duration(local.Minute())*time.Minute + time.Duration(local.Second())*time.Second
	year, month, day := local.Date()
	today := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	yesterday := today.AddDate(0, 0, -1)
	for i := range w.windows {
		one := &w.windows[i]
		if one.isOn(today) && one.from <= clock && clock < one.to || one.isOn(yesterday) && clock+24*time.Hour < one.to {
			return true
		}
	}
	return false
}

// isOn reports whether a window begins on a day.
func (w *window) isOn(day time.Time) bool {
	if !w.day.IsZero() {
		return w.day.Equal(day)
	}
	return w.weekdays[day.Weekday()]
}

// String returns the windows as they were written, with their time zone; "" for none.
func (w *Windows) String() string {
	if w.text == "" {
		return ""
	}
	if w.zone == time.Local {
		return w.text + " (local time)"
	}
	return w.text + " (" + w.zone.String() + ")"
}
