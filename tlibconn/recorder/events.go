package recorder

import (
	"context"
	"errors"
	"fmt"

	"capdeck/tlibconn"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

var errClosed = errors.New("the recorder is closed")

// connect opens a session and waits until its registrations are settled.
func (r *Recorder) connect(ctx context.Context) error {
	options := tlibconn.Options{
		Addresses:     r.options.Addresses,
		AppName:       r.options.AppName,
		Password:      r.options.Password,
		BatchInterval: -1,
		EncodeDN:      r.options.EncodeDN,
		Go:            r.options.Go,
		Dial:          r.options.Dial,
	}
	if r.options.Configure != nil {
		r.options.Configure(&options)
	}
	session, err := tlibconn.Open(r.context, options)
	if err != nil {
		return fmt.Errorf("cannot open a session: %w", err)
	}
	current := &life{
		session: session,
		waiting: make(map[string]struct{}, len(r.options.DNs)),
		ready:   make(chan struct{}),
		ended:   make(chan struct{}),
	}
	for _, dn := range r.options.DNs {
		current.waiting[dn] = struct{}{}
	}
	if err := r.adopt(current); err != nil {
		session.Close()
		return err
	}
	session.Register(r.options.DNs...)
	select {
	case <-current.ready:
		return current.failure
	case <-ctx.Done():
		return fmt.Errorf("T-Server did not answer for all DNs: %w", ctx.Err())
	}
}

// adopt makes a session the recorder's current one, unless Close was called first.
func (r *Recorder) adopt(current *life) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return errClosed
	}
	r.life = current
	r.start(func() { r.follow(current) })
	return nil
}

// follow acts on a session's events until it is closed.
func (r *Recorder) follow(current *life) {
	defer close(current.ended)
	for {
		batch, err := current.session.NextBatch(context.WithoutCancel(r.context))
		if err != nil {
			r.mu.Lock()
			current.settle(err)
			r.leftUnanswered(&current.pending, "the connection ended")
			r.mu.Unlock()
			r.deliver()
			if !errors.Is(err, tlibconn.ErrClosed) {
				r.options.Log(fmt.Sprintf("the recorder's session ended: %v", err))
			}
			return
		}
		for i := range batch.Events {
			r.apply(current, &batch.Events[i])
		}
	}
}

// settle ends the start, with a failure or without.
func (l *life) settle(failure error) {
	if !l.settled {
		l.settled, l.failure = true, failure
		close(l.ready)
	}
}

func (l *life) registered(dn string) {
	delete(l.waiting, dn)
	if len(l.waiting) == 0 {
		l.settle(nil)
	}
}

// apply acts on one event. It calls the functions of Options without the mutex.
func (r *Recorder) apply(current *life, e *event.Event) {
	var tell []func()
	r.mu.Lock()
	switch e.Kind {
	case event.KindLink:
		tell = r.link(current, e.Link)
	case event.KindSent:
		if e.Request.Kind == event.RequestCapture {
			current.pending.sent(e.Request.Reference)
			if r.options.AnswerTimeout > 0 && len(current.pending.order) == 1 {
				r.outgoing.wakeUp() // nothing else would end its wait
			}
		}
	case event.KindRegistration:
		if e.Registration == event.RegistrationNoAnswer {
			tell = r.say("T-Server did not answer the registration of DN %s", e.DN)
			current.registered(e.DN)
		}
	case event.KindMessage, event.KindUndecodable:
		tell = r.message(current, e)
	}
	r.mu.Unlock()
	r.deliver()
	for _, f := range tell {
		f()
	}
}

func (r *Recorder) say(format string, arguments ...any) []func() {
	sentence := fmt.Sprintf(format, arguments...)
	return []func(){func() { r.options.Log(sentence) }}
}

func (r *Recorder) link(current *life, link *event.Link) []func() {
	if link.Lost {
		r.leftUnanswered(&current.pending, "the connection was lost")
		for _, l := range r.lines {
			// The next server may use other ConnIDs for the calls (SEMANTICS.md, High
			// availability and keep-alive).
			l.calls, l.capture, l.starting = nil, 0, starting{}
		}
	}
	switch link.State {
	case event.LinkDown:
		current.settle(nil)
		return r.say("the recorder is logged in, but T-Server %s has no link to the switch", link.Address)
	case event.LinkStandby:
		current.settle(nil)
		return r.say("the recorder is logged in, but T-Server %s is the backup", link.Address)
	case event.LinkClosed:
		current.settle(current.whyNot(link)) // Close or Restart
	case event.LinkRefused, event.LinkWaiting:
		if link.Retry.IsZero() || link.Attempt >= len(r.options.Addresses) {
			current.settle(current.whyNot(link))
		}
		return r.say("the recorder is not connected: %s", link.Reason)
	case event.LinkUp:
		if link.Round != 0 {
			return r.say("the recorder is logged in to T-Server %s", link.Address)
		}
	}
	return nil
}

// whyNot returns why T-Server cannot be used.
func (l *life) whyNot(link *event.Link) error {
	if err := l.session.Err(); err != nil {
		return err
	}
	return fmt.Errorf("T-Server %s: %s", link.Address, link.Reason)
}

func (r *Recorder) message(current *life, e *event.Event) []func() {
	switch e.Request.Kind {
	case event.RequestRegister:
		return r.registration(current, e)
	case event.RequestCapture:
		return r.answer(current, e)
	}
	l := r.wire[string(e.ThisDN())]
	if l == nil || e.Kind != event.KindMessage {
		return nil
	}
	if e.Message.Type == wire.EventUserEvent {
		if capture := e.Capture(); capture.Verb != event.VerbNone {
			return r.command(l, capture.Verb, e.ConnID())
		}
		return nil
	}
	if e.Message.Type == wire.EventUnregistered {
		return r.say("the recorder lost its registration of DN %s", l.dn)
	}
	if ended := l.follow(&e.Message, e.ConnID()); ended != 0 && ended == l.capture && l.state != event.Disabled {
		r.callEnded(l, ended)
	}
	if e.Message.Type == wire.EventEstablished && len(l.calls) == 1 {
		r.startLater(l)
	}
	return nil
}

// startLater queues the start of a capture that no command asks for.
func (r *Recorder) startLater(l *line) {
	b := l.behaviour()
	if b.StartAfter <= 0 || b.silent() || l.state != event.Disabled {
		return
	}
	l.starting = starting{call: l.newestCall(), due: r.options.Now().Add(b.StartAfter)}
	start := indication{dn: l.dn, value: event.Enabled, connID: l.starting.call, starts: true, due: l.starting.due}
	if !r.outgoing.add(start) {
		r.end(&start, OutcomeUnsent, tooManyWait)
	}
}

// startNow starts the capture of a queued start, unless the call has ended, a command came first, or the
// DN's behaviour changed.
func (r *Recorder) startNow(i *indication) {
	l := r.lines[i.dn]
	if l == nil || l.starting.call == 0 || !l.starting.due.Equal(i.due) {
		return
	}
	call := l.starting.call
	l.starting = starting{}
	if l.state == event.Disabled && !l.behaviour().silent() {
		r.change(l, event.Enabled, call)
		r.indicateUnasked(l, event.Enabled, call)
	}
}

func (r *Recorder) registration(current *life, e *event.Event) []func() {
	l := r.lines[e.DN]
	code, text := errorOf(&e.Message)
	refused := e.Message.Type == wire.EventError && code != codeRegistered && code != codeInState
	if l != nil && e.Kind == event.KindMessage {
		l.follow(&e.Message, 0)
		l.refused = ""
		if l.state != event.Disabled && l.capture == 0 {
			l.capture = l.newestCall()
		}
		if r.options.Announce && !refused && !l.announced {
			l.announced = true
			r.indicateUnasked(l, l.state, l.capture)
		}
	}
	current.registered(e.DN)
	if e.Message.Type != wire.EventError {
		return nil
	}
	if !refused {
		return r.say("T-Server reports that the recorder already registered DN %s: %d %s", e.DN, code, text)
	}
	if l != nil {
		l.refused = fmt.Sprintf("%d %s", code, text)
	}
	return r.say("T-Server refused the recorder's registration of DN %s: %d %s", e.DN, code, text)
}

// The ErrorCodes that mean that a DN is registered after all (SEMANTICS.md, Sessions and
// registration).
const (
	codeInState    = 43
	codeRegistered = 125
)

func errorOf(m *wire.RawMessage) (int32, string) {
	code, _ := m.Int(wire.AttributeErrorCode)
	text, _ := m.Text(wire.AttributeErrorMessage)
	return code, string(text)
}

// command obeys a command according to the table and the DN's behaviour.
func (r *Recorder) command(l *line, verb event.Verb, connID uint64) []func() {
	r.counts.Commands++
	r.counts.Verbs[verb]++
	command := Command{ID: r.counts.Commands, Time: r.options.Now(), DN: l.dn, ConnID: connID, Verb: verb, State: l.state}
	command.Next, _ = Next(l.state, verb)
	drawn := l.chances()
	if b := &l.behaviours[verb]; b.Silent && b.Shares.Silent.occurs(drawn.silent) {
		r.ended(Fate{Command: command, DN: l.dn, Faults: FaultSilent, Outcome: OutcomeIgnored})
		return nil
	}
	if r.options.Manual != nil {
		return []func(){func() { r.options.Manual(command) }}
	}
	if verb != event.VerbQuery {
		l.starting = starting{}
		r.change(l, command.Next, connID)
	}
	r.indicate(l, command.Next, connID, command, &drawn)
	return nil
}

// indicateUnasked queues an indication that no command asked for. The caller holds the mutex, and calls deliver after
// it has released it.
func (r *Recorder) indicateUnasked(l *line, value event.Indication, connID uint64) {
	drawn := l.chances()
	r.indicate(l, value, connID, Command{}, &drawn)
}

// callEnded acts on the end of a running capture's call, according to the DN's behaviour.
func (r *Recorder) callEnded(l *line, connID uint64) {
	end := l.behaviour().CallEnd
	if end == CallEndKeep {
		return
	}
	r.change(l, event.Disabled, 0)
	if end == CallEndStop {
		r.indicateUnasked(l, event.Disabled, connID)
	}
}

// answer records T-Server's answer to an indication. An answer to one that was given up is only logged.
func (r *Recorder) answer(current *life, e *event.Event) []func() {
	i, open := current.pending.answered(e.Request.Reference)
	if !open {
		return r.say("T-Server answered the ReferenceID %d too late: the recorder had given up that indication", e.Request.Reference)
	}
	fate := Fate{
		Command: i.command, DN: i.dn, Indication: i.value, ConnID: i.connID, Faults: i.faults,
		Outcome: OutcomeAccepted, Sent: i.sent,
	}
	if e.Message.Type == wire.EventACK {
		r.ended(fate)
		return nil
	}
	fate.Outcome = OutcomeRejected
	fate.Code, fate.Text = errorOf(&e.Message)
	r.ended(fate)
	if r.options.Fate != nil {
		return nil
	}
	return r.say("T-Server rejected the indication %s for DN %s: %d %s", i.value, i.dn, fate.Code, fate.Text)
}
