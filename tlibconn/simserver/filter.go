package simserver

import (
	"bytes"

	"capdeck/tlibconn/wire"
)

// Filter selects the events that a client's filter on user data touches. Which of them it
// is at a real T-Server is not verified (SEMANTICS.md, Sessions and registration).
type Filter uint8

// The events that a filter touches.
const (
	// FilterEvents touches all events except EventUserEvent.
	FilterEvents Filter = iota
	// FilterUserEvents touches EventUserEvent too, so that a client whose filter lacks
	// the key screen-capture sees no command and no indication.
	FilterUserEvents
	// FilterOff ignores the filter, although it is acknowledged.
	FilterOff
)

// maxFilterKeys is the most keys of a client's filter, and maxFilterDepth the deepest
// nesting of user data that is filtered.
const (
	maxFilterKeys  = 1000
	maxFilterDepth = 16
)

// filterKey is the key in Extensions that holds the keys of a filter.
const filterKey = "UdataFilter"

// setFilter sets the client's filter, or ends it if the request has no UdataFilter. It
// returns the ErrorCode of a request that cannot be carried out, or 0. The form of the
// value is not verified: keys separated by commas, or a list whose keys count.
func setFilter(c *client, m *wire.Message) int32 {
	extensions, given := m.List(wire.AttributeExtensions)
	if !given {
		c.filter = nil
		return 0
	}
	value, found := extensions.Find(filterKey)
	if !found {
		c.filter = nil
		return 0
	}
	keys := make(map[string]struct{})
	if list, err := value.List(); err == nil {
		for pairs := list.Pairs(); pairs.Next(); {
			keys[string(pairs.Pair.Key)] = struct{}{}
		}
	} else {
		for key := range bytes.SplitSeq(value.Value, []byte(",")) {
			if key = bytes.TrimSpace(key); len(key) > 0 {
				keys[string(key)] = struct{}{}
			}
		}
	}
	if len(keys) > maxFilterKeys {
		return errorInvalid
	}
	c.filter = keys
	return 0
}

// touches reports whether the client's filter touches an event for the DN.
func (c *client) touches(a *address, kind wire.MessageType) bool {
	switch {
	case c.filter == nil, a.behaviour.Filter == FilterOff:
		return false
	case kind == wire.EventUserEvent:
		return a.behaviour.Filter == FilterUserEvents
	}
	return true
}

// filtered returns an event's attributes with only the user data that passes the client's
// filter. UserData is omitted if nothing passes.
func (c *client) filtered(attributes []wire.Attribute) []wire.Attribute {
	passed := make([]wire.Attribute, 0, len(attributes))
	for i := range attributes {
		if attributes[i].ID != wire.AttributeUserData {
			passed = append(passed, attributes[i])
			continue
		}
		var pairs []wire.KeyValue
		if list, err := attributes[i].List(); err == nil {
			for _, pair := range keyValues(list, maxFilterDepth) {
				if _, passes := c.filter[pair.Key]; passes {
					pairs = append(pairs, pair)
				}
			}
		}
		if list, err := wire.ListAttribute(wire.AttributeUserData, pairs); err == nil && len(pairs) > 0 {
			passed = append(passed, list)
		}
	}
	return passed
}

// keyValues returns the pairs of a list. It omits lists that are nested deeper than depth.
func keyValues(list wire.List, depth int) []wire.KeyValue {
	var all []wire.KeyValue
	for pairs := list.Pairs(); pairs.Next(); {
		p := &pairs.Pair
		pair := wire.KeyValue{Key: string(p.Key), Type: p.Type, Long: p.Long, Bytes: p.Value}
		pair.Int, _ = p.Int()
		if nested, err := p.List(); err == nil && depth > 0 {
			pair.Bytes, pair.List = nil, keyValues(nested, depth-1)
		}
		all = append(all, pair)
	}
	return all
}
