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
	// DefaultAppName is the ApplicationName where Options.AppName is empty.
	DefaultAppName = "tlibconn"
	// DefaultRegisterWindow is how many registrations may wait for their
	// answer at once (SEMANTICS.md, Sessions and registration).
	DefaultRegisterWindow = 500
	// DefaultRegisterTimeout is how long a registration's answer is waited for.
	DefaultRegisterTimeout = 10 * time.Second
	// DefaultConnectTimeout is the documented default of T-Library clients
	// (SEMANTICS.md, High availability and keep-alive).
	DefaultConnectTimeout = 3600 * time.Millisecond
	// DefaultHandshakeTimeout is how long a TLS handshake may take: a server that
	// has just started may need longer for the first one than for a connection.
	DefaultHandshakeTimeout = 10 * time.Second
	// DefaultLoginTimeout is how long the login's answer is waited for.
	DefaultLoginTimeout = 10 * time.Second
	// DefaultReconnectMin and DefaultReconnectMax bound the pauses between
	// attempts to connect, DefaultReconnectJitter is the random share of each.
	DefaultReconnectMin    = 500 * time.Millisecond
	DefaultReconnectMax    = 20 * time.Second
	DefaultReconnectJitter = 0.25
	// DefaultSwitchoverWait is the documented default of T-Library clients
	// (SEMANTICS.md, High availability and keep-alive).
	DefaultSwitchoverWait = 3600 * time.Millisecond
	// DefaultBackupInterval is the documented default of T-Library clients
	// (SEMANTICS.md, High availability and keep-alive).
	DefaultBackupInterval = 20 * time.Second
	// DefaultRefusedRetry is how long an address that refused a login is left
	// alone.
	DefaultRefusedRetry = 60 * time.Second
	// DefaultFramingWait is how long an address is left alone whose last three
	// connections were ended by framing errors.
	DefaultFramingWait = 30 * time.Second
	// DefaultWriteTimeout is how long one write may wait for the peer.
	DefaultWriteTimeout = 10 * time.Second
	// DefaultBatchInterval is the least time between two batches: 20 a second.
	DefaultBatchInterval = 50 * time.Millisecond
)

// Options says how a session is opened. Only Addresses is required. A duration
// of 0 means its default; a negative one is an error, except for BatchInterval.
type Options struct {
	// Site is copied into every event; it is half of a row's identity.
	Site string
	// Addresses holds the server's host:port, and after it the backup's if
	// there is one: at most two, and not the same one twice.
	Addresses []string
	// EncodeDN returns a DN as it stands on the wire, for servers with a code page;
	// it is pure, and ASCII is the same in it. nil means the DN's own bytes. It is
	// what ThisDN holds in the messages of the events; the other DNs that this
	// package takes and returns are not encoded.
	EncodeDN func(dn string) string
	// AppName is the ApplicationName of the login, DefaultAppName if empty.
	AppName string
	// Password is called for each login and returns the ApplicationPassword;
	// "" leaves the attribute out. nil means no password. The password is in no
	// event and no error.
	Password func() (string, error)
	// Limits caps what the peer can make the decoder hold; zero values mean
	// the defaults of package wire.
	Limits wire.Limits
	// RegisterWindow is how many registrations may wait for their answer at
	// once; 0 means DefaultRegisterWindow, a negative number is an error.
	RegisterWindow int
	// RegisterTimeout is how long a registration's answer is waited for,
	// counted from its own sending; 0 means DefaultRegisterTimeout. A DN
	// without an answer is tried again 30 s later.
	RegisterTimeout time.Duration
	// ConnectTimeout is how long a connection attempt may take, without its TLS
	// handshake; 0 means DefaultConnectTimeout.
	ConnectTimeout time.Duration
	// TLS is how connections are made where the server's port is one for TLS;
	// nil means without TLS.
	TLS *tlsconn.Client
	// HandshakeTimeout is how long a TLS handshake may take, counted from when
	// the connection stands; 0 means DefaultHandshakeTimeout.
	HandshakeTimeout time.Duration
	// Advice says how the user applies a remedy, in a clause that follows the
	// reason of a link's state, such as "--tls-ca names the authority"; ""
	// leaves it out. It is called for tlsconn.RemedyNone too. nil means tlsconn.Remedy.String.
	Advice func(tlsconn.Remedy) string
	// LoginTimeout is how long the login's answer is waited for; 0 means
	// DefaultLoginTimeout. The connection is given up after it.
	LoginTimeout time.Duration
	// WriteTimeout is how long one write may wait for a peer that does not
	// read; 0 means DefaultWriteTimeout. The connection is given up after it,
	// and requests on their way are lost.
	WriteTimeout time.Duration
	// ADDPTimeout is the silence of the server after which it is polled; if
	// nothing follows for the same time again, the connection is given up, once
	// the server has shown that it speaks ADDP (WIRE.md, ADDP). 0 means that it
	// is not polled; at most MaxADDPTimeout. A poll is answered in any case.
	// Where a write waits for the server, WriteTimeout is what ends it.
	ADDPTimeout time.Duration
	// ADDPRemoteTimeout is the silence of ours after which the server is asked
	// to poll, in whole milliseconds; 0 means that it is not asked to, at most
	// MaxADDPTimeout. With both at 0 no ADDP packet is sent but answers.
	ADDPRemoteTimeout time.Duration
	// ADDPTrace says who logs the ADDP packets.
	ADDPTrace ADDPTrace
	// ReconnectMin is the pause before the second attempt to connect; it
	// doubles with each further one up to ReconnectMax. The first attempt after
	// a loss is made at once, unless the login before that did not stand for
	// ReconnectMax either: a server that takes logins and drops them is met with
	// growing pauses too. 0 means DefaultReconnectMin. Nothing that was on the
	// way is sent again.
	ReconnectMin time.Duration
	// ReconnectMax is the longest pause; 0 means DefaultReconnectMax, or
	// ReconnectMin where that is longer. Less than ReconnectMin is an error.
	ReconnectMax time.Duration
	// ReconnectJitter is the random share of each pause, from 0 to 1, by which
	// it is shortened, so that the clients of a restarted server do not come all
	// at once: a pause P lasts from (1 - ReconnectJitter) * P to P. 0 means
	// DefaultReconnectJitter, a negative number means none.
	ReconnectJitter float64
	// SwitchoverWait is the pause before the first attempt at the other address
	// of a pair, counted from the loss, from the first attempt's failure, or
	// from when the server turned out not to be usable (SEMANTICS.md, High
	// availability and keep-alive); 0 means DefaultSwitchoverWait.
	SwitchoverWait time.Duration
	// BackupInterval is how often the other address of a pair is probed
	// while the server in use is not usable, or while something is wrong with
	// the other one, and how often a backup is asked for its role; 0 means
	// DefaultBackupInterval.
	BackupInterval time.Duration
	// RefusedRetry is how long an address that refused the login is not tried
	// again; 0 means DefaultRefusedRetry. Hanging up before the answer counts as
	// a refusal from the third time in a row. One that refused the password
	// (error 119) is not tried again before [Session.Reconnect].
	RefusedRetry time.Duration
	// FramingWait is how long an address is not tried again after three
	// connections in a row that framing errors ended; 0 means
	// DefaultFramingWait.
	FramingWait time.Duration
	// NoReconnect is for one command and no more: each address is tried once,
	// and after the end of a login that stood nothing is tried any more.
	// [Session.Reconnect] allows another round.
	NoReconnect bool
	// BatchInterval is the least time between two batches, but for a batch of
	// half a MiB, which does not wait; 0 means
	// DefaultBatchInterval, a negative one hands over events as they come.
	BatchInterval time.Duration
	// Allow decides whether a request of the caller may be sent: the error that it
	// returns is the reason why not. It is called when a request comes and again
	// when it is about to leave, with the session's lock held, so it must return
	// at once and must not call the session. nil refuses the commands of the
	// screen-capture contract, with ErrCaptureCommand: package capture sends those.
	Allow func(*Request) error
	// BeforeWrite, if set, is called before the first byte of requests that act
	// is written, when their ReferenceIDs and the connection are fixed; it holds
	// no lock, and nothing is written until it returns. The batch has every request
	// of the caller that leaves with this write and for which [Request.Acts] holds:
	// no login, no registrations, no keep-alive, and no questions. If it returns an
	// error, none of these requests leaves, and that error is their reason; what is
	// not in the batch leaves.
	BeforeWrite func(*WriteBatch) error
	// Go starts a goroutine; nil means the go statement. Every goroutine of the
	// session starts through it, so that the program can catch a panic.
	Go func(func())
	// Dial makes the connection to one of Addresses; nil means TCP. It must
	// honour the context, which ends after ConnectTimeout. Fault injection comes
	// in here.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// complete returns the options with their defaults, or says what is wrong.
func (o Options) complete() (Options, error) {
	switch {
	case !(o.ReconnectJitter <= 1):
		return o, fmt.Errorf("a random share of %g of the pauses between attempts is impossible: give 0 to 1", o.ReconnectJitter)
	case o.RegisterWindow < 0:
		return o, fmt.Errorf("a register window of %d is impossible: give 1 or more, or 0 for %d", o.RegisterWindow, DefaultRegisterWindow)
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
		o.Allow = refuseCaptureCommands
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
			return fmt.Errorf("a %s of %s is impossible: give more than 0, or 0 for %s", d.name, *d.value, d.standard)
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
		return errors.New("no T-Server is named: give its address as HOST:PORT")
	case len(o.Addresses) > 2:
		return fmt.Errorf("%d T-Server addresses are too many: give one, or one and its backup's", len(o.Addresses))
	case len(o.Addresses) == 2 && o.Addresses[0] == o.Addresses[1]:
		return fmt.Errorf("the T-Server address %s is given twice: the backup needs one of its own", o.Addresses[0])
	}
	for _, address := range o.Addresses {
		_, port, err := net.SplitHostPort(address)
		if err != nil {
			return fmt.Errorf("the T-Server address %q is not HOST:PORT: %w", address, err)
		}
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return fmt.Errorf("the T-Server address %q has no port from 1 to 65535", address)
		}
	}
	return nil
}
