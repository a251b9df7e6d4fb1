package tlibconn

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"capdeck/tlibconn/tlsconn"
	"capdeck/tlibconn/wire"
)

// The defaults of Options.
const (
	// DefaultAppName is the ApplicationName if Options.AppName is empty.
	DefaultAppName = "tlibconn"
	// DefaultRegisterWindow is the number of registrations that may await their answer at
	// once (SEMANTICS.md, Sessions and registration).
	DefaultRegisterWindow = 500
	// DefaultRegisterTimeout is how long the session waits for a registration's answer.
	DefaultRegisterTimeout = 10 * time.Second
	// DefaultConnectTimeout is the documented default of T-Library clients
	// (SEMANTICS.md, High availability and keep-alive).
	DefaultConnectTimeout = 3600 * time.Millisecond
	// DefaultHandshakeTimeout is how long a TLS handshake may take. It is longer than
	// DefaultConnectTimeout because the first handshake of a server that has just started
	// can be slow.
	DefaultHandshakeTimeout = 10 * time.Second
	// DefaultLoginTimeout is how long the session waits for the login's answer.
	DefaultLoginTimeout = 10 * time.Second
	// DefaultReconnectMin and DefaultReconnectMax bound the pauses between attempts to
	// connect; DefaultReconnectJitter is the random share of each.
	DefaultReconnectMin    = 500 * time.Millisecond
	DefaultReconnectMax    = 20 * time.Second
	DefaultReconnectJitter = 0.25
	// DefaultSwitchoverWait is the documented default of T-Library clients
	// (SEMANTICS.md, High availability and keep-alive).
	DefaultSwitchoverWait = 3600 * time.Millisecond
	// DefaultBackupInterval is the documented default of T-Library clients
	// (SEMANTICS.md, High availability and keep-alive).
	DefaultBackupInterval = 20 * time.Second
	// DefaultRefusedRetry is the pause before an address that refused a login is tried
	// again.
	DefaultRefusedRetry = 60 * time.Second
	// DefaultFramingWait is the pause before an address is tried again whose last three
	// connections ended with framing errors.
	DefaultFramingWait = 30 * time.Second
	// DefaultWriteTimeout is how long one write may wait for the peer.
	DefaultWriteTimeout = 10 * time.Second
	// DefaultBatchInterval is the minimum time between two batches: 20 a second.
	DefaultBatchInterval = 50 * time.Millisecond
)

// Options configures a session. Only Addresses is required. A duration of 0 means its
// default; a negative one is an error, except for BatchInterval.
type Options struct {
	// Site is copied into every event. Programs with several sessions tell their events
	// apart by it.
	Site string
	// Addresses holds the server's host:port, followed by the backup's if there is one:
	// at most two, which must differ.
	Addresses []string
	// EncodeDN returns the bytes of a DN on the wire, for servers that use a code page.
	// It must be pure and must leave ASCII unchanged. nil means the DN's own bytes.
	// ThisDN in the messages of events is encoded; all other DNs that this package
	// accepts and returns are not.
	EncodeDN func(dn string) string
	// AppName is the ApplicationName of the login; "" means DefaultAppName.
	AppName string
	// Password is called for each login and returns the ApplicationPassword; "" omits the
	// attribute. nil means no password. The password never appears in an event or an
	// error.
	Password func() (string, error)
	// Limits bounds the memory that a peer can make the decoder use; zero values mean the
	// defaults of package wire.
	Limits wire.Limits
	// RegisterWindow is the number of registrations that may await their answer at once;
	// 0 means DefaultRegisterWindow, a negative number is an error.
	RegisterWindow int
	// RegisterTimeout is how long the session waits for a registration's answer after
	// sending it; 0 means DefaultRegisterTimeout. If no answer arrives, the session
	// registers the DN again 30 s later.
	RegisterTimeout time.Duration
	// ConnectTimeout is how long a connection attempt may take, without its TLS
	// handshake; 0 means DefaultConnectTimeout.
	ConnectTimeout time.Duration
	// TLS secures the connections; nil means without TLS.
	TLS *tlsconn.Client
	// HandshakeTimeout is how long a TLS handshake may take once the connection is
	// established; 0 means DefaultHandshakeTimeout.
	HandshakeTimeout time.Duration
	// Advice returns how the user applies a remedy, as a clause that follows the reason
	// of a link's state, such as "name the authority with --tls-ca"; "" omits it. It is
	// also called for tlsconn.RemedyNone. nil means tlsconn.Remedy.String.
	Advice func(tlsconn.Remedy) string
	// LoginTimeout is how long the session waits for the login's answer before it closes
	// the connection; 0 means DefaultLoginTimeout.
	LoginTimeout time.Duration
	// WriteTimeout is how long one write may wait for a peer that does not read; 0 means
	// DefaultWriteTimeout. After it the session closes the connection, and unanswered
	// requests are lost.
	WriteTimeout time.Duration
	// ADDPTimeout is how long the server may be silent before the session polls it; at
	// most MaxADDPTimeout. If it stays silent for the same time again, the session closes
	// the connection, provided that the server has sent an ADDP packet before (WIRE.md,
	// ADDP). 0 means that the session does not poll. Polls of the server are always
	// answered. A write that waits for the server is ended by WriteTimeout instead.
	ADDPTimeout time.Duration
	// ADDPRemoteTimeout is how long the session may be silent before the server polls it,
	// in whole milliseconds; at most MaxADDPTimeout. 0 means that the server is not asked
	// to poll. If both timeouts are 0, the session sends no ADDP packets except answers.
	ADDPRemoteTimeout time.Duration
	// ADDPTrace selects which end logs the ADDP packets.
	ADDPTrace ADDPTrace
	// ReconnectMin is the pause before the second attempt to connect; it doubles with
	// each further attempt up to ReconnectMax. 0 means DefaultReconnectMin. The first
	// attempt after a loss follows at once, unless the login before the last one was also
	// shorter than ReconnectMax: the pauses also grow for a server that accepts logins
	// and then drops them. Requests are never resent.
	ReconnectMin time.Duration
	// ReconnectMax is the longest pause; 0 means DefaultReconnectMax, or ReconnectMin if
	// that is longer. A value below ReconnectMin is an error.
	ReconnectMax time.Duration
	// ReconnectJitter is the share, from 0 to 1, by which each pause is shortened at
	// random, so that the clients of a restarted server do not reconnect all at once: a
	// pause P lasts from (1 - ReconnectJitter) * P to P. 0 means DefaultReconnectJitter,
	// a negative number means none.
	ReconnectJitter float64
	// SwitchoverWait is the pause before the first attempt at the other address of a
	// pair, counted from the loss, from the failure of the first attempt, or from when
	// the server became unusable (SEMANTICS.md, High availability and keep-alive); 0
	// means DefaultSwitchoverWait.
	SwitchoverWait time.Duration
	// BackupInterval is how often the session probes the other address of a pair while
	// the server in use is unusable or the other one has a fault, and how often it asks a
	// backup for its role; 0 means DefaultBackupInterval.
	BackupInterval time.Duration
	// RefusedRetry is the pause before the session tries an address again that refused
	// the login; 0 means DefaultRefusedRetry. Closing the connection before the answer
	// counts as a refusal from the third time in a row. An address that refused the
	// password (error 119) is not tried again until [Session.Reconnect] is called.
	RefusedRetry time.Duration
	// FramingWait is the pause before the session tries an address again after framing
	// errors ended three connections in a row; 0 means DefaultFramingWait.
	FramingWait time.Duration
	// NoReconnect is for programs that send one command and exit: the session tries each
	// address once, and does not reconnect after a successful login. [Session.Reconnect]
	// allows another round.
	NoReconnect bool
	// BatchInterval is the minimum time between two batches. A batch of half a MiB does
	// not wait. 0 means DefaultBatchInterval; a negative value delivers events as they
	// arrive.
	BatchInterval time.Duration
	// Allow decides whether a request of the caller may be sent: nil permits it, and an
	// error is the reason for the refusal. It is called when the request is queued and
	// again just before it is sent, with the session's lock held, so it must return at
	// once and must not call the session. A nil Allow permits all. It cannot permit the
	// commands of the screen-capture contract: see CaptureCommands.
	Allow func(*Request) error
	// CaptureCommands permits requests that carry a command of the screen-capture
	// contract. Without it they are refused with ErrCaptureCommand. Package capture sets
	// it, and journals them before they leave.
	CaptureCommands bool
	// BeforeWrite, if set, is called before the first byte of requests that act is
	// written, once their ReferenceIDs and the connection are fixed. No lock is held, and
	// nothing is written until it returns. The batch holds every request of the caller in
	// this write for which [Request.Acts] reports true: no login, no registrations, no
	// keep-alive and no queries. If it returns an error, none of these requests is sent,
	// and the error is their reason; the rest of the write is sent. It can also refuse
	// single requests by setting their Refused. It must not call the session, and while it
	// runs no call that waits for a request returns, even if its context ends.
	BeforeWrite func(*WriteBatch) error
	// Go starts a goroutine; nil means the go statement. The session starts every
	// goroutine through it, so that the program can catch panics.
	Go func(func())
	// Dial connects to one of Addresses; nil means TCP. It must honour the context, which
	// ends after ConnectTimeout. Tests inject faults here.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// complete returns the options with their defaults, or an error that names the faulty
// option.
func (o Options) complete() (Options, error) {
	switch {
	case !(o.ReconnectJitter <= 1):
		return o, fmt.Errorf("the random share of the pauses between attempts is %g; it must be from 0 to 1", o.ReconnectJitter)
	case o.RegisterWindow < 0:
		return o, fmt.Errorf("the register window is %d; it must be 1 or more, or 0 for %d", o.RegisterWindow, DefaultRegisterWindow)
	}
	if err := o.checkADDP(); err != nil {
		return o, err
	}
	if err := o.checkAddresses(); err != nil {
		return o, err
	}
	if err := o.completeDurations(); err != nil {
		return o, err
	}
	if o.AppName == "" {
		o.AppName = DefaultAppName
	}
	if o.RegisterWindow == 0 {
		o.RegisterWindow = DefaultRegisterWindow
	}
	switch {
	case o.ReconnectJitter == 0:
		o.ReconnectJitter = DefaultReconnectJitter
	case o.ReconnectJitter < 0:
		o.ReconnectJitter = 0
	}
	if o.BatchInterval == 0 {
		o.BatchInterval = DefaultBatchInterval
	}
	if o.Allow == nil {
		o.Allow = allowAll
	}
	if o.Go == nil {
		o.Go = func(f func()) { go f() }
	}
	if o.EncodeDN == nil {
		o.EncodeDN = func(dn string) string { return dn }
	}
	if o.Advice == nil {
		o.Advice = tlsconn.Remedy.String
	}
	if o.Dial == nil {
		o.Dial = new(net.Dialer).DialContext
	}
	return o, nil
}

func (o *Options) completeDurations() error {
	for _, d := range []struct {
		name     string
		value    *time.Duration
		standard time.Duration
	}{
		{"register timeout", &o.RegisterTimeout, DefaultRegisterTimeout},
		{"connect timeout", &o.ConnectTimeout, DefaultConnectTimeout},
		{"TLS handshake timeout", &o.HandshakeTimeout, DefaultHandshakeTimeout},
		{"login timeout", &o.LoginTimeout, DefaultLoginTimeout},
		{"write timeout", &o.WriteTimeout, DefaultWriteTimeout},
		{"shortest pause between attempts", &o.ReconnectMin, DefaultReconnectMin},
		{"longest pause between attempts", &o.ReconnectMax, max(DefaultReconnectMax, o.ReconnectMin)},
		{"switchover wait", &o.SwitchoverWait, DefaultSwitchoverWait},
		{"backup interval", &o.BackupInterval, DefaultBackupInterval},
		{"pause after a refused login", &o.RefusedRetry, DefaultRefusedRetry},
		{"pause after framing errors", &o.FramingWait, DefaultFramingWait},
	} {
		if *d.value < 0 {
			return fmt.Errorf("the %s is %s; it must be more than 0, or 0 for %s", d.name, *d.value, d.standard)
		}
		if *d.value == 0 {
			*d.value = d.standard
		}
	}
	if o.ReconnectMax < o.ReconnectMin {
		return fmt.Errorf("the longest pause between attempts, %s, is shorter than the shortest, %s", o.ReconnectMax, o.ReconnectMin)
	}
	return nil
}

func (o *Options) checkAddresses() error {
	switch {
	case len(o.Addresses) == 0:
		return errors.New("no T-Server address; give one as HOST:PORT")
	case len(o.Addresses) > 2:
		return fmt.Errorf("%d T-Server addresses are too many; give one, or one and its backup's", len(o.Addresses))
	case len(o.Addresses) == 2 && o.Addresses[0] == o.Addresses[1]:
		return fmt.Errorf("the T-Server address %s is given twice; the backup needs its own", o.Addresses[0])
	}
	for _, address := range o.Addresses {
		_, port, err := net.SplitHostPort(address)
		if err != nil {
			return fmt.Errorf("the T-Server address %q is not HOST:PORT: %w", address, err)
		}
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return fmt.Errorf("the port of T-Server address %q must be from 1 to 65535", address)
		}
	}
	return nil
}
