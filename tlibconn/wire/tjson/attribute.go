package tjson

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"

	"capdeck/tlibconn/wire"
)

// attributeParser collects the keys of one attribute.
type attributeParser struct {
	reader *lineReader

	number *wire.AttributeID
	named  *wire.AttributeID
	wire   wire.Wire // 0 if the line does not have it
	chosen bool      // wire was chosen here, so the long form is possible too
	value  fieldValue
	isList bool
	bad    bool // the key "error" was present
	wide   bool
}

// label returns the attribute's name for an error, or "" if it is not yet known.
func (p *attributeParser) label() string {
	switch {
	case p.number != nil:
		return " (" + p.number.String() + ")"
	case p.named != nil:
		return " (" + p.named.String() + ")"
	}
	return ""
}

func (p *attributeParser) field(key string) error {
	switch key {
	case "id":
		number, err := p.reader.integer(key, 0, 1<<32-1)
		if err == nil {
			id := wire.AttributeID(number)
			p.number = &id
		}
		return err
	case "name":
		name, err := p.reader.text(key)
		if err != nil {
			return err
		}
		id, ok := wire.AttributeIDByName(name)
		if !ok {
			return fmt.Errorf("unknown attribute name %q", shorten(name))
		}
		p.named = &id
		return nil
	case "wire":
		letter, err := p.reader.text(key)
		if err != nil {
			return err
		}
		if len(letter) != 1 || !isWire(wire.Wire(letter[0])) {
			return fmt.Errorf("%q must be one of i, l, s, S, b and B, not %q", key, shorten(letter))
		}
		p.wire = wire.Wire(letter[0])
		return nil
	case "list":
		p.isList = true
		return p.value.read(p.reader, key, 1)
	case "value", "valueHex":
		return p.value.read(p.reader, key, 1)
	case "error":
		p.bad = true
		_, err := p.reader.text(key)
		return err
	case "wide":
		wide, err := p.reader.boolean(key)
		p.wide = wide
		return err
	}
	return fmt.Errorf("unknown key %q", shorten(key))
}

func isWire(w wire.Wire) bool { return w == wire.WireInt || w == wire.WireLong || w.IsBytes() }

func (p *attributeParser) finish() (wire.Attribute, error) {
	id, err := p.id()
	if err != nil {
		return wire.Attribute{}, err
	}
	if p.isList != p.value.array {
		return wire.Attribute{}, errors.New(`a key-value list must be in "list", any other value in "value"`)
	}
	switch {
	case p.isList && !id.IsList():
		return wire.Attribute{}, errors.New("only Reason, UserData, Extensions and TreatmentParms are lists")
	case p.bad && (p.isList || !id.IsList()):
		return wire.Attribute{}, errors.New(`"error" is only for the value of a list attribute that is not a list`)
	case p.wide && !p.isList:
		return wire.Attribute{}, errors.New(`"wide" is only for lists`)
	}
	if p.wire == 0 {
		p.chosen = true
		if err = p.chooseWire(id); err != nil {
			return wire.Attribute{}, err
		}
	}
	a := wire.Attribute{ID: id, Wire: p.wire}
	if p.isList {
		return p.list(a)
	}
	if id.IsList() {
		return p.raw(a)
	}
	return p.plain(a)
}

func (p *attributeParser) id() (wire.AttributeID, error) {
	switch {
	case p.number == nil && p.named == nil:
		return 0, errors.New(`"id" or "name" is missing`)
	case p.number != nil && p.named != nil && *p.number != *p.named:
		return 0, fmt.Errorf("id %d is %s, but name is %s", uint32(*p.number), *p.number, *p.named)
	case p.number != nil:
		return *p.number, nil
	}
	return *p.named, nil
}

// chooseWire chooses the usual wire type of a known attribute. If there is none, it
// chooses the type that suits the JSON value. The length of the value selects the
// short or the long form; list does this for lists.
func (p *attributeParser) chooseWire(id wire.AttributeID) error {
	usual, known := id.UsualWire()
	_, isNumber := p.value.token.(json.Number)
	switch {
	case known:
		p.wire = usual
	case !id.IsKnown():
		return errors.New(`an unknown attribute needs "wire"`)
	case isNumber:
		p.wire = wire.WireInt
	default:
		p.wire = wire.WireText
	}
	// The functions that read the value report its faults.
	if value, err := p.value.bytes(); err == nil {
		switch {
		case p.wire == wire.WireText && len(value) > maxText:
			p.wire = wire.WireLongText
		case p.wire == wire.WireBinary && len(value) > 2*maxBinary:
			p.wire = wire.WireLongBinary
		}
	}
	return nil
}

// plain reads the value of an attribute that is not a list attribute.
func (p *attributeParser) plain(a wire.Attribute) (wire.Attribute, error) {
	var err error
	switch a.Wire {
	case wire.WireInt:
		a.Number, err = p.value.integer(math.MinInt32, math.MaxInt32)
	case wire.WireLong:
		a.Number, err = p.long()
	case wire.WireText, wire.WireLongText:
		a.Bytes, err = p.value.bytes()
	default:
		a.Bytes, err = p.value.hex("value")
	}
	return a, err
}

// long reads 16 hexadecimal digits, the form of a ConnID, or a number.
func (p *attributeParser) long() (int64, error) {
	text, is := p.value.token.(string)
	if !is || p.value.key != "value" {
		return p.value.integer(math.MinInt64, math.MaxInt64)
	}
	value, err := strconv.ParseUint(text, 16, 64)
	if err != nil || len(text) != 16 {
		return 0, fmt.Errorf("an 8-byte integer must have 16 hexadecimal digits, not %q", shorten(text))
	}
	return int64(value), nil
}

// raw reads the bytes of a list attribute whose value is not a list.
func (p *attributeParser) raw(a wire.Attribute) (wire.Attribute, error) {
	value, err := p.value.hex("value")
	if err != nil {
		return a, err
	}
	switch {
	case a.Wire == wire.WireInt && len(value) == 4:
		a.Number = int64(int32(binary.BigEndian.Uint32(value)))
	case a.Wire == wire.WireLong && len(value) == 8:
		a.Number = int64(binary.BigEndian.Uint64(value))
	case a.Wire.IsBytes():
		a.Bytes = value
	default:
		return a, fmt.Errorf("a value of wire type %c cannot have %d bytes", byte(a.Wire), len(value))
	}
	return a, nil
}

func (p *attributeParser) list(a wire.Attribute) (wire.Attribute, error) {
	if !a.Wire.IsBinary() {
		return a, fmt.Errorf("wire type %c cannot hold a list", byte(a.Wire))
	}
	if p.wide {
		a.Bytes = p.value.list.AppendWide(nil)
	} else {
		a.Bytes = p.value.list.Append(nil)
	}
	if p.chosen && len(a.Bytes) > maxBinary {
		a.Wire = wire.WireLongBinary
	}
	if p.wide && (a.Wire != wire.WireLongBinary || len(a.Bytes) < minWideList) {
		return a, fmt.Errorf(`"wide" is only for lists of wire type B with %d bytes or more: this one has %d, and so a u16 count`, minWideList, len(a.Bytes))
	}
	return a, nil
}
