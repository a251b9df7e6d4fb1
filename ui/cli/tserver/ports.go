package tserver

import (
	"net"
	"strconv"

	"capdeck/ui/cli/exit"
)

// maxPort is the highest TCP port.
const maxPort = 65535

// checkPorts returns an error for a port that is not HOST:PORT. The error names the flag.
func (f *options) checkPorts() error {
	for _, flag := range []struct {
		name      string
		addresses []string
	}{
		{"listen", f.listen}, {"listen-tls", f.listenTLS}, {"pair-listen", f.pairListen}, {"pair-listen-tls", f.pairListenTLS},
	} {
		for _, address := range flag.addresses {
			_, port, err := net.SplitHostPort(address)
			if err != nil || port == "" {
				return exit.UsageError("--%s %q is not HOST:PORT, as in %s", flag.name, address, defaultListen)
			}
			if number, err := strconv.ParseUint(port, 10, 32); err != nil || number > maxPort {
				return exit.UsageError("--%s %q: invalid port %s; ports are 0 to %d, and 0 means a free one", flag.name, address, port, maxPort)
			}
		}
	}
	return nil
}
