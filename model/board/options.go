package board

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The times that are not settable (docs/ARCHITECTURE.md, the board).
const (
	// AliasTime is how long a ConnID that EventPartyChanged renamed still
	// names the call.
	AliasTime = 60 * time.Second
	// ConflictWindow is how close two different indications, with no command
	// or call change between them, must be to contradict each other.
	ConflictWindow = 2 * time.Second
	// CallLeftTime is how long after a call left the DN an indication may
	// take before the capture that was indicated for it is stale.
	CallLeftTime = 2 * time.Second
	// LateTime is how long after a command was sent an indication still counts
	// as a late one for it.
	LateTime = 60 * time.Second
	// SilenceWindow is the time in which DNs must go unanswered, and none answer,
	// before the recorder counts as silent.
	SilenceWindow = 30 * time.Second
	// SilenceCount is how many unanswered DNs make the recorder silent. Where
	// fewer can be asked, all of them do.
	SilenceCount = 3
	// SilencePeriod is how long a silent recorder is left alone after
	// SilenceProbes DNs were asked.
	SilencePeriod = 10 * time.Second
	// SilenceProbes is how many DNs are asked in each SilencePeriod while the
	// recorder is silent.
	SilenceProbes = 10
)

// The bounds on what one DN can make the board keep.
const (
	// MaxCalls is the most calls that a DN is shown to have; the one that
	// changed longest ago gives way to a further one.
	MaxCalls = 8
	// MaxCaptures is the most ConnIDs per DN whose last indication is kept.
	MaxCaptures = 8
	// MaxOpenCommands is the most commands of a DN that have not ended; a
	// further one is refused.
	MaxOpenCommands = 32

	// MaxUnanswered is the most automatic queries of a site that wait for their
	// answers at once.
	MaxUnanswered = 100

	maxAliases   = 8
	maxLeft      = 2 * MaxCaptures // more than captures can name
	maxEchoes    = 32
	maxPartyText = 128  // bytes of another party's number, an agent's ID, a reason
	maxRawText   = 256  // bytes of a foreign value
	maxErrorText = 1024 // bytes of an error text
)

// The defaults of Options, and of the flags of its name where zero means off.
const (
	DefaultIndicationTimeout = 5 * time.Second
	DefaultRequestTimeout    = 10 * time.Second
	DefaultEchoWindow        = 2 * time.Second
	DefaultQueryRate         = 200
	DefaultRequery           = time.Minute
	DefaultHistory           = 4
)

// ConnIDMode says which call a command names.
type ConnIDMode uint8

// The modes of --conn-id (docs/ARCHITECTURE.md, How a command travels). Which call a
// recorder wants in stop, pause and resume during a second call is unverified
// (SEMANTICS.md, The screen-capture contract).
const (
	// ConnIDCapture: start names the current call; stop, pause, resume and
	// query name the call of the live capture if it is still on the DN, else
	// the current call, else none. The default.
	ConnIDCapture ConnIDMode = iota
	// ConnIDCurrent: every command names the current call, if there is one.
	ConnIDCurrent
	// ConnIDNone: no command names a call.
	ConnIDNone
	// ConnIDFixed: every command names ConnIDPolicy.Fixed.
	ConnIDFixed
)

// ConnIDPolicy says which call commands name. The zero value is the default,
// ConnIDCapture.
type ConnIDPolicy struct {
	// Mode says how the call is chosen.
	Mode ConnIDMode
	// Fixed is the ConnID of ConnIDFixed.
	Fixed uint64
}

// ParseConnIDPolicy reads the value of --conn-id: capture, current, none, or
// up to 16 hex digits. The error is a sentence that says what is allowed.
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
		return ConnIDPolicy{}, fmt.Errorf("%q says no ConnID: give capture, current, none, or a ConnID of up to 16 hex digits that is not 0", text)
	}
	return ConnIDPolicy{Mode: ConnIDFixed, Fixed: id}, nil
}

// Options says how a board decides. The zero value of a field means its
// default, where it has one.
type Options struct {
	// IndicationTimeout is how long a command waits for its indication, from
	// the ACK, or from sending if none came; 0 means 5 s.
	IndicationTimeout time.Duration
	// RequestTimeout is how long a command waits for its ACK, from sending; 0
	// means 10 s.
	RequestTimeout time.Duration
	// StaleAfter makes a capture stale that was not indicated for so long, of the
	// rows that Requery is about; 0 means twice the interval in force
	// ([Board.Interval]), or never where nothing is asked again.
	StaleAfter time.Duration
	// Requery asks a DN again that is enabled, paused or on a call, so long after
	// it was last heard; 0 means never. Where QueryRate cannot keep up, the
	// interval in force is longer.
	Requery time.Duration
	// Spread is the part of the interval by which this process asks later, or
	// earlier where it is negative: -0.2 to 0.1. If each process takes another,
	// one of them asks and all of them hear the answer.
	Spread float64
	// AutomaticQueries asks every DN once after its registration, once more when
	// the call of its capture has left, and again as Requery says; and T-Server about a
	// DN's calls when these may have changed unseen. False asks nothing but what a
	// person asks for ([Board.Resync]).
	AutomaticQueries bool
	// QueryRate is how many automatic queries a second leave for each site; 0
	// means no limit, a negative number the default of 200.
	QueryRate int
	// ConnID says which call commands name.
	ConnID ConnIDPolicy
	// EchoWindow is how long after a command was sent an EventUserEvent may be
	// its echo; 0 means 2 s.
	EchoWindow time.Duration
	// Text returns text from the network that is not valid UTF-8 as it is to be
	// read, for servers with a code page. It is pure and keeps nothing of its
	// argument. nil keeps the bytes as they came.
	Text func(text []byte) string
	// Encode returns a DN as it stands on the wire, for servers with a code page.
	// It is pure, and tlibconn.Options.EncodeDN does the same. nil means that the
	// bytes are those of the DN. What stands on the wire is compared byte by byte.
	Encode func(dn string) string
	// Watch says which changes TakeAlerts is to tell; zero costs nothing.
	Watch Watch
	// History is how many ended commands each row keeps for the detail; 0
	// means 4.
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

// Watch is a set of changes that somebody wants to be told of at once. Zero is
// none.
type Watch uint8

// The changes that a board can be asked to watch for.
const (
	// WatchStopped: a capture that was enabled or paused is disabled, and
	// neither a stop nor the end of its call explains it: the fault FaultStopped,
	// or, on a DN of which no call is known, at once. What happened while the link
	// or the registration was lost is not told: nobody saw it.
	WatchStopped Watch = 1 << iota
	// WatchFault: a DN has a fault that it had not before.
	WatchFault
	// WatchLink: the way to the switch is not open any more.
	WatchLink
)
