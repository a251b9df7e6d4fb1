package wire

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ParseJSON reads one line in the form that AppendJSON writes
// (docs/protocol/JSON.md; WIRE.md, Messages as JSON). For lines that people
// write, type or typeName is enough, and id or name; a known attribute may
// leave its wire type out. The keys name, note, frames and from of a recorded
// vector are passed over; every other unknown key, a key that occurs twice and
// a number out of range are errors, which name the attribute and the pair. The
// record keeps nothing of line.
func ParseJSON(line []byte) (Record, error) {
	reader, err := newJSONReader(line)
	if err != nil {
		return Record{}, err
	}
	p := recordParser{reader: reader}
	if err = reader.object(p.field); err != nil {
		return Record{}, err
	}
	return p.finish()
}

// recordParser gathers a line's keys, which may stand in any order.
type recordParser struct {
	reader *jsonReader
	record Record

	number    *MessageType
	named     *MessageType
	isADDP    bool
	op        ADDPOp
	value     *uint32
	ofMessage string // a key that a message has and an ADDP packet has not
}

func (p *recordParser) field(key string) error {
	switch key {
	case "name", "note", "frames", "from":
		return p.reader.skip()
	case "addp", "addpHex":
		return p.addpOp(key)
	case "value":
		value, err := p.reader.integer(key, 0, MaxADDPValue)
		if err == nil {
			short := uint32(value)
			p.value = &short
		}
		return err
	}
	p.ofMessage = key
	switch key {
	case "type":
		number, err := p.reader.integer(key, 0, 1<<32-1)
		t := MessageType(number)
		p.number = &t
		return err
	case "typeName":
		name, err := p.reader.text(key)
		if err != nil {
			return err
		}
		t, err := messageTypeByName(name)
		p.named = &t
		return err
	case "attrs":
		return p.reader.array(key, p.attribute)
	case "parts":
		return p.reader.array(key, p.part)
	}
	return fmt.Errorf("the key %q is unknown", shorten(key))
}

func (p *recordParser) addpOp(key string) error {
	text, err := p.reader.text(key)
	if err != nil {
		return err
	}
	op := []byte(text)
	if key == "addpHex" {
		if op, err = parseHex(key, text); err != nil {
			return err
		}
	}
	if len(op) != 1 || p.isADDP {
		return errors.New(`an ADDP packet has one operation of one byte: "addp":"P" or "addpHex":"50"`)
	}
	p.isADDP = true
	p.op = ADDPOp(op[0])
	return nil
}

func (p *recordParser) attribute(i int) error {
	if i >= MaxAttributes {
		return fmt.Errorf("a message has at most %d attributes", MaxAttributes)
	}
	a := attributeParser{reader: p.reader}
	err := p.reader.object(a.field)
	if err == nil {
		var attribute Attribute
		attribute, err = a.finish()
		p.record.Message.Attributes = append(p.record.Message.Attributes, attribute)
	}
	if err != nil {
		return fmt.Errorf("attribute %d%s: %w", i+1, a.label(), err)
	}
	return nil
}

func (p *recordParser) part(i int) error {
	length, err := p.reader.integer("parts", 1, MaxFrameBody)
	if err != nil {
		return fmt.Errorf("part %d: %w", i+1, err)
	}
	p.record.Parts = append(p.record.Parts, uint16(length))
	return nil
}

func (p *recordParser) finish() (Record, error) {
	switch {
	case p.isADDP && p.ofMessage != "":
		return Record{}, fmt.Errorf("an ADDP packet has no %q", p.ofMessage)
	case p.isADDP && p.value == nil:
		return Record{}, errors.New(`an ADDP packet needs "value"`)
	case p.isADDP:
		return Record{ADDP: &ADDP{Op: p.op, Value: *p.value}}, nil
	case p.value != nil:
		return Record{}, errors.New(`"value" is for ADDP packets, a message has "attrs"`)
	case p.number == nil && p.named == nil:
		return Record{}, errors.New(`a message needs "type" or "typeName"`)
	case p.number != nil && p.named != nil && *p.number != *p.named:
		return Record{}, fmt.Errorf("type %d is %s, but typeName is %s", uint32(*p.number), *p.number, *p.named)
	case p.number != nil:
		p.record.Message.Type = *p.number
	default:
		p.record.Message.Type = *p.named
	}
	return p.record, nil
}

// messageTypeByName knows the T-Library names and Message<number>.
func messageTypeByName(name string) (MessageType, error) {
	if number, ok := numbered(name, "Message"); ok {
		return MessageType(number), nil
	}
	for number, known := range messageNames {
		if known == name && name != "" {
			return MessageType(number), nil
		}
	}
	return 0, fmt.Errorf("no message has the name %q", shorten(name))
}

// attributeIDByName knows the T-Library names, with or without Attribute in
// front, and Attribute<number>.
func attributeIDByName(name string) (AttributeID, error) {
	if number, ok := numbered(name, "Attribute"); ok {
		return AttributeID(number), nil
	}
	short := strings.TrimPrefix(name, "Attribute")
	for number, known := range attributeNames {
		if known == short && short != "" {
			return AttributeID(number), nil
		}
	}
	return 0, fmt.Errorf("no attribute has the name %q", shorten(name))
}

func numbered(name, prefix string) (uint32, bool) {
	digits, ok := strings.CutPrefix(name, prefix)
	if !ok {
		return 0, false
	}
	number, err := strconv.ParseUint(digits, 10, 32)
	return uint32(number), err == nil
}

func parseHex(key, text string) ([]byte, error) {
	value, err := hex.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("%q must be hexadecimal digits, two a byte: %w", key, err)
	}
	return value, nil
}

// jsonValue is what stood under value, valueHex or list.
type jsonValue struct {
	key   string     // under which it stood, "" where nothing did
	token json.Token // a string or a number
	list  encodedPairs
	array bool // the value is list
}

// read reads the value; lists are taken in as pairs of the given depth.
func (v *jsonValue) read(reader *jsonReader, key string, depth int) error {
	if v.key != "" {
		return fmt.Errorf("%q and %q exclude each other", v.key, key)
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
func (v *jsonValue) text() (string, error) {
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

// hex returns the value as bytes; it must stand under the given key.
func (v *jsonValue) hex(key string) ([]byte, error) {
	text, err := v.text()
	if err != nil {
		return nil, err
	}
	if v.key != key {
		return nil, fmt.Errorf("%q must be %q here", v.key, key)
	}
	return parseHex(key, text)
}

// bytes returns text as its bytes, or what valueHex holds.
func (v *jsonValue) bytes() ([]byte, error) {
	if v.key == "valueHex" {
		return v.hex("valueHex")
	}
	text, err := v.text()
	return []byte(text), err
}

func (v *jsonValue) integer(lowest, highest int64) (int64, error) {
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
