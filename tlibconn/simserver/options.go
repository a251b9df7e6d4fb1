package simserver

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"time"

	"capdeck/tlibconn/wire"
)

const (
	defaultListen      = "127.0.0.1:0"
	defaultApplication = "TServer_Sim"
	defaultVersion     = "8.1.104.12"
	defaultMaxQueued   = 8 << 20
	defaultMaxClients  = 1024
	defaultMaxDNs      = 200_000

	defaultLoginTimeout = 30 * time.Second
)

// Options say what a Server is and which DNs it has. Go is required; the zero
// value of every other field is a working default.
type Options struct {
	// Listener is where clients connect; the server closes it. If nil, the
	// server listens on Listen.
	Listener net.Listener
	// Listen is the TCP address host:port to listen on where Listener is nil;
	// "" means 127.0.0.1 and a free port.
	Listen string
	// Go starts a goroutine. It is required, and never called after Close
	// returned.
	Go func(func())
	// Wrap, if set, stands between the server and each accepted connection: it
	// returns the connection to read from and to write to. Faults of the
	// connection that Path does not have find their place here. Its Close must
	// not wait for the peer: it is called while the server holds its state.
	Wrap func(net.Conn) net.Conn

	// TLS, if set, makes every connection TLS from the first byte (WIRE.md,
	// Session 1). It needs a certificate; its ClientAuth and ClientCAs decide
	// whether clients need one too. It stands above Wrap.
	TLS *tls.Config

	// DNs are the DNs that the server has from the start.
	DNs []DN
	// AnyDN says that a DN that the server does not have is made when a client
	// registers it, as some T-Servers do (SEMANTICS.md, Sessions and
	// registration). If false it is refused with error 59.
	AnyDN bool
	// Password is what a login must carry; "" accepts any login. A wrong one
	// is refused with error 119.
	Password string
	// Application and Version are the server's ApplicationName (64) and
	// ServerVersion (61); "" means a default.
	Application, Version string
	// Backup says that the server's role is backup (ServerRole 1) at the start.
	// A backup that takes clients answers their registrations and queries, sends
	// no events of DNs, and answers each request to send one by EventError.
	Backup bool
	// HotStandby lets the backup of a Pair take clients. Without it the backup is
	// a warm one and refuses connections. It means nothing for a server that is
	// not in a Pair: it always takes clients.
	HotStandby bool
	// LinkDown says that the link to the switch is down at the start.
	LinkDown bool
	// Seed makes everything that the server invents: ConnIDs and the life
	// simulation. Equal seeds and equal requests give equal bytes, but for the
	// times that Now tells.
	Seed uint64
	// Behaviour is what every DN does at the start.
	Behaviour Behaviour
	// Path is what every connection does at the start.
	Path Path

	// Now tells the time of stamps; nil means time.Now.
	Now func() time.Time
	// Log takes a sentence for each thing that an operator wants to see: a
	// client that came, left, was refused or cut off. It is called from many
	// goroutines; nil drops them.
	Log func(sentence string)
	// OnReceive is called with the bytes of every frame and ADDP packet as they
	// came from the client's socket, in their order, before they are acted on;
	// a packet extension comes as one slice with all its frames. frame is valid
	// during the call. It is called from each client's own goroutine.
	OnReceive func(client Client, frame []byte)

	// MaxQueued is how many bytes wait for a client that does not read before
	// it is disconnected; 0 means 8 MiB.
	MaxQueued int
	// MaxClients is how many clients are served at once; further ones are
	// disconnected. 0 means 1024.
	MaxClients int
	// LoginTimeout is how long a client may take to log in, from its connection or
	// from a refused login; then it is disconnected. 0 means 30 s.
	LoginTimeout time.Duration
	// MaxDNs is how many DNs AnyDN makes the server have at most; 0 means
	// 200,000.
	MaxDNs int
	// Limits caps what a client can make the server hold.
	Limits wire.Limits
}

// DN is a DN that a Server has from the start.
type DN struct {
	// Number is the DN itself, any text but "".
	Number string
	// AgentID is the agent that is logged in and ready at the start; "" means
	// nobody.
	AgentID string
}

// Client says who a connected T-Client is.
type Client struct {
	// ID counts the server's connections from 1.
	ID int
	// Application is the ApplicationName of its login, "" before it.
	Application string
	// Remote is its address.
	Remote string
	// LoggedIn says that its login was accepted.
	LoggedIn bool
	// Registrations is the number of DNs that it has registered.
	Registrations int
}

// String names the client in a sentence.
func (c Client) String() string {
	if c.Application == "" {
		return fmt.Sprintf("client %d (%s)", c.ID, c.Remote)
	}
	return fmt.Sprintf("client %d (%s, %s)", c.ID, c.Application, c.Remote)
}

func (o *Options) complete() error {
	if o.Go == nil {
		return errors.New("the simulated T-Server has no way to start goroutines: set Options.Go")
	}
	if o.Listen == "" {
		o.Listen = defaultListen
	}
	if o.Application == "" {
		o.Application = defaultApplication
	}
	if o.Version == "" {
		o.Version = defaultVersion
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = func(string) {}
	}
	o.MaxQueued = positiveOr(o.MaxQueued, defaultMaxQueued)
	o.MaxClients = positiveOr(o.MaxClients, defaultMaxClients)
	o.MaxDNs = positiveOr(o.MaxDNs, defaultMaxDNs)
	if o.LoginTimeout <= 0 {
		o.LoginTimeout = defaultLoginTimeout
	}
	return o.checkDNs()
}

func (o *Options) checkDNs() error {
	seen := make(map[string]bool, len(o.DNs))
	for i, dn := range o.DNs {
		if dn.Number == "" {
			return fmt.Errorf("DN %d of the simulated T-Server has no number", i+1)
		}
		if seen[dn.Number] {
			return fmt.Errorf("the DN %q is given twice to the simulated T-Server", dn.Number)
		}
		seen[dn.Number] = true
	}
	return nil
}

func positiveOr(value, fallback int) int {
	if value > 0 {
		return value
	}
	return fallback
}
