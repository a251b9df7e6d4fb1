package contract

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// change is a command in a state in which it makes sense.
type change struct {
	verb event.Verb
	from event.Indication
}

// changes returns each command with the first state in which it makes sense.
func changes() []change {
	return []change{
		{event.VerbStart, event.Disabled},
		{event.VerbPause, event.Enabled},
		{event.VerbResume, event.Paused},
		{event.VerbStop, event.Enabled},
	}
}

// robustCases are about what a good recorder does though the contract does not say so.
func robustCases() []Case {
	var cases []Case
	add := func(id, title, clause string, run func(context.Context, *bench) outcome) {
		cases = append(cases, Case{ID: id, Title: title, Clause: clause, Class: Robust, Subject: SubjectRecorder, run: run})
	}
	for _, c := range changes() {
		add(fmt.Sprintf("rec/own-indication/%s", c.verb), fmt.Sprintf("%s is answered by %s without a query", c.verb, c.verb.Asks()),
			noClause+"only query must be answered by an indication", func(ctx context.Context, b *bench) outcome { return ownIndication(ctx, b, c) })
	}
	for _, c := range append(changes(), change{event.VerbQuery, event.Enabled}) {
		add(fmt.Sprintf("rec/one-indication/%s", c.verb), fmt.Sprintf("%s is answered by exactly one indication", c.verb),
			noClause+"it does not say how many indications answer a command", func(ctx context.Context, b *bench) outcome { return oneIndication(ctx, b, c) })
	}
	add("rec/ignore/no-key", "an EventUserEvent without a capture key is ignored",
		noClause+"it is about user data with the key only", ignoresNoKey)
	add("rec/order/within-100ms", "start, pause, resume and stop within 100 ms take effect in their order",
		noClause+"it does not say how fast commands may follow each other", keepsOrder)
	add("rec/pair/utf-16", "start is understood as UTF-16 too",
		noClause+"it does not say which type of text the pair has", func(ctx context.Context, b *bench) outcome {
			return startedBy(ctx, b, request{
				name: "start as UTF-16", verb: event.VerbStart, dn: b.options.DN, connID: b.connID(),
				pairs: []wire.KeyValue{wire.UnicodePair(event.CaptureKey, event.VerbStart.String())},
			})
		})
	add("rec/pair/large-user-data", "start is found behind more than 16 KiB of other user data",
		noClause+"it does not say what else the user data may hold", func(ctx context.Context, b *bench) outcome {
			return startedBy(ctx, b, request{
				name: "start behind 17 KiB of user data", verb: event.VerbStart, dn: b.options.DN, connID: b.connID(), pairs: largeUserData(),
			})
		})
	add("rec/distribute-user-event", "start is understood when it is sent by RequestDistributeUserEvent",
		noClause+"it names RequestSendEvent only", func(ctx context.Context, b *bench) outcome {
			r := verbRequest(event.VerbStart, b.options.DN, b.connID())
			r.typ, r.name = wire.RequestDistributeUserEvent, "start by RequestDistributeUserEvent"
			return startedBy(ctx, b, r)
		})
	for _, c := range []struct {
		id, title string
		word      event.Indication
	}{
		{"rec/ignore/indication", "an indication that another client sends changes nothing", event.Disabled},
		{"rec/ignore/own-echo", "an indication like the recorder's own, as an echo is, is not answered", event.Enabled},
	} {
		add(c.id, c.title, noClause+"it does not say what a recorder does with an indication",
			func(ctx context.Context, b *bench) outcome { return ignoresIndication(ctx, b, c.word) })
		cases[len(cases)-1].Needs.SecondSession = true
	}
	return cases
}

func ownIndication(ctx context.Context, b *bench, c change) outcome {
	b.reach(ctx, c.from)
	delete(b.mute, c.verb)
	b.expects("%s after %s, without a query", c.verb.Asks(), c.verb)
	found := b.heard(ctx, b.command(ctx, c.verb))
	if found.word == outcomeNone {
		return outcome{word: found.word, reason: fmt.Sprintf("%s was not answered", c.verb)}
	}
	return outcome{word: found.word, ok: found.word == c.verb.Asks().String(), reason: fmt.Sprintf("%s was answered by %s", c.verb, found.word)}
}

func oneIndication(ctx context.Context, b *bench, c change) outcome {
	b.reach(ctx, c.from)
	b.expects("exactly one indication after %s", c.verb)
	found := b.heard(ctx, b.command(ctx, c.verb))
	switch len(found.messages) {
	case 0:
		return outcome{word: outcomeNone, reason: fmt.Sprintf("no indication came after %s", c.verb)}
	case 1:
		return outcome{word: "one", ok: true}
	}
	return outcome{word: "more", reason: fmt.Sprintf("%d indications came after %s", len(found.messages), c.verb)}
}

func ignoresNoKey(ctx context.Context, b *bench) outcome {
	b.reach(ctx, event.Enabled)
	x := b.send(ctx, b.desktop, request{
		name: "user data without the key", dn: b.options.DN, connID: b.connID(), pairs: []wire.KeyValue{wire.TextPair("capdeck-check", "no command")},
	})
	b.acceptedOnly(ctx, x)
	return b.ignored(ctx, x, event.Enabled, 0)
}

// ignoresIndication sends an indication from another client while the capture runs.
func ignoresIndication(ctx context.Context, b *bench, word event.Indication) outcome {
	b.reach(ctx, event.Enabled)
	b.registerSecond(ctx)
	x := b.send(ctx, b.second, request{
		name: fmt.Sprintf("the indication %s for DN %s", word, b.options.DN), dn: b.options.DN, connID: b.connID(),
		pairs: []wire.KeyValue{wire.TextPair(event.CaptureKey, word.String())},
	})
	b.acceptedOnly(ctx, x)
	b.asked++ // T-Server hands it to the desktop too
	return b.ignored(ctx, x, event.Enabled, 1)
}

// ignored judges that the recorder ignored a request: no more indications than known come,
// and a query tells the state as it was.
func (b *bench) ignored(ctx context.Context, x *exchange, state event.Indication, known int) outcome {
	b.expects("no indication after %s, and then a query is answered by %s", x.name, state)
	if found := b.heard(ctx, x); len(found.messages) > known {
		return outcome{word: "answered", reason: fmt.Sprintf("the recorder answered %s", x.name)}
	}
	if found := b.tells(ctx, state); !found.ok {
		return outcome{word: "changed", reason: found.reason}
	}
	return outcome{word: "ignored", ok: true}
}

// acceptedOnly waits for T-Server's answer to a request that asks for no indication, and for
// the quiet time.
func (b *bench) acceptedOnly(ctx context.Context, x *exchange) {
	answer := b.acknowledged(ctx, x)
	b.record(x)
	switch {
	case b.trouble != nil:
	case answer == nil:
		b.fail(fmt.Errorf("T-Server did not answer %s within %s", x.name, b.options.RequestTimeout))
	case answer.typ == wire.EventError:
		b.fail(fmt.Errorf("T-Server rejected %s: %s", x.name, answer.errorText()))
	}
}

// startedBy starts a stopped capture by an unusual request, which T-Server may reject.
func startedBy(ctx context.Context, b *bench, r request) outcome {
	b.reach(ctx, event.Disabled)
	x := b.send(ctx, b.desktop, r)
	if answer := b.acknowledged(ctx, x); answer != nil && answer.typ == wire.EventError {
		b.record(x)
		b.asked--
		b.saw("T-Server rejected %s: %s", r.name, answer.errorText())
		return outcome{word: fmt.Sprintf("error-%d", answer.code), reason: fmt.Sprintf("T-Server rejected %s: %s", r.name, answer.errorText())}
	}
	b.await(ctx, x)
	b.record(x)
	return b.tells(ctx, event.Enabled)
}

// largeUserData returns start behind a little more than 16 KiB of other pairs.
func largeUserData() []wire.KeyValue {
	const size, parts = 17 << 10, 17
	var pairs []wire.KeyValue
	for i := range parts {
		pairs = append(pairs, wire.TextPair(fmt.Sprintf("capdeck-check-%02d", i+1), strings.Repeat("x", size/parts)))
	}
	return append(pairs, wire.TextPair(event.CaptureKey, event.VerbStart.String()))
}

func keepsOrder(ctx context.Context, b *bench) outcome {
	b.reach(ctx, event.Disabled)
	b.expects("enabled, paused, enabled and disabled in this order, and then a query is answered by disabled")
	var sent []*exchange
	for _, verb := range []event.Verb{event.VerbStart, event.VerbPause, event.VerbResume, event.VerbStop} {
		sent = append(sent, b.send(ctx, b.desktop, verbRequest(verb, b.options.DN, b.connID())))
	}
	b.noteSpan(sent)
	for _, x := range sent {
		b.acceptedOnly(ctx, x)
	}
	b.collect(ctx, sent[0].from, len(sent))
	found := b.heard(ctx, sent[0])
	var order []string
	for i := range found.messages {
		if word := found.messages[i].indication().String(); len(order) == 0 || order[len(order)-1] != word {
			order = append(order, word)
		}
	}
	word := strings.Join(order, "+")
	last := b.tells(ctx, event.Disabled)
	switch {
	case !last.ok:
		return outcome{word: cmp.Or(word, outcomeNone) + "/" + last.word, reason: last.reason}
	case len(order) == 0:
		return outcome{word: outcomeNone, ok: true}
	case !slices.Equal(order, []string{"enabled", "paused", "enabled", "disabled"}):
		return outcome{word: word, reason: "the indications came in another order: " + strings.Join(order, ", ")}
	}
	return outcome{word: word, ok: true}
}

// noteSpan notes as an aspect if commands could not be sent within 100 ms.
func (b *bench) noteSpan(sent []*exchange) {
	const most = 100 * time.Millisecond
	if span := sent[len(sent)-1].began.Sub(sent[0].began); span > most {
		b.run.Aspects = append(b.run.Aspects, Aspect{Name: "sent-slowly", Text: fmt.Sprintf("the commands were sent within %s instead of %s", round(span), most)})
	}
}

// collect waits for a number of indications from an index on, each for at most the time that
// an indication may take.
func (b *bench) collect(ctx context.Context, from, count int) {
	patience := b.options.IndicationTimeout
	if len(b.mute) > 0 {
		patience = min(patience, b.quiet())
	}
	for range count {
		if b.trouble != nil {
			return
		}
		m, at, err := b.tape.next(ctx, from, time.Now().Add(patience), b.isIndication)
		b.fail(err)
		if m == nil {
			return
		}
		from = at + 1
	}
}
