package messages

import (
	"strconv"
	"unicode/utf8"

	"capdeck/model/board"
	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/tlog"
)

// searchText returns the text in which a search looks for its needle: first the entry's
// line in the pane, then the text of the message, each line with its line end and with
// blanks for tabs. The text is valid until the next call.
func (s *search) searchText(e *Entry, form tlog.Form) []byte {
	dst := s.scratch[:0]
	if e.Direction == Remark {
		s.scratch = append(appendReadable(dst, e.Body, form), '\n')
		return s.scratch
	}
	if e.Direction == Occurred {
		s.scratch = append(append(dst, s.words(e)...), '\n')
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
