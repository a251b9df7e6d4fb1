package model

import (
	"strconv"
	"unicode/utf8"

	"capdeck/model/board"
	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/tlog"
)

// shownDump is how many bytes of an undecodable message its text shows.
const shownDump = 512

// Decode reads the entry's message into m as far as it goes: what was cut, or is
// no message, keeps the attributes in front of that.
func (e *Entry) Decode(m *wire.Message) {
	m.Type, m.Attributes = 0, m.Attributes[:0]
	_ = m.Decode(e.Body, wire.Limits{})
}

// AppendText appends the attributes of the entry's decoded message in the shape
// of T-Server's log, with what is wrong with it, a line each.
func (e *Entry) AppendText(dst []byte, m *wire.Message, form tlog.Form) []byte {
	if e.Problem != "" {
		return form.AppendUndecodable(dst, m, e.Problem, e.Body, shownDump)
	}
	return form.AppendAttributes(dst, m)
}

// searchText is what a search looks at: first what the entry's line says, then
// its text, each line with its line end, and blanks for tabs.
func (s *search) searchText(e *Entry, form tlog.Form) []byte {
	dst := s.scratch[:0]
	if e.Direction == Remark {
		s.scratch = append(appendReadable(dst, e.Body, form), '\n')
		return s.scratch
	}
	m := &s.message
	e.Decode(m)
	dst = append(dst, m.Type.String()...)
	dn, named := m.Text(wire.AttributeThisDN)
	if !named {
		dn = []byte(e.DN)
	}
	dst = appendReadable(append(dst, ' '), dn, form)
	if e.Problem != "" {
		dst = append(append(dst, " undecodable: "...), e.Problem...)
	}
	if e.Length > len(e.Body) {
		dst = append(dst, " cut"...)
	}
	if code, ok := m.Int(wire.AttributeErrorCode); ok {
		dst = strconv.AppendInt(append(dst, ' '), int64(code), 10)
		if text, _ := m.Text(wire.AttributeErrorMessage); len(text) > 0 {
			dst = appendReadable(append(dst, ' '), text, form)
		} else {
			dst = append(append(dst, ' '), board.ErrorText(code)...)
		}
	}
	if reference, ok := m.Int(wire.AttributeReferenceID); ok {
		dst = strconv.AppendUint(append(dst, " ref "...), uint64(uint32(reference)), 10)
	}
	dst = tlog.AppendName(append(dst, '\n'), m)
	dst = e.AppendText(dst, m, form)
	for i, b := range dst {
		if b == '\t' {
			dst[i] = ' '
		}
	}
	s.scratch = dst
	return dst
}

func appendReadable(dst, text []byte, form tlog.Form) []byte {
	if form.Decode != nil && !utf8.Valid(text) {
		return append(dst, form.Decode(text)...)
	}
	return append(dst, text...)
}
