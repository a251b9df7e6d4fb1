package tlibconn

import (
	"errors"
	"fmt"
	"os"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

const (
	writeBytes = 64 << 10 // in one write, plus at most one message
	writeJobs  = 512      // requests in one write
	keptBytes  = 1 << 20  // a larger write buffer is released
)

// sender is the working memory of the goroutine that owns the write side.
type sender struct {
	*connection
	out   []byte
	taken []*job
	acts  WriteBatch // those of taken that act
}

// write owns the socket's write side until the connection ends.
func (c *connection) write() {
	w := &sender{connection: c}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for c.ctx.Err() == nil {
		w.pick()
		err := w.beforeWrite()
		deadline, more := w.encode(err)
		if !w.flush() {
			return
		}
		if more {
			continue
		}
		timer.Stop()
		if !deadline.IsZero() {
			timer.Reset(time.Until(deadline))
		}
		select {
		case <-c.wake:
		case <-timer.C:
		case <-c.ctx.Done():
		}
	}
}

// pick removes waiting jobs from the queue, at most writeJobs, and gives them their
// ReferenceIDs.
func (w *sender) pick() {
	s := w.session
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	w.taken = w.taken[:0]
	w.acts = WriteBatch{Time: time.Now(), Address: w.address, Connection: w.number, Requests: w.acts.Requests[:0]}
	for w.jobs.len() > 0 && len(w.taken) < writeJobs {
		j := w.jobs.pop()
		w.jobBytes -= j.bytes()
		if j.cancelled {
			continue
		}
		j.taken = true
		if err := s.refusal(j); err != nil {
			s.unsent(j, err)
			continue
		}
		j.setReference(w.requests.next())
		w.taken = append(w.taken, j)
		if j.Acts() {
			w.acts.Requests = append(w.acts.Requests, &j.Request)
		}
	}
}

// beforeWrite calls the caller's hook for the requests that are about to leave. It holds no
// lock, because the hook may write to a slow disk.
func (w *sender) beforeWrite() error {
	hook := w.session.options.BeforeWrite
	if hook == nil || len(w.acts.Requests) == 0 {
		return nil
	}
	if err := hook(&w.acts); err != nil {
		return heldBackError{err}
	}
	return nil
}

// encode fills w.out for the next write and adds its Sent events to the batch. It returns
// when the sender must wake again, and whether there is more to send at once.
func (w *sender) encode(heldBack error) (deadline time.Time, more bool) {
	s := w.session
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.exchange.notify()
	now := time.Now()
	w.out = w.out[:0]
	if w.loginSentAt.IsZero() {
		w.out = w.startKeepAlive(w.out, now)
		w.out = w.appendLogin(w.out, now)
	}
	w.out = w.appendAnswers(w.out, now)
	for _, j := range w.taken {
		w.encodeJob(j, heldBack, now)
	}
	if w.held = w.probe == nil && s.exchange.filling.Full(0); w.probe == nil && !w.held {
		deadline = s.registrar.next(now, s.registrationChanged)
		more = w.encodeRegistrations(now)
	}
	var pollAt time.Time
	w.out, pollAt = w.checkAlive(w.out, now)
	deadline = earlier(deadline, pollAt)
	if !w.loggedIn && (w.probe == nil || !w.stopped) {
		end := w.loginSentAt.Add(s.options.LoginTimeout)
		deadline = earlier(deadline, end)
		if !now.Before(end) {
			w.cause = fmt.Errorf("no answer to the login within %s", s.options.LoginTimeout)
			w.cancel()
		}
	}
	return deadline, more || w.jobs.len() > 0
}

// encodeJob encodes one job, unless it is refused by now.
func (w *sender) encodeJob(j *job, heldBack error, now time.Time) {
	s := w.session
	err := s.refusal(j)
	switch {
	case err != nil:
	case heldBack != nil && j.Acts():
		err = heldBack
	case j.answer != nil && s.exchange.behind():
		err = ErrBehind
	}
	reference := j.ReferenceID()
	if err == nil {
		request := event.Request{Kind: j.Kind, Reference: reference, Command: j.Command.ID, SentAt: now, Automatic: j.Command.Automatic}
		err = w.append(&j.Message, openRequest{request: request, dn: j.Command.DN, message: j.Message.Type, answer: j.answer, asksRole: j.asksRole})
	}
	if err != nil {
		s.unsent(j, err)
		return
	}
	if j.left != nil {
		j.left <- leaving{reference: reference}
	}
}

// encodeRegistrations encodes registrations as far as the window allows. It reports whether
// only the size of the write stopped it.
func (w *sender) encodeRegistrations(now time.Time) (more bool) {
	s := w.session
	for len(w.out) < writeBytes {
		next, ok := s.registrar.nextRequest()
		if !ok {
			return false
		}
		reference := w.requests.next()
		request := event.Request{Kind: event.RequestRegister, Reference: reference, Round: s.round, SentAt: now}
		message := registerMessage(reference, next.wire)
		if next.registration == nil {
			request.Kind = event.RequestUnregister
			message = unregisterMessage(reference, next.wire)
		}
		if err := w.append(&message, openRequest{request: request, dn: next.dn, message: message.Type, registration: next.registration}); err != nil {
			w.writeCause = err
			return false
		}
		s.registrar.sent(next, reference, now)
	}
	return s.registrar.work()
}

// append encodes one request into w.out, opens it, and adds its Sent event: all before the
// write, so that no answer can precede the Sent event.
func (w *sender) append(message *wire.Message, open openRequest) error {
	out, err := appendMessage(w.out, message)
	if err != nil {
		return err
	}
	if err := w.addSent(message, open.request); err != nil {
		return err
	}
	w.out = out
	w.requests.add(open)
	return nil
}

// addSent adds a request's Sent event to the batch.
func (c *connection) addSent(message *wire.Message, request event.Request) error {
	body, err := message.AppendBody(nil)
	if err != nil {
		return err
	}
	s := c.session
	e := s.exchange.filling.AddMessage(event.KindSent, body, s.options.Limits)
	e.Kind = event.KindSent
	e.Time = request.SentAt
	e.Site = s.options.Site
	e.Connection = c.number
	e.Request, e.Automatic = request, request.Automatic
	return nil
}

func appendMessage(dst []byte, message *wire.Message) ([]byte, error) {
	body, err := message.AppendBody(nil)
	if err != nil {
		return dst, err
	}
	return wire.AppendFrames(dst, body), nil
}

// flush writes w.out. It returns false if the connection is ending.
func (w *sender) flush() bool {
	if len(w.out) == 0 {
		return !w.failed(nil)
	}
	timeout := w.session.options.WriteTimeout
	err := w.socket.SetWriteDeadline(time.Now().Add(timeout))
	if err == nil {
		_, err = w.socket.Write(w.out)
	}
	if cap(w.out) > keptBytes {
		w.out = nil
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = fmt.Errorf("it accepted no data for %s", timeout)
	}
	return !w.failed(err)
}

// failed records why writing ends, if it does, and reports whether it does. It settles the
// waiting jobs at once: it may be that no other goroutine can end the connection before the
// consumer reads its events, and the consumer may be waiting for one of these jobs.
func (c *connection) failed(err error) bool {
	c.session.mu.Lock()
	defer c.session.mu.Unlock()
	defer c.session.exchange.notify()
	if c.writeCause == nil {
		c.writeCause = err
	}
	ends := c.writeCause != nil || c.cause != nil
	if ends {
		c.refuseJobs()
	}
	return ends
}
