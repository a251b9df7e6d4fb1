package coverage

import (
	"strings"
	"testing"
	"time"

	"capdeck/model/board"
)

func unindent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// TestStretches plays scripts on one DN. With a board that queries in an interval of 60 s,
// an enabled vouches for 75 s.
func TestStretches(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, script, want string
		options            func(*Options)
	}{
		{
			name: "captured from the start", script: `
			0s ring A
			2s enabled A
			3s establish A
			33s release A`,
			want: `3s-33s captured=30s after=0s`,
		},
		{
			name: "captured late, within the grace", script: `
			0s establish A
			2s enabled A
			30s release A`,
			want: `0s-30s captured=28s unverified=2s start=2s after=2s`,
		},
		{
			name: "captured late", script: `
			0s establish A
			12s enabled A
			40s release A`,
			want: `0s-40s captured=28s unverified=12s start=12s after=12s gap[0s-12s off=0s not started]
			+gap 0s A not started
			-gap 12s A not started`,
		},
		{
			name: "off, then enabled: no unverified start", script: `
			0s disabled A
			1s establish A
			5s enabled A
			20s release A`,
			want: `1s-20s captured=15s off=4s after=4s`,
		},
		{
			name: "ringing, dialing, busy and bridged calls do not count", script: `
			0s ring A
			1s bridge A
			2s dial B
			3s busy B
			4s release B`,
			want: ``,
		},
		{
			name: "hold, consult, transfer", script: `
			0s establish A
			0s enabled A
			10s hold A
			11s dial B
			15s establish B
			20s release B
			25s rename A C
			26s retrieve C
			30s release C`,
			want: `0s-30s captured=30s after=0s C[0s-30s] B[15s-20s]`,
		},
		{
			name: "a rename onto a call that is there", script: `
			0s establish A
			0s enabled A
			10s hold A
			12s establish B
			20s rename B A
			30s release A`,
			want: `0s-30s captured=30s after=0s`,
		},
		{
			name: "a stop for a consult call that ended changes nothing", script: `
			0s establish A
			0s enabled A
			10s hold A
			12s establish B
			20s release B
			20s disabled B
			21s retrieve A
			30s release A`,
			want: `0s-30s captured=30s after=0s A[0s-30s] B[12s-20s]`,
		},
		{
			name: "a stop for a consult call before its end", script: `
			0s establish A
			0s enabled A
			10s hold A
			12s establish B
			19s disabled B
			20s release B
			30s release A`,
			want: `0s-30s captured=29s off=1s after=0s A[0s-30s] B[12s-20s]`,
		},
		{
			name: "a word for no call", script: `
			0s enabled -
			1s establish A
			20s paused -
			25s enabled -
			30s release A`,
			want: `1s-30s captured=24s paused=5s after=0s`,
		},
		{
			name: "a word for another call is none", script: `
			0s enabled Z
			1s establish A
			6s release A`,
			want: `1s-6s unverified=5s`,
		},
		{
			name: "provisional: the next enabled makes it captured, however late", script: `
			0s establish A
			0s enabled A
			100s enabled A
			110s release A`,
			want: `0s-110s captured=110s after=0s`,
		},
		{
			name: "provisional: a release within the interval", script: `
			0s establish A
			0s enabled A
			75s release A`,
			want: `0s-75s captured=75s after=0s`,
		},
		{
			name: "provisional: a release later than that", script: `
			0s establish A
			0s enabled A
			50s enabled A
			126s release A`,
			want: `0s-126s captured=50s unverified=76s after=0s gap[50s-126s off=0s no answer]
			+gap 50s A no answer
			-gap 126s A no answer`,
		},
		{
			name: "provisional: stopped unasked", script: `
			0s establish A
			0s enabled A
			40s disabled A
			42s enabled A
			50s release A`,
			want: `0s-50s captured=48s off=2s after=0s`,
		},
		{
			name: "provisional: a query finds it off", script: `
			0s establish A
			0s enabled A
			40s asked disabled A
			42s enabled A
			50s release A`,
			want: `0s-50s captured=8s off=2s unverified=40s after=0s gap[0s-42s off=2s stopped]
			+gap 0s A stopped
			-gap 42s A stopped`,
		},
		{
			name: "provisional: a late start that a query finds off is one gap with what preceded it", script: `
			0s establish A
			3s enabled A
			40s asked disabled A
			42s enabled A
			50s release A`,
			want: `0s-50s captured=8s off=2s unverified=40s start=3s after=3s gap[0s-42s off=2s not started]
			+gap 0s A not started
			-gap 42s A not started`,
		},
		{
			name: "provisional: so is one after a gap", script: `
			0s establish A
			12s enabled A
			40s asked disabled A
			42s enabled A
			50s release A`,
			want: `0s-50s captured=8s off=2s unverified=40s start=12s after=12s gap[0s-42s off=2s not started]
			+gap 0s A not started
			-gap 12s A not started
			+gap 0s A not started
			-gap 42s A not started`,
		},
		{
			name: "provisional: a query finds it paused", script: `
			0s establish A
			0s enabled A
			40s asked paused A
			45s enabled A
			50s release A`,
			want: `0s-50s captured=5s paused=5s unverified=40s after=0s gap[0s-40s off=0s stopped]
			+gap 0s A stopped
			-gap 40s A stopped`,
		},
		{
			name: "provisional: a query is unanswered", script: `
			0s establish A
			0s enabled A
			20s enabled A
			30s send query
			50s enabled A
			55s release A`,
			want: `0s-55s captured=25s unverified=30s after=0s gap[20s-50s off=0s no answer]
			+gap 20s A no answer
			-gap 50s A no answer`,
		},
		{
			name: "provisional: a query is answered", script: `
			0s establish A
			0s enabled A
			40s asked enabled A
			50s release A`,
			want: `0s-50s captured=50s after=0s`,
		},
		{
			name: "a query that finds it first gives an upper bound", script: `
			0s establish A
			2s asked enabled A
			20s release A`,
			want: `0s-20s captured=18s unverified=2s start=2s after=2s at-most`,
		},
		{
			name: "stopped by us, by another client", script: `
			0s establish A
			0s enabled A
			10s send stop
			10s disabled A
			30s send start
			30s enabled A
			40s other stop
			40s disabled A
			60s release A`,
			want: `0s-60s captured=20s off=40s after=0s gap[10s-30s off=20s stopped by us] gap[40s-60s off=20s stopped by other]
			+gap 10s A stopped by us
			-gap 30s A stopped by us
			+gap 40s A stopped by other
			-gap 60s A stopped by other`,
		},
		{
			name: "a pause breaks a gap", script: `
			0s establish A
			0s enabled A
			10s disabled A
			18s paused A
			20s disabled A
			28s enabled A
			40s release A`,
			want: `0s-40s captured=22s paused=2s off=16s after=0s`,
		},
		{
			name: "a pause that is too long, and one at the end", script: `
			0s establish A
			0s enabled A
			10s paused A
			150s enabled A
			160s paused A
			170s release A`,
			want: `0s-170s captured=20s paused=150s within=130s after=0s ended-paused
			+paused-long 130s A
			-paused-long 150s A
			+ended-paused 170s A
			-ended-paused 170s A`,
		},
		{
			name: "no limit of pauses", options: func(o *Options) { o.PauseLimit = 0 }, script: `
			0s establish A
			0s enabled A
			10s paused A
			200s enabled A
			210s release A`,
			want: `0s-210s captured=20s paused=190s after=0s`,
		},
		{
			name: "too short", script: `
			0s establish A
			3s release A`,
			want: `0s-3s unverified=3s short`,
		},
		{
			name: "grace 0", options: func(o *Options) { o.Grace = 0 }, script: `
			0s establish A
			1s enabled A
			10s disabled A
			11s enabled A
			20s release A`,
			want: `0s-20s captured=18s off=1s unverified=1s start=1s after=1s gap[0s-1s off=0s not started] gap[10s-11s off=1s stopped]
			+gap 10s A stopped
			-gap 11s A stopped`,
		},
		{
			name: "nothing is said at all", script: `
			0s establish A
			20s release A`,
			want: `0s-20s unverified=20s gap[0s-20s off=0s not started]
			+gap 0s A not started
			-gap 20s A not started`,
		},
		{
			name: "carried on over a loss of the link", script: `
			0s establish A
			0s enabled A
			10s lose
			15s up A:talking
			16s asked enabled A
			30s release A`,
			want: `0s-30s captured=24s unverified=6s after=0s
			blind 10s-15s link`,
		},
		{
			name: "a long loss of the link is a gap and no notice", script: `
			0s establish A
			0s enabled A
			10s lose
			50s up A:talking
			51s asked enabled A
			60s release A`,
			want: `0s-60s captured=19s unverified=41s after=0s gap[10s-51s off=0s link lost]
			blind 10s-50s link`,
		},
		{
			name: "nothing heard after the loss of the link", script: `
			0s establish A
			0s enabled A
			10s lose
			20s up A:talking
			40s release A`,
			want: `0s-40s captured=10s unverified=30s after=0s gap[10s-40s off=0s link lost]
			blind 10s-20s link
			+gap 10s A link lost
			-gap 40s A link lost`,
		},
		{
			name: "found off after the loss of the link", script: `
			0s establish A
			0s enabled A
			10s lose
			12s up A:talking
			12s asked disabled A
			15s enabled A
			40s release A`,
			want: `0s-40s captured=25s off=3s unverified=12s after=0s gap[0s-15s off=3s stopped]
			blind 10s-12s link
			+gap 0s A stopped
			-gap 15s A stopped`,
		},
		{
			name: "not there after the loss of the link", script: `
			0s establish A
			0s enabled A
			10s lose
			15s up B:held
			15s asked enabled B
			30s release B`,
			want: `0s-10s unverified=10s after=0s end-not-seen
			15s-30s captured=15s after=0s at-most at-least
			blind 10s-15s link`,
		},
		{
			name: "found by the first snapshot", script: `
			0s up A:talking B:ringing
			1s asked enabled A
			20s release A`,
			want: `0s-20s captured=19s unverified=1s start=1s after=1s at-most at-least`,
		},
		{
			name: "repeated before a command leaves and the link is lost", script: `
			0s establish A
			0s enabled A
			20s enabled A
			25s send query
			27s lose
			50s close`,
			want: `0s-27s captured=20s unverified=7s after=0s end-not-seen
			blind 27s-50s link`,
		},
		{
			name: "what was repeated last vouches at the end", script: `
			0s establish A
			0s enabled A
			50s enabled A
			100s close`,
			want: `0s-100s captured=100s after=0s end-not-seen`,
		},
		{
			name: "removed while on a call", script: `
			0s establish A
			0s enabled A
			20s remove`,
			want: `0s-20s captured=20s after=0s end-not-seen`,
		},
		{
			name: "what lasts when the link is lost: a long pause ends unseen", script: `
			0s establish A
			0s paused A
			150s lose
			160s up A:talking
			161s release A`,
			want: `0s-161s paused=150s within=120s unverified=11s gap[150s-161s off=0s link lost]
			blind 150s-160s link
			+paused-long 120s A
			-paused-long 150s A end not seen`,
		},
		{
			name: "what lasts when the link is lost: a gap ends unseen if its call is gone", script: `
			0s establish A
			20s lose
			30s up`,
			want: `0s-20s unverified=20s end-not-seen gap[0s-20s off=0s not started]
			blind 20s-30s link
			+gap 0s A not started
			-gap 20s A not started end not seen`,
		},
		{
			name: "closed while on a call", script: `
			0s establish A
			0s enabled A
			20s close`,
			want: `0s-20s captured=20s after=0s end-not-seen`,
		},
		{
			name: "not watched at the end", script: `
			0s establish A
			0s enabled A
			20s lose
			50s close`,
			want: `0s-20s unverified=20s after=0s end-not-seen gap[0s-20s off=0s link lost]
			blind 20s-50s link`,
		},
		{
			name: "a time without watch is told in pieces while it lasts", script: `
			10s lose
			200s wait
			310s wait
			400s wait
			620s wait
			700s up
			720s close`,
			want: `blind 10s-310s link
			blind 310s-620s link
			blind 620s-700s link`,
		},
		{
			name: "captured with no call", script: `
			0s establish A
			0s enabled A
			20s release A
			21s enabled A
			61s enabled A
			90s release B
			700s disabled A`,
			want: `0s-20s captured=20s after=0s
			+captured-long 620s A
			-captured-long 700s A`,
		},
		{
			name: "captured with no call, of no call", script: `
			0s establish A
			0s enabled -
			20s release A
			700s disabled -`,
			want: `0s-20s captured=20s after=0s`,
		},
		{
			name: "captured in after-call work", script: `
			0s login
			0s establish A
			0s enabled A
			20s release A
			20s acw
			21s enabled A
			800s enabled A
			900s ready
			901s enabled A
			1600s disabled A`,
			want: `0s-20s captured=20s after=0s
			+captured-long 1500s A
			-captured-long 1600s A`,
		},
		{
			name: "a command that goes unanswered", script: `
			0s establish A
			0s enabled A
			10s send pause
			20s enabled A
			30s release A`,
			want: `0s-30s captured=25s unverified=5s after=0s`,
		},
		{
			name: "an excluded window", options: func(o *Options) {
				o.ExcludesTime = func(at time.Time) bool { return at.Before(noon.Add(5 * time.Second)) }
			}, script: `
			0s establish A
			20s release A
			20s establish B
			40s release B`,
			want: `0s-20s unverified=20s out-of-time gap[0s-20s off=0s not started]
			20s-40s unverified=20s gap[20s-40s off=0s not started]
			+gap 20s B not started
			-gap 40s B not started`,
		},
		{
			name: "excluded by the filter for all of its time", options: excludeOther("5000"), script: `
			0s establish A 5000
			20s release A
			30s establish B 5000
			35s hold B 6000
			60s release B`,
			want: `0s-20s unverified=20s filtered gap[0s-20s off=0s not started]
			30s-60s unverified=30s gap[30s-60s off=0s not started]
			+gap 30s B not started
			-gap 60s B not started`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := policy()
			if test.options != nil {
				test.options(&o)
			}
			o.Interval = func(string) time.Duration { return time.Minute }
			d := newDesk(t, o, board.Options{}, "7001")
			d.result()
			d.play("7001", test.script)
			got := d.result()
			if want := unindent(test.want); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

// excludeOther excludes DNs that are on a call with this number.
func excludeOther(number string) func(*Options) {
	return func(o *Options) {
		o.Excludes = func(row *board.Row) bool {
			call, _ := row.CurrentCall()
			return call.Other == number
		}
	}
}
