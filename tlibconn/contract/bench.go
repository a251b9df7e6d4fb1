package contract

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// maxRecent is how many of the last latencies decide how long nothing must come.
const maxRecent = 200

// bench is what the cases work with: the sessions, the tape of their messages, and the run
// that is being recorded. What goes wrong with the sessions or with T-Server is kept as
// trouble: from then on the methods do nothing, and the run is blocked. So a case reads as
// what it does.
type bench struct {
	*sessions
	options *Options
	tape    *tape
	run     *Run
	trouble error
	// mute has the verbs that were sent and to which no indication came.
	mute map[event.Verb]bool
	// chatty reports that more indications than commands were seen.
	chatty    bool
	latencies []Latency // of all runs
	// commands numbers the commands. The benches of all DNs of a scenario share it, because an ID is
	// used once a process.
	commands *numbering
	asked    int // commands of this run that ask for an indication
	// given has the verbs that were sent for the DN under test since rival was asked last, by
	// session.
	given map[string]verbCounts
	// noRecorder reports that no recorder answers: only queries may be sent.
	noRecorder bool
	// noEcho reports that T-Server does not hand a command to its sender.
	noEcho bool
}

// numbering gives commands their IDs.
type numbering struct{ last uint64 }

// next returns the next ID, beginning with 1.
func (n *numbering) next() uint64 {
	n.last++
	return n.last
}

// newBench returns a bench without a session.
func newBench(options *Options, t *tape) *bench {
	return &bench{sessions: &sessions{}, options: options, tape: t, mute: map[event.Verb]bool{}, commands: &numbering{}}
}

// begin begins a run.
func (b *bench) begin() *Run {
	b.tape.begin()
	b.trouble, b.asked = nil, 0
	if b.given == nil {
		b.given = map[string]verbCounts{}
	}
	b.run = &Run{Began: time.Now()}
	return b.run
}

// finish waits until nothing comes any more and completes the run.
func (b *bench) finish(ctx context.Context) {
	b.settle(ctx)
	b.run.Took = time.Since(b.run.Began)
	b.run.Log, b.run.LogCut = b.tape.taken()
	if extra := len(b.tape.all(0, b.isIndication)) - b.asked; extra > 0 {
		b.chatty = true
		b.run.Aspects = append(b.run.Aspects, Aspect{
			Name: "extra-indications",
			Text: fmt.Sprintf("%d more indications came than the %d commands of this run ask for", extra, b.asked),
		})
	}
	if most := b.options.MaxLatency; most > 0 {
		for _, l := range b.run.Latencies {
			if l.Took > most {
				b.run.Aspects = append(b.run.Aspects, Aspect{Name: "latency", Text: fmt.Sprintf("the indication of %s took %s; the limit is %s", l.Verb, round(l.Took), most)})
			}
		}
	}
}

// fail keeps the first trouble.
func (b *bench) fail(err error) {
	if b.trouble == nil && err != nil {
		b.trouble = err
	}
}

// quiet is how long nothing must come before it counts as nothing.
func (b *bench) quiet() time.Duration {
	recent := b.latencies[max(len(b.latencies)-maxRecent, 0):]
	return max(b.options.Quiet, percentile(recent, 95))
}

// settle waits until no message with a capture value has come for the quiet time since the
// last one, or since the last request: at most for as long as three indications may take.
func (b *bench) settle(ctx context.Context) {
	now := time.Now()
	from, since := b.tape.lastActivity(now.Add(-b.quiet()))
	limit := now.Add(3*b.options.IndicationTimeout + b.quiet())
	for since.Before(limit) && b.trouble == nil {
		m, at, err := b.tape.next(ctx, from, since.Add(b.quiet()), isActivity)
		b.fail(err)
		if m == nil {
			return
		}
		from, since = at+1, m.at
	}
}

// isActivity reports whether a message is a request, or a user event of the contract.
func isActivity(m *message) bool { return m.sent || m.word.Present }

// isIndication reports whether a message is an indication for the DN under test that the
// desktop received.
func (b *bench) isIndication(m *message) bool {
	return m.session == desktopName && m.dn == b.options.wireDN() && m.indication() != event.IndicationNone
}

// command sends a verb for the DN under test with the ConnID of its call, waits for
// T-Server's answer and for the recorder's indication, and returns both. A rejected or
// unanswered request is trouble; a missing indication is not.
func (b *bench) command(ctx context.Context, verb event.Verb) *exchange {
	return b.commandFor(ctx, verb, b.connID())
}

// commandFor is command with a ConnID, 0 for none.
func (b *bench) commandFor(ctx context.Context, verb event.Verb, connID uint64) *exchange {
	x := b.send(ctx, b.desktop, verbRequest(verb, b.options.DN, connID))
	b.await(ctx, x)
	b.record(x)
	return x
}

// connID returns the call that a command names: the current one of the DN, 0 if there is none.
func (b *bench) connID() uint64 {
	current, _ := b.call()
	return current.connID
}

func (b *bench) call() (call, bool) {
	current, ok, _ := b.tape.current(b.options.wireDN())
	return current, ok
}

// await waits for the indication that a command asks for, and for T-Server's answer. A verb to
// which no indication came before is given the quiet time only: the contract asks for none.
func (b *bench) await(ctx context.Context, x *exchange) {
	patience := b.options.IndicationTimeout
	if b.mute[x.verb] {
		patience = min(patience, b.quiet())
	}
	x.indication = b.indicationOf(ctx, x, x.from, patience)
	if b.trouble != nil {
		return
	}
	switch {
	case x.answer != nil && x.answer.typ == wire.EventError:
		b.fail(fmt.Errorf("T-Server rejected %s: %s", x.name, x.answer.errorText()))
	case x.answer == nil && x.indication == nil:
		b.fail(fmt.Errorf("T-Server did not answer %s within %s", x.name, b.options.RequestTimeout))
	case x.indication == nil && x.verb != event.VerbQuery:
		b.mute[x.verb] = true
	case x.indication != nil:
		delete(b.mute, x.verb)
		b.time(x)
	}
	if b.chatty {
		b.settle(ctx)
	}
}

// indicationOf returns the first indication for the DN from an index on: until the patience
// has passed since T-Server's answer, or until the request timeout without one. An EventError
// ends the wait.
func (b *bench) indicationOf(ctx context.Context, x *exchange, from int, patience time.Duration) *message {
	until := x.began.Add(b.options.RequestTimeout)
	for b.trouble == nil {
		m, at, err := b.tape.next(ctx, from, until, func(m *message) bool { return b.isIndication(m) || x.isAnswer(m) })
		b.fail(err)
		if m == nil {
			return nil
		}
		if m.indication() != event.IndicationNone {
			return m
		}
		from, x.answer, until = at+1, m, m.at.Add(patience)
		if m.typ == wire.EventError {
			return nil
		}
	}
	return nil
}

// time notes how long an indication took.
func (b *bench) time(x *exchange) {
	sent := b.tape.all(x.from, func(m *message) bool { return m.sent && m.session == x.session && m.reference == x.reference })
	if len(sent) == 0 || x.indication.at.Before(sent[0].at) {
		return
	}
	l := Latency{Verb: x.verb.String(), Took: x.indication.at.Sub(sent[0].at)}
	b.latencies, b.run.Latencies = append(b.latencies, l), append(b.run.Latencies, l)
}

// state queries the DN and returns the state that the recorder tells, IndicationNone if it
// does not answer, or if the answers of several recorders differ.
func (b *bench) state(ctx context.Context) event.Indication {
	x := b.command(ctx, event.VerbQuery)
	return event.ParseIndication(words(b.tape.all(x.from, b.isIndication)))
}

// words returns the distinct indications of messages, in a fixed order and joined by plus
// signs, as an outcome: "none" if there are none. An outcome has no comma, so that a list of
// them can be written in YAML.
func words(messages []message) string {
	var seen []string
	for word := event.Enabled; word <= event.Disabled; word++ {
		if slices.ContainsFunc(messages, func(m message) bool { return m.indication() == word }) {
			seen = append(seen, word.String())
		}
	}
	if len(seen) == 0 {
		return outcomeNone
	}
	return strings.Join(seen, "+")
}
