package wire

import (
	"strconv"
	"strings"
)

// IsKnown reports whether the published T-Library header names the number
// (messages.tsv).
func (t MessageType) IsKnown() bool {
	return uint64(t) < uint64(len(messageNames)) && messageNames[t] != ""
}

// IsKnown reports whether the published T-Library header names the number
// (attributes.tsv).
func (id AttributeID) IsKnown() bool {
	return uint64(id) < uint64(len(attributeNames)) && attributeNames[id] != ""
}

// MessageTypeByName returns the message with a T-Library name, such as
// EventRinging, or with the name Message<number> that [MessageType.String] returns
// for an unknown type. ok is false if there is no such name.
func MessageTypeByName(name string) (t MessageType, ok bool) {
	if number, ok := numbered(name, "Message"); ok {
		return MessageType(number), true
	}
	for number, known := range messageNames {
		if known == name && name != "" {
			return MessageType(number), true
		}
	}
	return 0, false
}

// AttributeIDByName returns the attribute with a T-Library name, with or without
// the prefix Attribute, such as ThisDN or AttributeThisDN, or with the name
// Attribute<number> that [AttributeID.String] returns for an unknown attribute. ok
// is false if there is no such name.
func AttributeIDByName(name string) (id AttributeID, ok bool) {
	if number, ok := numbered(name, "Attribute"); ok {
		return AttributeID(number), true
	}
	short := strings.TrimPrefix(name, "Attribute")
	for number, known := range attributeNames {
		if known == short && short != "" {
			return AttributeID(number), true
		}
	}
	return 0, false
}

func numbered(name, prefix string) (uint32, bool) {
	digits, ok := strings.CutPrefix(name, prefix)
	if !ok {
		return 0, false
	}
	number, err := strconv.ParseUint(digits, 10, 32)
	return uint32(number), err == nil
}
