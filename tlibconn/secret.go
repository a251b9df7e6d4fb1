package tlibconn

import (
	"bytes"

	"capdeck/tlibconn/wire"
)

// leastSecret is the length from which a password is searched for in lists. A shorter one
// could occur in their bytes by chance.
const leastSecret = 4

// hidePassword blanks the password in the texts of a server's message: the error's text, and
// the lists of reasons and extensions. It does not touch DNs and names, which can resemble a
// password. It changes body.
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

// blank overwrites each occurrence of text with asterisks.
func blank(value []byte, text string) {
	for at := bytes.Index(value, []byte(text)); at >= 0; at = bytes.Index(value, []byte(text)) {
		for i := range len(text) {
			value[at+i] = '*'
		}
		value = value[at+len(text):]
	}
}
