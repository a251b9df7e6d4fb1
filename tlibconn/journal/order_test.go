package journal

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestClockSetBack sets the clock of a process back while it sends: by an hour, and beyond midnight into another
// file. Meanwhile another process sends, whose clock is right.
func TestClockSetBack(t *testing.T) {
	tests := []struct {
		name string
		back time.Duration
		want string
	}{
		{"not at all", 0, "1/2 1/1 2/1 1/3 1/4"},
		{"by an hour", time.Hour, "1/2 1/1 1/3 1/4 2/1"},
		{"by a day", 24 * time.Hour, "1/2 1/1 1/3 1/4 2/1"},
		{"by a week", 7 * 24 * time.Hour, "1/2 1/1 1/3 1/4 2/1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			clock := &clock{now: start}
			f := open(t, dir, func(o *Options) { o.PID, o.Now = 1, clock.Now })
			send := func(at time.Time, command uint64) {
				clock.set(at)
				must(t, f.Intent([]Intent{{Time: at, Command: command, DN: "7001", Verb: "start"}}))
			}
			// Command 2 was sent ahead of command 1, which waited in a bulk.
			send(start, 2)
			send(start.Add(time.Second), 1)
			send(start.Add(3*time.Second-test.back), 3)
			send(start.Add(4*time.Second-test.back), 4)
			must(t, f.Outcome([]Outcome{{Time: clock.Now(), Command: 2, Outcome: "confirmed"}}))
			closeFile(t, f)
			other := open(t, dir, func(o *Options) { o.PID = 2 })
			must(t, other.Intent([]Intent{{Time: start.Add(2 * time.Second), Command: 1, DN: "7001", Verb: "stop"}}))
			closeFile(t, other)

			entries, problems := read(t, dir, Filter{})
			want(t, "problems", texts(problems), nil)
			var got []string
			for _, e := range entries {
				got = append(got, fmt.Sprintf("%d/%d", e.Process.PID, e.Intent.Command))
			}
			want(t, "order", strings.Join(got, " "), test.want)
			early, _ := read(t, dir, Filter{From: start, To: start.Add(time.Second)})
			want(t, "a command whose outcome is in a file of an earlier day", commands(early), []string{"2 confirmed"})
		})
	}
}
