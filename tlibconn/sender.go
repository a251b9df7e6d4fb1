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
	writeBytes = 64 << 10 // of a write, plus at most one message
	writeJobs  = 512      // requests of a write
	keptBytes  = 1 << 20  // of the buffer for writes
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

// pick removes some of the waiting jobs from the queue and gives them their ReferenceIDs.
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

// beforeWrite shows the caller's hook what is about to leave. It holds no lock:
// a disk can be slow.
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

// encode puts into w.out what leaves with the next write, and the Sent events
// of it into the batch. It returns when the sender wants to be woken, and
// whether there is more to send at once.
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
			w.cause = fmt.Errorf("no answer to the login came within %s", s.options.LoginTimeout)
			w.cancel()
		}
	}
	return deadline, more || w.jobs.len() > 0
}

// encodeJob lets one job leave, unless something came between.
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

// encodeRegistrations lets registrations leave as far as the window allows. It
// reports whether only the size of the write stopped it.
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

// append encodes one request into w.out, opens it, and tells the consumer: all
// before the write, so that no answer can come before its Sent event.
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

// addSent puts a request's Sent event into the batch.
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

// flush writes w.out. false says that the connection is at its end.
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
		err = fmt.Errorf("it took no bytes for %s", timeout)
	}
	return !w.failed(err)
}

// failed notes why writing ends, if it does, and reports it. The jobs that wait
// are settled at once: no other goroutine may be able to end the connection
// before the consumer, who may be waiting for one of them, takes its events.
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
