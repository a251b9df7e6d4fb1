package tjson

import (
	"errors"
	"fmt"

	"capdeck/tlibconn/wire"
)

// Parse reads one line in the form that [Append] and [AppendADDP] write. A line
// needs only one of type and typeName, and an attribute only one of id and name. A
// known attribute may omit its wire type. Parse ignores the keys name, note, frames
// and from of a recorded vector. It returns an error for any other unknown key, a
// key that occurs twice and a number out of range. The error names the attribute
// and the pair. The record does not retain line.
func Parse(line []byte) (Record, error) {
	reader, err := newLineReader(line)
	if err != nil {
		return Record{}, err
	}
	p := recordParser{reader: reader}
	if err = reader.object(p.field); err != nil {
		return Record{}, err
	}
	return p.finish()
}

// recordParser collects the keys of a line. They may be in any order.
type recordParser struct {
	reader *lineReader
	record Record

	number    *wire.MessageType
	named     *wire.MessageType
	isADDP    bool
	op        wire.ADDPOp
	value     *uint32
	ofMessage string // a key of a message that an ADDP packet cannot have
}

func (p *recordParser) field(key string) error {
	switch key {
	case "name", "note", "frames", "from":
		return p.reader.skip()
	case "addp", "addpHex":
		return p.addpOp(key)
	case "value":
		value, err := p.reader.integer(key, 0, wire.MaxADDPValue)
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
		t := wire.MessageType(number)
		p.number = &t
		return err
	case "typeName":
		name, err := p.reader.text(key)
		if err != nil {
			return err
		}
		t, ok := wire.MessageTypeByName(name)
		if !ok {
			return fmt.Errorf("unknown message name %q", shorten(name))
		}
		p.named = &t
		return nil
	case "attrs":
		return p.reader.array(key, p.attribute)
	case "parts":
		return p.reader.array(key, p.part)
	}
	return fmt.Errorf("unknown key %q", shorten(key))
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
		return errors.New(`an ADDP packet must have one operation of one byte, such as "addp":"P" or "addpHex":"50"`)
	}
	p.isADDP = true
	p.op = wire.ADDPOp(op[0])
	return nil
}

func (p *recordParser) attribute(i int) error {
	if i >= wire.MaxAttributes {
		return fmt.Errorf("a message can have at most %d attributes", wire.MaxAttributes)
	}
	a := attributeParser{reader: p.reader}
	err := p.reader.object(a.field)
	if err == nil {
		var attribute wire.Attribute
		attribute, err = a.finish()
		p.record.Message.Attributes = append(p.record.Message.Attributes, attribute)
	}
	if err != nil {
		return fmt.Errorf("attribute %d%s: %w", i+1, a.label(), err)
	}
	return nil
}

func (p *recordParser) part(i int) error {
	length, err := p.reader.integer("parts", 1, wire.MaxFrameBody)
	if err != nil {
		return fmt.Errorf("part %d: %w", i+1, err)
	}
	p.record.Parts = append(p.record.Parts, uint16(length))
	return nil
}

func (p *recordParser) finish() (Record, error) {
	switch {
	case p.isADDP && p.ofMessage != "":
		return Record{}, fmt.Errorf("an ADDP packet cannot have %q", p.ofMessage)
	case p.isADDP && p.value == nil:
		return Record{}, errors.New(`an ADDP packet needs "value"`)
	case p.isADDP:
		return Record{ADDP: &wire.ADDP{Op: p.op, Value: *p.value}}, nil
	case p.value != nil:
		return Record{}, errors.New(`"value" is only for ADDP packets; a message has "attrs"`)
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
