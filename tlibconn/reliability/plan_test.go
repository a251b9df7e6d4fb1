package reliability

import (
	"fmt"
	"math/rand/v2"
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/simserver"
)

// setting holds the parameters of an episode.
type setting struct {
	seed      uint64
	pair      bool
	hot       bool // the pair's backup accepts clients
	password  bool
	dns       []string
	behaviour simserver.Behaviour
	chunk     int // the most bytes of a client's read, 0 for no limit
	window    int
	board     board.Options

	batchInterval                   time.Duration
	addp, addpRemote                time.Duration
	login, register, connect        time.Duration
	reconnectMin, reconnectMax      time.Duration
	switchover, backup, refused, at time.Duration
}

// step is one thing that happens in an episode.
type step struct {
	kind string // of a fault, "" for the rest
	text string
	do   func(*stage) error
	pace time.Duration // the longest pause after it
	link time.Duration // the longest wait after the pause until commands can be sent
}

// plan is an episode. The same seed produces the same plan.
type plan struct {
	setting setting
	steps   []step
}

// dice makes the random choices of one plan.
type dice struct{ *rand.Rand }

func (d dice) time(from, to int) time.Duration {
	return time.Duration(from+d.IntN(to-from+1)) * time.Millisecond
}

func (d dice) one(in int) bool { return d.IntN(in) == 0 }

func pick[T any](d dice, of ...T) T { return of[d.IntN(len(of))] }

func newPlan(seed uint64) *plan {
	d := dice{rand.New(rand.NewPCG(seed, 0xca9dec))}
	p := &plan{setting: newSetting(seed, d)}
	if d.one(2) {
		p.steps = append(p.steps, step{text: "the client connects", do: func(*stage) error { return nil }, link: time.Second})
	}
	for range 15 + d.IntN(30) {
		p.steps = append(p.steps, newStep(&p.setting, d))
	}
	return p
}

func newSetting(seed uint64, d dice) setting {
	s := setting{
		seed: seed, pair: d.one(2), password: d.one(4), chunk: pick(d, 0, 0, 0, 1, 7), window: 1 + d.IntN(20),
		batchInterval: pick(d, -1, 5*time.Millisecond),
		login:         d.time(50, 100), register: d.time(50, 100), connect: d.time(50, 100),
		reconnectMin: d.time(5, 20), reconnectMax: d.time(20, 100), switchover: d.time(20, 60), backup: d.time(20, 100),
		refused: d.time(20, 100), at: d.time(20, 100),
	}
	s.hot = s.pair && seed%2 == 1
	if !d.one(6) {
		s.addp = d.time(20, 100)
	}
	if !d.one(4) {
		s.addpRemote = d.time(20, 100)
	}
	for n := range 4 + d.IntN(6) {
		s.dns = append(s.dns, fmt.Sprint(7001+n))
	}
	s.behaviour = simserver.Behaviour{
		EchoOff: d.one(2), EventFirst: d.one(4), Snapshot: pick(d, simserver.SnapshotInts, simserver.SnapshotText),
		Stamps: pick(d, simserver.StampsSequence, simserver.StampsTime, simserver.StampsOff), Again: pick[int32](d, 0, 0, 0, 0, 125),
	}
	s.board = board.Options{
		IndicationTimeout: d.time(40, 100), RequestTimeout: d.time(40, 100), EchoWindow: d.time(20, 100),
		AutomaticQueries: !d.one(6), QueryRate: pick(d, 0, 200),
	}
	return s
}

// times sets the episode's timeouts in the options of a session.
func (s *setting) times(o *tlibconn.Options) {
	o.ADDPTimeout, o.ADDPRemoteTimeout = s.addp, s.addpRemote
	o.LoginTimeout, o.RegisterTimeout, o.ConnectTimeout, o.WriteTimeout = s.login, s.register, s.connect, s.connect
	o.ReconnectMin, o.ReconnectMax = s.reconnectMin, max(s.reconnectMin, s.reconnectMax)
	o.SwitchoverWait, o.BackupInterval, o.RefusedRetry, o.FramingWait = s.switchover, s.backup, s.refused, s.at
}

// recorded returns the DNs that the recorder records.
func (s *setting) recorded() []string {
	return append([]string{barrierDN}, s.dns...)
}

// String describes the setting in one line.
func (s *setting) String() string {
	servers := "one server"
	if s.pair {
		servers = map[bool]string{false: "a pair with a warm backup", true: "a pair with a hot backup"}[s.hot]
	}
	return fmt.Sprintf("seed %d: %s, DNs %v, ADDP %s and %s, window %d, reads of %d, batches %s, login %s, register %s, connect %s, reconnect %s to %s, switchover %s, backup %s, refused %s, framing %s, board %+v, server %+v",
		s.seed, servers, s.dns, s.addp, s.addpRemote, s.window, s.chunk, s.batchInterval, s.login, s.register, s.connect,
		s.reconnectMin, s.reconnectMax, s.switchover, s.backup, s.refused, s.at, s.board, s.behaviour)
}

func newStep(of *setting, d dice) step {
	var s step
	switch n := d.IntN(100); {
	case n < 45:
		s = commandStep(of, d)
	case n < 51:
		s = bulkStep(of, d)
	case n < 68:
		s = callStep(of, d)
	case n < 74:
		s = agentStep(of, d)
	case n < 80:
		s = otherStep(of, d)
	default:
		s = faultStep(of, d)
	}
	switch d.IntN(8) {
	case 0, 1, 2:
	case 7:
		s.pace = d.time(50, 250)
	default:
		s.pace = d.time(1, 50)
	}
	if d.one(4) {
		s.link = d.time(100, 300)
	}
	return s
}

func someVerb(d dice) event.Verb {
	return pick(d, event.VerbStart, event.VerbStop, event.VerbPause, event.VerbResume, event.VerbQuery)
}

func commandStep(of *setting, d dice) step {
	dn, verb := pick(d, append(of.dns, unrecordedDN)...), someVerb(d)
	return step{text: fmt.Sprintf("command %s %s", verb, dn), do: func(s *stage) error {
		s.client.command(dn, verb)
		return nil
	}}
}

func bulkStep(of *setting, d dice) step {
	verb := someVerb(d)
	return step{text: fmt.Sprintf("command %s for all DNs", verb), do: func(s *stage) error {
		for _, dn := range of.dns {
			s.client.command(dn, verb)
		}
		return nil
	}}
}

// otherStep is an action of another party.
func otherStep(of *setting, d dice) step {
	dn := pick(d, of.dns...)
	if d.one(2) {
		indication := pick(d, event.Enabled, event.Disabled, event.Paused)
		return step{text: fmt.Sprintf("the recorder sends %s for %s unasked", indication, dn), do: func(s *stage) error {
			return s.recorder.Unasked(dn, indication)
		}}
	}
	verb := someVerb(d)
	return step{text: fmt.Sprintf("another client sends %s for %s", verb, dn), do: func(s *stage) error {
		server := s.primary()
		return server.UserEvent(dn, 0, textPair(verb.String()))
	}}
}

func agentStep(of *setting, d dice) step {
	dn, what, id := pick(d, of.dns...), d.IntN(5), fmt.Sprintf("agent-%d", d.IntN(100))
	names := []string{"logs in or out", "is ready", "is not ready", "has after-call work", "logs out"}
	return step{text: fmt.Sprintf("agent of %s %s", dn, names[what]), do: func(s *stage) error {
		s.moveAgent(dn, what, id)
		return nil
	}}
}

// moveAgent changes an agent's state at the primary and remembers it.
func (s *stage) moveAgent(dn string, what int, id string) {
	server := s.primary()
	now := s.agents[dn]
	var err error
	switch {
	case now.id == "":
		err = server.AgentLogin(dn, id)
		now = agent{id, board.AgentLoggedIn}
	case what == 0 || what == 4:
		err = server.AgentLogout(dn)
		now = agent{}
	case what == 1:
		err = server.AgentReady(dn)
		now.state = board.AgentReady
	case what == 2:
		err = server.AgentNotReady(dn, "lunch")
		now.state = board.AgentNotReady
	default:
		err = server.AfterCallWork(dn)
		now.state = board.AgentAfterCallWork
	}
	if err == nil {
		s.agents[dn] = now
	}
}
