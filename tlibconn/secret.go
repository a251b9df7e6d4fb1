package tlibconn

import (
	"bytes"

	"capdeck/tlibconn/wire"
)

// leastSecret is how long a password must be for lists to be searched for it: in
// their bytes a shorter one could be found by chance.
const leastSecret = 4

// hidePassword blanks the password in what a server says in words: the error's text, and
// the lists of reasons and extensions. It leaves DNs and names alone, which a password can
// resemble. It changes body.
func hidePassword(body []byte, password string) {
	if password == "" {
		return
	}
	var attributes wire.Attributes
	for attributes.Begin(body); attributes.Next(); {
		value := body[attributes.From:attributes.To]
		switch attributes.ID {
		case wire.AttributeErrorMessage:
			blank(value, password)
		case wire.AttributeReason, wire.AttributeExtensions:
			if len(password) >= leastSecret {
				blank(value, password)
			}
		}
	}
}

// blank overwrites each place of a text with asterisks.
func blank(value []byte, text string) {
	for at := bytes.Index(value, []byte(text)); at >= 0; at = bytes.Index(value, []byte(text)) {
		for i := range len(text) {
			value[at+i] = '*'
		}
		value = value[at+len(text):]
	}
}
