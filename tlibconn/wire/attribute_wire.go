package wire

import "strings"

// usualWires holds the wire type that the vendor's library uses for each
// attribute, indexed by its number, as in attributes.tsv. A '?' marks an attribute
// that was never observed.
const usualWires = "ssii?liiillllis?ibssssiissiissiississsiiisisibii?iibsbi?iiisisibssiiss??siissssssilib?iiiisisi?i?ii??ii??illi??i??issllil??iiss????????siiisssssss?llisii"

// UsualWire returns the wire type that the vendor's library uses for the
// attribute: WireInt, WireLong, WireText or WireBinary. It returns false if the
// attribute was never observed. A receiver must use the letter in the message and
// not this type.
func (id AttributeID) UsualWire() (Wire, bool) {
	if uint64(id) >= uint64(len(usualWires)) || usualWires[id] == '?' {
		return 0, false
	}
	return Wire(usualWires[id]), true
}

// IsPassword reports whether the attribute's value is a secret, which must be
// hidden unless the user asked to see it.
func (id AttributeID) IsPassword() bool {
	return id == AttributeApplicationPassword || id == AttributePassword
}

// IsConnID reports whether the attribute names a call, so that its value is
// shown as 16 hexadecimal digits (SEMANTICS.md, How T-Server prints messages in
// its log). It is false for the other 8-byte integers: NetworkCallID and the times.
func (id AttributeID) IsConnID() bool {
	return uint64(id) < uint64(len(attributeNames)) && strings.HasSuffix(attributeNames[id], "ConnID")
}
