package day

import (
	"net"
	"slices"
	"sync"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// hangGuard is after how long a test gives up.
const hangGuard = 30 * time.Second

// clock is the time on the floor: that of the computer's clock, or a time that passes many times as fast.
type clock struct {
	start time.Time
	fast  time.Duration // how many times as fast
	wait  func()        // until everything that can be done now is done; nil with real sockets, where nobody knows
}

func (c *clock) now() time.Time { return c.onFloor(time.Now()) }

// onFloor returns the time on the floor at a time of the computer's clock.
func (c *clock) onFloor(real time.Time) time.Time { return c.start.Add(real.Sub(c.start) * c.fast) }

func (c *clock) after(d time.Duration) <-chan time.Time { return time.After(d / c.fast) }

// settled waits until everything that can be done now is done, if that can be known.
func (c *clock) settled() {
	if c.wait != nil {
		c.wait()
	}
}

// traffic is what is under way between T-Server, the recorder and capdeck. With real sockets a fault of the whole floor
// waits until nothing is: what gets lost in it is then known.
type traffic struct {
	held      bool   // no query leaves
	unheard   bool   // capdeck does not watch
	sent, got int    // commands and queries
	said      int    // words that capdeck has not heard
	connected uint32 // the number of capdeck's connection
	happened  sync.Cond
	lags      []time.Duration // how long messages were under way
}

// lag is a message that was under way for long.
type lag struct {
	at   time.Time // when it left
	took time.Duration
}

// callEvent is the answer of a call, or its end.
type callEvent struct {
	what happens
	call uint64
}

// hearCall notes that an event of a call, or the answer to a registration, has arrived. The floor is locked.
func (f *floor) hearCall(d *dnLog, e *event.Event) {
	of := callEvent{answers, e.ConnID()}
	switch e.Message.Type {
	case wire.EventRegistered:
		d.found = append(d.found, f.now())
		return
	case wire.EventEstablished:
	case wire.EventReleased:
		of.what = leaves
	default:
		return
	}
	if _, before := d.heard[of]; !before {
		d.heard[of] = f.now()
	}
}

// lagsOfCalls notes how long the answers and the ends of calls were under way, and how long it took to find a DN again.
func (f *floor) lagsOfCalls() {
	for _, d := range f.log.order {
		for _, line := range d.lines {
			if heard, ok := d.heard[callEvent{line.what, line.call}]; ok {
				f.tookLong(d, line.at, heard.Sub(line.at))
			}
			if line.what == seenNow {
				if i := slices.IndexFunc(d.found, line.at.Before); i >= 0 {
					f.tookLong(d, line.at, d.found[i].Sub(line.at))
				}
			}
		}
	}
}

// tookLong notes how long a message was under way.
func (f *floor) tookLong(d *dnLog, at time.Time, took time.Duration) {
	f.lags = append(f.lags, took)
	if took > late {
		d.late = append(d.late, lag{at, took})
	}
}

// came notes that the oldest of the messages that are under way has arrived, and returns the others. The floor is locked.
func (f *floor) came(d *dnLog, underWay []time.Time) []time.Time {
	if len(underWay) == 0 {
		return nil
	}
	f.tookLong(d, underWay[0], f.now().Sub(underWay[0]))
	return underWay[1:]
}

func (f *floor) sending(commands int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sent += commands
}

// say has the recorder say a state. The floor is locked.
func (f *floor) say(d *dnLog, call uint64, state event.Indication, why event.Verb) {
	d.say(call, state, why)
	if why != event.VerbQuery && len(d.asked) > 0 {
		d.late = append(d.late, lag{at: f.now()}) // it crosses a query, and may be taken for the answer
	}
	if !f.unheard {
		d.said = append(d.said, d.lines[len(d.lines)-1].at)
		f.said++
	}
}

// arrived notes what has arrived at capdeck, and puts it into the time of the floor. The floor is locked.
func (f *floor) arrived(events []event.Event) {
	for i := range events {
		e := &events[i]
		f.connected = max(f.connected, e.Connection)
		e.Time = f.onFloor(e.Time)
		if !e.Request.SentAt.IsZero() {
			e.Request.SentAt = f.onFloor(e.Request.SentAt)
		}
		d := f.log.dns[string(e.ThisDN())]
		if e.Request.Kind == event.RequestRegister {
			d = f.log.dns[e.DN]
		}
		if e.Kind != event.KindMessage || d == nil {
			continue
		}
		f.hearCall(d, e)
		if e.Capture().Indication != event.IndicationNone && len(d.said) > 0 {
			d.said = f.came(d, d.said)
			f.said--
		}
	}
}

// await waits until something has happened. In simulated time everything has that can.
func (f *floor) await(what string, done func() bool) {
	if f.wait != nil {
		f.wait()
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	hangs := false
	guard := time.AfterFunc(hangGuard, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		hangs = true
		f.happened.Broadcast()
	})
	defer guard.Stop()
	for !done() {
		if hangs {
			f.t.Fatalf("waited too long: %s", what)
		}
		f.happened.Wait()
	}
}

// watched waits until capdeck watches all DNs on a later connection than the one with a number.
func (f *floor) watched(before uint32) {
	f.await("capdeck watches all DNs", func() bool {
		return f.connected > before && f.board.Counters().Registered == len(f.log.order)
	})
	f.mu.Lock()
	f.unheard = false
	f.mu.Unlock()
}

// connection returns the number of capdeck's connection.
func (f *floor) connection() uint32 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.connected
}

// quietly does something while nothing is under way.
func (f *floor) quietly(do func()) {
	f.mu.Lock()
	f.held = true
	f.mu.Unlock()
	f.await("all words arrive", func() bool { return f.sent == f.got && f.said == 0 })
	do()
	f.mu.Lock()
	f.held = false
	f.mu.Unlock()
}

// listenAt returns real sockets of this computer.
func listenAt(address string) (*wires, error) {
	w := newWires()
	var err error
	if w.listener, err = net.Listen("tcp", address); err != nil {
		return nil, err
	}
	w.address = w.listener.Addr().String()
	return w, nil
}

// listen returns where T-Server listens.
func (w *wires) listen() net.Listener {
	if w.listener != nil {
		return w.listener
	}
	return w
}
