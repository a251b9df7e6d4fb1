package board

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The times that are not settable (docs/ARCHITECTURE.md, the board).
const (
	// AliasTime is how long a ConnID that EventPartyChanged renamed still identifies the call.
	AliasTime = 60 * time.Second
	// ConflictWindow is the greatest time between two different indications that contradict
	// each other, with no command or change of a call between them.
	ConflictWindow = 2 * time.Second
	// CallLeftTime is the time after the end of a call in which an indication must arrive
	// before the capture that was indicated for the call is stale.
	CallLeftTime = 2 * time.Second
	// LateTime is the time after a command was sent in which an indication still counts as a
	// late one for it.
	LateTime = 60 * time.Second
	// SilenceWindow is the time within which DNs must go unanswered, and none answer, before
	// the recorder counts as silent.
	SilenceWindow = 30 * time.Second
	// SilenceCount is the number of unanswered DNs that make the recorder silent. If fewer can
	// be queried, all of them must go unanswered.
	SilenceCount = 3
	// SilencePeriod is how long a silent recorder is left alone after SilenceProbes DNs were
	// queried.
	SilencePeriod = 10 * time.Second
	// SilenceProbes is the number of DNs that are queried in each SilencePeriod while the
	// recorder is silent.
	SilenceProbes = 10
)

// The bounds on what the board keeps for one DN.
const (
	// MaxCalls is the greatest number of calls of a DN. A further call replaces the one that
	// changed longest ago.
	MaxCalls = 8
	// MaxCaptures is the greatest number of ConnIDs per DN whose last indication is kept.
	MaxCaptures = 8
	// MaxOpenCommands is the greatest number of open commands of a DN. A further one is
	// refused.
	MaxOpenCommands = 32

	// MaxUnanswered is the greatest number of a site's automatic queries that wait for their
	// answers at the same time.
	MaxUnanswered = 100

	maxAliases   = 8
	maxLeft      = 2 * MaxCaptures // more than captures can name
	maxEchoes    = 32
	maxPartyText = 128  // bytes of another party's number, an agent's ID, a reason
	maxRawText   = 256  // bytes of a foreign value
	maxErrorText = 1024 // bytes of an error text
)

// The defaults of Options, and of the flags of the same names for which zero means off.
const (
	DefaultIndicationTimeout = 5 * time.Second
	DefaultRequestTimeout    = 10 * time.Second
	DefaultEchoWindow        = 2 * time.Second
	DefaultQueryRate         = 200
	DefaultRequery           = time.Minute
	DefaultVerifyAfter       = 2 * time.Second
	DefaultHistory           = 4
)

// ConnIDMode is the way in which the call of a command is chosen.
type ConnIDMode uint8

// The modes of --conn-id (docs/ARCHITECTURE.md, How a command travels). Which call a
// recorder expects in stop, pause and resume during a second call is unverified
// (SEMANTICS.md, The screen-capture contract).
const (
	// ConnIDCapture: start names the current call. Stop, pause, resume and query name the call
	// of the live capture if it is still on the DN, else the current call, else none. It is
	// the default.
	ConnIDCapture ConnIDMode = iota
	// ConnIDCurrent: every command names the current call, if there is one.
	ConnIDCurrent
	// ConnIDNone: no command names a call.
	ConnIDNone
	// ConnIDFixed: every command names ConnIDPolicy.Fixed.
	ConnIDFixed
)

// ConnIDPolicy is the choice of the call that commands name. The zero value is the
// default, ConnIDCapture.
type ConnIDPolicy struct {
	// Mode is how the call is chosen.
	Mode ConnIDMode
	// Fixed is the ConnID of ConnIDFixed.
	Fixed uint64
}

// ParseConnIDPolicy parses the value of --conn-id: capture, current, none, or up to 16 hex
// digits. The error is a sentence that lists the allowed values.
func ParseConnIDPolicy(text string) (ConnIDPolicy, error) {
	switch strings.ToLower(text) {
	case "capture":
		return ConnIDPolicy{Mode: ConnIDCapture}, nil
	case "current":
		return ConnIDPolicy{Mode: ConnIDCurrent}, nil
	case "none":
		return ConnIDPolicy{Mode: ConnIDNone}, nil
	}
	id, err := strconv.ParseUint(text, 16, 64)
	if err != nil || id == 0 {
		return ConnIDPolicy{}, fmt.Errorf("unknown ConnID policy %q; use capture, current, none, or a ConnID of up to 16 hex digits other than 0", text)
	}
	return ConnIDPolicy{Mode: ConnIDFixed, Fixed: id}, nil
}

// Options are the settings of a board. The zero value of a field means its default, if it
// has one.
type Options struct {
	// IndicationTimeout is how long a command waits for its indication, from the ACK, or from
	// sending if no ACK arrived; 0 means 5 s.
	IndicationTimeout time.Duration
	// RequestTimeout is how long a command waits for its ACK, from sending; 0
	// means 10 s.
	RequestTimeout time.Duration
	// StaleAfter is the time without an indication after which a capture becomes stale, for
	// the rows that Requery concerns; 0 means twice the interval in force ([Board.Interval]),
	// or never if nothing is queried regularly.
	StaleAfter time.Duration
	// Requery is the interval in which a DN is queried that is enabled, paused or on a call,
	// from when it was last heard from; 0 means never. If QueryRate cannot keep up, the
	// interval in force is longer.
	Requery time.Duration
	// VerifyAfter is the time after EventEstablished after which a DN is queried once if
	// nothing was heard for the call, not even while it rang; 0 means never. It is up to a fifth
	// longer, as Spread says: if each process has another value, one of them queries first.
	VerifyAfter time.Duration
	// Spread is the part of the interval by which this process queries later, or earlier if it
	// is negative: -0.2 to 0.1. If each process has another value, one of them queries and all
	// of them receive the answer.
	Spread float64
	// AutomaticQueries queries every DN after its registration, again when the call of its
	// capture ends, and then as VerifyAfter and Requery set; and asks T-Server about a DN's calls when these
	// may have changed unseen. False sends nothing but the requests of a person
	// ([Board.Resync]).
	AutomaticQueries bool
	// QueryRate is the number of automatic queries that leave each second for each site; 0
	// means no limit, a negative number the default of 200.
	QueryRate int
	// ConnID is the choice of the call that commands name.
	ConnID ConnIDPolicy
	// EchoWindow is the time after a command was sent in which an EventUserEvent may be its
	// echo; 0 means 2 s.
	EchoWindow time.Duration
	// Text returns text from the network that is not valid UTF-8 in readable form, for servers
	// with a code page. It is pure and does not retain its argument. If it is nil, the bytes
	// stay as they arrived.
	Text func(text []byte) string
	// Encode returns a DN in the bytes of the wire, for servers with a code page. It is pure,
	// and tlibconn.Options.EncodeDN does the same. If it is nil, those are the bytes of the
	// DN. DNs on the wire are compared byte by byte.
	Encode func(dn string) string
	// Watch is the set of changes that TakeAlerts reports; zero costs nothing.
	Watch Watch
	// History is the number of ended commands that each row keeps for the detail; 0 means 4.
	History int
}

func (o Options) withDefaults() Options {
	if o.IndicationTimeout <= 0 {
		o.IndicationTimeout = DefaultIndicationTimeout
	}
	if o.RequestTimeout <= 0 {
		o.RequestTimeout = DefaultRequestTimeout
	}
	if o.EchoWindow <= 0 {
		o.EchoWindow = DefaultEchoWindow
	}
	if o.QueryRate < 0 {
		o.QueryRate = DefaultQueryRate
	}
	if o.History <= 0 {
		o.History = DefaultHistory
	}
	return o
}

// Watch is a set of changes to report at once. Zero is the empty set.
type Watch uint8

// The changes that a board can watch for.
const (
	// WatchStopped: a capture that was enabled or paused is disabled, and neither a stop nor
	// the end of its call explains it: the fault FaultStopped, or, on a DN without a known
	// call, at once. What happened while the link or the registration was lost is not
	// reported: no one saw it.
	WatchStopped Watch = 1 << iota
	// WatchFault: a DN has a new fault.
	WatchFault
	// WatchLink: the link to the switch is lost.
	WatchLink
)
