package demo

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/simserver"
)

// The DNs of what goes wrong in the first minutes, and busyDN, with which nothing is wrong. Their agents
// are on a call from the start.
const (
	busyDN    = "7002"
	stoppedDN = "7005" // stopped by another client
	pausedDN  = "7009" // paused by its desktop, and forgotten
	unaskedDN = "7013" // stopped by the recorder, unasked
	lateDN    = "7018" // its captures start late, every time
)

const (
	// firstCalls is how long the calls of these DNs last at least: long enough to read the README.
	firstCalls = 10 * time.Minute
	// lateAfter is when the recorder starts a capture of lateDN.
	lateAfter = 25 * time.Second
	// settled is how long a call has lasted when something may happen to its capture: it has one by then.
	settled = 10 * time.Second
)

// doer carries out what happens to captures.
type doer interface {
	// command gives a command as a T-Client other than the board.
	command(ctx context.Context, dn string, call uint64, verb event.Verb)
	// unasked changes a capture without a command.
	unasked(dn string, indication event.Indication)
}

// floor decides what happens on the floor. It has no clock. The caller passes the time.
type floor struct {
	dns     []string
	does    doer
	server  *simserver.Server
	life    *simserver.Life
	random  *rand.Rand
	begun   time.Time
	script  []scene // ordered by time
	talks   map[string]*talk
	pause   time.Time // the next short pause
	trouble time.Time // the next thing that goes wrong
}

// scene is what happens at a DN some time after the start.
type scene struct {
	after time.Duration
	dn    string
	act   act
}

// act is what happens to a capture.
type act uint8

const (
	actStop    act = iota // a desktop stops it
	actUnasked            // the recorder stops it
	actPause              // a desktop pauses it, and its agent forgets it
	actLate               // the recorder starts it, long after the call began
	actShort              // a desktop pauses it, and resumes it soon
)

// talk is an established call of a DN.
type talk struct {
	call    uint64
	since   time.Time
	touched bool      // something has happened to its capture
	wrong   bool      // it is not captured as it should be
	resume  time.Time // when the short pause ends, zero for none
}

func newFloor(server *simserver.Server, dns []string, seed uint64) *floor {
	talking := map[string]time.Duration{}
	for _, dn := range []string{busyDN, noRecorder, stoppedDN, pausedDN, unaskedDN, lateDN} {
		talking[dn] = firstCalls
	}
	return &floor{
		dns: dns, server: server, random: rand.New(rand.NewPCG(seed, 3)), talks: map[string]*talk{},
		life: simserver.NewLife(server, simserver.LifeOptions{Quiet: []string{QuietDN}, Talking: talking, Seed: seed}),
		script: []scene{
			{3 * time.Second, pausedDN, actPause},
			{5 * time.Second, stoppedDN, actStop},
			{12 * time.Second, unaskedDN, actUnasked},
			{lateAfter, lateDN, actLate},
		},
	}
}

// step moves agents and calls on.
func (f *floor) step(now time.Time) {
	if f.begun.IsZero() {
		f.begun = now
		f.pause, f.trouble = now.Add(f.between(8, 16)), now.Add(f.between(60, 90))
	}
	f.life.Step(now)
	for _, dn := range f.dns {
		calls := f.server.Calls(dn)
		known := f.talks[dn]
		if known != nil && slices.ContainsFunc(calls, func(c simserver.Call) bool { return c.ConnID == known.call }) {
			continue
		}
		delete(f.talks, dn)
		for _, call := range calls {
			if call.State == simserver.PartyConnected {
				f.talks[dn] = &talk{call: call.ConnID, since: now, touched: f.plays(dn), wrong: dn == noRecorder}
				break
			}
		}
	}
}

// plays reports whether the DN has a part in the script or its capture stays as it is: nothing else
// happens there.
func (f *floor) plays(dn string) bool {
	return dn == noRecorder || dn == busyDN || slices.ContainsFunc(f.script, func(s scene) bool { return s.dn == dn })
}

// captures returns the captures that the recorder has when it starts: one for each call but that of
// lateDN.
func (f *floor) captures() map[string]event.Indication {
	states := make(map[string]event.Indication, len(f.talks))
	for dn := range f.talks {
		if dn != lateDN {
			states[dn] = event.Enabled
		}
	}
	return states
}

// disturb does what happens to captures at the time now.
func (f *floor) disturb(ctx context.Context, now time.Time) {
	for len(f.script) > 0 && now.Sub(f.begun) >= f.script[0].after {
		s := f.script[0]
		f.script = f.script[1:]
		f.do(ctx, s.dn, s.act, now)
	}
	for _, dn := range f.dns {
		if t := f.talks[dn]; t != nil && !t.resume.IsZero() && now.After(t.resume) {
			t.resume = time.Time{}
			f.does.command(ctx, dn, t.call, event.VerbResume)
		}
	}
	if now.After(f.pause) {
		f.pause = now.Add(f.between(10, 25))
		f.do(ctx, f.anyone(now), actShort, now)
	}
	if now.After(f.trouble) {
		f.trouble = now.Add(f.between(45, 90))
		f.do(ctx, f.anyone(now), []act{actStop, actUnasked, actPause}[f.random.IntN(3)], now)
	}
}

// anyone returns a DN with a call to whose capture nothing has happened, "" if there is none.
func (f *floor) anyone(now time.Time) string {
	var free []string
	for dn, t := range f.talks {
		if !t.touched && now.Sub(t.since) >= settled {
			free = append(free, dn)
		}
	}
	if len(free) == 0 {
		return ""
	}
	slices.SortFunc(free, cmp.Compare[string])
	return free[f.random.IntN(len(free))]
}

// do lets something happen to the capture of a DN's call. Without a call nothing happens.
func (f *floor) do(ctx context.Context, dn string, what act, now time.Time) {
	t := f.talks[dn]
	if t == nil {
		return
	}
	t.touched, t.wrong = true, what != actShort && what != actLate
	switch what {
	case actStop:
		f.does.command(ctx, dn, t.call, event.VerbStop)
	case actUnasked:
		f.does.unasked(dn, event.Disabled)
	case actPause:
		f.does.command(ctx, dn, t.call, event.VerbPause)
	case actLate:
		f.does.unasked(dn, event.Enabled)
	case actShort:
		t.resume = now.Add(f.between(12, 40))
		f.does.command(ctx, dn, t.call, event.VerbPause)
	}
}

func (f *floor) between(least, most float64) time.Duration {
	return time.Duration((least + (most-least)*f.random.Float64()) * float64(time.Second))
}
