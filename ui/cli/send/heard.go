package send

import (
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/say"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
	"capdeck/ui/cell"
)

const (
	// settleTime is how long a confirmed command waits for an answer that
	// contradicts it, as a second recorder's does, before it is reported.
	settleTime = 250 * time.Millisecond
	// mostLoose is the most loose errors that are kept for a DN.
	mostLoose = 4
)

// otherCall is an indication for a call that the command did not name.
type otherCall struct {
	Capture string `json:"capture"`
	ConnID  string `json:"connID"`
}

// looseError is an EventError that answers no outstanding request. Without a ReferenceID,
// the request is unknown; with one, the request has its answer already or is not ours.
type looseError struct {
	Code      int32  `json:"code"`
	Text      string `json:"text"`
	Reference int32  `json:"referenceID,omitempty"`

	ours bool // the ReferenceID is that of one of our commands
	at   time.Time
}

func (e *looseError) words() string { return say.LooseError(e.Code, e.Text, e.Reference, e.ours) }

// heard is what was received for a DN since its command was sent and explains the outcome
// or casts doubt on it.
type heard struct {
	Link          *linkFailure         `json:"link,omitempty"`
	Registration  *registrationFailure `json:"registration,omitempty"`
	NotUnderstood string               `json:"notUnderstood,omitempty"`
	MorePairs     bool                 `json:"morePairs,omitempty"`
	OtherCalls    []otherCall          `json:"otherCalls,omitempty"`
	Conflict      []string             `json:"conflict,omitempty"`
	Errors        []looseError         `json:"errorsWithoutReference,omitempty"`
	NotAwaited    []looseError         `json:"errorsNotAwaited,omitempty"`

	times int // values that were not understood
}

// text returns all of it in words, or "" for nothing. said is what the line says already.
func (h *heard) text(said string) string {
	var parts []string
	if h.Link != nil {
		parts = append(parts, h.Link.text(said))
	}
	if h.Registration != nil {
		parts = append(parts, h.Registration.words())
	}
	if len(h.Conflict) > 0 {
		parts = append(parts, say.Conflict(h.Conflict))
	}
	for _, call := range h.OtherCalls {
		parts = append(parts, say.OtherCall(call.Capture, call.ConnID))
	}
	if h.NotUnderstood != "" {
		parts = append(parts, say.NotUnderstood(h.NotUnderstood, h.times))
	}
	if h.MorePairs {
		parts = append(parts, say.MorePairs())
	}
	for _, errors := range [...][]looseError{h.Errors, h.NotAwaited} {
		for i := range errors {
			parts = append(parts, errors[i].words())
		}
	}
	return strings.Join(parts, "; ")
}

// clean makes the texts that came from the network harmless.
func (h *heard) clean() {
	h.NotUnderstood = cell.Clean(h.NotUnderstood)
	if h.Link != nil {
		h.Link.Reason = cell.Clean(h.Link.Reason)
	}
	if h.Registration != nil {
		h.Registration.Text = cell.Clean(h.Registration.Text)
	}
	for _, errors := range [...][]looseError{h.Errors, h.NotAwaited} {
		for i := range errors {
			errors[i].Text = cell.Clean(errors[i].Text)
		}
	}
}

// loose keeps the errors that answer no outstanding request, by DN; "" is the key of errors
// that name no DN.
type loose struct {
	errors   map[string][]looseError
	commands map[int32]string // the DN of the command with a ReferenceID
	earlier  map[int32]string // those of the previous round
}

func newLoose() loose {
	return loose{errors: map[string][]looseError{}, commands: map[int32]string{}}
}

// nextRound forgets the ReferenceIDs of the round before the last.
func (l *loose) nextRound() { l.earlier, l.commands = l.commands, map[int32]string{} }

// apply keeps an event if it is such an error, and records the ReferenceID of a command
// that is sent. dn is the DN of the event.
func (l *loose) apply(e *event.Event, dn string, decode func([]byte) string) {
	if e.Kind == event.KindSent && e.Request.Kind == event.RequestCapture {
		l.commands[e.Request.Reference] = dn
	}
	if e.Kind != event.KindMessage || e.Message.Type != wire.EventError || e.Request.Kind != event.RequestNone {
		return
	}
	said := looseError{at: e.Time}
	said.Reference, _ = e.Message.Int(wire.AttributeReferenceID)
	said.Code, _ = e.Message.Int(wire.AttributeErrorCode)
	text, _ := e.Message.Text(wire.AttributeErrorMessage)
	if said.Text = say.Readable(text, decode); said.Text == "" {
		said.Text = board.ErrorText(said.Code)
	}
	of, ours := l.commands[said.Reference]
	if !ours {
		of, ours = l.earlier[said.Reference]
	}
	if ours && (dn == "" || dn == of) {
		dn, said.ours = of, true
	}
	if l.errors[dn] = append(l.errors[dn], said); len(l.errors[dn]) > mostLoose {
		l.errors[dn] = l.errors[dn][1:]
	}
}

// since returns the errors since a time that name a DN or none: those without a
// ReferenceID, and those with one.
func (l *loose) since(dn string, at time.Time) (without, with []looseError) {
	for _, name := range [...]string{dn, ""} {
		for _, e := range l.errors[name] {
			switch {
			case e.at.Before(at):
			case e.Reference == 0:
				without = append(without, e)
			default:
				with = append(with, e)
			}
		}
	}
	return without, with
}

// heardOf returns what was received for a row since a time that explains the outcome of a
// command for a call. A connID of 0 means no call.
func heardOf(row *board.Row, l *loose, connID uint64, since time.Time) heard {
	var h heard
	h.Errors, h.NotAwaited = l.since(row.Key().DN, since)
	more := row.MorePairs()
	h.MorePairs = !more.IsZero() && !more.Before(since)
	if foreign, ok := row.Foreign(); ok && !foreign.At.Before(since) {
		h.NotUnderstood, h.times = foreign.Raw, foreign.Count
	}
	for _, c := range row.CapturesByCall() {
		if connID != 0 && c.ConnID != 0 && c.ConnID != connID && !c.Heard.Before(since) {
			h.OtherCalls = append(h.OtherCalls, otherCall{Capture: c.State.String(), ConnID: say.ConnID(c.ConnID)})
		}
	}
	if first, second, ok := row.Conflict(); ok {
		h.Conflict = []string{first.String(), second.String()}
	}
	return h
}
