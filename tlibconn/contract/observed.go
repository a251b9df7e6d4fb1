package contract

import (
	"context"
	"fmt"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// observedCases record what a recorder does where the contract is silent. Their outcome has
// first what answered, and after a slash what a query then tells.
func observedCases() []Case {
	var cases []Case
	add := func(id, title, silent string, needs Needs, run func(context.Context, *bench) outcome) {
		cases = append(cases, Case{
			ID: id, Title: title, Clause: noClause + silent, Class: Observed, Subject: SubjectRecorder, Needs: needs, run: run,
		})
	}
	for _, c := range []struct {
		id   string
		verb event.Verb
		from event.Indication
	}{
		{"rec/start/when-enabled", event.VerbStart, event.Enabled},
		{"rec/start/when-paused", event.VerbStart, event.Paused},
		{"rec/stop/when-off", event.VerbStop, event.Disabled},
		{"rec/pause/when-off", event.VerbPause, event.Disabled},
		{"rec/pause/when-paused", event.VerbPause, event.Paused},
		{"rec/resume/when-off", event.VerbResume, event.Disabled},
		{"rec/resume/when-not-paused", event.VerbResume, event.Enabled},
	} {
		add(c.id, fmt.Sprintf("what %s does while the capture is %s", c.verb, c.from), "it does not say what a command does in a state in which it makes no sense", Needs{},
			func(ctx context.Context, b *bench) outcome {
				b.reach(ctx, c.from)
				return b.observe(ctx, b.command(ctx, c.verb))
			})
	}
	add("rec/unknown-verb", "what an unknown verb does while the capture runs", "it does not say what an unknown verb does", Needs{}, unknownVerb)
	add("rec/two-clients", "what pause of one client and stop of another one at the same time do", "it does not say what happens to commands of two clients",
		Needs{SecondSession: true}, twoClients)
	add("rec/unasked/quiet", "which indications come unasked while nothing happens and the capture runs", "nothing obliges a recorder to send an indication unasked", Needs{}, unaskedWhileQuiet)
	return cases
}

// observe returns what answered a request, and what a query tells afterwards.
func (b *bench) observe(ctx context.Context, x *exchange) outcome {
	answered := b.heard(ctx, x).word
	return outcome{word: answered + "/" + b.heard(ctx, b.queried(ctx)).word}
}

func unknownVerb(ctx context.Context, b *bench) outcome {
	b.reach(ctx, event.Enabled)
	const word = "capdeck-check"
	x := b.send(ctx, b.desktop, request{
		name: fmt.Sprintf("%s = %s for DN %s", event.CaptureKey, word, b.options.DN), dn: b.options.DN, connID: b.connID(),
		pairs: []wire.KeyValue{wire.TextPair(event.CaptureKey, word)},
	})
	b.acceptedOnly(ctx, x)
	return b.observe(ctx, x)
}

func twoClients(ctx context.Context, b *bench) outcome {
	b.reach(ctx, event.Enabled)
	b.registerSecond(ctx)
	ours := b.send(ctx, b.desktop, verbRequest(event.VerbPause, b.options.DN, b.connID()))
	theirs := b.send(ctx, b.second, verbRequest(event.VerbStop, b.options.DN, b.connID()))
	b.acceptedOnly(ctx, ours)
	b.acceptedOnly(ctx, theirs)
	b.collect(ctx, ours.from, 2)
	return b.observe(ctx, ours)
}

func unaskedWhileQuiet(ctx context.Context, b *bench) outcome {
	b.reach(ctx, event.Enabled)
	b.settle(ctx)
	from, until := b.tape.length(), time.Now().Add(b.options.Watch)
	for b.trouble == nil {
		// Only the time ends this wait.
		_, _, err := b.tape.next(ctx, from, until, func(*message) bool { return false })
		if b.fail(err); err == nil {
			break
		}
	}
	found := b.tape.all(from, b.isIndication)
	for i := range found {
		b.saw("%s%s unasked", found[i].indication(), found[i].names())
	}
	if len(found) == 0 {
		b.saw("no indication within %s", b.options.Watch)
	}
	return outcome{word: words(found)}
}

// latencyCases measure.
func latencyCases() []Case {
	return []Case{{
		ID: "rec/latency", Title: "how long indications take, over five rounds of start, pause, query, resume and stop",
		Clause: noClause + "it does not say how fast a recorder is", Class: Informative, Subject: SubjectRecorder, run: measure,
	}}
}

// measure judges the latencies of all cases so far by the limit, if there is one.
func measure(ctx context.Context, b *bench) outcome {
	const rounds = 5
	b.reach(ctx, event.Disabled)
	for range rounds {
		for _, verb := range []event.Verb{event.VerbStart, event.VerbPause, event.VerbQuery, event.VerbResume, event.VerbStop} {
			b.command(ctx, verb)
		}
	}
	slowest := percentile(b.latencies, 100)
	b.saw("p50 %s, p95 %s, max %s of %d indications", round(percentile(b.latencies, 50)), round(percentile(b.latencies, 95)), round(slowest), len(b.latencies))
	switch most := b.options.MaxLatency; {
	case len(b.latencies) == 0:
		return outcome{word: outcomeNone, reason: "no indication was measured"}
	case most == 0:
		return outcome{word: "measured", ok: true}
	case slowest > most:
		return outcome{word: "slow", reason: fmt.Sprintf("an indication took %s; the limit is %s", round(slowest), most)}
	}
	return outcome{word: "in-time", ok: true}
}
