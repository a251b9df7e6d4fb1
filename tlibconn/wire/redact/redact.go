// Package redact removes personal data from a message before it is kept in a file that
// others read: user data, passwords, and the numbers of other parties. The message keeps
// its shape, so that it can still be encoded, decoded and compared. The package knows no
// file and no contract: its caller names the keys of user data that stay.
package redact

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"capdeck/tlibconn/wire"
)

const (
	// kept is how many characters at the end of another party's number stay.
	kept = 3
	// maxDepth is the deepest nesting of lists whose keys stay. What is deeper is emptied.
	maxDepth = 16
)

// Blank stands for a text that was removed, whatever its length was.
const Blank = "***"

// Message returns a copy of a message without personal data. In UserData the values of all
// keys but keep are blank: text becomes Blank, an integer 0, everything else empty; keys
// stay. Of the numbers of other parties (ANI, DNIS, OtherDN, ThirdPartyDN,
// DialedNumber, RemoteDN, CollectedDigits, DTMFDigits and others) the last three characters stay. Passwords and the name of
// the calling line become Blank. The error says which list cannot be read; there is no
// copy then. Bytes that did not change are shared with m.
func Message(m *wire.Message, keep ...string) (wire.Message, error) {
	out := wire.Message{Type: m.Type, Attributes: slices.Clone(m.Attributes)}
	for i := range out.Attributes {
		attribute := &out.Attributes[i]
		switch attribute.ID {
		case wire.AttributeUserData:
			list, ok := (&wire.Message{Attributes: []wire.Attribute{*attribute}}).List(wire.AttributeUserData)
			if !ok {
				return wire.Message{}, fmt.Errorf("the user data of a %s cannot be read as a list", m.Type)
			}
			builder, err := userData(list, keep, maxDepth)
			if err != nil {
				return wire.Message{}, fmt.Errorf("the user data of a %s: %w", m.Type, err)
			}
			attribute.Bytes = builder.Append(nil)
		case wire.AttributeANI, wire.AttributeDNIS, wire.AttributeOtherDN, wire.AttributeThirdPartyDN, wire.AttributeCollectedDigits, wire.AttributeRemoteParty,
			wire.AttributeRemoteDN, wire.AttributeDialedNumber, wire.AttributeAccessNumber, wire.AttributeDTMFDigits, wire.AttributeCommunicationDN,
			wire.AttributeFirstTransferOrigDN, wire.AttributeLastTransferOrigDN, wire.AttributeNetworkOrigDN, wire.AttributeNetworkDestDN,
			wire.AttributeRefParty, wire.AttributeCtrlParty:
			attribute.Bytes, attribute.Number = number(attribute.Bytes), 0
		case wire.AttributeApplicationPassword, wire.AttributePassword, wire.AttributeCallingLineName:
			if len(attribute.Bytes) > 0 {
				attribute.Bytes = []byte(Blank)
			}
		}
	}
	return out, nil
}

// userData returns a list in which only the values of some keys are left.
func userData(list wire.List, keep []string, depth int) (*wire.ListBuilder, error) {
	var out wire.ListBuilder
	pairs := list.Pairs()
	for pairs.Next() {
		pair := &pairs.Pair
		if pair.Type == wire.PairList && depth > 1 {
			inner, err := pair.List()
			if err != nil {
				return nil, fmt.Errorf("a nested list: %w", err)
			}
			built, err := userData(inner, nil, depth-1)
			if err != nil {
				return nil, err
			}
			if err := out.AddList(string(pair.Key), pair.Long, built); err != nil {
				return nil, fmt.Errorf("a nested list: %w", err)
			}
			continue
		}
		if err := out.Add(value(pair, slices.Contains(keep, string(pair.Key)))); err != nil {
			return nil, fmt.Errorf("a pair: %w", err)
		}
	}
	if err := pairs.Err(); err != nil {
		return nil, fmt.Errorf("a pair: %w", err)
	}
	return &out, nil
}

// value returns a pair, without its value unless it stays.
func value(pair *wire.Pair, stays bool) wire.KeyValue {
	out := wire.KeyValue{Key: string(pair.Key), Type: pair.Type}
	switch {
	case pair.Type == wire.PairList:
		// A list that is nested too deep; its key is there.
		return wire.BinaryPair(out.Key, nil)
	case stays && pair.Type == wire.PairInt:
		out.Int, _ = pair.Int()
	case stays:
		out.Bytes = pair.Value
	case pair.Type == wire.PairText:
		out.Bytes = []byte(Blank)
	}
	return out
}

// number returns a number of which only the last characters are left.
func number(text []byte) []byte {
	hidden := max(utf8.RuneCount(text)-kept, 0)
	out := make([]byte, 0, len(text))
	for range hidden {
		_, size := utf8.DecodeRune(text)
		out, text = append(out, '*'), text[size:]
	}
	return append(out, text...)
}
