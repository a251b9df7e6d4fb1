package live

import (
	"fmt"
	"strings"
	"time"

	"capdeck/model"
	"capdeck/model/figures"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/metrics"
)

// serveMetrics starts to serve metrics if they are asked for.
func (b *Board) serveMetrics() error {
	var err error
	b.metrics, err = ServeMetrics(&b.Flags.Metrics, b.Version, b.Streams.Guard.Go)
	return err
}

// ServeMetrics starts to serve metrics, and returns nil if none are asked for. start starts a
// goroutine. The error names the flag.
func ServeMetrics(given *flags.Metrics, version string, start func(func())) (*metrics.Server, error) {
	if given.Address == "" {
		return nil, nil
	}
	server, err := metrics.Listen(given.Address, version, start)
	if err != nil {
		return nil, fmt.Errorf("--metrics %s: %w", given.Address, err)
	}
	return server, nil
}

// Served returns [Served] of the board.
func (b *Board) Served() string { return Served(b.metrics, &b.Flags.Metrics, b.DNs) }

// Served returns a sentence about the metrics that a user should know: that other machines
// can read them, on which port they are, or that not all teams of the DNs have their own. It
// returns "" if everything is as asked, and for a nil server.
func Served(server *metrics.Server, given *flags.Metrics, dns []dnfile.Entry) string {
	if server == nil {
		return ""
	}
	var what []string
	if server.IsOpen() {
		what = append(what, "can be read by other machines without a password")
	}
	if teams := countTeams(dns); teams > figures.MostTeams {
		what = append(what, fmt.Sprintf("have %d of the %d teams, and the sum of the others", figures.MostTeams, teams))
	}
	switch {
	case len(what) > 0:
		return "the metrics at " + server.URL() + " " + strings.Join(what, ", and ")
	case given.AnyPort():
		return "the metrics are at " + server.URL()
	}
	return ""
}

// countTeams returns how many teams the DNs have.
func countTeams(dns []dnfile.Entry) int {
	names := map[string]bool{}
	for i := range dns {
		names[dns[i].Team] = true
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
