package tlibconn

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"capdeck/tlibconn/event"
)

// registrarTest drives a registrar with a clock and records what it does.
type registrarTest struct {
	*registrar
	now       time.Time
	deadline  time.Time
	reference int32
	open      map[string]int32 // DN -> last ReferenceID
	log       []string
}

func newRegistrarTest(window int, dns ...string) *registrarTest {
	r := &registrarTest{registrar: newRegistrar(window, 10*time.Second, func(dn string) string { return dn }), now: time.Unix(1000, 0), open: map[string]int32{}}
	for _, dn := range dns {
		r.add(dn)
	}
	r.beginRound(1)
	return r
}

// at advances to a second after the start and runs the registrar.
func (r *registrarTest) at(second int) {
	r.now = time.Unix(1000+int64(second), 0)
	r.deadline = r.next(r.now, func(dn string, state event.RegistrationState) {
		r.log = append(r.log, fmt.Sprintf("%d %s %s", second, dn, map[event.RegistrationState]string{
			event.RegistrationPending: "pending", event.RegistrationNoAnswer: "no answer",
		}[state]))
	})
	for {
		a, ok := r.nextRequest()
		if !ok {
			return
		}
		r.reference++
		r.sent(a, r.reference, r.now)
		r.open[a.dn] = r.reference
		verb := "register"
		if a.registration == nil {
			verb = "unregister"
		}
		r.log = append(r.log, fmt.Sprintf("%d %s %s", second, verb, a.dn))
	}
}

func (r *registrarTest) answer(dn string, code int32) {
	r.answered(r.byDN[dn], r.open[dn], r.round, code, r.now)
}

func (r *registrarTest) expect(t *testing.T, want ...string) {
	t.Helper()
	if !reflect.DeepEqual(r.log, want) {
		t.Errorf("\n got %q\nwant %q", r.log, want)
	}
	r.log = nil
}

func TestRegistrarRetries(t *testing.T) {
	tests := []struct {
		name string
		code int32
		want []string // what happens in the next 100 seconds
	}{
		{"registered", 0, nil},
		{"already registered", 125, nil},
		{"already in state", 43, nil},
		{"unknown DN", 59, nil},
		{"no license", 40, []string{"60 1 pending", "60 register 1"}},
		{"seized", 42, []string{"60 1 pending", "60 register 1"}},
		{"out of service", 58, []string{"60 1 pending", "60 register 1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRegistrarTest(5, "1")
			r.at(0)
			r.expect(t, "0 register 1")
			r.answer("1", tt.code)
			for second := range 65 {
				r.at(second)
			}
			r.expect(t, tt.want...)
		})
	}
}

func TestRegistrarNoAnswer(t *testing.T) {
	r := newRegistrarTest(2, "1", "2", "3")
	r.at(0)
	r.expect(t, "0 register 1", "0 register 2")
	if want := time.Unix(1010, 0); !r.next(r.now, nil).Equal(want) {
		t.Errorf("it wants to be called at %s, want %s", r.next(r.now, nil), want)
	}
	r.answer("2", 0)
	r.at(4)
	r.expect(t, "4 register 3")
	r.at(9)
	r.expect(t)
	r.at(10)
	r.expect(t, "10 1 no answer")
	r.at(14)
	r.expect(t, "14 3 no answer")
	r.answer("3", 0) // late, but accepted
	r.at(39)
	r.expect(t)
	r.at(40)
	r.expect(t, "40 1 pending", "40 register 1")
	r.at(50)
	r.expect(t, "50 1 no answer")
	r.answer("1", 59)
	r.at(500)
	r.expect(t)
	if !r.deadline.IsZero() {
		t.Errorf("with nothing to do it wants to be called at %s", r.deadline)
	}
}

func TestRegistrarRounds(t *testing.T) {
	r := newRegistrarTest(2, "1", "2", "3")
	r.at(0)
	old := r.open["1"]
	r.suspend()
	r.at(1)
	r.expect(t, "0 register 1", "0 register 2")
	r.beginRound(2)
	r.at(2)
	r.expect(t) // the requests of the old round still fill the window
	r.answered(r.byDN["1"], old, 1, 59, r.now)
	r.at(3)
	r.expect(t, "3 register 1")
	r.at(10) // the old round's request for 2 times out silently and makes room
	r.expect(t, "10 register 2")
	if r.byDN["1"].state != registrationSent {
		t.Error("an answer of the old round settles a registration of the new one")
	}
	r.reset()
	r.beginRound(3)
	r.at(11)
	r.expect(t, "11 register 1", "11 register 2")
}

func TestRegistrarUnregister(t *testing.T) {
	r := newRegistrarTest(1, "1", "2", "3")
	r.at(0)
	r.expect(t, "0 register 1")
	if !r.remove("1") || !r.remove("2") || r.remove("2") || r.remove("9") {
		t.Error("remove returns the wrong result")
	}
	gone := r.open["1"]
	r.add("1")
	r.answered(nil, gone, 1, 0, r.now)
	r.at(1)
	r.expect(t, "1 unregister 1") // no request for 2 was sent
	r.answered(nil, r.open["1"], 1, 0, r.now)
	r.at(2)
	r.expect(t, "2 register 3")
	r.answer("3", 0)
	r.at(3)
	r.expect(t, "3 register 1")
}

func TestRegistrarUnasked(t *testing.T) {
	r := newRegistrarTest(5, "1", "2")
	r.at(0)
	r.answer("1", 0)
	r.log = nil
	r.unregistered([]byte("1"), r.now)
	r.unregistered([]byte("2"), r.now) // its registration is unanswered
	r.unregistered([]byte("9"), r.now)
	r.answer("2", 0)
	r.at(59)
	r.expect(t)
	r.at(60)
	r.expect(t, "60 1 pending", "60 register 1")
}

func TestRegistrarBounded(t *testing.T) {
	r := newRegistrarTest(5)
	for i := range 10_000 {
		dn := fmt.Sprint(i % 3)
		r.add(dn)
		r.beginRound(uint32(i + 2))
		r.at(i * 100)
		r.remove(dn)
	}
	if len(r.order) > 3 || r.leaving.len() > 3 || r.pending.len() > 3 || r.timeouts.len() > 5 || r.soon.len() > 3 || len(r.outstanding) > 5 {
		t.Errorf("it retains removed entries: %d DNs, %d leaving, %d pending, %d timeouts, %d retries, %d outstanding",
			len(r.order), r.leaving.len(), r.pending.len(), r.timeouts.len(), r.soon.len(), len(r.outstanding))
	}
}

func TestQueue(t *testing.T) {
	var q queue[int]
	next, last := 0, 0
	for i := range 10_000 {
		q.push(last)
		last++
		for range i % 3 { // 0, 1 or 2: one a round on average
			if q.len() == 0 {
				break
			}
			if got := *q.peek(); got != next {
				t.Fatalf("peek returns %d, want %d", got, next)
			}
			if got := q.pop(); got != next {
				t.Fatalf("pop returns %d, want %d", got, next)
			}
			next++
		}
		if q.len() != last-next {
			t.Fatalf("len is %d, want %d", q.len(), last-next)
		}
	}
	if cap(q.items) > 4*compactAt {
		t.Errorf("%d entries take room for %d", q.len(), cap(q.items))
	}
}

// TestRegistrarForgets removes and adds DNs many times: the list does not grow.
func TestRegistrarForgets(t *testing.T) {
	r := newRegistrarTest(5, "1", "2")
	for second := range 1000 {
		r.at(second)
		r.answer("1", 0)
		r.remove("1")
		r.at(second)
		r.answered(nil, r.open["1"], 1, 0, r.now)
		r.add("1")
	}
	if len(r.order) > 2*2+leftOver {
		t.Errorf("the list of 2 DNs has %d entries", len(r.order))
	}
	r.beginRound(2)
	r.log = nil
	r.at(1001)
	r.expect(t, "1001 register 2", "1001 register 1")
}
