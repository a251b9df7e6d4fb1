package coverage

import (
	"testing"
	"time"

	"capdeck/model/board"
)

// TestQueryWithinTheEchoWindow has a query of another client right after one of ours was
// answered. It looks like the echo of ours, but its answer is that to a query: the time
// since the last enabled is not verifiable.
func TestQueryWithinTheEchoWindow(t *testing.T) {
	t.Parallel()
	o := policy()
	o.Interval = func(string) time.Duration { return time.Minute }
	d := newDesk(t, o, board.Options{}, "7001")
	d.result()
	d.play("7001", `
		0s establish A
		0s enabled A
		10s send query
		10s enabled A
		11s asked paused A
		30s release A`)
	if got, want := d.result(), unindent(`0s-30s captured=10s paused=19s unverified=1s after=0s ended-paused
		+ended-paused 30s A
		-ended-paused 30s A`); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
