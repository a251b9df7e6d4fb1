package reliability

import (
	"errors"
	"fmt"
	"slices"

	"capdeck/model/board"
	"capdeck/tlibconn/journal"
)

// request identifies a command by what both the journal and a server's socket know of it.
type request struct {
	server     string
	connection uint32
	number     int32
}

// audit compares, after all parties have ended, the journal with what the servers received and with the outcomes
// on the board.
func (s *stage) audit() error {
	entries, problems, err := journal.Read(s.dir, journal.Filter{})
	if err != nil {
		return err
	}
	var wrong []error
	for _, problem := range problems {
		wrong = append(wrong, fmt.Errorf("the journal: %+v", problem))
	}
	wrong = append(wrong, s.auditOutcomes(entries)...)
	wrong = append(wrong, s.auditSent(entries)...)
	wrong = append(wrong, s.auditReceived(entries)...)
	for _, problem := range s.seen.problems {
		wrong = append(wrong, errors.New(problem))
	}
	return errors.Join(wrong...)
}

// auditOutcomes checks that every command has exactly one outcome, and that the journal has the same one.
func (s *stage) auditOutcomes(entries []journal.Entry) (wrong []error) {
	recorded := map[board.CommandID][]journal.Entry{}
	for _, e := range entries {
		if !e.Intent.Automatic {
			recorded[board.CommandID(e.Intent.Command)] = append(recorded[board.CommandID(e.Intent.Command)], e)
		}
	}
	for _, id := range s.client.commands() {
		ended, kept := s.client.outcomes[id], recorded[id]
		switch {
		case len(ended) != 1:
			wrong = append(wrong, fmt.Errorf("command %d of %s has %d outcomes: %+v", id, s.client.queued[id].DN, len(ended), ended))
		case len(kept) != 1 || kept[0].Outcome.Outcome != ended[0].Life.String() || kept[0].Intent.DN != ended[0].Key.DN || kept[0].Intent.Verb != ended[0].Verb.String():
			wrong = append(wrong, fmt.Errorf("for command %+v the journal has %+v", ended[0], kept))
		case !kept[0].Recorded && ended[0].Life != board.LifeCancelled:
			wrong = append(wrong, fmt.Errorf("the journal has no intent of command %+v", ended[0]))
		}
	}
	if len(s.client.outcomes) != len(s.client.queued) || len(recorded) != len(s.client.queued) {
		wrong = append(wrong, fmt.Errorf("%d commands were given, %d have outcomes, %d are in the journal", len(s.client.queued), len(s.client.outcomes), len(recorded)))
	}
	return wrong
}

// auditSent checks that every request that the session reported as sent is in the
// journal.
func (s *stage) auditSent(entries []journal.Entry) (wrong []error) {
	intents, queries := intentsOf(entries)
	byNumber := map[reference]journal.Intent{}
	for of, intent := range intents {
		byNumber[reference{of.connection, of.number}] = intent
	}
	for _, sent := range s.client.sent {
		if intent, ok := byNumber[sent.reference]; ok {
			if intent.DN != sent.dn || intent.Verb != sent.verb || intent.ConnID != sent.connID || intent.Command != uint64(sent.command) {
				wrong = append(wrong, fmt.Errorf("%+v was sent, the journal has %+v", sent, intent))
			}
		} else if s.client.queued[sent.command].DN != "" || sent.verb != "query" || !queries.hold(sent.connection, sent.number) {
			wrong = append(wrong, fmt.Errorf("%+v was sent and is not in the journal", sent))
		}
	}
	return wrong
}

// queryLines are the lines about automatic queries.
type queryLines []journal.Intent

// hold reports whether a line is about the automatic query with that ReferenceID.
func (q queryLines) hold(connection uint32, number int32) bool {
	return slices.ContainsFunc(q, func(i journal.Intent) bool {
		return i.Connection == connection && i.Reference <= number && number <= i.Last
	})
}

// intentsOf returns the journal's commands and its lines about automatic queries.
func intentsOf(entries []journal.Entry) (intents map[request]journal.Intent, queries queryLines) {
	intents = map[request]journal.Intent{}
	for _, e := range entries {
		of := request{e.Intent.Server, e.Intent.Connection, e.Intent.Reference}
		switch {
		case e.Intent.Automatic:
			queries = append(queries, e.Intent)
		case e.Recorded:
			intents[of] = e.Intent
		}
	}
	return intents, queries
}

// auditReceived checks that what the servers' sockets received is in the journal, that nothing was received twice,
// and that the outcomes do not contradict it.
func (s *stage) auditReceived(entries []journal.Entry) (wrong []error) {
	intents, queries := intentsOf(entries)
	arrived := map[uint64]int{}
	for _, command := range s.seen.commands {
		address := s.servers[command.server].Addr()
		connection := s.client.logins[login{address, int32(command.client)}]
		intent, ok := intents[request{address, connection, command.number}]
		switch {
		case ok && intent.DN == command.dn && intent.Verb == command.verb && intent.ConnID == command.connID:
			arrived[intent.Command]++
		case !ok && command.verb == "query" && queries.hold(connection, command.number):
		default:
			wrong = append(wrong, fmt.Errorf("server %s received %+v on connection %d, but the journal has %+v", address, command, connection, intent))
		}
	}
	for id, times := range arrived {
		if times != 1 {
			wrong = append(wrong, fmt.Errorf("command %d was received %d times", id, times))
		}
	}
	return append(wrong, s.auditArrived(arrived)...)
}

// auditArrived checks that a cancelled command was never sent, and that every command with an answer was received
// by a server.
func (s *stage) auditArrived(arrived map[uint64]int) (wrong []error) {
	for id, ended := range s.client.outcomes {
		for _, command := range ended {
			here := arrived[uint64(id)] > 0
			if command.Life == board.LifeCancelled && here || command.Life == board.LifeRejected && !here || !command.Accepted.IsZero() && !here {
				wrong = append(wrong, fmt.Errorf("received: %t, and its outcome is %+v", here, command))
			}
		}
	}
	return wrong
}
