package contract

import (
	"context"
	"fmt"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// tserverCases judge T-Server, not the recorder.
func tserverCases() []Case {
	return []Case{
		{
			ID: "ts/ack", Title: "T-Server answers each request by EventACK",
			Clause: clauseAnswered, Class: Required, Subject: SubjectTServer, alone: true, run: acknowledgesAll,
		},
		{
			ID: "ts/error/not-registered", Title: "T-Server rejects a command for a DN that the client has not registered, with error 41",
			Clause: clauseCommand, Class: Robust, Subject: SubjectTServer, Needs: Needs{SecondSession: true}, alone: true, run: rejectsUnregistered,
		},
		{
			ID: "ts/forward/command", Title: "another client that has registered the DN gets the command, with the same DN, call and user data",
			Clause: clauseForwarded, Class: Required, Subject: SubjectTServer, Needs: Needs{SecondSession: true}, run: forwardsCommand,
		},
		{
			ID: "ts/forward/indication", Title: "each client that has registered the DN gets the indication",
			Clause: clauseClients, Class: Required, Subject: SubjectTServer, Needs: Needs{SecondSession: true}, run: forwardsIndication,
		},
		{
			ID: "ts/error/unknown-dn", Title: "T-Server refuses to register an unknown DN, with error 59",
			Clause: clauseUnknownDN, Class: Robust, Subject: SubjectTServer, Needs: Needs{UnknownDN: true}, alone: true, run: refusesUnknown,
		},
		{
			ID: "ts/echo", Title: "whether the sender of a command gets its own event back",
			Clause: clauseEcho, Class: Observed, Subject: SubjectTServer, run: echoes,
		},
	}
}

// acknowledgesAll sends each verb in a state in which it makes sense: only query if no recorder
// tells the state, because a capture may run all the same.
func acknowledgesAll(ctx context.Context, b *bench) outcome {
	b.expects("an EventACK with the ReferenceID of each request")
	sent := []event.Verb{event.VerbQuery, event.VerbStart, event.VerbPause, event.VerbResume, event.VerbStop}
	if b.noRecorder {
		sent = sent[:1]
	}
	for _, verb := range sent {
		x := b.send(ctx, b.desktop, verbRequest(verb, b.options.DN, b.connID()))
		answer := b.acknowledged(ctx, x)
		b.collect(ctx, x.from, 1)
		b.record(x)
		switch {
		case b.trouble != nil:
			return outcome{}
		case answer == nil:
			b.saw("no answer to %s", x.name)
			return outcome{word: outcomeNone, reason: fmt.Sprintf("T-Server did not answer %s within %s", x.name, b.options.RequestTimeout)}
		case answer.typ == wire.EventError:
			b.saw("EventError: %s", answer.errorText())
			return outcome{word: errorWord(answer), reason: fmt.Sprintf("T-Server rejected %s: %s", x.name, answer.errorText())}
		}
		b.saw("EventACK %s after %s", round(answer.at.Sub(x.began)), x.name)
	}
	return outcome{word: "ack", ok: true}
}

// errorWord returns the outcome for an EventError.
func errorWord(m *message) string { return fmt.Sprintf("error-%d", m.code) }

// openSecond opens the second session if it is not open.
func (b *bench) openSecond(ctx context.Context) {
	if b.second != nil || b.trouble != nil {
		return
	}
	second, err := openPeer(ctx, b.options, b.tape, secondName)
	if err != nil {
		b.fail(fmt.Errorf("the second session: %w", err))
		return
	}
	b.second = second
}

// registerSecond makes sure that the second session is open and has registered the DN.
func (b *bench) registerSecond(ctx context.Context) {
	b.openSecond(ctx)
	b.switchSecond(ctx, true)
}

// switchSecond registers the DN from the second session, or ends that.
func (b *bench) switchSecond(ctx context.Context, on bool) {
	if b.trouble != nil || b.secondOn == on {
		return
	}
	from, change, answer := b.tape.length(), b.second.session.Unregister, event.RequestUnregister
	if on {
		change, answer = b.second.session.Register, event.RequestRegister
	}
	change(b.options.DN)
	m, _, err := b.tape.next(ctx, from, time.Now().Add(b.options.RequestTimeout), func(m *message) bool {
		return !m.sent && m.session == secondName && m.request == answer
	})
	b.fail(err)
	switch {
	case b.trouble != nil:
	case m == nil:
		b.fail(fmt.Errorf("T-Server did not answer the registration of DN %s by a second session within %s", b.options.DN, b.options.RequestTimeout))
	case m.typ == wire.EventError && !m.registered():
		b.fail(fmt.Errorf("T-Server refused to register DN %s for a second session: %s", b.options.DN, m.errorText()))
	default:
		b.secondOn = on
	}
}

func rejectsUnregistered(ctx context.Context, b *bench) outcome {
	b.openSecond(ctx)
	b.switchSecond(ctx, false)
	b.expects("an EventError 41")
	x := b.send(ctx, b.second, verbRequest(event.VerbQuery, b.options.DN, 0))
	answer := b.acknowledged(ctx, x)
	b.record(x)
	switch {
	case b.trouble != nil:
		return outcome{}
	case answer == nil:
		return outcome{word: outcomeNone, reason: "T-Server did not answer a client that has not registered the DN"}
	case answer.typ == wire.EventError:
		b.saw("EventError: %s", answer.errorText())
		b.asked--
		return outcome{word: errorWord(answer), ok: answer.code == notRegistered, reason: "T-Server rejected it with another error: " + answer.errorText()}
	}
	b.saw("EventACK")
	b.collect(ctx, x.from, 1)
	return outcome{word: "ack", reason: "T-Server accepted a command from a client that has not registered the DN"}
}

// onSecond waits for a user event of the second session for the DN.
func (b *bench) onSecond(ctx context.Context, x *exchange, match func(*message) bool) *message {
	if b.trouble != nil {
		return nil
	}
	m, _, err := b.tape.next(ctx, x.from, x.began.Add(b.options.RequestTimeout), func(m *message) bool {
		return m.session == secondName && !m.sent && m.typ == wire.EventUserEvent && match(m)
	})
	b.fail(err)
	return m
}

func forwardsCommand(ctx context.Context, b *bench) outcome {
	b.registerSecond(ctx)
	connID := b.connID()
	b.expects("an EventUserEvent with query for DN %s at another client", b.options.DN)
	x := b.queried(ctx)
	m := b.onSecond(ctx, x, func(m *message) bool { return m.word.Verb == event.VerbQuery })
	switch {
	case b.trouble != nil:
		return outcome{}
	case m == nil:
		b.saw("no EventUserEvent with query at the other client")
		return outcome{word: outcomeNone, reason: "another client that has registered the DN did not get the command"}
	case m.dn != b.options.wireDN():
		return outcome{word: "another-dn", reason: "the command arrived for another DN: " + b.options.Text([]byte(m.dn))}
	case m.connID != connID:
		return outcome{word: "another-call", reason: "the command arrived with another ConnID" + m.names()}
	case m.key != event.CaptureKey:
		return outcome{word: "another-key", reason: "the command arrived with another key"}
	}
	b.saw("query%s at the other client", m.names())
	return outcome{word: "forwarded", ok: true}
}

func forwardsIndication(ctx context.Context, b *bench) outcome {
	b.registerSecond(ctx)
	b.expects("the same indication at both clients")
	x := b.queried(ctx)
	if b.trouble == nil && x.indication == nil {
		b.fail(fmt.Errorf("no indication came that T-Server could have handed on"))
	}
	m := b.onSecond(ctx, x, func(m *message) bool { return m.indication() != event.IndicationNone })
	switch {
	case b.trouble != nil:
		return outcome{}
	case m == nil:
		b.saw("%s at the desktop, nothing at the other client", x.indication.indication())
		return outcome{word: outcomeNone, reason: "another client that has registered the DN did not get the indication"}
	}
	b.saw("%s at both clients", m.indication())
	return outcome{word: "forwarded", ok: true}
}

// refusesUnknown registers the unknown DN from the desktop's session.
func refusesUnknown(ctx context.Context, b *bench) outcome {
	if b.trouble != nil {
		return outcome{}
	}
	b.expects("an EventError 59")
	from, dn := b.tape.length(), b.options.UnknownDN
	b.desktop.session.Register(dn)
	defer b.desktop.session.Unregister(dn)
	b.run.Sent = append(b.run.Sent, desktopName+": a registration of DN "+dn)
	m, _, err := b.tape.next(ctx, from, time.Now().Add(b.options.RequestTimeout), func(m *message) bool { return isRegistration(m, dn) })
	b.fail(err)
	switch {
	case b.trouble != nil:
		return outcome{}
	case m == nil:
		return outcome{word: outcomeNone, reason: "T-Server did not answer the registration of an unknown DN"}
	case m.typ == wire.EventError:
		b.saw("EventError: %s", m.errorText())
		return outcome{word: errorWord(m), ok: m.code == unknownDN, reason: "T-Server refused it with another error: " + m.errorText()}
	}
	b.saw("%s", m.typ)
	return outcome{word: "registered", reason: "T-Server registered the DN, as some do with any DN"}
}

func echoes(ctx context.Context, b *bench) outcome {
	x := b.queried(ctx)
	b.settle(ctx)
	echo := b.tape.all(x.from, func(m *message) bool {
		return m.session == desktopName && !m.sent && m.dn == b.options.wireDN() && m.word.Verb == event.VerbQuery
	})
	if len(echo) > 0 {
		b.saw("the sender's own query")
		return outcome{word: "echo"}
	}
	b.saw("no query")
	return outcome{word: "no-echo"}
}
