package recorder_test

import (
	"fmt"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/tlibtest"
)

// A recorder by rule starts the capture of a call without a command, unless the call ends first or a command comes.
func TestStartAfter(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001"), Behaviour: noEcho})
	c := newClock()
	r := start(t, s, recorder.Options{DNs: []string{"7001"}, Now: c.Now, After: c.After})
	ok(t, r.Order(t.Context(), "start-after=2s,call-end=stop"))
	desk := newDesk(t, s, "7001")
	call := func() uint64 {
		id, err := s.Ring("7001", "A")
		ok(t, err, s.Answer("7001", id))
		desk.says("EventRinging", "EventEstablished")
		<-c.set // the recorder waits
		return id
	}
	first := call()
	c.advance(2*time.Second - 1)
	desk.command("7001", first, "query")
	desk.says("EventACK", fmt.Sprintf("7001 screen-capture=disabled %x", first))
	<-c.set
	c.advance(1)
	desk.says(fmt.Sprintf("7001 screen-capture=enabled %x", first))
	ok(t, s.Release("7001", first))
	desk.says("EventReleased", fmt.Sprintf("7001 screen-capture=disabled %x", first))

	ended := call()
	ok(t, s.Release("7001", ended))
	desk.says("EventReleased")
	desk.command("7001", 0, "query")
	desk.says("EventACK", "7001 screen-capture=disabled")
	<-c.set
	c.advance(2 * time.Second)
	desk.command("7001", 0, "query")
	desk.says("EventACK", "7001 screen-capture=disabled")

	stopped := call()
	desk.command("7001", stopped, "stop")
	desk.says("EventACK", fmt.Sprintf("7001 screen-capture=disabled %x", stopped))
	<-c.set
	c.advance(2 * time.Second)
	desk.command("7001", stopped, "query")
	desk.says("EventACK", fmt.Sprintf("7001 screen-capture=disabled %x", stopped))
}

// A capture that is on when the recorder starts belongs to the call of the snapshot, and ends with it.
func TestInitialCaptureOfACall(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001"), Behaviour: noEcho})
	call, err := s.Ring("7001", "A")
	ok(t, err, s.Answer("7001", call))
	start(t, s, recorder.Options{
		DNs: []string{"7001"}, Initial: map[string]event.Indication{"7001": event.Enabled},
		Behaviour: recorder.Behaviour{CallEnd: recorder.CallEndStop},
	})
	desk := newDesk(t, s, "7001")
	ok(t, s.Release("7001", call))
	desk.says("EventReleased", fmt.Sprintf("7001 screen-capture=disabled %x", call))
}

func TestStartAfterWords(t *testing.T) {
	for _, text := range []string{"start-after=", "start-after=0s", "start-after=-1s", "start-after=25h", "start-after=soon"} {
		if _, err := recorder.ParseOrder(text); err == nil {
			t.Errorf("the order %q was accepted", text)
		}
	}
	for _, text := range []string{"start-after=off", "start-after=1s"} {
		if _, err := recorder.ParseOrder(text); err != nil {
			t.Error(err)
		}
	}
}
