package simserver

import (
	"errors"
	"fmt"
	"slices"

	"capdeck/tlibconn/wire"
)

// maxAttached is the most pairs that are attached to a call.
const maxAttached = 100

// AttachData attaches a pair of user data to dn's call, in place of one with the same key,
// with EventAttachedDataChanged to every DN in the call. The event has all the call's user
// data. AttachData returns an error if dn has no such call or if the call has too much
// user data.
func (s *Server) AttachData(dn string, connID uint64, key, value string) error {
	return s.withParty(dn, connID, func(st *state, p *party) error {
		if key == "" {
			return errors.New("the key of user data must not be empty")
		}
		c, pair := p.call, wire.TextPair(key, value)
		at := slices.IndexFunc(c.attached, func(kv wire.KeyValue) bool { return kv.Key == key })
		attached := slices.Clone(c.attached)
		switch {
		case at >= 0:
			attached[at] = pair
		case len(attached) >= maxAttached:
			return fmt.Errorf("call %s has %d pairs of user data already", connIDText(connID), maxAttached)
		default:
			attached = append(attached, pair)
		}
		list, err := wire.ListAttribute(wire.AttributeUserData, attached)
		if err != nil {
			return fmt.Errorf("the user data of call %s cannot be sent: %w", connIDText(connID), err)
		}
		c.attached = attached
		for _, each := range c.parties {
			st.tellParty(each, wire.EventAttachedDataChanged, callStateOK, list)
		}
		return nil
	})
}
