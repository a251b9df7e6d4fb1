package watch

import (
	"encoding/hex"
	"errors"

	"capdeck/model/board"
	"capdeck/model/say"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
	"capdeck/tlibconn/wire/tjson"
	"capdeck/tlibconn/wire/tlog"
	"capdeck/ui/cell"
	"capdeck/ui/cli/live"
)

// mostDumped is how many bytes are shown of a message that cannot be decoded.
const mostDumped = 256

// messages turns the messages of a session into records, in the form of T-Server's log or as
// JSON, without passwords.
type messages struct {
	asJSON  bool
	text    func(text []byte) string // board.Options.Text
	decoded wire.Message
}

// of returns the record of an event, and its row, nil if it names no DN of the board; ok is
// false if the event is no message. It must be called before the board applies the event, which
// retains nothing of it.
func (m *messages) of(e *event.Event, b *board.Board) (r record, row *board.Row, ok bool) {
	shown := &messageRecord{Automatic: e.Automatic}
	switch e.Kind {
	case event.KindMessage, event.KindUndecodable:
		shown.Direction = "received"
	case event.KindSent:
		shown.Direction = "sent"
	case event.KindRemark:
		shown.Direction, shown.Problem = "remark", e.Problem
		text := timestamp(e.Time).String() + " " + cell.Clean(e.Problem) + "\n"
		return record{Type: typeMessage, Message: shown, log: []byte(text)}, nil, true
	default:
		return record{}, nil, false
	}
	r = record{Type: typeMessage, Message: shown}
	if r.DN = e.DN; r.DN == "" {
		r.DN = say.Readable(e.ThisDN(), m.text)
	}
	if row = b.Row(board.Key{Site: live.Site, DN: r.DN}); row != nil {
		r.Label, r.Team = row.Label(), row.Team()
	}
	err := m.decoded.Decode(e.Message.Body, wire.Limits{})
	for i := range m.decoded.Attributes {
		m.decoded.Attributes[i].HidePasswords()
	}
	if m.asJSON {
		m.content(shown, e, err)
	} else {
		r.log = m.log(e)
	}
	return r, row, true
}

// content adds the message as JSON, or its bytes if it cannot be decoded.
func (m *messages) content(shown *messageRecord, e *event.Event, err error) {
	shown.Problem = e.Problem
	if bad := (*wire.MessageError)(nil); err == nil || errors.As(err, &bad) && bad.List {
		if content, failed := tjson.Append(nil, &m.decoded, nil); failed == nil {
			shown.Content = content
			return
		}
	}
	shown.Bytes = hex.EncodeToString(e.Message.Body)
}

// log returns the message in the form of T-Server's log, safe for a terminal.
func (m *messages) log(e *event.Event) []byte {
	form := tlog.Form{Decode: m.text}
	text := tlog.AppendName(tlog.AppendTime(nil, e.Time, e.Kind == event.KindSent), &m.decoded)
	if e.Kind == event.KindUndecodable {
		text = form.AppendUndecodable(text, &m.decoded, e.Problem, e.Message.Body, mostDumped)
	} else {
		text = form.AppendAttributes(text, &m.decoded)
	}
	return cell.SanitiseLines(nil, text)
}
