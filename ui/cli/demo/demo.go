// Package demo runs what capdeck --demo shows: a simulated T-Server with agents and calls,
// and a recorder. The board does not know that they are simulated.
package demo

import (
	"context"
	"fmt"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/ui/cli/dnfile"
)

// QuietDN is the DN without calls, at which a newcomer sees at once what a key does.
const QuietDN = "7001"

const (
	count        = 40     // DNs, from QuietDN on
	noRecorder   = "7007" // the DN without a recorder
	unknownDN    = "7012" // the DN that T-Server does not know
	seed         = 7
	captureCycle = 4 // initial captures repeat after this many DNs
	// answerDelay is long enough to show "accepted" before the recorder answers.
	answerDelay = 700 * time.Millisecond
)

// Demo is the simulated T-Server with its recorder behind `capdeck --demo`.
type Demo struct {
	// Entries are the DNs of the T-Server.
	Entries []dnfile.Entry

	server   *simserver.Server
	recorder *recorder.Recorder
}

// Addr returns the address of the T-Server.
func (d *Demo) Addr() string { return d.server.Addr() }

// Start starts the T-Server and the recorder, and calls start for each of their goroutines.
// Close stops them.
func Start(ctx context.Context, start func(func())) (*Demo, error) {
	d := &Demo{Entries: entries()}
	var err error
	options := simserver.Options{Go: start, Seed: seed}
	var recorded []string
	for _, entry := range d.Entries {
		if entry.DN == unknownDN {
			continue
		}
		options.DNs = append(options.DNs, simserver.DN{Number: entry.DN})
		if entry.DN != noRecorder {
			recorded = append(recorded, entry.DN)
		}
	}
	if d.server, err = simserver.New(options); err != nil {
		return nil, fmt.Errorf("cannot start the demo's T-Server: %w", err)
	}
	if d.recorder, err = recorder.Start(ctx, recorder.Options{
		Addresses: []string{d.server.Addr()}, DNs: recorded, Go: start, Initial: captures(recorded),
		Behaviour: recorder.Behaviour{Delay: answerDelay},
	}); err != nil {
		d.server.Close()
		return nil, fmt.Errorf("cannot start the demo's recorder: %w", err)
	}
	life := simserver.NewLife(d.server, simserver.LifeOptions{Quiet: []string{QuietDN}})
	start(func() { runLife(ctx, life) })
	return d, nil
}

// Close stops the T-Server and the recorder.
func (d *Demo) Close() {
	d.recorder.Close()
	d.server.Close()
}

func entries() []dnfile.Entry {
	list := make([]dnfile.Entry, count)
	for i := range list {
		team := "day"
		if i%3 == 2 {
			team = "night"
		}
		list[i] = dnfile.Entry{DN: fmt.Sprint(7001 + i), Team: team}
	}
	return list
}

// captures distributes the states over the DNs; that of QuietDN is off.
func captures(dns []string) map[string]event.Indication {
	states := make(map[string]event.Indication, len(dns))
	for i, dn := range dns {
		switch i % captureCycle {
		case 1, 2:
			states[dn] = event.Enabled
		case 3:
			states[dn] = event.Paused
		default:
			states[dn] = event.Disabled
		}
	}
	return states
}

// runLife runs agents and calls until the context is cancelled.
func runLife(ctx context.Context, life *simserver.Life) {
	ticker := time.NewTicker(250 * time.Millisecond)
	defer ticker.Stop()
	life.Run(ctx, ticker.C)
}
