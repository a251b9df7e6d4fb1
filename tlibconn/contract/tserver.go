package contract

import (
	"context"
	"fmt"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// tserverCases judge T-Server, not the recorder.
func tserverCases() []Case {
	return []Case{
		{
			ID: "ts/ack/send-event", Title: "T-Server answers each command with EventACK",
			Clause: clauseAnswered, Class: Required, Subject: SubjectTServer, run: acknowledgedAll,
		},
	}
}

// acknowledgedAll sends a query a few times and expects an EventACK for each.
func acknowledgedAll(ctx context.Context, b *bench) outcome {
	const times = 3
	b.expects("an EventACK with the ReferenceID of each request")
	for range times {
		x := b.send(ctx, b.desktop, verbRequest(event.VerbQuery, b.options.DN, b.connID()))
		answer := b.acknowledged(ctx, x)
		b.record(x)
		switch {
		case b.trouble != nil:
			return outcome{}
		case answer == nil:
			b.saw("no answer to %s", x.name)
			return outcome{word: outcomeNone, reason: fmt.Sprintf("T-Server did not answer %s within %s", x.name, b.options.RequestTimeout)}
		case answer.typ == wire.EventError:
			b.saw("EventError: %s", answer.errorText())
			return outcome{word: fmt.Sprintf("error-%d", answer.code), reason: fmt.Sprintf("T-Server rejected %s: %s", x.name, answer.errorText())}
		}
		b.saw("EventACK %s after %s", round(answer.at.Sub(x.began)), x.name)
		b.settle(ctx)
	}
	return outcome{word: "ack", ok: true}
}
