package contract

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"capdeck/tlibconn"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/wire"
)

// answer is what a scripted recorder sends to a command.
type answer struct {
	dn     string
	connID uint64
	typ    wire.MessageType // of the event
	pairs  []wire.KeyValue
}

// scripted is a recorder that keeps the contract except where deviate changes an answer or
// the state. It returns false to send nothing.
type scripted struct {
	t       *testing.T
	session *tlibconn.Session
	states  map[string]event.Indication
	deviate func(verb event.Verb, state *event.Indication, a *answer) bool
}

// script replaces the recorder by a scripted one.
func (p *place) script(t *testing.T, deviate func(verb event.Verb, state *event.Indication, a *answer) bool) {
	t.Helper()
	p.recorder.Close()
	s := &scripted{t: t, states: map[string]event.Indication{}, deviate: deviate}
	var err error
	s.session, err = tlibconn.Open(context.WithoutCancel(t.Context()), tlibconn.Options{Addresses: []string{p.server.Addr()}, AppName: "scripted", CaptureCommands: true})
	if err != nil {
		t.Fatal(err)
	}
	registered := make(chan struct{}, 2)
	var running sync.WaitGroup
	running.Go(func() { s.serve(registered) })
	t.Cleanup(func() { s.session.Close(); running.Wait() })
	if err := s.session.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.session.Register("7001", "7002")
	<-registered
	<-registered
}

func (s *scripted) serve(registered chan<- struct{}) {
	for e := range s.session.Events() {
		if e.Kind != event.KindMessage {
			continue
		}
		if e.Message.Type == wire.EventRegistered {
			registered <- struct{}{}
		}
		if verb := e.Word().Verb; verb != event.VerbNone {
			s.obey(string(e.ThisDN()), e.ConnID(), verb)
		}
	}
}

func (s *scripted) obey(dn string, connID uint64, verb event.Verb) {
	state, known := s.states[dn]
	if !known {
		state = event.Disabled
	}
	state, _ = recorder.Next(state, verb)
	a := &answer{dn: dn, connID: connID, typ: wire.EventUserEvent, pairs: []wire.KeyValue{wire.TextPair(event.CaptureKey, state.String())}}
	sends := s.deviate(verb, &state, a)
	s.states[dn] = state
	if !sends {
		return
	}
	userData, err := wire.ListAttribute(wire.AttributeUserData, a.pairs)
	if err != nil {
		s.t.Error(err)
		return
	}
	m := tlibconn.UserEvent(a.dn, a.connID, userData)
	m.Attributes[len(m.Attributes)-1] = wire.IntAttribute(wire.AttributeUserEvent, int32(a.typ))
	// A check that gives up may end while the recorder still answers.
	if _, err := s.session.Send(context.Background(), m); err != nil && !errors.Is(err, tlibconn.ErrClosed) {
		s.t.Error(err)
	}
}

func (a *answer) value(pair wire.KeyValue) { a.pairs = []wire.KeyValue{pair} }

// Each deviation makes exactly the cases fail that are about it.
func TestDeviations(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		deviate func(verb event.Verb, state *event.Indication, a *answer) bool
		want    string
	}{
		{"none", func(event.Verb, *event.Indication, *answer) bool { return true }, ""},
		{"the other key", func(_ event.Verb, state *event.Indication, a *answer) bool {
			a.value(wire.TextPair(event.IndicationKey, state.String()))
			return true
		}, ""},
		{"UTF-16", func(_ event.Verb, state *event.Indication, a *answer) bool {
			a.value(wire.UnicodePair(event.CaptureKey, state.String()))
			return true
		}, ""},
		{"only query is answered", func(verb event.Verb, _ *event.Indication, _ *answer) bool { return verb == event.VerbQuery }, `noted rec/own-indication/start none: start was not answered
noted rec/own-indication/pause none: pause was not answered
noted rec/own-indication/resume none: resume was not answered
noted rec/own-indication/stop none: stop was not answered
noted rec/one-indication/start none: no indication came after start
noted rec/one-indication/pause none: no indication came after pause
noted rec/one-indication/resume none: no indication came after resume
noted rec/one-indication/stop none: no indication came after stop
`},
		{"pause does nothing", func(verb event.Verb, state *event.Indication, _ *answer) bool {
			if verb == event.VerbPause && *state == event.Paused {
				*state = event.Enabled
			}
			return true
		}, `blocked rec/query/keeps-paused : the DN could not be brought into the state paused first: the recorder tells enabled
failed rec/pause/from-enabled enabled: the query was answered by enabled, not by paused
blocked rec/resume/from-paused : the DN could not be brought into the state paused first: the recorder tells enabled
blocked rec/stop/from-paused : the DN could not be brought into the state paused first: the recorder tells enabled
blocked rec/own-indication/resume : the DN could not be brought into the state paused first: the recorder tells enabled
blocked rec/one-indication/resume : the DN could not be brought into the state paused first: the recorder tells enabled
`},
		{"every indication goes to the second DN too", func(verb event.Verb, state *event.Indication, a *answer) bool {
			if verb == event.VerbQuery && a.dn == "7001" {
				a.dn = "7002"
			}
			return true
		}, "failed rec/form/dn another-dn: an answer is not of the form that the contract asks for: another-dn\n"},
		{"upper case", func(_ event.Verb, _ *event.Indication, a *answer) bool {
			a.value(wire.TextPair(event.CaptureKey, "Enabled"))
			return true
		}, "failed rec/form/word another-value: an answer is not of the form that the contract asks for: another-value\n"},
		{"another key", func(_ event.Verb, state *event.Indication, a *answer) bool {
			a.value(wire.TextPair("Screen-Capture", state.String()))
			return true
		}, "failed rec/form/key no-key: an answer is not of the form that the contract asks for: no-key\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(t)
			p.script(t, tt.deviate)
			p.options.IndicationTimeout = 150 * time.Millisecond
			switch tt.name {
			case "upper case", "another key":
				p.only(t, "rec/form/key", "rec/form/word")
			case "every indication goes to the second DN too":
				p.only(t, "rec/form/dn")
			default:
				p.only(t, "rec/form/key", "rec/form/word", "rec/query/*", "rec/start/from-*", "rec/pause/from-*", "rec/resume/from-*", "rec/stop/from-*", "rec/second-dn/*", "rec/o*-indication/*")
			}
			report := p.check(t)
			if got := deviating(&report); got != tt.want || report.Blocked != "" {
				t.Errorf("blocked: %q, deviating:\n%s", report.Blocked, got)
			}
		})
	}
}
