package wire

import "strings"

// usualWires holds the wire type that the vendor's library was seen to use for
// each attribute, by its number, as in attributes.tsv; '?' was never seen.
const usualWires = "ssii?liiillllis?ibssssiissiissiississsiiisisibii?iibsbi?iiisisibssiiss??siissssssilib?iiiisisi?i?ii??ii??illi??i??issllil??iiss????????siiisssssss?llisii"

// UsualWire returns the wire type that the vendor's library uses for the
// attribute: WireInt, WireLong, WireText or WireBinary. It is false where no
// message with the attribute was seen. A receiver goes by the letter on the
// wire, never by this.
func (id AttributeID) UsualWire() (Wire, bool) {
	if uint64(id) >= uint64(len(usualWires)) || usualWires[id] == '?' {
		return 0, false
	}
	return Wire(usualWires[id]), true
}

// IsPassword reports whether the attribute's value is a secret, which is shown to
// nobody who has not asked for it.
func (id AttributeID) IsPassword() bool {
	return id == AttributeApplicationPassword || id == AttributePassword
}

// IsConnID reports whether the attribute names a call, so that its value is
// shown as 16 hexadecimal digits (SEMANTICS.md, How T-Server prints messages in
// its log). NetworkCallID and the times, which are 8-byte integers too, do not.
func (id AttributeID) IsConnID() bool {
	return uint64(id) < uint64(len(attributeNames)) && strings.HasSuffix(attributeNames[id], "ConnID")
}
