package flags

import (
	"net"
	"strconv"

	"github.com/spf13/pflag"

	"capdeck/ui/cli/exit"
)

// Metrics is the group of flags for watching capdeck from outside.
type Metrics struct {
	// Address is where the metrics are served, HOST:PORT; "" means nowhere.
	Address string
}

// Register declares the group in a set of flags.
func (f *Metrics) Register(all *pflag.FlagSet) {
	under(all, headingOther, func(set *pflag.FlagSet) {
		set.StringVar(&f.Address, "metrics", "", "serve metrics for Prometheus at this HOST:PORT, such as 127.0.0.1:9464, without a password; port 0 means a free port")
	})
}

// Check returns an error for an address that is not HOST:PORT. The error names the flag.
func (f *Metrics) Check() error {
	if f.Address == "" {
		return nil
	}
	host, port, err := net.SplitHostPort(f.Address)
	if err != nil || port == "" {
		return exit.UsageError("--metrics %q is not HOST:PORT, as in 127.0.0.1:9464", f.Address)
	}
	if host == "" {
		return exit.UsageError("--metrics %q names no address: use 127.0.0.1:%s for this machine only, or 0.0.0.0:%s for every machine that can reach it", f.Address, port, port)
	}
	if number, err := strconv.ParseUint(port, 10, 32); err != nil || number > maxPort {
		return exit.UsageError("--metrics %q: invalid port %s; ports are 0 to %d", f.Address, port, maxPort)
	}
	return nil
}

// AnyPort reports whether a free port is asked for.
func (f *Metrics) AnyPort() bool {
	_, port, err := net.SplitHostPort(f.Address)
	number, _ := strconv.Atoi(port)
	return err == nil && number == 0
}
