package tlibconn

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// TestWatch plays histories and checks when the role is queried and the other address probed. Times are in
// seconds since the start.
func TestWatch(t *testing.T) {
	type act struct {
		at int
		do func(w *watch, now time.Time)
	}
	up := func(w *watch, now time.Time) { w.observe(true, false, now) }
	down := func(w *watch, now time.Time) { w.observe(false, false, now) }
	standby := func(w *watch, now time.Time) { w.observe(false, true, now) }
	announce := func(w *watch, now time.Time) { w.roleChanged(now) }
	tests := []struct {
		name   string
		single bool
		wrong  bool // the result of each probe
		takes  int  // how long a probe takes, in seconds
		change func(w *watch)
		acts   []act
		want   []string // until second 60
	}{
		{name: "before the login", acts: []act{{0, announce}}},
		{name: "a primary in order is left alone", acts: []act{{0, up}}},
		{name: "and asked when it announces", acts: []act{{0, up}, {7, announce}}, want: []string{"ask 7"}},
		{name: "a flood of announcements is asked once a gap", acts: []act{{0, up}, {7, announce}, {7, announce}, {7, announce}}, want: []string{"ask 7", "ask 7.2"}},
		{name: "link down: probe after the switchover wait, then every interval", acts: []act{{0, up}, {10, down}}, want: []string{"probe 14", "probe 34", "probe 54"}},
		{name: "down from the login on", acts: []act{{0, down}}, want: []string{"probe 4", "probe 24", "probe 44"}},
		{name: "the same state again", acts: []act{{0, down}, {2, down}, {5, down}}, want: []string{"probe 4", "probe 24", "probe 44"}},
		{name: "up again", acts: []act{{0, down}, {30, up}}, want: []string{"probe 4", "probe 24"}},
		{name: "a single address is never left", single: true, acts: []act{{0, down}}},
		{name: "a backup is asked too", acts: []act{{0, standby}}, want: []string{"probe 4", "ask 20", "probe 24", "ask 40", "probe 44"}},
		{name: "a single backup is asked", single: true, acts: []act{{0, standby}}, want: []string{"ask 20", "ask 40"}},
		{name: "a backup that became primary is not asked", acts: []act{{0, standby}, {10, up}}, want: []string{"probe 4"}},
		{name: "a probe that ends after the trouble", takes: 25, change: func(w *watch) { w.wrong = true }, acts: []act{{0, down}, {10, up}}, want: []string{"probe 4"}},
		{name: "an announcement survives a change of state", acts: []act{{0, up}, {7, announce}, {7, announce}, {7, down}, {8, up}}, want: []string{"ask 7", "ask 7.2"}},
		{name: "a probe that takes longer than the interval", takes: 25, acts: []act{{0, down}}, want: []string{"probe 4", "probe 29", "probe 54"}},
		{name: "something wrong with the other", wrong: true, change: func(w *watch) { w.wrong = true }, acts: []act{{0, up}}, want: []string{"probe 20", "probe 40"}},
		{name: "nothing wrong any more", change: func(w *watch) { w.wrong = true }, acts: []act{{0, up}}, want: []string{"probe 20"}},
		{name: "one command needs no other server", change: func(w *watch) { w.wrong, w.quiet = true, true }, acts: []act{{0, up}}},
		{name: "but a usable one", change: func(w *watch) { w.quiet = true }, acts: []act{{0, down}}, want: []string{"probe 4", "probe 24", "probe 44"}},
		{name: "the other refused the password", change: func(w *watch) { w.otherBarred = true }, acts: []act{{0, down}}},
		{name: "the other is left alone for a while", change: func(w *watch) { w.otherFrom = second(30) }, acts: []act{{0, down}}, want: []string{"probe 30", "probe 50"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := watch{first: 4 * time.Second, every: 20 * time.Second, pair: !tt.single}
			if tt.change != nil {
				tt.change(&w)
			}
			var got []string
			var ends time.Time
			now := second(0)
			for !now.After(second(59)) {
				for len(tt.acts) > 0 && !second(tt.acts[0].at).After(now) {
					act := tt.acts[0]
					tt.acts = tt.acts[1:]
					act.do(&w, now)
					if len(tt.acts) > 0 && tt.acts[0].at == act.at {
						break
					}
				}
				if w.probing && !ends.After(now) {
					w.probeEnds(tt.wrong, now)
				}
				ask, probe, deadline := w.next(now)
				if ask {
					got = append(got, fmt.Sprintf("ask %g", now.Sub(second(0)).Seconds()))
					w.asked(now)
				}
				if probe {
					got = append(got, fmt.Sprintf("probe %g", now.Sub(second(0)).Seconds()))
					w.probeBegins(now)
					ends = now.Add(time.Duration(tt.takes) * time.Second)
				}
				switch {
				case ask || probe || len(tt.acts) > 0 && !second(tt.acts[0].at).After(now):
					continue // again at the same time
				case w.probing && !ends.After(now):
					continue
				}
				next := second(60)
				if len(tt.acts) > 0 {
					next = second(tt.acts[0].at)
				}
				if w.probing {
					next = earlier(next, ends)
				}
				next = earlier(next, deadline)
				if !next.After(now) {
					t.Fatalf("at %s it wants to be called at %s", now, next)
				}
				now = next
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("it does  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func second(n int) time.Time { return time.Unix(1_000_000, 0).Add(time.Duration(n) * time.Second) }
