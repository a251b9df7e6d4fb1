package contract

import (
	"context"
	"fmt"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// formCases are about the form of an indication.
func formCases() []Case {
	return []Case{
		{
			ID: "rec/form/key", Title: "an indication is the value of screen-capture or of screen-capture-indication",
			Clause: clauseKeys, Class: Required, Subject: SubjectRecorder, run: formKey,
		},
		{
			ID: "rec/form/message-type", Title: "an indication arrives as EventUserEvent",
			Clause: clauseDelivered, Class: Required, Subject: SubjectRecorder, run: formMessageType,
		},
		{
			ID: "rec/form/word", Title: "an indication is exactly enabled, disabled or paused, as text",
			Clause: clauseWords, Class: Required, Subject: SubjectRecorder, run: formWord,
		},
		{
			ID: "rec/form/dn", Title: "the indication names the DN of the command, and no other DN gets one",
			Clause: clauseIndication, Class: Required, Subject: SubjectRecorder, Needs: Needs{SecondDN: true}, run: formDN,
		},
	}
}

// answersOf returns all messages from T-Server that could be meant as the answer to a
// command: user events for the DNs under test, and other messages for them with a value
// under the capture keys. The echo of the command and other commands are none.
func (b *bench) answersOf(ctx context.Context, x *exchange) []message {
	b.settle(ctx)
	found := b.tape.all(x.from, func(m *message) bool {
		return m.session == desktopName && !m.sent && m.word.Verb == event.VerbNone && (m.typ == wire.EventUserEvent || m.word.Present)
	})
	for i := range found {
		m := &found[i]
		value := "no value under the capture keys"
		if m.word.Present {
			value = fmt.Sprintf("%s = %s", m.key, m.shown)
		}
		b.saw("%s for DN %s%s: %s", m.typ, b.options.Text([]byte(m.dn)), m.names(), value)
	}
	if len(found) == 0 {
		b.saw("nothing after %s", x.name)
	}
	return found
}

// form judges the answers to commands, the first of which is a query, by a property that each must have. word is the outcome
// of an answer that has it not.
func form(found []message, has func(*message) (ok bool, word string)) outcome {
	if len(found) == 0 {
		return outcome{word: outcomeNone, reason: "nothing came that could be the answer to the query"}
	}
	result := outcome{ok: true}
	for i := range found {
		ok, word := has(&found[i])
		if result.word == "" || !ok && result.ok {
			result.word = word
		}
		if !ok {
			result.ok, result.reason = false, "an answer is not of the form that the contract asks for: "+word
		}
	}
	return result
}

func formKey(ctx context.Context, b *bench) outcome {
	b.expects("user data with the key %s or %s", event.CaptureKey, event.IndicationKey)
	return form(b.answersOf(ctx, b.queried(ctx)), func(m *message) (bool, string) {
		if !m.word.Present {
			return false, "no-key"
		}
		return true, m.key
	})
}

func formMessageType(ctx context.Context, b *bench) outcome {
	b.expects("an %s", wire.EventUserEvent)
	return form(b.answersOf(ctx, b.queried(ctx)), func(m *message) (bool, string) { return m.typ == wire.EventUserEvent, m.typ.String() })
}

func formWord(ctx context.Context, b *bench) outcome {
	b.expects("the word enabled, disabled or paused, as text or UTF-16")
	return form(b.answersOf(ctx, b.queried(ctx)), func(m *message) (bool, string) {
		if m.word.Present && m.word.Indication == event.IndicationNone {
			return false, "another-value"
		}
		return true, orNone(m.word.Indication)
	})
}

func formDN(ctx context.Context, b *bench) outcome {
	b.expects("an indication for DN %s, and none for DN %s", b.options.DN, b.options.SecondDN)
	return form(b.answersOf(ctx, b.queried(ctx)), func(m *message) (bool, string) {
		if m.dn != b.options.wireDN() {
			return false, "another-dn"
		}
		return true, "same-dn"
	})
}
