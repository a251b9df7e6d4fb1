package contract

import (
	"context"
	"fmt"

	"capdeck/tlibconn/event"
)

// queryCases are about query, which is answered and changes nothing.
func queryCases() []Case {
	cases := []Case{{
		ID: "rec/query/answered", Title: "each query is answered by an indication",
		Clause: clauseQuery, Class: Required, Subject: SubjectRecorder, run: queryAnswered,
	}}
	for _, state := range []event.Indication{event.Disabled, event.Enabled, event.Paused} {
		cases = append(cases, Case{
			ID: "rec/query/keeps-" + state.String(), Title: fmt.Sprintf("queries change nothing while the capture is %s", state),
			Clause: clauseQuery, Class: Required, Subject: SubjectRecorder,
			run: func(ctx context.Context, b *bench) outcome { return queryKeeps(ctx, b, state) },
		})
	}
	return cases
}

func queryAnswered(ctx context.Context, b *bench) outcome {
	const times = 3
	b.expects("an indication for DN %s after each of %d queries", b.options.DN, times)
	for n := range times {
		found := b.heard(ctx, b.queried(ctx))
		if len(found.messages) == 0 {
			return outcome{word: outcomeNone, reason: fmt.Sprintf("no indication came after query %d of %d", n+1, times)}
		}
	}
	return outcome{word: "answered", ok: true}
}

func queryKeeps(ctx context.Context, b *bench, state event.Indication) outcome {
	b.reach(ctx, state)
	b.queried(ctx)
	b.queried(ctx)
	return b.tells(ctx, state)
}

// verbCases are about start, pause, resume and stop, each from a state in which it makes sense.
func verbCases() []Case {
	var cases []Case
	for _, c := range []struct {
		verb event.Verb
		from event.Indication
	}{
		{event.VerbStart, event.Disabled},
		{event.VerbPause, event.Enabled},
		{event.VerbResume, event.Paused},
		{event.VerbStop, event.Enabled},
		{event.VerbStop, event.Paused},
	} {
		cases = append(cases, Case{
			ID:     fmt.Sprintf("rec/%s/from-%s", c.verb, c.from),
			Title:  fmt.Sprintf("after %s from %s, a query tells %s", c.verb, c.from, c.verb.Asks()),
			Clause: clauseSuccess, Class: Required, Subject: SubjectRecorder,
			run: func(ctx context.Context, b *bench) outcome {
				b.reach(ctx, c.from)
				b.command(ctx, c.verb)
				return b.tells(ctx, c.verb.Asks())
			},
		})
	}
	return append(cases, Case{
		ID: "rec/second-dn/untouched", Title: "start, pause, resume and stop of one DN leave another DN as it is",
		Clause: clauseIndication, Class: Required, Subject: SubjectRecorder, Needs: Needs{SecondDN: true}, run: secondUntouched,
	})
}

// secondUntouched watches the second DN while the DN under test goes through all its states,
// and queries it after each command: a later one may hide what an earlier one did.
func secondUntouched(ctx context.Context, b *bench) outcome {
	second := b.options.SecondDN
	b.expects("no indication for DN %s but the answers to its queries, which tell the same state", second)
	before := b.stateOfSecond(ctx)
	b.saw("DN %s was %s before", second, orNone(before))
	for _, verb := range []event.Verb{event.VerbStop, event.VerbStart, event.VerbPause, event.VerbResume, event.VerbStop} {
		b.settle(ctx) // a query may be answered more than once
		from := b.tape.length()
		b.command(ctx, verb)
		b.settle(ctx)
		if unasked := b.tape.all(from, b.isSecondIndication); len(unasked) > 0 {
			b.saw("DN %s: %s after %s for DN %s", second, words(unasked), verb, b.options.DN)
			return outcome{word: "indications", reason: fmt.Sprintf("after %s for DN %s an indication came for DN %s, to which nothing was sent", verb, b.options.DN, second)}
		}
		if before == event.IndicationNone {
			continue // nobody records it
		}
		if after := b.stateOfSecond(ctx); after != before {
			b.saw("DN %s is %s after %s for DN %s", second, orNone(after), verb, b.options.DN)
			return outcome{word: "changed", reason: fmt.Sprintf("%s for DN %s changed the capture of DN %s from %s to %s", verb, b.options.DN, second, before, orNone(after))}
		}
	}
	return outcome{word: "untouched", ok: true}
}

// stateOfSecond queries the second DN, which need not be recorded.
func (b *bench) stateOfSecond(ctx context.Context) event.Indication {
	x := b.send(ctx, b.desktop, verbRequest(event.VerbQuery, b.options.SecondDN, 0))
	defer b.record(x)
	b.acknowledged(ctx, x)
	if b.trouble != nil {
		return event.IndicationNone
	}
	m, _, err := b.tape.next(ctx, x.from, x.began.Add(b.options.IndicationTimeout), b.isSecondIndication)
	b.fail(err)
	if m == nil {
		return event.IndicationNone
	}
	x.indication = m
	return m.indication()
}

// isSecondIndication reports whether a message is an indication for the second DN.
func (b *bench) isSecondIndication(m *message) bool {
	return m.session == desktopName && m.dn == b.options.wireSecondDN() && m.indication() != event.IndicationNone
}
