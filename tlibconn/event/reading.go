package event

import "capdeck/tlibconn/wire"

// reading is what the board needs of every message, extracted once from its body.
type reading struct {
	word         Word
	dnAt, dnSize uint32 // of ThisDN in the body; dnAt is 0 if there is none
	dnHash       uint64
	connID       uint64
}

// read extracts the reading from a body and blanks the passwords in it, so that no one who shows,
// copies or exports the message can leak one. If an attribute occurs several times, the last one
// counts (WIRE.md, Malformed input). read reports whether the body is well-formed; if it is not,
// read extracts what precedes the error.
func (r *reading) read(body []byte, limits wire.Limits) bool {
	ok := limits.Takes(len(body))
	var attributes wire.Attributes
	for attributes.Begin(body); attributes.Next(); {
		switch attributes.ID {
		case wire.AttributeThisDN:
			r.readDN(&attributes)
		case wire.AttributeConnID:
			r.connID, _ = attributes.Long()
		case wire.AttributeUserData:
			word, isList := wordOf(&attributes, limits)
			ok = ok && isList
			r.word = word
			hideInList(body, &attributes)
		case wire.AttributeApplicationPassword, wire.AttributePassword:
			for i := attributes.From; i < attributes.To; i++ {
				body[i] = '*'
			}
		case wire.AttributeReason, wire.AttributeExtensions, wire.AttributeTreatmentParms:
			list := attributes.Attribute()
			ok = list.HoldsList(limits) && ok
			hideInList(body, &attributes)
		}
	}
	return attributes.Complete() && ok
}

// hideInList blanks the passwords in a list.
func hideInList(body []byte, attributes *wire.Attributes) {
	list := wire.Attribute{ID: attributes.ID, Wire: attributes.Wire, Bytes: body[attributes.From:attributes.To]}
	list.HidePasswords()
}

func (r *reading) readDN(attribute *wire.Attributes) {
	if attribute.Wire != wire.WireText && attribute.Wire != wire.WireLongText {
		r.dnAt, r.dnSize, r.dnHash = 0, 0, 0
		return
	}
	r.dnAt, r.dnSize = uint32(attribute.From), uint32(attribute.To-attribute.From)
	r.dnHash = hashBytes(attribute.Value())
}
