package tlibconn

import (
	"errors"
	"fmt"
	"time"

	"capdeck/tlibconn/wire"
)

// codeBadPassword is the one refusal of a login after which the session does not retry by
// itself: repeating a wrong password can lock an account (SEMANTICS.md, Error codes).
const codeBadPassword = 119

const (
	framingRow = 3 // framing errors in a row after which an address must wait
	// closedRow is how many logins in a row a server must answer by closing the
	// connection before that counts as a refusal. A T-Server that is stopping or starting
	// closes connections too, and must not be left alone for a minute.
	closedRow = 3
)

// planner decides which address to try next, and when. It has no socket and no clock:
// callers pass the time, and next returns when to act.
type planner struct {
	options *Options
	random  func() float64 // from 0 to 1, 1 excluded
	targets []target       // as in Options.Addresses

	turn     int       // index of the target to try next
	at       time.Time // no target is tried before this time
	home     int       // index of the target where the trouble began
	otherAt  time.Time // the target that is not home is not tried before this time
	trouble  bool      // an attempt failed since the last login, or since the start
	hadLogin bool      // a login succeeded, after which Options.NoReconnect plans nothing
	step     int       // how often the pause has been doubled, from 1; 0 means no pause
	quick    int       // successive logins whose connection did not last
	attempt  int       // attempts since the last login
}

// target is what the planner knows about one address.
type target struct {
	address   string
	notBefore time.Time // not tried before, after a refused login or framing errors
	barred    bool      // not tried until the user asks for it
	tried     bool
	framing   int // successive connections that a framing error ended
	closed    int // successive logins that it answered by closing the connection
}

func newPlanner(options *Options, random func() float64) *planner {
	p := &planner{options: options, random: random, step: 1}
	for _, address := range options.Addresses {
		p.targets = append(p.targets, target{address: address})
	}
	return p
}

// next returns the address to try, and when. ok is false if none is to be tried until the
// user asks for it.
func (p *planner) next() (address string, at time.Time, ok bool) {
	i := p.turn
	if len(p.targets) > 1 {
		other := 1 - i
		waits := p.targets[i].notBefore.After(p.at) && p.from(other).Before(p.from(i))
		if p.open(other) && (!p.open(i) || waits) {
			i = other
		}
	}
	if !p.open(i) {
		return "", time.Time{}, false
	}
	return p.targets[i].address, p.from(i), true
}

// open reports whether an address may be tried, now or later.
func (p *planner) open(i int) bool {
	t := &p.targets[i]
	return !t.barred && (!p.options.NoReconnect || !p.hadLogin && !t.tried)
}

// from returns the earliest time at which an address may be tried.
func (p *planner) from(i int) time.Time {
	at := later(p.at, p.targets[i].notBefore)
	if i != p.home {
		at = later(at, p.otherAt)
	}
	return at
}

// attemptAt records that an address is being tried, and returns the number of the attempt.
func (p *planner) attemptAt(address string) int {
	i := p.index(address)
	p.targets[i].tried = true
	p.turn = i
	if !p.trouble {
		p.home = i
	}
	p.attempt++
	return p.attempt
}

// ended plans what follows the end of a connection or of an attempt. since is the time of
// the login, zero if there was none.
func (p *planner) ended(address string, since time.Time, err error, now time.Time) {
	i := p.index(address)
	lost := !since.IsZero()
	stable := lost && now.Sub(since) >= p.options.ReconnectMax
	switch {
	case stable:
		p.step, p.quick, p.targets[i].framing = 0, 0, 0
	case lost:
		// A server that accepts logins and then drops them must not be tried as fast as
		// it can answer.
		p.step = p.quick
		p.quick++
	}
	if lost {
		p.hadLogin, p.attempt = true, 0
	}
	p.blame(i, err, now)
	if lost || !p.trouble {
		p.home, p.otherAt, p.trouble = i, now.Add(p.options.SwitchoverWait), true
	}
	p.turn = i
	if !lost && len(p.targets) > 1 {
		p.turn = 1 - i
	}
	p.at = now.Add(p.pause())
}

// moved records that the session continues at another address, where it is logged in.
func (p *planner) moved(address string) {
	p.turn = p.index(address)
	p.home, p.attempt = p.turn, 0
}

// asked cancels every pause, because the user wants an attempt now.
func (p *planner) asked(now time.Time) {
	for i := range p.targets {
		p.targets[i] = target{address: p.targets[i].address}
	}
	p.at, p.otherAt = now, time.Time{}
	p.step, p.quick, p.hadLogin, p.trouble = 1, 0, false, false
}

// pause returns the pause before the next attempt, and doubles the one after it.
func (p *planner) pause() time.Duration {
	step := p.step
	p.step++
	if step == 0 {
		return 0
	}
	pause := p.options.ReconnectMin
	for range step - 1 {
		if pause >= p.options.ReconnectMax {
			break
		}
		pause *= 2
	}
	pause = min(pause, p.options.ReconnectMax)
	return pause - time.Duration(p.random()*p.options.ReconnectJitter*float64(pause))
}

// blame postpones further attempts at an address that refused a login or broke the
// protocol.
func (p *planner) blame(i int, err error, now time.Time) {
	t := &p.targets[i]
	var refused *LoginError
	var framing *wire.FramingError
	var unreached *ConnectError
	switch {
	case errors.As(err, &refused):
		t.framing = 0
		t.barred = refused.Code == codeBadPassword
		if t.closed++; !refused.Closed || t.closed >= closedRow {
			t.notBefore = now.Add(p.options.RefusedRetry)
		}
		return
	case errors.As(err, &framing):
		t.framing++
		if t.framing >= framingRow {
			t.notBefore = now.Add(p.options.FramingWait)
		}
	case errors.As(err, &unreached):
		// Without a connection there were no frames.
		return
	default:
		t.framing = 0
	}
	t.closed = 0
}

// remark returns why an address waits longer than its error alone would make it wait, ""
// if it does not.
func (p *planner) remark(address string, err error) string {
	t := &p.targets[p.index(address)]
	var framing *wire.FramingError
	if t.framing < framingRow || !errors.As(err, &framing) {
		return ""
	}
	return fmt.Sprintf("; %d framing errors in a row, so it is not tried again for %s", t.framing, p.options.FramingWait)
}

// other returns the other address of a pair, "" if there is none.
func (p *planner) other(address string) string {
	if len(p.targets) < 2 {
		return ""
	}
	return p.targets[1-p.index(address)].address
}

func (p *planner) index(address string) int {
	if len(p.targets) > 1 && p.targets[1].address == address {
		return 1
	}
	return 0
}

// later returns the later of two times; zero is the earliest.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
