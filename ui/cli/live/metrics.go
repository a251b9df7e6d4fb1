package live

import (
	"fmt"
	"strings"
	"time"

	"capdeck/model"
	"capdeck/model/figures"
	"capdeck/ui/cli/metrics"
)

// serveMetrics starts to serve metrics if they are asked for.
func (b *Board) serveMetrics() error {
	address := b.Flags.Metrics.Address
	if address == "" {
		return nil
	}
	server, err := metrics.Listen(address, b.Version, b.Streams.Guard.Go)
	if err != nil {
		return fmt.Errorf("--metrics %s: %w", address, err)
	}
	b.metrics = server
	return nil
}

// Served returns a sentence about the metrics that a user should know: that other machines
// can read them, on which port they are, or that not all teams have their own. It returns
// "" if everything is as asked.
func (b *Board) Served() string {
	if b.metrics == nil {
		return ""
	}
	var what []string
	if b.metrics.IsOpen() {
		what = append(what, "can be read by other machines without a password")
	}
	if teams := b.teams(); teams > figures.MostTeams {
		what = append(what, fmt.Sprintf("have %d of the %d teams, and the sum of the others", figures.MostTeams, teams))
	}
	switch {
	case len(what) > 0:
		return "the metrics at " + b.metrics.URL() + " " + strings.Join(what, ", and ")
	case b.Flags.Metrics.AnyPort():
		return "the metrics are at " + b.metrics.URL()
	}
	return ""
}

// teams returns how many teams the initial DNs have.
func (b *Board) teams() int {
	names := map[string]bool{}
	for i := range b.DNs {
		names[b.DNs[i].Team] = true
	}
	return len(names)
}

// tellMetrics reports when the metrics are no longer served.
func (b *Board) tellMetrics(send func(model.Msg) bool) {
	select {
	case <-b.Context.Done():
	case <-b.metrics.Ended():
		if err := b.metrics.Problem(); err != nil {
			send(model.Say{Now: time.Now(), Text: err.Error(), IsError: true, Stays: true})
		}
	}
}
