package reliability

import (
	"context"
	"errors"
	"fmt"
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/simserver"
)

// retryPause is how long the other parties may run if no query can be sent, for example without a connection.
const retryPause = 5 * time.Millisecond

// settle waits, after every fault has ended, until the board must equal the truth, and compares them. If a
// connection ends meanwhile, or an automatic query goes unanswered, which can happen with these timeouts on a busy
// machine, settle starts again.
func (s *stage) settle() error {
	ctx, cancel := context.WithTimeout(context.Background(), hangGuard)
	defer cancel()
	var unsettled error
	told := ""
	for ctx.Err() == nil {
		if unsettled = s.ready(); unsettled == nil {
			before := s.disturbances()
			if unsettled = s.ask(ctx); unsettled == nil {
				err := s.compare()
				if s.disturbances() == before {
					return err
				}
				unsettled = errors.New("a connection was lost, or a query went unanswered meanwhile")
			}
		}
		if told != unsettled.Error() {
			told = unsettled.Error()
			s.say("not settled: " + told)
		}
		s.again(ctx)
	}
	return fmt.Errorf("the episode did not settle within %s: %w", hangGuard, unsettled)
}

// again returns when the server has answered a query and something has changed since, or after retryPause.
func (s *stage) again(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, retryPause)
	defer cancel()
	changed := s.client.news()
	// This fails if there is no connection.
	_ = s.client.synchronise(ctx)
	select {
	case <-changed:
	case <-ctx.Done():
	}
}

// disturbances names the connections and counts the unanswered automatic queries: what must stay the same during the
// comparison.
func (s *stage) disturbances() string {
	server := s.primary()
	names := server.Addr()
	for _, client := range server.Clients() {
		names += " " + client.String()
	}
	s.client.withBoard(func(*board.Board) { names += fmt.Sprint(" ", s.client.connections, s.client.unanswered) })
	return names
}

// ready returns what is missing before the truth can be queried, nil if nothing is.
func (s *stage) ready() error {
	server := s.primary()
	var err error
	held := 0
	s.client.withBoard(func(b *board.Board) {
		link, _ := b.Link(site)
		switch {
		case link.State != event.LinkUp || link.Address != server.Addr():
			err = fmt.Errorf("the link is %s at %s", link.State, link.Address)
		case b.Counters().OpenCommands > 0:
			err = fmt.Errorf("%d commands are open", b.Counters().OpenCommands)
		}
		for _, row := range b.Rows() {
			switch registration := row.Registration(); {
			case registration.State.Held():
				held++
			case row.Key().DN != unknownDN || registration.State != board.RegistrationRefused || registration.Code != 59:
				err = fmt.Errorf("the registration of %s is %+v", row.Key().DN, registration)
			}
		}
	})
	if err != nil {
		return err
	}
	return errors.Join(registered(server, clientName, held), registered(server, recorderName, len(s.setting.recorded())))
}

// registered checks that exactly one client has that name, and that it has that many registrations: clients that
// have ended must have ended at the server too.
func registered(server *simserver.Server, name string, want int) error {
	var found []simserver.Client
	for _, client := range server.Clients() {
		if client.Application == name {
			found = append(found, client)
		}
	}
	if len(found) != 1 || found[0].Registrations != want {
		return fmt.Errorf("with the name %s the server has %+v, want one client with %d registrations", name, found, want)
	}
	return nil
}

// ask updates the board with the truth: it waits for what is under way, then queries every DN.
func (s *stage) ask(ctx context.Context) error {
	if err := s.barrier(ctx); err != nil {
		return err
	}
	var queries []board.CommandID
	for _, dn := range s.setting.dns {
		id := s.client.command(dn, event.VerbQuery)
		if id == 0 {
			return fmt.Errorf("the query of %s was refused", dn)
		}
		queries = append(queries, id)
	}
	for _, id := range queries {
		if err := s.confirmed(ctx, id); err != nil {
			return err
		}
	}
	if err := s.barrier(ctx); err != nil {
		return err
	}
	return s.client.synchronise(ctx)
}

// barrier sends a command through server and recorder and waits for its indication: everything that was sent that
// way before has then arrived. It changes the state each time, so that no older indication can be mistaken for
// the awaited one.
func (s *stage) barrier(ctx context.Context) error {
	s.barriers++
	verb := event.VerbStop
	if s.barriers%2 == 1 {
		verb = event.VerbStart
	}
	id := s.client.command(barrierDN, verb)
	if id == 0 {
		return errors.New("the barrier was refused")
	}
	return s.confirmed(ctx, id)
}

// confirmed waits for a command's outcome and checks that it is LifeConfirmed.
func (s *stage) confirmed(ctx context.Context, id board.CommandID) error {
	var ended []board.Command
	if !s.client.until(ctx, func(*board.Board) bool {
		ended = s.client.outcomes[id]
		return len(ended) > 0
	}) {
		return fmt.Errorf("command %d did not end", id)
	}
	if ended[0].Life != board.LifeConfirmed {
		return fmt.Errorf("%s for %s was %s %s", ended[0].Verb, ended[0].Key.DN, ended[0].Life, ended[0].Why)
	}
	return nil
}

// compare compares the board with the truth.
func (s *stage) compare() error {
	var wrong []error
	server := s.primary()
	s.client.withBoard(func(b *board.Board) {
		counted := board.Counters{Total: b.Len()}
		for _, row := range b.Rows() {
			count(&counted, row)
			dn := row.Key().DN
			if dn == unknownDN {
				continue
			}
			wrong = append(wrong, s.compareCapture(row))
			if s.setting.behaviour.Again == 0 {
				// A server that answers a repeated registration with error 125 sends no
				// snapshot.
				wrong = append(wrong, compareCalls(row, server.Calls(dn)), s.compareAgent(row))
			}
		}
		if counters := b.Counters(); counters != counted {
			wrong = append(wrong, fmt.Errorf("the counters are %+v, a recount gives %+v", counters, counted))
		}
		for _, problem := range s.client.problems {
			wrong = append(wrong, errors.New(problem))
		}
	})
	return errors.Join(wrong...)
}

func count(c *board.Counters, row *board.Row) {
	stale := 0
	if row.Stale() != 0 {
		stale = 1
	}
	switch row.State() {
	case board.StateRec:
		c.Rec++
		c.StaleRec += stale
	case board.StatePaused:
		c.Paused++
		c.StalePaused += stale
	case board.StateOff:
		c.Off++
		c.StaleOff += stale
	default:
		c.Unknown++
	}
	c.Stale += stale
	if row.Fault().Kind != board.FaultNone {
		c.Faults++
	}
	if row.Registration().State.Held() {
		c.Registered++
	}
	c.OpenCommands += len(row.OpenCommands())
}

// compareCapture compares a row with the recorder's state. Every DN has just been queried, so none may be stale or
// show a fault.
func (s *stage) compareCapture(row *board.Row) error {
	dn := row.Key().DN
	if dn == unrecordedDN {
		if row.State() != board.StateUnknown {
			return fmt.Errorf("%s is %s, which no recorder reported", dn, row.State())
		}
		return nil
	}
	truth := s.recorder.State(dn)
	if row.State().String() != truth.String() || row.Stale() != 0 || row.Fault().Kind != board.FaultNone {
		return fmt.Errorf("%s is %s (stale: %s, fault: %s), the recorder has %s", dn, row.State(), row.Stale(), row.Fault(), truth)
	}
	return nil
}

func compareCalls(row *board.Row, truth []simserver.Call) error {
	states := map[simserver.PartyState]board.CallState{
		simserver.PartyDialing: board.CallDialing, simserver.PartyRinging: board.CallRinging,
		simserver.PartyConnected: board.CallTalking, simserver.PartyHeld: board.CallHeld,
	}
	same := len(row.Calls()) == len(truth)
	for _, call := range truth {
		found := false
		for _, shown := range row.Calls() {
			found = found || shown.ConnID == call.ConnID && shown.State == states[call.State]
		}
		same = same && found
	}
	if !same {
		return fmt.Errorf("the calls of %s are %+v, the server has %+v", row.Key().DN, row.Calls(), truth)
	}
	return nil
}

func (s *stage) compareAgent(row *board.Row) error {
	truth, known := s.agents[row.Key().DN]
	if truth.id == "" || !known {
		truth = agent{state: board.AgentLoggedOut}
	}
	shown := row.Agent()
	if shown.State != truth.state || truth.id != "" && shown.ID != truth.id {
		return fmt.Errorf("the agent of %s is %+v, the server has %+v", row.Key().DN, shown, truth)
	}
	return nil
}
