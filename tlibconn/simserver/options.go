package simserver

import (
	"crypto/tls"
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

// Options configures a Server and lists its DNs. The zero value of every field is a
// working default.
type Options struct {
	// Listener accepts the clients. The server closes it. If it is nil, the server
	// listens on Listen.
	Listener net.Listener
	// Listen is the TCP address host:port to listen on if Listener is nil. ""
	// means 127.0.0.1 and a free port.
	Listen string
	// Go starts a goroutine; nil means the go statement. It is never called after
	// Close returned.
	Go func(func())
	// Wrap, if not nil, wraps each accepted connection: it returns the connection
	// to read from and to write to. Use it for faults of the connection that Path
	// does not have. Close of the returned connection must not wait for the peer,
	// because the server calls it while it holds its mutex.
	Wrap func(net.Conn) net.Conn

	// TLS, if not nil, makes every connection use TLS from the first byte
	// (WIRE.md, Session 1). It must have a certificate. Its ClientAuth and
	// ClientCAs decide whether clients need one too. TLS is above Wrap.
	TLS *tls.Config
	// Ports are further addresses to listen on, each with or without TLS. TLS above does
	// not concern them. They open and close together with the first one.
	Ports []Port

	// DNs are the DNs that the server has from the start.
	DNs []DN
	// AnyDN makes the server add an unknown DN when a client registers it, as some
	// T-Servers do (SEMANTICS.md, Sessions and registration). If it is false, the
	// server rejects such a registration with error 59.
	AnyDN bool
	// Password is the password that a login must have. "" accepts any login. A
	// login with a wrong password is rejected with error 119.
	Password string
	// Application and Version are the server's ApplicationName (64) and
	// ServerVersion (61). "" means a default.
	Application, Version string
	// Backup sets the server's initial role to backup (ServerRole 1). A backup
	// that accepts clients answers their registrations and queries, sends no
	// events about DNs, and answers each request to send one with EventError.
	Backup bool
	// HotStandby makes the backup of a Pair accept clients. Without it the backup
	// is a warm standby and refuses connections. A server that is not in a Pair
	// ignores it and always accepts clients.
	HotStandby bool
	// LinkDown makes the link to the switch down at the start.
	LinkDown bool
	// Seed determines everything that the server invents: ConnIDs and the life
	// simulation. Equal seeds and equal requests give equal bytes, except for the
	// times that Now returns.
	Seed uint64
	// Behaviour is the initial behaviour of every DN.
	Behaviour Behaviour
	// Path holds the initial faults of every connection.
	Path Path

	// Now returns the time for stamps; nil means time.Now.
	Now func() time.Time
	// Log is called with a sentence for each event that an operator wants to see,
	// such as a client that connected, left, was rejected or was disconnected. It
	// is called from many goroutines. If it is nil, the sentences are dropped.
	Log func(sentence string)
	// OnReceive is called with the bytes of every frame and ADDP packet as they
	// arrived, in order, before the server acts on them. A packet extension is one
	// slice with all its frames. frame is valid only during the call. Each client
	// has a goroutine of its own that calls it.
	OnReceive func(client Client, frame []byte)

	// MaxQueued is the number of bytes that may wait for a client that does not
	// read. A client that exceeds it is disconnected. 0 means 8 MiB.
	MaxQueued int
	// MaxClients is the greatest number of simultaneous clients. Further clients
	// are disconnected. 0 means 1024.
	MaxClients int
	// LoginTimeout is the time in which a client must log in, measured from its
	// connection or from a rejected login. Then it is disconnected. 0 means 30 s.
	LoginTimeout time.Duration
	// MaxDNs is the greatest number of DNs that the server has because of AnyDN. 0
	// means 200,000.
	MaxDNs int
	// Limits bounds the memory that a client can make the server use.
	Limits wire.Limits
}

// Port is an address that a Server listens on. TLS is a property of the port (SEMANTICS.md,
// High availability and keep-alive).
type Port struct {
	// Listen is the TCP address host:port. "" means 127.0.0.1 and a free port.
	Listen string
	// TLS, if not nil, makes every connection to the port use TLS, as Options.TLS does.
	TLS *tls.Config
}

// DN is a DN that a Server has from the start.
type DN struct {
	// Number is the DN itself, any text but "".
	Number string
	// AgentID is the agent that is logged in and ready at the start. "" means that
	// there is none.
	AgentID string
}

// Client describes a connected T-Client.
type Client struct {
	// ID is the number of the connection, counted from 1.
	ID int
	// Application is the ApplicationName of the login, "" before it.
	Application string
	// Remote is the client's address.
	Remote string
	// LoggedIn reports whether the login was accepted.
	LoggedIn bool
	// Registrations is the number of DNs that it has registered.
	Registrations int
}

// String returns a name for the client that fits in a sentence.
func (c Client) String() string {
	if c.Application == "" {
		return fmt.Sprintf("client %d (%s)", c.ID, c.Remote)
	}
	return fmt.Sprintf("client %d (%s, %s)", c.ID, c.Application, c.Remote)
}

func (o *Options) complete() error {
	if o.Go == nil {
		o.Go = func(f func()) { go f() }
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
			return fmt.Errorf("the simulated T-Server's list of DNs has %q twice", dn.Number)
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
