package tjson

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"capdeck/tlibconn/wire"
)

// fieldValue is the value of "value", "valueHex" or "list".
type fieldValue struct {
	key   string     // its key, "" if there is none
	token json.Token // a string or a number
	list  wire.ListBuilder
	array bool // the value is in list, not in token
}

// read reads the value. Lists are read as pairs at the given depth.
func (v *fieldValue) read(reader *lineReader, key string, depth int) error {
	if v.key != "" {
		return fmt.Errorf("%q and %q cannot be used together", v.key, key)
	}
	v.key = key
	token, err := reader.decoder.Token()
	if err != nil {
		return err
	}
	if token == json.Delim('[') && key != "valueHex" {
		v.array = true
		v.list, err = parsePairs(reader, depth)
		return err
	}
	switch token.(type) {
	case string, json.Number:
		v.token = token
		return nil
	}
	return fmt.Errorf("%q cannot be %s", key, describe(token))
}

// text returns the value as a string.
func (v *fieldValue) text() (string, error) {
	text, is := v.token.(string)
	switch {
	case v.key == "":
		return "", errors.New(`"value" is missing`)
	case v.array:
		return "", fmt.Errorf("%q must be a string, not a list", v.key)
	case !is:
		return "", fmt.Errorf("%q must be a string, not %s", v.key, describe(v.token))
	}
	return text, nil
}

// hex returns the value as bytes. Its key must be the given one.
func (v *fieldValue) hex(key string) ([]byte, error) {
	text, err := v.text()
	if err != nil {
		return nil, err
	}
	if v.key != key {
		return nil, fmt.Errorf("%q must be %q here", v.key, key)
	}
	return parseHex(key, text)
}

// bytes returns the bytes of a text, or those that valueHex encodes.
func (v *fieldValue) bytes() ([]byte, error) {
	if v.key == "valueHex" {
		return v.hex("valueHex")
	}
	text, err := v.text()
	return []byte(text), err
}

func (v *fieldValue) integer(lowest, highest int64) (int64, error) {
	switch {
	case v.key == "":
		return 0, errors.New(`"value" is missing`)
	case v.array:
		return 0, fmt.Errorf("%q must be a number, not a list", v.key)
	case v.key != "value":
		return 0, fmt.Errorf(`%q must be "value" here`, v.key)
	}
	return integerOf(v.token, v.key, lowest, highest)
}

func parseHex(key, text string) ([]byte, error) {
	value, err := hex.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("%q must be pairs of hexadecimal digits: %w", key, err)
	}
	return value, nil
}
