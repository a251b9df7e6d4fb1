package recorder_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
)

// Each order is for 7001; the desk starts a capture on the call c1.
func TestOrders(t *testing.T) {
	plain := "7001 screen-capture=enabled c1"
	for _, tt := range []struct {
		order string
		want  []string
	}{
		{"wrong=on", []string{"7001 screen-capture=disabled c1"}},
		{"indication-key=on", []string{"7001 screen-capture-indication=enabled c1"}},
		{"utf16=on", []string{"7001 screen-capture=\x00e\x00n\x00a\x00b\x00l\x00e\x00d c1"}},
		{"conn-id=none", []string{"7001 screen-capture=enabled"}},
		{"conn-id=foreign", []string{"7001 screen-capture=enabled ffffffffffffc1"}},
		{"conn-id=ended", []string{"7001 screen-capture=enabled ffffffffffffc1"}},
		{"twice=on", []string{plain, plain}},
		{"silent=on", nil},
		{"twice=on,normal,utf16=on,utf16=off,delay=1ns", []string{plain}},
	} {
		t.Run(tt.order, func(t *testing.T) {
			s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001", "7002"), Behaviour: noEcho})
			r := start(t, s, recorder.Options{DNs: []string{"7001", "7002"}})
			ok(t, r.Order(t.Context(), "dn=7001,"+tt.order))
			desk := newDesk(t, s, "7001", "7002")
			desk.command("7001", 0xc1, "start")
			desk.says("EventACK")
			desk.says(tt.want...)
			desk.command("7002", 0xc2, "start")
			desk.says("EventACK", "7002 screen-capture=enabled c2")
		})
	}
}

// The indication overtakes the EventACK if the server delays the EventACK.
func TestIndicationBeforeACK(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001"), Behaviour: simserver.Behaviour{EchoOff: true, ACKHeld: true}})
	h := newHeard()
	start(t, s, recorder.Options{DNs: []string{"7001"}, Fate: h.fate})
	desk := newDesk(t, s, "7001")
	desk.command("7001", 0, "start")
	desk.says("7001 screen-capture=enabled", "EventACK")
	h.await(t, "7001 enabled accepted 0 ")
}

func TestUnaskedNamesTheCall(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001"), Behaviour: noEcho})
	first, err := s.Ring("7001", "A")
	ok(t, err)
	r := start(t, s, recorder.Options{DNs: []string{"7001"}})
	desk := newDesk(t, s, "7001")
	ok(t, r.Order(t.Context(), "unasked=enabled"))
	desk.says(fmt.Sprintf("7001 screen-capture=enabled %x", first))
	ok(t, r.Order(t.Context(), "state=paused"))
	desk.command("7001", 0, "query")
	desk.says("EventACK", "7001 screen-capture=paused")
	ok(t, r.Unasked("7001", event.Disabled))
	desk.says(fmt.Sprintf("7001 screen-capture=disabled %x", first))
}

func TestCallEnd(t *testing.T) {
	for _, tt := range []struct {
		order string
		says  string // at the call's end, with c1
		state event.Indication
	}{
		{"call-end=keep", "", event.Enabled},
		{"call-end=stop", "7001 screen-capture=disabled", event.Disabled},
		{"call-end=silent-stop", "", event.Disabled},
	} {
		t.Run(tt.order, func(t *testing.T) {
			s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001"), Behaviour: noEcho})
			r := start(t, s, recorder.Options{DNs: []string{"7001"}})
			ok(t, r.Order(t.Context(), tt.order+",delay=1ns")) // keep alone would have no effect
			desk := newDesk(t, s, "7001")
			c1, err := s.Ring("7001", "A")
			ok(t, err)
			other, err := s.Ring("7001", "B")
			ok(t, err)
			desk.command("7001", c1, "start")
			desk.says("EventRinging", "EventRinging", "EventACK", fmt.Sprintf("7001 screen-capture=enabled %x", c1))
			desk.command("7001", other, "query") // it does not move the capture to the other call
			desk.says("EventACK", fmt.Sprintf("7001 screen-capture=enabled %x", other))
			ok(t, s.Release("7001", other), s.Release("7001", c1))
			desk.says("EventReleased", "EventReleased")
			if tt.says != "" {
				desk.says(fmt.Sprintf("%s %x", tt.says, c1))
			}
			desk.command("7001", 0, "query")
			desk.says("EventACK", "7001 screen-capture="+tt.state.String())
			ok(t, r.Order(t.Context(), "conn-id=ended"))
			desk.command("7001", 0, "query")
			desk.says("EventACK", fmt.Sprintf("7001 screen-capture=%s %x", tt.state, c1))
		})
	}
}

// The capture follows its call through a transfer to another ConnID, whichever attribute holds the old
// one.
func TestCaptureFollowsTheCall(t *testing.T) {
	for _, order := range []string{"party-changed=previous", "party-changed=transfer"} {
		t.Run(order, func(t *testing.T) { testCaptureFollowsTheCall(t, order) })
	}
}

func testCaptureFollowsTheCall(t *testing.T, order string) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001", "7002"), Behaviour: noEcho})
	r := start(t, s, recorder.Options{DNs: []string{"7001", "7002"}, Behaviour: recorder.Behaviour{CallEnd: recorder.CallEndStop}})
	ok(t, s.Order(order))
	desk := newDesk(t, s, "7002")
	c1, err := s.Ring("7001", "A")
	ok(t, err, s.Answer("7001", c1))
	c2, err := s.Consult("7001", c1, "7002")
	ok(t, err, s.Answer("7002", c2))
	desk.command("7002", c2, "start")
	desk.says("EventRinging", "EventEstablished", "EventACK", fmt.Sprintf("7002 screen-capture=enabled %x", c2))
	ok(t, s.CompleteTransfer("7001", c1, c2), s.Release("7002", c1))
	desk.says("EventPartyChanged", "EventReleased", fmt.Sprintf("7002 screen-capture=disabled %x", c1))
	if got := r.State("7002"); got != event.Disabled {
		t.Errorf("the state is %s", got)
	}
}

// clock is a clock that the test advances.
type clock struct {
	mu     sync.Mutex
	now    time.Time
	timers map[chan time.Time]time.Time
	set    chan struct{}
}

func newClock() *clock {
	return &clock{now: time.Unix(0, 0), timers: map[chan time.Time]time.Time{}, set: make(chan struct{}, 100)}
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	timer := make(chan time.Time, 1)
	c.timers[timer] = c.now.Add(d)
	c.set <- struct{}{}
	return timer
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	for timer, at := range c.timers {
		if !at.After(c.now) {
			timer <- c.now
			delete(c.timers, timer)
		}
	}
}

func TestLate(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001", "7002"), Behaviour: noEcho})
	c := newClock()
	r := start(t, s, recorder.Options{DNs: []string{"7001", "7002"}, Now: c.Now, After: c.After})
	ok(t, r.Order(t.Context(), "dn=7001,delay=7s"))
	desk := newDesk(t, s, "7001", "7002")
	desk.command("7001", 0, "start")
	desk.says("EventACK")
	<-c.set
	// An indication that is due at once overtakes it.
	desk.command("7002", 0, "start")
	desk.says("EventACK", "7002 screen-capture=enabled")
	c.advance(7*time.Second - 1)
	desk.command("7002", 0, "query")
	desk.says("EventACK", "7002 screen-capture=enabled")
	c.advance(1)
	desk.says("7001 screen-capture=enabled")
}

func TestRestart(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001"), Behaviour: noEcho})
	h := newHeard()
	c := newClock()
	r := start(t, s, recorder.Options{
		DNs: []string{"7001"}, Log: h.say, Now: c.Now, After: c.After,
		Initial: map[string]event.Indication{"7001": event.Enabled},
	})
	desk := newDesk(t, s, "7001")
	desk.command("7001", 0, "query")
	desk.says("EventACK", "7001 screen-capture=enabled")
	ok(t, r.Order(t.Context(), "delay=1h"))
	desk.command("7001", 0, "query")
	desk.says("EventACK")
	<-c.set
	ctx, cancel := context.WithTimeout(t.Context(), hangGuard)
	defer cancel()
	ok(t, r.Order(ctx, "delay=0s,restart"))
	c.advance(2 * time.Hour)
	desk.command("7001", 0, "query")
	desk.says("EventACK", "7001 screen-capture=disabled")
	h.await(t, "the recorder restarts; all its states are lost")
	if clients := s.Clients(); clients[len(clients)-1].ID != 3 {
		t.Errorf("the clients are %v", clients)
	}
	r.Close()
	r.Close()
	if err := r.Restart(ctx); err == nil || err.Error() != "the recorder did not restart: the recorder is closed" {
		t.Errorf("a closed recorder restarted: %v", err)
	}
}

func TestManual(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001"), Behaviour: noEcho})
	commands := make(chan recorder.Command, 10)
	r := start(t, s, recorder.Options{DNs: []string{"7001"}, Manual: func(c recorder.Command) { commands <- c }})
	desk := newDesk(t, s, "7001")
	desk.command("7001", 0xc1, "start")
	desk.says("EventACK")
	c := <-commands
	if c.Time.IsZero() {
		t.Error("the command has no time")
	}
	c.Time = time.Time{}
	if c != (recorder.Command{ID: 1, DN: "7001", ConnID: 0xc1, Verb: event.VerbStart, State: event.Disabled, Next: event.Enabled}) {
		t.Errorf("the command is %+v", c)
	}
	if r.State("7001") != event.Disabled {
		t.Error("the state changed by itself")
	}
	ok(t, r.Answer(c, c.Next))
	desk.says("7001 screen-capture=enabled c1")
	if r.State("7001") != event.Enabled {
		t.Error("Answer did not change the state")
	}
}

func TestOrderTexts(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", `the order "" has an empty item; write word=value, separated by commas`},
		{"silent", `the order "silent": silent takes on, off or a share such as 30%, not ""`},
		{"delay=soon", `the order "delay=soon": delay takes a time such as 7s, not "soon"`},
		{"delay=-1s", `the order "delay=-1s": delay takes a time such as 7s, not "-1s"`},
		{"conn-id=", `the order "conn-id=": conn-id takes same, none, ended, foreign, or with a share foreign:10%, not ""`},
		{"unasked=on", `the order "unasked=on": unasked takes enabled, paused or disabled, not "on"`},
		{"dn=7001", `the order "dn=7001" names what it applies to but no fault; add a word such as silent=on`},
		{"dn=,silent=on", `the order "dn=,silent=on" has no DN after dn=`},
		{"dn=7001,restart", `the order "dn=7001,restart": restart applies to the whole recorder; leave out dn=`},
	} {
		t.Run(tt.text, func(t *testing.T) {
			if _, err := recorder.ParseOrder(tt.text); err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
	if _, err := recorder.ParseOrder("noise=1"); err == nil || !strings.HasPrefix(err.Error(), `the order "noise=1" has the unknown word "noise"; use dn, verb, normal, silent, `) {
		t.Errorf("got %v", err)
	}
	for _, word := range recorder.OrderWords()[2:] {
		value := map[string]string{"on or off": "on", "a time such as 7s": "7s", "a time such as 2s": "2s", "on, off or a share such as 30%": "30%", "off, a time such as 10s, or with a share 10s:20%": "10s:20%", "off or a time such as 1s": "1s", "nothing": ""}
		text, known := value[word.Values]
		if !known {
			text, _, _ = strings.Cut(word.Values, ",")
		}
		if _, err := recorder.ParseOrder(strings.TrimSuffix(word.Word+"="+text, "=")); err != nil {
			t.Error(err)
		}
	}
}

func TestUnknownDN(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001")})
	r := start(t, s, recorder.Options{DNs: []string{"7001"}})
	want := `the recorder does not record the DN "7009"`
	for _, err := range []error{
		r.Order(t.Context(), "dn=7009,silent=on"), r.SetState("7009", event.Enabled), r.Unasked("7009", event.Enabled),
		r.Indicate("7009", 0, event.Enabled), r.SetBehaviour("7009", recorder.Behaviour{}),
	} {
		if err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if r.State("7009") != event.IndicationNone || r.Behaviour("7009") != (recorder.Behaviour{}) {
		t.Error("an unknown DN has a state")
	}
	ok(t, r.SetBehaviour("", recorder.Behaviour{Twice: true}))
	if !r.Behaviour("7001").Twice {
		t.Error("a behaviour for all DNs did not reach 7001")
	}
}

// Ten thousand queries at once are all answered, each with its own DN's state.
func TestTenThousandQueries(t *testing.T) {
	const count = 10_000
	var numbers []string
	initial := map[string]event.Indication{}
	for i := range count {
		number := fmt.Sprintf("%05d", i)
		numbers = append(numbers, number)
		initial[number] = event.Indication(1 + i%3)
	}
	s := serve(t, simserver.Options{DNs: tlibtest.DNs(numbers...), Behaviour: noEcho})
	start(t, s, recorder.Options{DNs: numbers, Initial: initial})
	desk := newDesk(t, s, numbers...)
	go func() {
		for _, number := range numbers {
			desk.command(number, 0, "query")
		}
	}()
	for answered := 0; answered < count; {
		m := desk.Next()
		if m.Type == wire.EventACK {
			continue
		}
		number, _ := m.Text(wire.AttributeThisDN)
		if got, want := text(m), fmt.Sprintf("%s screen-capture=%s", number, initial[string(number)]); got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
		answered++
	}
}

// An order whose indication cannot be sent does nothing.
func TestUnaskedThatReachesNobody(t *testing.T) {
	s := serve(t, simserver.Options{DNs: tlibtest.DNs("7001", "7002", "7003")})
	ok(t, s.Order("dn=7002,register=40"), s.Order("dn=7003,register=125"))
	h := newHeard()
	r := start(t, s, recorder.Options{DNs: []string{"7001", "7002", "7003"}, Log: h.say})
	ok(t, r.Order(t.Context(), "dn=7001,dn=7003,unasked=enabled"))
	for order, want := range map[string]string{
		"unasked=enabled":                       "the recorder cannot send an indication: T-Server refused its registration of DN 7002: 40 No more licenses",
		"dn=7002,twice=on,unasked=paused":       "the recorder cannot send an indication: T-Server refused its registration of DN 7002: 40 No more licenses",
		"dn=7001,state=disabled,unasked=paused": "",
	} {
		before := r.State("7002")
		err := r.Order(t.Context(), order)
		if want == "" && err != nil || want != "" && (err == nil || err.Error() != want) {
			t.Errorf("%s: got %v, want %s", order, err, want)
		}
		if r.State("7002") != before || r.Behaviour("7002") != (recorder.Behaviour{}) {
			t.Errorf("%s was carried out in part", order)
		}
	}
	s.LinkDown()
	h.await(t, "has no link to the switch")
	if err := r.Order(t.Context(), "dn=7001,unasked=enabled"); err == nil || err.Error() != "the recorder cannot send an indication: its link to T-Server is LINK DOWN" {
		t.Errorf("got %v", err)
	}
}
