package tjson

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"

	"capdeck/tlibconn/wire"
)

// parsePairs reads the pairs of a list whose opening bracket has been read. It
// encodes each pair immediately, because a slice of values would need many times the
// memory.
func parsePairs(reader *lineReader, depth int) (wire.ListBuilder, error) {
	if depth > wire.DefaultMaxDepth {
		return wire.ListBuilder{}, fmt.Errorf("lists are nested deeper than %d", wire.DefaultMaxDepth)
	}
	var list wire.ListBuilder
	err := reader.elements(func(i int) error {
		p := pairParser{reader: reader, depth: depth}
		err := reader.object(p.field)
		if err == nil {
			err = p.finish()
		}
		if err == nil {
			err = p.addTo(&list)
		}
		if err != nil {
			return fmt.Errorf("pair %d%s: %w", i+1, p.label(), err)
		}
		return nil
	})
	return list, err
}

// pairParser collects the keys of one pair.
type pairParser struct {
	reader *lineReader
	depth  int
	pair   wire.KeyValue

	hasKey, hasType bool
	value           fieldValue
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
		err = fmt.Errorf("unknown key %q", shorten(key))
	}
	return err
}

func (p *pairParser) key(name string) error {
	if p.hasKey {
		return errors.New(`"key" and "keyHex" cannot be used together`)
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

func (p *pairParser) pairType() (wire.PairType, error) {
	token, err := p.reader.decoder.Token()
	if err != nil {
		return 0, err
	}
	switch token {
	case typeText:
		return wire.PairText, nil
	case typeInt:
		return wire.PairInt, nil
	case typeBinary:
		return wire.PairBinary, nil
	case typeList:
		return wire.PairList, nil
	case typeUnicode:
		return wire.PairUnicode, nil
	}
	number, is := token.(json.Number)
	if is {
		value, err := strconv.ParseUint(number.String(), 10, 7)
		if err == nil && wire.PairType(value) > wire.PairUnicode {
			return wire.PairType(value), nil
		}
	}
	return 0, fmt.Errorf(`"type" must be string, int, binary, list or unicode, or a number from %d to %d, not %s`, wire.PairUnicode+1, wire.MaxPairType, describe(token))
}

func (p *pairParser) finish() error {
	switch {
	case !p.hasKey:
		return errors.New(`"key" or "keyHex" is missing`)
	case !p.hasType:
		return errors.New(`"type" is missing`)
	case p.value.array && p.pair.Type != wire.PairList:
		return errors.New(`only a pair of type list can have an array as its "value"`)
	}
	var err error
	switch p.pair.Type {
	case wire.PairText:
		p.pair.Bytes, err = p.value.bytes()
	case wire.PairInt:
		var number int64
		number, err = p.value.integer(math.MinInt32, math.MaxInt32)
		p.pair.Int = int32(number)
	case wire.PairList:
		if !p.value.array {
			return errors.New(`a pair of type list must have an array as its "value"`)
		}
	case wire.PairUnicode:
		p.pair.Bytes, err = p.unicode()
	default:
		p.pair.Bytes, err = p.value.hex("value")
	}
	return err
}

func (p *pairParser) addTo(list *wire.ListBuilder) error {
	if p.pair.Type != wire.PairList {
		return list.Add(p.pair)
	}
	return list.AddList(p.pair.Key, p.pair.Long, &p.value.list)
}

func (p *pairParser) unicode() ([]byte, error) {
	value, err := p.value.bytes()
	if err != nil {
		return nil, err
	}
	if p.value.key != "valueHex" {
		return wire.UnicodePair("", string(value)).Bytes, nil
	}
	if len(value)%2 != 0 {
		return nil, fmt.Errorf("UTF-16 text has an odd length of %d bytes", len(value))
	}
	return value, nil
}
