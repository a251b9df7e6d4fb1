package cli

import (
	"context"
	"fmt"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/ui/cli/dnfile"
)

// The demo's DNs. The first is quiet, so that a newcomer's key is seen to work;
// one has no recorder, and one the T-Server does not know.
const (
	demoDNs          = 40
	demoQuiet        = "7001"
	demoNoRecorder   = "7007"
	demoNotThere     = "7012"
	demoSeed         = 7
	demoCaptureCycle = 4 // captures at the start repeat after so many DNs
	// demoDelay lets "accepted" be seen before the recorder answers.
	demoDelay = 700 * time.Millisecond
)

// demo is the simulated T-Server with its recorder behind `capdeck --demo`.
type demo struct {
	server   *simserver.Server
	recorder *recorder.Recorder
	entries  []dnfile.Entry
}

func startDemo(ctx context.Context, start func(func())) (*demo, error) {
	d := &demo{entries: demoEntries()}
	var err error
	options := simserver.Options{Go: start, Seed: demoSeed}
	var recorded []string
	for _, entry := range d.entries {
		if entry.DN == demoNotThere {
			continue
		}
		options.DNs = append(options.DNs, simserver.DN{Number: entry.DN})
		if entry.DN != demoNoRecorder {
			recorded = append(recorded, entry.DN)
		}
	}
	if d.server, err = simserver.New(options); err != nil {
		return nil, fmt.Errorf("the demo's T-Server cannot start: %w", err)
	}
	if d.recorder, err = recorder.Start(ctx, recorder.Options{
		Addresses: []string{d.server.Addr()}, DNs: recorded, Go: start, Initial: demoCaptures(recorded),
		Behaviour: recorder.Behaviour{Delay: demoDelay},
	}); err != nil {
		d.server.Close()
		return nil, fmt.Errorf("the demo's recorder cannot start: %w", err)
	}
	life := simserver.NewLife(d.server, simserver.LifeOptions{Quiet: []string{demoQuiet}})
	start(func() { live(ctx, life) })
	return d, nil
}

func (d *demo) close() {
	d.recorder.Close()
	d.server.Close()
}

func demoEntries() []dnfile.Entry {
	entries := make([]dnfile.Entry, demoDNs)
	for i := range entries {
		team := "day"
		if i%3 == 2 {
			team = "night"
		}
		entries[i] = dnfile.Entry{DN: fmt.Sprint(7001 + i), Team: team}
	}
	return entries
}

// demoCaptures spreads the states over the DNs; the quiet one is off.
func demoCaptures(dns []string) map[string]event.Indication {
	captures := make(map[string]event.Indication, len(dns))
	for i, dn := range dns {
		switch i % demoCaptureCycle {
		case 1, 2:
			captures[dn] = event.Enabled
		case 3:
			captures[dn] = event.Paused
		default:
			captures[dn] = event.Disabled
		}
	}
	return captures
}

// live lets the life go on until the context ends.
func live(ctx context.Context, life *simserver.Life) {
	ticker := time.NewTicker(250 * time.Millisecond)
	defer ticker.Stop()
	life.Run(ctx, ticker.C)
}
