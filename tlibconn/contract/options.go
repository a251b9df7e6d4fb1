package contract

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/journal"
)

// The defaults of Options.
const (
	// DefaultRequestTimeout is how long T-Server's answer is waited for.
	DefaultRequestTimeout = 10 * time.Second
	// DefaultIndicationTimeout is how long the recorder's indication is waited for.
	DefaultIndicationTimeout = 5 * time.Second
	// DefaultQuiet is how long nothing must come before it counts as nothing.
	DefaultQuiet = time.Second
	// DefaultWatch is how long the case of unasked indications watches.
	DefaultWatch = 30 * time.Second
	// DefaultStepTimeout is how long a step of Calls may take.
	DefaultStepTimeout = 2 * time.Minute
)

// Calls makes what a check cannot make itself.
type Calls interface {
	// Can reports whether a step can be made. Cases that need others are skipped.
	Can(step Step) bool
	// Make makes a step, or asks a person to make it. For calls it need not wait: the check
	// waits for the events on the DN. For StepRestart it returns when the recorder is back.
	Make(ctx context.Context, step Step, dn string) error
}

// Options configures Check. Session, Journal, Go and DN are required.
type Options struct {
	// Session holds the options of the sessions that are opened.
	Session capture.Options
	// Journal records each command before it is sent, and its outcome.
	Journal journal.Journal
	// Go starts a goroutine.
	Go func(func())
	// Program and Name are those of the Report.
	Program, Name string
	// DN is the DN under test. Its capture is started, paused and stopped.
	DN string
	// SecondDN is another recorded DN, which is watched and queried; "" for none.
	SecondDN string
	// UnknownDN is a DN that T-Server does not know, "" for none.
	UnknownDN string
	// Cases are the cases to run, of Cases and in its order.
	Cases []Case
	// Expectations has the accepted outcomes by case ID. They make requirements of robust
	// and observed cases.
	Expectations map[string][]string
	// Repeat is how often each case runs; 0 means once.
	Repeat int
	// RequestTimeout is how long T-Server's answer is waited for, IndicationTimeout how long
	// the recorder's indication from that answer on. 0 means their defaults.
	RequestTimeout, IndicationTimeout time.Duration
	// ConnectTimeout is how long the link may take to come up; 0 means 15 s.
	ConnectTimeout time.Duration
	// Quiet is how long nothing must come before it counts as nothing; 0 means DefaultQuiet.
	// If indications are seen to take longer, the 95th percentile of their times is used.
	Quiet time.Duration
	// Watch is how long the case of unasked indications watches; 0 means DefaultWatch.
	Watch time.Duration
	// MaxLatency is the longest accepted time from a command to its indication; 0 means that
	// latencies are not judged.
	MaxLatency time.Duration
	// OnLiveCall allows a DN that is on a call, or whose capture is running or paused.
	OnLiveCall bool
	// Calls makes calls, nil if nothing can.
	Calls Calls
	// StepTimeout is how long a step of Calls may take; 0 means DefaultStepTimeout.
	StepTimeout time.Duration
	// Text returns the readable form of a server's text; nil leaves it unchanged.
	Text func(text []byte) string
	// Began is called before each run of a case, counted from 1, and Ended when a case has
	// ended. Both are called from the goroutine of Check; nil means no call.
	Began func(c *Case, run, of int)
	Ended func(r *Result)
	// PuttingBack is called once if a check or a scenario is interrupted, or if it takes longer
	// than RestoreNotice to put the DNs back at its end; nil means no call. interrupted is a
	// sentence about why it did not end by itself, "" if it did, and most is how long it takes
	// at most from now on. It may be called from a goroutine of its own.
	PuttingBack func(interrupted string, most time.Duration)
	// GiveUp ends at once, when it is closed, that DNs are put back; nil means never. The report
	// then says what was left.
	GiveUp <-chan struct{}
}

// withDefaults returns the options with their defaults filled in.
func (o Options) withDefaults() Options {
	for _, duration := range []struct {
		value *time.Duration
		usual time.Duration
	}{
		{&o.RequestTimeout, DefaultRequestTimeout},
		{&o.IndicationTimeout, DefaultIndicationTimeout},
		{&o.ConnectTimeout, 15 * time.Second},
		{&o.Quiet, DefaultQuiet},
		{&o.Watch, DefaultWatch},
		{&o.StepTimeout, DefaultStepTimeout},
	} {
		if *duration.value == 0 {
			*duration.value = duration.usual
		}
	}
	o.Repeat = max(o.Repeat, 1)
	if o.Text == nil {
		o.Text = func(text []byte) string { return string(text) }
	}
	if o.Session.Session.EncodeDN == nil {
		o.Session.Session.EncodeDN = func(dn string) string { return dn }
	}
	// A connection that is lost ends the check: nobody knows what became of its commands.
	o.Session.Session.NoReconnect = true
	o.Session.Session.Go = o.Go
	return o
}

// Check returns an error, a sentence for the user, if the options cannot be used.
func (o *Options) Check() error {
	switch {
	case o.Journal == nil || o.Go == nil:
		return errors.New("the check needs a journal and a way to start goroutines")
	case o.DN == "":
		return errors.New("the check needs a DN")
	case o.DN == o.SecondDN:
		return fmt.Errorf("the second DN is the DN under test, %s", o.DN)
	case o.UnknownDN != "" && (o.UnknownDN == o.DN || o.UnknownDN == o.SecondDN):
		return fmt.Errorf("the unknown DN %s is also a DN of the check", o.UnknownDN)
	case len(o.Cases) == 0:
		return errors.New("no case is selected")
	}
	return CheckExpectations(o.Expectations)
}

// CheckExpectations returns an error for an expectation that names no case, accepts nothing,
// or is about a case that the contract, or a limit, judges.
func CheckExpectations(expectations map[string][]string) error {
	cases := Cases()
	for _, id := range slices.Sorted(maps.Keys(expectations)) {
		at := slices.IndexFunc(cases, func(c Case) bool { return c.ID == id })
		switch {
		case at < 0:
			return fmt.Errorf("no case is called %q%s", id, similar(cases, id))
		case cases[at].Class != Robust && cases[at].Class != Observed:
			return fmt.Errorf("the case %s is %s: no expectation can change how it is judged", id, cases[at].Class)
		case len(expectations[id]) == 0:
			return fmt.Errorf("the expectation of %s accepts no outcome", id)
		}
	}
	return nil
}

// wireDN returns the DN under test, and wireSecondDN the second one, as they are on the wire.
func (o *Options) wireDN() string { return o.Session.Session.EncodeDN(o.DN) }

func (o *Options) wireSecondDN() string {
	if o.SecondDN == "" {
		return ""
	}
	return o.Session.Session.EncodeDN(o.SecondDN)
}
