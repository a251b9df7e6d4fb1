package reliability

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn"
	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/wire"
)

const site = "chaos"

// client is the client under test: a session, a board, and the same loop between them as in ui/cli.
type client struct {
	session *capture.Session
	journal *journal.File
	ended   chan struct{} // closed when the loop has ended

	mu      sync.Mutex
	board   *board.Board
	poke    context.CancelFunc // ends the loop's wait
	changed chan struct{}      // closed when a batch was applied

	queued      map[board.CommandID]board.Key // commands that the board accepted
	outcomes    map[board.CommandID][]board.Command
	sent        []sentCommand
	over        map[board.CommandID]uint32 // the connection over which a command was sent
	up          bool
	upSince     time.Time // when up last changed
	refused     int
	connections uint32 // the highest number seen
	unanswered  int    // automatic queries that ended without an indication
	logins      map[login]uint32
	address     string  // of the last server
	answers     []int32 // ReferenceIDs of answered questions
	problems    []string
	log         func(string)
}

// reference identifies a request.
type reference struct {
	connection uint32
	number     int32
}

// login identifies a connection as the server does, by the server's address and the SessionID in the login's
// answer.
type login struct {
	server  string
	session int32
}

// sentCommand is the content of a KindSent event.
type sentCommand struct {
	reference
	command  board.CommandID
	dn, verb string
	connID   uint64
}

func newClient(options tlibconn.Options, of board.Options, record *journal.File, dns []string, log func(string)) (*client, error) {
	c := &client{
		journal: record, ended: make(chan struct{}), board: board.New(of), poke: func() {}, changed: make(chan struct{}),
		queued: map[board.CommandID]board.Key{}, outcomes: map[board.CommandID][]board.Command{},
		logins: map[login]uint32{}, over: map[board.CommandID]uint32{}, log: log,
	}
	for _, dn := range dns {
		c.board.Add(board.Entry{Key: key(dn)})
	}
	c.board.OnEnd(func(ended *board.Command, automatic bool) {
		if automatic && ended.Life != board.LifeConfirmed {
			c.unanswered++
		}
	})
	options.Site = site
	var err error
	if c.session, err = capture.Open(context.Background(), capture.Options{Session: options}, record); err != nil {
		return nil, err
	}
	c.session.Register(dns...)
	go c.run()
	return c, nil
}

func key(dn string) board.Key { return board.Key{Site: site, DN: dn} }

// run applies the session's events until the session has ended.
func (c *client) run() {
	defer close(c.ended)
	for {
		batch, err := c.session.NextBatch(c.wait())
		if errors.Is(err, tlibconn.ErrClosed) {
			return
		}
		c.mu.Lock()
		c.poke()
		if err == nil {
			for i := range batch.Events {
				c.note(&batch.Events[i])
				c.board.Apply(&batch.Events[i])
			}
		}
		c.act(time.Now())
		close(c.changed)
		c.changed = make(chan struct{})
		c.mu.Unlock()
	}
}

// wait returns the context of one wait for events: it ends when the board has
// something to do.
func (c *client) wait() context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	until := time.Now().Add(time.Second)
	if at, ok := c.board.NextDeadline(); ok && at.Before(until) {
		until = at
	}
	var ctx context.Context
	ctx, c.poke = context.WithDeadline(context.Background(), until)
	return ctx
}

// act does what is due. The caller holds the mutex.
func (c *client) act(now time.Time) {
	c.board.Expire(now)
	c.send(c.board.NextQueries(now, nil))
	c.send(c.board.Release(now, 0))
	c.takeOutcomes()
	c.vouch()
}

func (c *client) send(commands []event.Command) {
	if len(commands) == 0 {
		return
	}
	err := c.session.SendCommands(context.Background(), commands)
	if err == nil {
		return
	}
	for _, command := range commands {
		c.board.Apply(&event.Event{
			Kind: event.KindUnsent, Time: time.Now(), Site: site, DN: command.DN, Problem: err.Error(), Obstacle: tlibconn.ObstacleOf(err),
			Request: event.Request{Kind: event.RequestCapture, Command: command.ID},
		})
	}
}

func (c *client) takeOutcomes() {
	ended := c.board.TakeOutcomes()
	for _, command := range ended {
		c.outcomes[command.ID] = append(c.outcomes[command.ID], command)
		err := c.journal.Outcome([]journal.Outcome{{
			Time: command.Ended, Site: site, DN: command.Key.DN, Command: uint64(command.ID), Verb: command.Verb.String(),
			Outcome: command.Life.String(), Code: command.Code, Text: command.Text, Why: command.Why,
		}})
		if err != nil {
			c.problem("the journal did not accept an outcome: %v", err)
		}
	}
}

// vouch checks that no state is shown as current that was not reported since the link came up, that calls and
// agents disappear with the link, and that no command waits for an answer over a connection that has ended.
func (c *client) vouch() {
	link, _ := c.board.Link(site)
	for _, row := range c.board.Rows() {
		heard := row.Capture().Heard
		if row.State() != board.StateUnknown && row.Stale() == 0 && (link.State != event.LinkUp || heard.Before(c.upSince)) {
			c.problem("%s is shown as %s and not stale, heard at %s, while the link is %s since %s", row.Key().DN, row.State(), heard, link.State, c.upSince)
		}
		// While only the link is down, the simulated server still reports agents.
		if link.State != event.LinkUp && len(row.Calls()) > 0 || !link.State.Connected() && row.Agent() != (board.Agent{}) {
			c.problem("%s has calls %+v and agent %+v while the link is %s", row.Key().DN, row.Calls(), row.Agent(), link.State)
		}
		for _, open := range row.OpenCommands() {
			if over := c.over[open.ID]; over != 0 && (over != c.connections || !link.State.Connected()) {
				c.problem("command %d was sent over connection %d and is open, but the link is %s over connection %d", open.ID, over, link.State, c.connections)
			}
		}
	}
}

func (c *client) problem(format string, arguments ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, arguments...))
}

// note records what the checks need of an event.
func (c *client) note(e *event.Event) {
	if e.Connection < c.connections {
		c.problem("an event of connection %d follows one of %d", e.Connection, c.connections)
	}
	c.connections = e.Connection
	switch {
	case e.Kind == event.KindLink:
		c.address = e.Link.Address
		if up := e.Link.State == event.LinkUp; up != c.up {
			c.up, c.upSince = up, e.Time
		}
		c.log(fmt.Sprintf("    link: %s %s, connection %d, round %d %s", e.Link.State, e.Link.Address, e.Connection, e.Link.Round, e.Link.Reason))
	case e.Kind == event.KindMessage && e.Request.Kind == event.RequestLogin:
		session, _ := e.Message.Int(wire.AttributeSessionID)
		c.logins[login{c.address, session}] = e.Connection
	case e.Kind == event.KindSent && e.Request.Kind == event.RequestCapture:
		c.over[board.CommandID(e.Request.Command)] = e.Connection
		c.sent = append(c.sent, sentCommand{
			reference: reference{e.Connection, e.Request.Reference}, command: board.CommandID(e.Request.Command),
			dn: string(e.ThisDN()), verb: e.Capture().Verb.String(), connID: e.ConnID(),
		})
	case e.Kind == event.KindMessage && e.Request.Kind == event.RequestOther:
		c.answers = append(c.answers, e.Request.Reference)
	}
}

// command queues a command and sends it at once. It returns 0 if the board refuses the command.
func (c *client) command(dn string, verb event.Verb) board.CommandID {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	id, err := c.board.Queue(now, key(dn), verb, "chaos")
	if err != nil {
		c.refused++
		c.log("    refused: " + err.Error())
		return 0
	}
	c.queued[id] = key(dn)
	c.act(now)
	c.poke()
	return id
}

// withBoard calls a function with the board, under the mutex.
func (c *client) withBoard(do func(*board.Board)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	do(c.board)
}

// news returns a channel that is closed at the next batch.
func (c *client) news() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.changed
}

// until waits for a condition, which it checks after each batch. It returns false if ctx ends first.
func (c *client) until(ctx context.Context, done func(*board.Board) bool) bool {
	for {
		c.mu.Lock()
		ok, changed := done(c.board), c.changed
		c.mu.Unlock()
		if ok {
			return true
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}

// synchronise waits until the server has answered a query and the board has applied everything that preceded the
// answer. It returns an error if the connection does not last that long.
func (c *client) synchronise(ctx context.Context) error {
	c.mu.Lock()
	before := len(c.answers)
	c.mu.Unlock()
	answer, err := c.session.Do(ctx, wire.Message{Type: wire.RequestQueryServer})
	if err != nil {
		return err
	}
	number, _ := answer.Int(wire.AttributeReferenceID)
	if !c.until(ctx, func(*board.Board) bool { return slices.Contains(c.answers[before:], number) }) {
		return ctx.Err()
	}
	return nil
}

// close ends the session and every open command.
func (c *client) close() error {
	c.session.Close()
	<-c.ended
	c.mu.Lock()
	defer c.mu.Unlock()
	c.poke()
	c.board.EndAll(time.Now(), "the client was closed")
	c.takeOutcomes()
	return c.journal.Close()
}

// commands returns the IDs of all commands, in order.
func (c *client) commands() []board.CommandID { return slices.Sorted(maps.Keys(c.queued)) }
