package cli

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

const (
	// settleTime is how long a confirmed command waits for an answer that
	// contradicts it, as a second recorder's does, before it is reported.
	settleTime = 250 * time.Millisecond
	// mostLoose is how many errors without a ReferenceID are kept for a DN.
	mostLoose = 4
)

// sendCall is an indication for a call that the command did not name.
type sendCall struct {
	Capture string `json:"capture"`
	ConnID  string `json:"connID"`
}

// sendError is an EventError without a ReferenceID: whose answer it is nobody
// knows.
type sendError struct {
	Code int32  `json:"code"`
	Text string `json:"text"`

	at time.Time
}

// heard is what was heard of a DN since its command left and explains an outcome,
// or puts it in doubt.
type heard struct {
	NotUnderstood string      `json:"notUnderstood,omitempty"`
	OtherCalls    []sendCall  `json:"otherCalls,omitempty"`
	Conflict      []string    `json:"conflict,omitempty"`
	Errors        []sendError `json:"errorsWithoutReference,omitempty"`

	times int // values that were not understood
}

// text is all of it in words, "" for nothing.
func (h *heard) text() string {
	var parts []string
	if len(h.Conflict) > 0 {
		parts = append(parts, "conflict: "+strings.Join(h.Conflict, ", then "))
	}
	for _, call := range h.OtherCalls {
		parts = append(parts, call.Capture+" for another call, "+call.ConnID)
	}
	if h.NotUnderstood != "" {
		text := "not understood: " + h.NotUnderstood
		if h.times > 1 {
			text += " (the last of " + phrase.Number(h.times) + ")"
		}
		parts = append(parts, text)
	}
	for _, e := range h.Errors {
		parts = append(parts, strings.TrimSpace("error "+strconv.Itoa(int(e.Code))+" "+e.Text)+", without a ReferenceID")
	}
	return strings.Join(parts, "; ")
}

// loose keeps the errors without a ReferenceID, by DN; "" stands for those that
// name none.
type loose map[string][]sendError

// take keeps an event if it is such an error. decode is board.Options.Text.
func (l loose) take(e *event.Event, decode func([]byte) string) {
	if e.Kind != event.KindMessage || e.Message.Type != wire.EventError || e.Request.Kind != event.RequestNone {
		return
	}
	if reference, _ := e.Message.Int(wire.AttributeReferenceID); reference != 0 {
		return
	}
	read := func(text []byte) string {
		if decode == nil || utf8.Valid(text) {
			return string(text)
		}
		return decode(text)
	}
	said := sendError{at: e.Time}
	said.Code, _ = e.Message.Int(wire.AttributeErrorCode)
	text, _ := e.Message.Text(wire.AttributeErrorMessage)
	if said.Text = read(text); said.Text == "" {
		said.Text = board.ErrorText(said.Code)
	}
	dn := read(e.ThisDN())
	if l[dn] = append(l[dn], said); len(l[dn]) > mostLoose {
		l[dn] = l[dn][1:]
	}
}

// since returns the errors for a DN, and those that name none, from a time on.
func (l loose) since(dn string, at time.Time) (errors []sendError) {
	for _, name := range [...]string{dn, ""} {
		for _, e := range l[name] {
			if !e.at.Before(at) {
				errors = append(errors, e)
			}
		}
	}
	return errors
}

// heardOf returns what was heard of a row since a time that explains the outcome
// of a command for a call, 0 for none.
func heardOf(row *board.Row, l loose, connID uint64, since time.Time) heard {
	h := heard{Errors: l.since(row.Key().DN, since)}
	if foreign, ok := row.Foreign(); ok && !foreign.At.Before(since) {
		h.NotUnderstood, h.times = foreign.Raw, foreign.Count
	}
	for _, c := range row.CapturesByCall() {
		if connID != 0 && c.ConnID != 0 && c.ConnID != connID && !c.Heard.Before(since) {
			h.OtherCalls = append(h.OtherCalls, sendCall{Capture: c.State.String(), ConnID: board.ConnIDText(c.ConnID)})
		}
	}
	if first, second, ok := row.Conflict(); ok {
		h.Conflict = []string{first.String(), second.String()}
	}
	return h
}
