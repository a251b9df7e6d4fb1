// Package demo runs what capdeck --demo shows: the floor of a contact centre. A simulated
// T-Server has agents and calls, a recorder captures each call by itself, and the agents'
// desktops pause a capture while a caller reads out a card number. Most calls are captured.
// The others show what capdeck is for (floor.go). The board does not know that they are
// simulated. Equal seeds and equal times give equal floors.
package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"capdeck/tlibconn"
	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/ui/cli/dnfile"
)

// QuietDN is the DN without calls, at which a newcomer sees at once what a key does.
const QuietDN = "7001"

const (
	firstDN    = 7001
	noRecorder = "7007" // the DN without a recorder
	unknownDN  = "7012" // the DN that T-Server does not know
	seed       = 7
	// answerDelay is long enough to show "accepted" before the recorder answers.
	answerDelay = 700 * time.Millisecond
	// startLeast and startMost are how long after the beginning of a call the recorder starts a capture.
	startLeast, startMost = 200 * time.Millisecond, 900 * time.Millisecond
	tick                  = 250 * time.Millisecond
)

// Demo is the simulated T-Server with its recorder behind `capdeck --demo`.
type Demo struct {
	// Entries are the DNs of the T-Server.
	Entries []dnfile.Entry

	server   *simserver.Server
	recorder *recorder.Recorder
	desktops *capture.Session
}

// Addr returns the address of the T-Server.
func (d *Demo) Addr() string { return d.server.Addr() }

// Start starts the T-Server, the recorder and the agents' desktops, and calls start for each
// of their goroutines. Close stops them.
func Start(ctx context.Context, start func(func())) (*Demo, error) {
	d := &Demo{Entries: entries()}
	dns := known(d.Entries)
	var err error
	if d.server, err = simserver.New(simserver.Options{Go: start, Seed: seed, DNs: dns}); err != nil {
		return nil, fmt.Errorf("cannot start the demo's T-Server: %w", err)
	}
	f := newFloor(d.server, numbers(dns), seed)
	// The floor has been at work for a while when the board comes.
	f.step(time.Now())
	if err = d.startRecorder(ctx, start, f); err == nil {
		err = d.startDesktops(ctx, start, f)
	}
	if err != nil {
		d.Close()
		return nil, err
	}
	f.does = d
	start(func() { run(ctx, f) })
	return d, nil
}

func (d *Demo) startRecorder(ctx context.Context, start func(func()), f *floor) (err error) {
	recorded := make([]string, 0, len(f.dns))
	for _, dn := range f.dns {
		if dn != noRecorder {
			recorded = append(recorded, dn)
		}
	}
	d.recorder, err = recorder.Start(ctx, recorder.Options{
		Addresses: []string{d.server.Addr()}, DNs: recorded, Go: start, Initial: f.captures(),
		Behaviour: recorder.Behaviour{Delay: answerDelay, CallEnd: recorder.CallEndStop},
	})
	if err != nil {
		return fmt.Errorf("cannot start the demo's recorder: %w", err)
	}
	random := rand.New(rand.NewPCG(seed, 2))
	for _, dn := range recorded {
		behaviour := d.recorder.Behaviour(dn)
		behaviour.StartAfter = startLeast + time.Duration(random.Int64N(int64(startMost-startLeast)))
		if dn == lateDN {
			behaviour.StartAfter = lateAfter
		}
		if err = d.recorder.SetBehaviour(dn, behaviour); err != nil {
			return fmt.Errorf("cannot set up the demo's recorder: %w", err)
		}
	}
	return nil
}

// startDesktops starts the client that stands for the agents' desktops. The board sees its
// commands as those of another client.
func (d *Demo) startDesktops(ctx context.Context, start func(func()), f *floor) (err error) {
	d.desktops, err = capture.Open(ctx, capture.Options{Session: tlibconn.Options{
		Addresses: []string{d.server.Addr()}, AppName: "desktops", Go: start,
	}}, journal.None{})
	if err != nil {
		return fmt.Errorf("cannot start the demo's desktops: %w", err)
	}
	d.desktops.Register(f.dns...)
	start(func() {
		for range d.desktops.Events() { // nothing concerns them: they only give commands
		}
	})
	return nil
}

// command gives a command of an agent's desktop.
func (d *Demo) command(ctx context.Context, dn string, call uint64, verb event.Verb) {
	// The demo ends when it fails, or the connection did: nothing is left to tell anyone.
	_ = d.desktops.SendCommands(ctx, []event.Command{{ID: 1, DN: dn, ConnID: call, Verb: verb}})
}

// unasked makes the recorder change a capture for no reason that anyone knows.
func (d *Demo) unasked(dn string, indication event.Indication) {
	// It fails for a DN that is not recorded, of which there is one: nothing happens there.
	_ = d.recorder.Unasked(dn, indication)
}

// Close stops the desktops, the recorder and the T-Server.
func (d *Demo) Close() {
	if d.desktops != nil {
		d.desktops.Close()
	}
	if d.recorder != nil {
		d.recorder.Close()
	}
	d.server.Close()
}

// known returns the DNs that T-Server knows, with their agents.
func known(list []dnfile.Entry) []simserver.DN {
	dns := make([]simserver.DN, 0, len(list))
	for i, entry := range list {
		if entry.DN != unknownDN {
			dns = append(dns, simserver.DN{Number: entry.DN, AgentID: strconv.Itoa(41_201 + 7*i)})
		}
	}
	return dns
}

func numbers(dns []simserver.DN) []string {
	list := make([]string, len(dns))
	for i, dn := range dns {
		list[i] = dn.Number
	}
	return list
}

// run runs the floor until the context is cancelled.
func run(ctx context.Context, f *floor) {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticker.C:
			f.step(now)
			f.disturb(ctx, now)
		}
	}
}
