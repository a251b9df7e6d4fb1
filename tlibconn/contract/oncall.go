package contract

import (
	"context"
	"fmt"
	"slices"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// callCases need a call on the DN, and restart the recorder at the end.
func callCases() []Case {
	const notSaid = "it does not say what becomes of a capture when its call changes"
	return []Case{
		{
			ID: "rec/form/conn-id", Title: "an indication that answers a command for a call names the same call",
			Clause: clauseIndication, Class: Required, Subject: SubjectRecorder, Needs: Needs{Call: true}, run: formConnID,
		},
		{
			ID: "rec/call/without-conn-id", Title: "what pause without a ConnID does during a call",
			Clause: noClause + "it asks for the call if there is one", Class: Observed, Subject: SubjectRecorder, Needs: Needs{Call: true}, run: withoutConnID,
		},
		{
			ID: "rec/call/held", Title: "what pause does while the call is on hold",
			Clause: noClause + notSaid, Class: Observed, Subject: SubjectRecorder, Needs: Needs{Call: true, Step: StepHold}, run: onHeldCall,
		},
		{
			ID: "rec/call/transfer", Title: "what becomes of the capture when the call is transferred away",
			Clause: noClause + notSaid, Class: Observed, Subject: SubjectRecorder, Needs: Needs{Call: true, Step: StepTransfer},
			run: func(ctx context.Context, b *bench) outcome { return callLeft(ctx, b, StepTransfer) },
		},
		{
			ID: "rec/call/end", Title: "what becomes of the capture when the call ends",
			Clause: noClause + notSaid, Class: Observed, Subject: SubjectRecorder, Needs: Needs{Call: true, Step: StepRelease},
			run: func(ctx context.Context, b *bench) outcome { return callLeft(ctx, b, StepRelease) },
		},
		{
			ID: "rec/restart", Title: "what becomes of the capture when the recorder restarts",
			Clause: noClause + "it does not say what a recorder keeps", Class: Observed, Subject: SubjectRecorder, Needs: Needs{Step: StepRestart}, run: afterRestart,
		},
	}
}

// can reports whether a step can be made.
func (b *bench) can(step Step) bool { return b.options.Calls != nil && b.options.Calls.Can(step) }

// inCall makes sure that the DN is on a call that was answered, and returns its ConnID. The
// call may be on hold.
func (b *bench) inCall(ctx context.Context) uint64 {
	if current, ok := b.call(); ok && current.state != ringing {
		return current.connID
	}
	b.step(ctx, StepCall, wire.EventEstablished, wire.EventRetrieved)
	return b.connID()
}

// step makes a step and waits for one of the events of the DN that tell that it happened. For
// a restart there is none.
func (b *bench) step(ctx context.Context, step Step, tells ...wire.MessageType) {
	if b.trouble != nil {
		return
	}
	b.tape.making(true)
	defer b.tape.making(false)
	from := b.tape.length()
	limited, cancel := context.WithTimeout(ctx, b.options.StepTimeout)
	defer cancel()
	if err := b.options.Calls.Make(limited, step, b.options.DN); err != nil {
		b.fail(fmt.Errorf("the step %s was not made: %w", step, err))
		return
	}
	b.run.Sent = append(b.run.Sent, "step: "+string(step))
	if len(tells) == 0 {
		return
	}
	until := time.Now().Add(b.options.StepTimeout)
	m, _, err := b.tape.next(ctx, from, until, func(m *message) bool {
		return m.session == desktopName && m.dn == b.options.wireDN() && slices.Contains(tells, m.typ)
	})
	b.fail(err)
	if m == nil {
		b.fail(fmt.Errorf("the step %s did not happen: no %s for DN %s came within %s", step, tells[0], b.options.DN, b.options.StepTimeout))
	}
}

// hangUp ends the call that the check made.
func (b *bench) hangUp(ctx context.Context) {
	if current, ok := b.call(); ok && b.tape.made(b.options.wireDN(), current.connID) && b.can(StepRelease) && b.lost() == nil {
		b.trouble = nil
		b.step(ctx, StepRelease, wire.EventReleased, wire.EventAbandoned)
	}
}

// formConnID judges the indications of all verbs, of which only query must have one.
func formConnID(ctx context.Context, b *bench) outcome {
	connID := b.inCall(ctx)
	b.expects("the ConnID %016x in the answer to the query, and in the indication of each other verb, if there is one", connID)
	found := b.answersOf(ctx, b.queried(ctx))
	if len(found) > 0 {
		for _, verb := range [...]event.Verb{event.VerbStart, event.VerbPause, event.VerbResume, event.VerbStop} {
			found = append(found, b.answersOf(ctx, b.commandFor(ctx, verb, connID))...)
		}
	}
	return form(found, func(m *message) (bool, string) {
		switch m.connID {
		case connID:
			return true, "same-call"
		case 0:
			return false, "no-call"
		}
		return false, "another-call"
	})
}

func withoutConnID(ctx context.Context, b *bench) outcome {
	b.inCall(ctx)
	b.reach(ctx, event.Enabled)
	return b.observe(ctx, b.commandFor(ctx, event.VerbPause, 0))
}

func onHeldCall(ctx context.Context, b *bench) outcome {
	b.inCall(ctx)
	b.reach(ctx, event.Enabled)
	if current, ok := b.call(); !ok || current.state != held {
		b.step(ctx, StepHold, wire.EventHeld)
	}
	return b.observe(ctx, b.command(ctx, event.VerbPause))
}

// callLeft ends the DN's call during a capture, and observes what comes unasked and what a
// query tells.
func callLeft(ctx context.Context, b *bench, step Step) outcome {
	b.inCall(ctx)
	b.reach(ctx, event.Enabled)
	b.settle(ctx)
	from := b.tape.length()
	b.step(ctx, step, wire.EventReleased, wire.EventAbandoned)
	return b.unaskedSince(ctx, from)
}

func afterRestart(ctx context.Context, b *bench) outcome {
	b.reach(ctx, event.Enabled)
	b.settle(ctx)
	from := b.tape.length()
	b.step(ctx, StepRestart)
	return b.unaskedSince(ctx, from)
}

// unaskedSince waits for indications that nobody asked for, and returns them with what a
// query tells then.
func (b *bench) unaskedSince(ctx context.Context, from int) outcome {
	if b.trouble != nil {
		return outcome{}
	}
	_, _, err := b.tape.next(ctx, from, time.Now().Add(min(b.options.IndicationTimeout, 2*b.quiet())), b.isIndication)
	b.fail(err)
	b.settle(ctx)
	unasked := words(b.tape.all(from, b.isIndication))
	b.saw("unasked: %s", unasked)
	return outcome{word: unasked + "/" + b.heard(ctx, b.queried(ctx)).word}
}
