package live

import (
	"fmt"
	"strings"
	"testing"

	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/metrics"
)

// TestServed checks what a user is told about the metrics when the board starts.
func TestServed(t *testing.T) {
	for _, c := range []struct {
		address string
		teams   int
		want    string
	}{
		{"", 1, ""},
		{"127.0.0.1:0", 2, "the metrics are at http://127.0.0.1:PORT/metrics"},
		{"0.0.0.0:0", 2, "the metrics at http://0.0.0.0:PORT/metrics can be read by other machines without a password"},
		{"127.0.0.1:0", 201, "the metrics at http://127.0.0.1:PORT/metrics have 200 of the 201 teams, and the sum of the others"},
		{"0.0.0.0:0", 201, "the metrics at http://0.0.0.0:PORT/metrics can be read by other machines without a password, and have 200 of the 201 teams, and the sum of the others"},
	} {
		b := &Board{Options: Options{Flags: &flags.Board{Metrics: flags.Metrics{Address: c.address}}}}
		for i := range c.teams {
			b.DNs = append(b.DNs, dnfile.Entry{DN: fmt.Sprint(7001 + i), Team: fmt.Sprint("team ", i)})
		}
		port := "none"
		if c.address != "" {
			server, err := metrics.Listen(c.address, "", func(f func()) { go f() })
			if err != nil {
				t.Fatal(err)
			}
			defer server.Close()
			b.metrics = server
			port = strings.TrimSuffix(server.URL()[strings.LastIndex(server.URL(), ":")+1:], metrics.Path)
		}
		if got := strings.Replace(b.Served(), port, "PORT", 1); got != c.want {
			t.Errorf("%s with %d teams: %q, want %q", c.address, c.teams, got, c.want)
		}
	}
}
