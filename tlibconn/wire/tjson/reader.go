package tjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// lineReader reads one JSON text token by token. It is stricter than
// encoding/json, which accepts input that would silently change the bytes: invalid
// UTF-8, unpaired surrogates, and keys that occur twice or in another case.
type lineReader struct {
	decoder *json.Decoder
}

func newLineReader(text []byte) (*lineReader, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("the line is not valid UTF-8; write such text as valueHex or keyHex")
	}
	if !json.Valid(text) {
		var none json.RawMessage
		err := json.Unmarshal(text, &none)
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			return nil, fmt.Errorf("the line is not one JSON object: byte %d: %w", syntax.Offset, err)
		}
		return nil, fmt.Errorf("the line is not one JSON object: %w", err)
	}
	if at := loneSurrogate(text); at >= 0 {
		return nil, fmt.Errorf("byte %d of the line: half of a surrogate pair is not valid text; write it as valueHex or keyHex", at+1)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return &lineReader{decoder: decoder}, nil
}

// loneSurrogate returns the index of a \uXXXX escape that is half of a surrogate
// pair without the other half, or -1. The text must be valid JSON.
func loneSurrogate(text []byte) int {
	escape := func(at int) (rune, bool) {
		if at+6 > len(text) || text[at] != '\\' || text[at+1] != 'u' {
			return 0, false
		}
		unit, err := strconv.ParseUint(string(text[at+2:at+6]), 16, 16)
		return rune(unit), err == nil
	}
	for at := 0; at < len(text); {
		skip := bytes.IndexByte(text[at:], '\\')
		if skip < 0 {
			return -1
		}
		at += skip
		unit, is := escape(at)
		switch {
		case !is:
			at += 2
		case unit < 0xd800 || unit > 0xdfff:
			at += 6
		default:
			low, follows := escape(at + 6)
			if unit > 0xdbff || !follows || low < 0xdc00 || low > 0xdfff {
				return at
			}
			at += 12
		}
	}
	return -1
}

// object calls field for each key, which must read the key's value. A key that
// occurs twice is an error.
func (r *lineReader) object(field func(key string) error) error {
	token, err := r.decoder.Token()
	if err != nil {
		return err
	}
	if token != json.Delim('{') {
		return fmt.Errorf("expected an object, not %s", describe(token))
	}
	var seen []string
	for r.decoder.More() {
		if token, err = r.decoder.Token(); err != nil {
			return err
		}
		key, _ := token.(string)
		if slices.Contains(seen, key) {
			return fmt.Errorf("the key %q occurs twice", shorten(key))
		}
		seen = append(seen, key)
		if err = field(key); err != nil {
			return err
		}
	}
	_, err = r.decoder.Token()
	return err
}

// elements calls element for each element of an array whose opening bracket
// has been read.
func (r *lineReader) elements(element func(i int) error) error {
	for i := 0; r.decoder.More(); i++ {
		if err := element(i); err != nil {
			return err
		}
	}
	_, err := r.decoder.Token()
	return err
}

// array calls element for each element.
func (r *lineReader) array(key string, element func(i int) error) error {
	token, err := r.decoder.Token()
	if err != nil {
		return err
	}
	if token != json.Delim('[') {
		return fmt.Errorf("%q must be an array, not %s", key, describe(token))
	}
	return r.elements(element)
}

// skip reads and ignores a value.
func (r *lineReader) skip() error {
	var ignored json.RawMessage
	return r.decoder.Decode(&ignored)
}

func (r *lineReader) text(key string) (string, error) {
	token, err := r.decoder.Token()
	if err != nil {
		return "", err
	}
	text, is := token.(string)
	if !is {
		return "", fmt.Errorf("%q must be a string, not %s", key, describe(token))
	}
	return text, nil
}

func (r *lineReader) integer(key string, lowest, highest int64) (int64, error) {
	token, err := r.decoder.Token()
	if err != nil {
		return 0, err
	}
	return integerOf(token, key, lowest, highest)
}

func (r *lineReader) boolean(key string) (bool, error) {
	token, err := r.decoder.Token()
	if err != nil {
		return false, err
	}
	value, is := token.(bool)
	if !is {
		return false, fmt.Errorf("%q must be true or false, not %s", key, describe(token))
	}
	return value, nil
}

// integerOf returns the value of a token that must be a whole number from lowest to
// highest, written without fraction or exponent.
func integerOf(token json.Token, key string, lowest, highest int64) (int64, error) {
	number, is := token.(json.Number)
	if !is {
		return 0, fmt.Errorf("%q must be a number, not %s", key, describe(token))
	}
	value, err := strconv.ParseInt(number.String(), 10, 64)
	if err != nil || value < lowest || value > highest {
		return 0, fmt.Errorf("%q must be a whole number from %d to %d, not %s", key, lowest, highest, shorten(number.String()))
	}
	return value, nil
}

// describe returns a description of a token for an error.
func describe(token json.Token) string {
	switch value := token.(type) {
	case nil:
		return "null"
	case string:
		return fmt.Sprintf("the string %q", shorten(value))
	case json.Number:
		return "the number " + shorten(value.String())
	case json.Delim:
		if value == '[' {
			return "an array"
		}
		return "an object"
	}
	return fmt.Sprint(token)
}

// shorten truncates text from the input to a length suitable for an error.
func shorten(text string) string {
	const most = 40
	if len(text) <= most {
		return text
	}
	return text[:most] + "…"
}
