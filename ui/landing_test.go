package ui

import "testing"

// TestCursorLandsInAFrameFirst checks that a command acts on the row where the cursor landed
// after a filter only if its key was read after the terminal had shown the cursor there,
// whenever it is handled.
func TestCursorLandsInAFrameFirst(t *testing.T) {
	w := running(t, 80, 24, 9, nil)
	w.frame(1)
	w.keys("/7004")
	w.frame(2)
	w.press("enter", 2)
	w.press("s", 2) // before the frame
	w.frame(3)
	w.press("s", 2) // typed before the frame, and handled after it
	if got := w.verbs(); got != "" || w.cursor() != "7004" {
		t.Fatalf("keys that were read before the cursor was shown on %s sent %q", w.cursor(), got)
	}
	w.shows("the cursor has just moved to 7004: press the key again")
	w.press("s", 3)
	if got := w.verbs(); got != "start 7004" {
		t.Errorf("a key that was read after the frame sent %q", got)
	}
}

// TestMovedCursorNeedsNoFrame checks that a command acts at once on a row that the user has
// moved to.
func TestMovedCursorNeedsNoFrame(t *testing.T) {
	w := running(t, 80, 24, 9, nil)
	w.frame(1)
	w.keys("/700")
	w.frame(2)
	w.press("enter", 2)
	w.press("j", 2)
	w.press("s", 2)
	if got := w.verbs(); got != "start 7002" {
		t.Errorf("a move and a start sent %q", got)
	}
}

// TestQuickViewLands checks the same for a quick view.
func TestQuickViewLands(t *testing.T) {
	w := running(t, 80, 24, 9, nil)
	w.indicate("7005", "enabled", 0)
	w.indicate("7007", "enabled", 0)
	w.flush()
	w.frame(1)
	w.press("2", 1)
	w.press("u", 1)
	if got := w.verbs(); got != "" || w.cursor() != "7005" {
		t.Errorf("a query for %s that was read before the frame sent %q", w.cursor(), got)
	}
	w.frame(2)
	w.press("u", 2)
	if got := w.verbs(); got != "query 7005" {
		t.Errorf("a query sent %q", got)
	}
}
