package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// parsePairs reads the pairs of a list whose opening bracket has been read. They
// are encoded at once: as values they would take many times the memory.
func parsePairs(reader *jsonReader, depth int) (encodedPairs, error) {
	if depth > DefaultMaxDepth {
		return encodedPairs{}, fmt.Errorf("lists are nested deeper than %d", DefaultMaxDepth)
	}
	var list encodedPairs
	err := reader.elements(func(i int) error {
		p := pairParser{reader: reader, depth: depth}
		err := reader.object(p.field)
		if err == nil {
			err = p.finish()
		}
		if err == nil {
			list.body, err = p.appendTo(list.body)
		}
		if err != nil {
			return fmt.Errorf("pair %d%s: %w", i+1, p.label(), err)
		}
		list.count++
		return nil
	})
	return list, err
}

// pairParser gathers the keys of one pair.
type pairParser struct {
	reader *jsonReader
	depth  int
	pair   KeyValue

	hasKey, hasType bool
	value           jsonValue
}

func (p *pairParser) label() string {
	if !p.hasKey {
		return ""
	}
	return fmt.Sprintf(" (%q)", shorten(p.pair.Key))
}

func (p *pairParser) field(key string) error {
	var err error
	switch key {
	case "key", "keyHex":
		return p.key(key)
	case "type":
		p.hasType = true
		p.pair.Type, err = p.pairType()
	case "value", "valueHex":
		err = p.value.read(p.reader, key, p.depth+1)
	case "long":
		p.pair.Long, err = p.reader.boolean(key)
	default:
		err = fmt.Errorf("the key %q is unknown", shorten(key))
	}
	return err
}

func (p *pairParser) key(name string) error {
	if p.hasKey {
		return errors.New(`"key" and "keyHex" exclude each other`)
	}
	text, err := p.reader.text(name)
	if err != nil {
		return err
	}
	if name == "keyHex" {
		value, err := parseHex(name, text)
		if err != nil {
			return err
		}
		text = string(value)
	}
	p.hasKey = true
	p.pair.Key = text
	return nil
}

func (p *pairParser) pairType() (PairType, error) {
	token, err := p.reader.decoder.Token()
	if err != nil {
		return 0, err
	}
	switch token {
	case jsonText:
		return PairText, nil
	case jsonInt:
		return PairInt, nil
	case jsonBinary:
		return PairBinary, nil
	case jsonList:
		return PairList, nil
	case jsonUnicode:
		return PairUnicode, nil
	}
	number, is := token.(json.Number)
	if is {
		value, err := strconv.ParseUint(number.String(), 10, 7)
		if err == nil && PairType(value) > PairUnicode {
			return PairType(value), nil
		}
	}
	return 0, fmt.Errorf(`"type" must be string, int, binary, list or unicode, or a number from %d to %d, not %s`, PairUnicode+1, longPair-1, describe(token))
}

func (p *pairParser) finish() error {
	switch {
	case !p.hasKey:
		return errors.New(`"key" or "keyHex" is missing`)
	case !p.hasType:
		return errors.New(`"type" is missing`)
	case p.value.array && p.pair.Type != PairList:
		return errors.New(`only a pair of type list has an array as its "value"`)
	}
	var err error
	switch p.pair.Type {
	case PairText:
		p.pair.Bytes, err = p.value.bytes()
	case PairInt:
		var number int64
		number, err = p.value.integer(math.MinInt32, math.MaxInt32)
		p.pair.Int = int32(number)
	case PairList:
		if !p.value.array {
			return errors.New(`a pair of type list needs an array as its "value"`)
		}
	case PairUnicode:
		p.pair.Bytes, err = p.unicode()
	default:
		p.pair.Bytes, err = p.value.hex("value")
	}
	return err
}

func (p *pairParser) appendTo(dst []byte) ([]byte, error) {
	if p.pair.Type != PairList {
		return p.pair.appendTo(dst)
	}
	if err := p.pair.check(); err != nil {
		return dst, err
	}
	return p.pair.appendListTo(dst, p.value.list), nil
}

func (p *pairParser) unicode() ([]byte, error) {
	value, err := p.value.bytes()
	if err != nil {
		return nil, err
	}
	if p.value.key != "valueHex" {
		return appendUTF16(nil, string(value)), nil
	}
	if len(value)%2 != 0 {
		return nil, fmt.Errorf("UTF-16 text has an odd length of %d bytes", len(value))
	}
	return value, nil
}
