package reliability

import (
	"fmt"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

const maxCalls = 3 // at one DN at the same time

func textPair(word string) wire.KeyValue { return wire.TextPair(event.CaptureKey, word) }

// callStep begins, changes or ends a call. The calls at the time of the step determine what is possible; random
// numbers drawn when the plan was made select among the possibilities.
func callStep(of *setting, d dice) step {
	dn, colleague := pick(d, of.dns...), pick(d, of.dns...)
	choice, begins := d.IntN(1000), d.one(3)
	return step{text: fmt.Sprintf("a call of %s moves", dn), do: func(s *stage) error {
		server := s.primary()
		calls := server.Calls(dn)
		if len(calls) == 0 || begins && len(calls) < maxCalls {
			s.beginCall(server, dn, colleague, choice)
			return nil
		}
		s.moveCall(server, dn, colleague, calls[choice%len(calls)], choice/len(calls))
		return nil
	}}
}

// beginCall begins a call. Neither beginCall nor moveCall fails if the server refuses the change, for example
// while its link is down: the truth is the state that the server has in the end.
func (s *stage) beginCall(server *simserver.Server, dn, colleague string, choice int) {
	var err error
	switch {
	case choice%3 == 0 && colleague != dn && len(server.Calls(colleague)) < maxCalls:
		_, err = server.Dial(dn, colleague)
	case choice%3 == 1:
		_, err = server.Dial(dn, "+33123456")
	default:
		_, err = server.Ring(dn, "+4420123")
	}
	s.refusedCall(err)
}

func (s *stage) moveCall(server *simserver.Server, dn, colleague string, call simserver.Call, choice int) {
	var err error
	switch call.State {
	case simserver.PartyRinging:
		switch choice % 4 {
		case 0:
			err = server.Divert(dn, call.ConnID)
		case 1:
			err = server.Abandon(dn, call.ConnID)
		default:
			err = server.Answer(dn, call.ConnID)
		}
	case simserver.PartyDialing:
		if choice%4 == 0 {
			err = server.Release(dn, call.ConnID)
		} else {
			err = server.Answer(dn, call.ConnID)
		}
	case simserver.PartyHeld:
		err = s.moveHeld(server, dn, call, choice)
	default:
		err = s.moveTalking(server, dn, colleague, call, choice)
	}
	s.refusedCall(err)
}

func (s *stage) moveHeld(server *simserver.Server, dn string, call simserver.Call, choice int) error {
	for _, other := range server.Calls(dn) {
		if other.Original != call.ConnID {
			continue
		}
		if choice%2 == 0 {
			return server.CompleteTransfer(dn, call.ConnID, other.ConnID)
		}
		return server.Conference(dn, call.ConnID, other.ConnID)
	}
	return server.Retrieve(dn, call.ConnID)
}

func (s *stage) moveTalking(server *simserver.Server, dn, colleague string, call simserver.Call, choice int) error {
	free := colleague != dn && len(server.Calls(colleague)) == 0
	switch {
	case choice%5 == 0 && free && call.Original == 0:
		_, err := server.Consult(dn, call.ConnID, colleague)
		return err
	case choice%5 == 1 && free:
		return server.SingleStepTransfer(dn, call.ConnID, colleague)
	case choice%5 == 2:
		return server.Hold(dn, call.ConnID)
	}
	return server.Release(dn, call.ConnID)
}

func (s *stage) refusedCall(err error) {
	if err != nil {
		s.say("    " + err.Error())
	}
}
