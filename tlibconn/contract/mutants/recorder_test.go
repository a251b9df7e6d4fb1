package mutants

import (
	"context"
	"testing"
	"time"

	"capdeck/tlibconn"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// key is the contract's key of user data.
const key = "screen-capture"

// The three words of an indication.
const (
	enabled  = "enabled"
	paused   = "paused"
	disabled = "disabled"
)

// said is an indication that the recorder is about to send.
type said struct {
	dn     string
	connID uint64
	pairs  []wire.KeyValue
	// kind is the messageType.
	kind wire.MessageType
	// after is how long it waits.
	after time.Duration
}

// moment is what happens when a message with user data arrives. A mutant changes it.
type moment struct {
	// dn, connID and verb are the message's. verb is "" if the key is missing or no text.
	dn     string
	connID uint64
	verb   string
	pairs  []wire.KeyValue
	// n counts the messages with this verb for this DN, from 1; any counts all.
	n, any int
	// before and after are the states of the DN.
	before, after string
	// say has the indications that are sent.
	say []said
	// states are those of all DNs.
	states map[string]string
	// ended is the ConnID of the DN's call that ended last.
	ended uint64
	// now is the time.
	now time.Time
	// memory is the mutant's own.
	memory map[string]any
}

// value sets what the indications say.
func (m *moment) value(value string) {
	for i := range m.say {
		m.say[i].pairs = []wire.KeyValue{wire.TextPair(key, value)}
	}
}

// mutation breaks the recorder. nil is the recorder as it should be.
type mutation func(m *moment)

// smallRecorder is the recording vendor's side of the contract, as short as it can be.
type smallRecorder struct {
	session *tlibconn.Session
	mutate  mutation
	states  map[string]string
	counts  map[string]int
	ended   map[string]uint64
	memory  map[string]any
	done    chan struct{}
}

// start logs the recorder in and registers its DNs.
func start(t *testing.T, options tlibconn.Options, mutate mutation, dns ...string) *smallRecorder {
	t.Helper()
	session, err := tlibconn.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	r := &smallRecorder{
		session: session, mutate: mutate, states: map[string]string{}, counts: map[string]int{}, ended: map[string]uint64{}, memory: map[string]any{},
		done: make(chan struct{}),
	}
	for _, dn := range dns {
		r.states[dn] = disabled
	}
	session.Register(dns...)
	registered := make(chan struct{}, len(dns))
	go func() {
		defer close(r.done)
		for e, err := range session.Events() {
			if err != nil {
				return
			}
			if e.Kind == event.KindMessage && e.Message.Type == wire.EventRegistered {
				registered <- struct{}{}
			}
			if e.Kind == event.KindMessage {
				r.receive(t, &e)
			}
		}
	}()
	for range dns {
		<-registered
	}
	return r
}

func (r *smallRecorder) close() {
	r.session.Close()
	<-r.done
}

// receive handles one message.
func (r *smallRecorder) receive(t *testing.T, e *event.Event) {
	var message wire.Message
	if err := message.Decode(e.Message.Body, wire.Limits{}); err != nil {
		t.Errorf("the small recorder received a message that it cannot decode: %v", err)
		return
	}
	dn := string(e.ThisDN())
	connID, _ := message.Long(wire.AttributeConnID)
	if message.Type == wire.EventReleased {
		r.ended[dn] = connID
	}
	list, ok := message.List(wire.AttributeUserData)
	if message.Type != wire.EventUserEvent || !ok {
		return
	}
	m := &moment{dn: dn, connID: connID, states: r.states, ended: r.ended[dn], now: time.Now(), memory: r.memory}
	m.pairs, m.verb = read(list)
	r.counts[dn+m.verb]++
	r.counts[dn]++
	m.n, m.any = r.counts[dn+m.verb], r.counts[dn]
	r.obey(m)
	if r.mutate != nil {
		r.mutate(m)
	}
	r.states[dn] = m.after
	for i := range m.say {
		r.send(t, &m.say[i])
	}
}

// read copies the pairs of a list and returns the value of the contract's key.
func read(list wire.List) (copied []wire.KeyValue, verb string) {
	pairs := list.Pairs()
	found := false
	for pairs.Next() {
		pair := &pairs.Pair
		copied = append(copied, wire.KeyValue{Key: string(pair.Key), Type: pair.Type, Bytes: append([]byte(nil), pair.Value...)})
		if string(pair.Key) != key || found {
			continue
		}
		switch found = true; pair.Type {
		case wire.PairText:
			verb = string(pair.Value)
		case wire.PairUnicode:
			for rest := pair.Value; len(rest) > 1; rest = rest[2:] {
				verb += string(rune(rest[0])<<8 | rune(rest[1]))
			}
		}
	}
	return copied, verb
}

// obey does what the contract asks for.
func (r *smallRecorder) obey(m *moment) {
	m.before = r.states[m.dn]
	m.after = m.before
	switch {
	case m.verb == "start":
		m.after = enabled
	case m.verb == "stop":
		m.after = disabled
	case m.verb == "pause" && m.before == enabled:
		m.after = paused
	case m.verb == "resume" && m.before == paused:
		m.after = enabled
	case m.verb != "query" && m.verb != "pause" && m.verb != "resume":
		return
	}
	m.say = []said{{dn: m.dn, connID: m.connID, pairs: []wire.KeyValue{wire.TextPair(key, m.after)}, kind: wire.EventUserEvent}}
}

func (r *smallRecorder) send(t *testing.T, s *said) {
	userData, err := wire.ListAttribute(wire.AttributeUserData, s.pairs)
	if err != nil {
		t.Errorf("the small recorder cannot say it: %v", err)
		return
	}
	request := tlibconn.UserEvent(s.dn, s.connID, userData)
	request.Find(wire.AttributeUserEvent).Number = int64(s.kind)
	send := func() {
		// A connection that has ended is the end of the test.
		_, _ = r.session.Send(context.Background(), request)
	}
	if s.after == 0 {
		send()
		return
	}
	time.AfterFunc(s.after, send)
}
