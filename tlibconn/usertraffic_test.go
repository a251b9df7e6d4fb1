package tlibconn

import (
	"context"
	"fmt"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

func commands(n int, verb event.Verb) []event.Command {
	all := make([]event.Command, n)
	for i := range all {
		all[i] = event.Command{ID: uint64(i + 1), DN: fmt.Sprint(7000 + i), Verb: verb}
	}
	return all
}

func userData(pairs ...wire.KeyValue) wire.Attribute {
	list, err := wire.ListAttribute(wire.AttributeUserData, pairs)
	if err != nil {
		panic(err)
	}
	return list
}

// sendCommands queues commands as package capture does.
func sendCommands(ctx context.Context, s *Session, all []event.Command) error {
	requests := make([]Request, len(all))
	for i, command := range all {
		requests[i] = Request{
			Message: UserEvent(s.options.EncodeDN(command.DN), command.ConnID, userData(wire.TextPair(event.CaptureKey, command.Verb.String()))),
			Kind:    event.RequestCapture, Command: command, Name: command.Verb.String() + " for DN " + command.DN,
		}
	}
	return s.Queue(ctx, requests)
}

func (c *client) SendCommands(ctx context.Context, all []event.Command) error {
	return sendCommands(ctx, c.Session, all)
}

func (c *client) SendUserEvent(ctx context.Context, dn string, connID uint64, pairs []wire.KeyValue) (int32, error) {
	return c.SendRequest(ctx, Request{
		Message: UserEvent(c.options.EncodeDN(dn), connID, userData(pairs...)), Kind: event.RequestCapture,
		Command: event.Command{DN: dn, ConnID: connID},
	})
}
