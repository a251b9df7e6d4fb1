package metrics

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"golang.org/x/net/netutil"

	"capdeck/model/figures"
)

// Path is the path of the metrics.
const Path = "/metrics"

// The bounds on what a client can take.
const (
	headerTimeout = 5 * time.Second
	scrapeTimeout = 10 * time.Second
	idleTimeout   = 10 * time.Second // connections that do nothing keep others out at most for so long
	mostHeader    = 8 << 10          // bytes
	mostClients   = 32               // connections
	mostScrapes   = 4                // at a time
)

// Server serves the last published figures over HTTP.
type Server struct {
	collector *collector
	http      http.Server
	listener  net.Listener
	ended     chan struct{}
	open      atomic.Int32 // connections
	problem   error        // why it ended, valid after ended is closed; nil after Close
}

// Listen starts a server at an address HOST:PORT. Port 0 means a free port. The version is
// that of capdeck, and start starts a goroutine. The error does not name the address.
func Listen(address, version string, start func(func())) (*Server, error) {
	return listen(address, version, idleTimeout, start)
}

// listen is Listen with a time after which a connection that does nothing is closed.
func listen(address, version string, idle time.Duration, start func(func())) (*Server, error) {
	listener, err := net.Listen(network(address), address)
	if err != nil {
		return nil, fmt.Errorf("cannot serve metrics: %w", err)
	}
	s := &Server{collector: newCollector(version, time.Now), listener: listener, ended: make(chan struct{})}
	registry := prometheus.NewRegistry()
	if err = registry.Register(s.collector); err != nil {
		listener.Close()
		return nil, fmt.Errorf("cannot serve metrics: %w", err)
	}
	s.http = http.Server{
		Handler: handler(registry), ReadHeaderTimeout: headerTimeout, ReadTimeout: headerTimeout, WriteTimeout: scrapeTimeout,
		IdleTimeout: idle, MaxHeaderBytes: mostHeader, ConnState: s.connChanged,
		// A client that breaks off is no news, and the terminal belongs to the screen.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	start(s.serve)
	return s, nil
}

// network returns the network of an address. Package net would listen at all addresses of
// IPv6 too if it is asked for all of IPv4.
func network(address string) string {
	host, _, _ := net.SplitHostPort(address) // Listen reports an error
	switch ip, err := netip.ParseAddr(host); {
	case err != nil:
		return "tcp"
	case ip.Is4():
		return "tcp4"
	}
	return "tcp6"
}

// handler answers GET and HEAD of Path, and refuses everything else.
func handler(registry *prometheus.Registry) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET "+Path, promhttp.HandlerFor(registry, promhttp.HandlerOpts{
		ErrorHandling: promhttp.HTTPErrorOnError, MaxRequestsInFlight: mostScrapes, Timeout: scrapeTimeout,
	}))
	return mux
}

func (s *Server) serve() {
	defer close(s.ended)
	err := s.http.Serve(netutil.LimitListener(s.listener, mostClients))
	if !errors.Is(err, http.ErrServerClosed) {
		s.problem = fmt.Errorf("the metrics are no longer served: %w", err)
	}
}

// connChanged closes a connection that has nothing to do while all places are taken, so that
// none that is idle keeps another client out.
func (s *Server) connChanged(conn net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.open.Add(1)
	case http.StateClosed:
		s.open.Add(-1)
	case http.StateIdle:
		if s.open.Load() >= mostClients {
			// The server finds out that it is closed, whether this succeeds or not.
			_ = conn.Close()
		}
	}
}

// Publish makes figures the ones that are served. It does not wait. A nil Server does
// nothing.
func (s *Server) Publish(taken *figures.Figures) {
	if s != nil {
		s.collector.latest.Store(taken)
	}
}

// URL returns the address of the metrics.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() + Path }

// IsOpen reports whether other machines can read the metrics, for which they need no
// password.
func (s *Server) IsOpen() bool {
	address, err := netip.ParseAddrPort(s.listener.Addr().String())
	return err != nil || !address.Addr().Unmap().IsLoopback()
}

// Ended returns a channel that is closed when the server has ended; Problem then returns
// why.
func (s *Server) Ended() <-chan struct{} { return s.ended }

// Problem returns why the server ended by itself, nil after Close. It must not be called
// before Ended.
func (s *Server) Problem() error { return s.problem }

// Close ends the server and its connections. It waits until the server has ended. A nil
// Server does nothing.
func (s *Server) Close() {
	if s == nil {
		return
	}
	// A connection that cannot be closed is closed at the end of the process.
	_ = s.http.Close()
	<-s.ended
}
