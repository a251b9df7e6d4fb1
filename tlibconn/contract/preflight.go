package contract

import (
	"context"
	"fmt"
	"slices"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// RefusedError reports that T-Server refused to register a DN.
type RefusedError struct {
	// DN is the DN, Reason T-Server's error in words, such as "error 59 DN is not configured
	// in CME". It may hold text from the network.
	DN, Reason string
}

// Error names the DN and the reason.
func (e *RefusedError) Error() string {
	return fmt.Sprintf("T-Server refused to register DN %s: %s", e.DN, e.Reason)
}

// inspection is what was found before the first case.
type inspection struct {
	blocked string           // why no case can be judged
	state   event.Indication // what the recorder told first
	touched bool             // commands were sent since
	notes   []string
}

// maxTries is how often the first query and the first start are tried: a recorder that loses some
// commands is to be judged by the cases.
const maxTries = 3

// unanswered notes that the first n commands with a verb went unanswered.
func (i *inspection) unanswered(verb event.Verb, dn string, n int) {
	if n > 0 {
		i.notes = append(i.notes, fmt.Sprintf("%s number %d for DN %s went unanswered before the first case", verb, n, dn))
	}
}

// register registers the DNs and waits for T-Server's answers.
func (b *bench) register(ctx context.Context) error {
	if err := b.registerOn(ctx, b.desktop, b.dns...); err != nil {
		return err
	}
	return b.askForCalls(ctx)
}

// registerOn registers DNs on a session and waits for T-Server's answers.
func (b *bench) registerOn(ctx context.Context, p *peer, dns ...string) error {
	from := b.tape.length()
	p.session.Register(dns...)
	until := time.Now().Add(b.options.RequestTimeout)
	for _, dn := range dns {
		m, _, err := b.tape.next(ctx, from, until, func(m *message) bool { return m.session == p.name && isRegistration(m, dn) })
		switch {
		case err != nil:
			return err
		case m == nil:
			return &RefusedError{DN: dn, Reason: fmt.Sprintf("no answer within %s", b.options.RequestTimeout)}
		case m.typ == wire.EventError && !m.registered():
			return &RefusedError{DN: dn, Reason: m.errorText()}
		}
	}
	return nil
}

// Error codes (SEMANTICS.md, Error codes most likely here).
const (
	notRegistered     = 41
	alreadyInState    = 43
	unknownDN         = 59
	alreadyRegistered = 125
)

// registered reports whether an EventError means that the DN is registered already
// (SEMANTICS.md, Sessions and registration).
func (m *message) registered() bool { return m.code == alreadyRegistered || m.code == alreadyInState }

// isRegistration reports whether a message answers the registration of a DN.
func isRegistration(m *message, dn string) bool {
	return !m.sent && m.request == event.RequestRegister && m.requestDN == dn
}

// askForCalls asks T-Server for the calls of the DN if its registration did not tell. No
// answer, or an error, tells nothing.
func (b *bench) askForCalls(ctx context.Context) error {
	if b.callsTold() {
		return nil
	}
	from := b.tape.length()
	if err := b.desktop.session.QueryAddresses(ctx, []string{b.options.DN}); err != nil {
		return fmt.Errorf("cannot ask for the calls of DN %s: %w", b.options.DN, err)
	}
	_, _, err := b.tape.next(ctx, from, time.Now().Add(b.options.RequestTimeout), func(m *message) bool { return !m.sent && m.request == event.RequestAddress })
	return err
}

func (b *bench) callsTold() bool {
	_, _, told := b.tape.current(b.options.wireDN())
	return told
}

// inspect finds out whether the cases can be judged, and whether they may be run.
func (b *bench) inspect(ctx context.Context) inspection {
	found := inspection{}
	if !b.callsTold() {
		found.notes = append(found.notes, fmt.Sprintf("T-Server does not tell whether DN %s is on a call", b.options.DN))
	}
	current, onCall := b.call()
	if onCall && !b.options.OnLiveCall {
		found.blocked = fmt.Sprintf("DN %s is on the call %016x; a check would stop its capture", b.options.DN, current.connID)
		return found
	}
	var x *exchange
	var answers []message
	for n := 0; n < maxTries && len(answers) == 0 && b.trouble == nil; n++ {
		found.unanswered(event.VerbQuery, b.options.DN, n)
		x = b.queried(ctx)
		b.settle(ctx)
		b.noEcho = len(b.tape.all(x.from, b.options.isCommand)) == 0
		answers = b.tape.all(x.from, func(m *message) bool {
			return !m.sent && m.word.Verb == event.VerbNone && (m.typ == wire.EventUserEvent || m.word.Present)
		})
	}
	told := b.tape.all(x.from, b.isIndication)
	b.chatty = len(told) > 1
	found.state = event.ParseIndication(words(told))
	running := slices.ContainsFunc(told, func(m message) bool { return m.indication() != event.Disabled })
	switch {
	case b.trouble != nil:
		found.blocked = b.trouble.Error()
	case len(answers) == 0:
		b.noRecorder = true
		found.blocked = fmt.Sprintf("no recorder: T-Server accepted the query of DN %s, and no indication came within %s", b.options.DN, b.options.IndicationTimeout)
	case running && !b.options.OnLiveCall:
		found.blocked = fmt.Sprintf("the capture of DN %s is %s; a check would end it", b.options.DN, words(told))
	default:
		found.touched = true
		if x.indication != nil && !onCall && !running {
			b.tryStart(ctx, &found)
		}
	}
	return found
}

// tryStart starts the capture of a DN without a call. A recorder that then does not record may
// record calls only: the cases run during a call if one can be made.
func (b *bench) tryStart(ctx context.Context, found *inspection) {
	x, starts := b.starts(ctx, found)
	if !starts && b.trouble == nil && b.can(StepCall) {
		b.inCall(ctx)
		if _, starts = b.starts(ctx, found); starts {
			found.notes = append(found.notes, fmt.Sprintf("DN %s is not recorded without a call, so the cases ran during one", b.options.DN))
		}
	}
	switch {
	case b.trouble != nil:
		found.blocked = b.trouble.Error()
	case !starts && x.indication != nil:
		found.blocked = fmt.Sprintf("records only with a call? start for DN %s, which has no call, was answered by %s", b.options.DN, x.indication.indication())
	case !starts:
		found.blocked = fmt.Sprintf("records only with a call? start for DN %s, which has no call, was not answered, and a query is", b.options.DN)
	}
}

// starts starts the capture and reports whether it runs then, by the indication that answers
// start or by that of a query. A start that is not answered and does nothing is tried again.
func (b *bench) starts(ctx context.Context, found *inspection) (x *exchange, runs bool) {
	for n := 0; n < maxTries && b.trouble == nil; n++ {
		found.unanswered(event.VerbStart, b.options.DN, n)
		x = b.command(ctx, event.VerbStart)
		if x.indication != nil && x.indication.indication() != event.Disabled {
			return x, true
		}
		state := b.state(ctx)
		if state == event.Enabled || state == event.Paused {
			return x, true
		}
		if x.indication != nil {
			return x, false
		}
	}
	return x, false
}
