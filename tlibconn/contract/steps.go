package contract

import (
	"context"
	"fmt"
	"time"

	"capdeck/tlibconn/event"
)

// route returns the verbs that lead from a state to another one. On a second attempt it
// leads over stop, for a recorder to which the direct way does not work.
func route(from, to event.Indication, attempt int) []event.Verb {
	switch {
	case to == event.Disabled:
		return []event.Verb{event.VerbStop}
	case attempt > 0 && to == event.Paused:
		return []event.Verb{event.VerbStop, event.VerbStart, event.VerbPause}
	case attempt > 0:
		return []event.Verb{event.VerbStop, event.VerbStart}
	case from == event.Paused:
		return []event.Verb{event.VerbResume}
	case to == event.Enabled:
		return []event.Verb{event.VerbStart}
	case from == event.Enabled:
		return []event.Verb{event.VerbPause}
	}
	return []event.Verb{event.VerbStart, event.VerbPause}
}

// reach brings the DN into a state, by commands and a query. If the recorder then tells
// another state, that is trouble: the case cannot be judged.
func (b *bench) reach(ctx context.Context, want event.Indication) {
	state := b.state(ctx)
	for attempt := range 2 {
		if state == want || b.trouble != nil {
			return
		}
		for _, verb := range route(state, want, attempt) {
			b.command(ctx, verb)
		}
		state = b.state(ctx)
	}
	if state != want {
		b.fail(&unreachedError{want: want, told: state})
	}
}

// unreachedError reports that a DN could not be brought into a state.
type unreachedError struct{ want, told event.Indication }

// Error names both states.
func (e *unreachedError) Error() string {
	if e.told == event.IndicationNone {
		return fmt.Sprintf("the DN could not be brought into the state %s first: the recorder did not answer", e.want)
	}
	return fmt.Sprintf("the DN could not be brought into the state %s first: the recorder tells %s", e.want, e.told)
}

// orNone returns the word of an indication, "none" for none.
func orNone(i event.Indication) string {
	if i == event.IndicationNone {
		return outcomeNone
	}
	return i.String()
}

// tells queries the DN and expects that each indication that comes is the wanted one.
func (b *bench) tells(ctx context.Context, want event.Indication) outcome {
	b.expects("a query is answered by %s", want)
	found := b.heard(ctx, b.queried(ctx))
	if found.word == want.String() {
		return outcome{word: found.word, ok: true}
	}
	if found.word == outcomeNone {
		return outcome{word: found.word, reason: "the query was not answered"}
	}
	return outcome{word: found.word, reason: fmt.Sprintf("the query was answered by %s, not by %s", found.word, want)}
}

// queried sends a query and waits for its answers.
func (b *bench) queried(ctx context.Context) *exchange { return b.command(ctx, event.VerbQuery) }

// told is what came after a request.
type told struct {
	word     string
	messages []message
}

// heard waits until nothing comes any more, and returns the indications for the DN since a
// request. It notes them as seen.
func (b *bench) heard(ctx context.Context, x *exchange) told {
	b.settle(ctx)
	found := told{messages: b.tape.all(x.from, b.isIndication)}
	found.word = words(found.messages)
	for i := range found.messages {
		m := &found.messages[i]
		b.saw("%s%s %s after %s", m.indication(), m.names(), round(m.at.Sub(x.began)), x.name)
	}
	if len(found.messages) == 0 {
		b.saw("no indication after %s", x.name)
	}
	return found
}

// saw notes what was seen.
func (b *bench) saw(format string, arguments ...any) {
	const most = 50
	if len(b.run.Seen) < most {
		b.run.Seen = append(b.run.Seen, fmt.Sprintf(format, arguments...))
	}
}

// expects notes what is expected.
func (b *bench) expects(format string, arguments ...any) {
	b.run.Expected = append(b.run.Expected, fmt.Sprintf(format, arguments...))
}

// round rounds a duration for a sentence.
func round(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(100 * time.Microsecond)
	}
	return d.Round(10 * time.Millisecond)
}
