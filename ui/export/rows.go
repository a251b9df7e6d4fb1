package export

import (
	"io"
	"time"

	"capdeck/model/board"
)

// Row is one DN of the board at one moment. It is a copy and shares nothing with the board.
type Row struct {
	// Key, Label and Team identify the DN.
	Key         board.Key
	Label, Team string
	// Registration, Capture, Stale and Fault are those of the board's row.
	Registration board.Registration
	Capture      board.Capture
	Stale        board.Stale
	Fault        board.Fault
	// CaptureCall is the call of the capture if it is not Call.
	CaptureCall board.CaptureCall
	// Call is the current call; its ConnID is 0 if there is none.
	Call board.Call
	// FurtherCalls is the number of other calls of the DN, and FurtherState the state that they share; CallPresent
	// if they have several.
	FurtherCalls int
	FurtherState board.CallState
	// Stopped is a capture that stopped during a call without our command and was not acknowledged; its At is zero
	// if there is none.
	Stopped board.Stopped
	// Gap is how long the DN has been on a call without being recorded, if HasGap.
	Gap    time.Duration
	HasGap bool
	// Agent is the agent at the DN.
	Agent board.Agent
	// Last is the last command; its Life is LifeNone if there is none.
	Last board.Command
}

// RowOf copies the present state of a row. It knows no gap.
func RowOf(row *board.Row) Row {
	call, _ := row.CurrentCall()
	last, _ := row.LastCommand()
	further, state := row.FurtherCalls()
	stopped, _ := row.Stopped()
	return Row{
		Key: row.Key(), Label: row.Label(), Team: row.Team(), Registration: row.Registration(),
		Capture: row.Capture(), Stale: row.Stale(), Fault: row.Fault(), Call: call, Agent: row.Agent(), Last: last,
		CaptureCall: row.CaptureCall(), FurtherCalls: further, FurtherState: state, Stopped: stopped,
	}
}

// WriteRows writes rows of the board in their order. The error is that of the writer.
func WriteRows(w io.Writer, format Format, zone *time.Location, rows []Row) error {
	t, err := newTable(w, format, zone, rowFields())
	if err != nil {
		return err
	}
	for i := range rows {
		if err = t.write(&rows[i]); err != nil {
			return err
		}
	}
	return t.finish()
}

// rowFields returns the fields of a row. Their names do not change (docs/EXPORT.md).
func rowFields() []field[Row] {
	return []field[Row]{
		{"site", func(r *Row) value { return text(r.Key.Site) }},
		{"dn", func(r *Row) value { return text(r.Key.DN) }},
		{"label", func(r *Row) value { return optional(r.Label) }},
		{"team", func(r *Row) value { return optional(r.Team) }},
		{"registration", func(r *Row) value { return text(r.Registration.State.String()) }},
		{"registrationCode", func(r *Row) value { return number(int64(r.Registration.Code)) }},
		{"registrationText", func(r *Row) value { return optional(r.Registration.Text) }},
		{"state", func(r *Row) value { return text(r.Capture.State.String()) }},
		{"stale", func(r *Row) value { return value{kind: wordsValue, words: StaleWords(r.Stale)} }},
		{"fault", func(r *Row) value { return optional(r.Fault.String()) }},
		{"since", func(r *Row) value { return instant(r.Capture.Since) }},
		{"sinceAtLeast", func(r *Row) value { return yes(r.Capture.SinceIsLowerBound) }},
		{"heard", func(r *Row) value { return instant(r.Capture.Heard) }},
		{"captureConnID", func(r *Row) value { return connID(r.Capture.ConnID) }},
		{"connID", func(r *Row) value { return connID(r.Call.ConnID) }},
		{"call", func(r *Row) value {
			if r.Call.ConnID == 0 {
				return value{}
			}
			return text(r.Call.State.String())
		}},
		{"otherParty", func(r *Row) value { return optional(r.Call.Other) }},
		{"agent", func(r *Row) value { return optional(r.Agent.ID) }},
		{"agentState", func(r *Row) value { return optional(r.Agent.StateText()) }},
		{"agentReason", func(r *Row) value { return optional(r.Agent.Reason) }},
		{"lastVerb", func(r *Row) value { return optional(r.Last.Verb.String()) }},
		{"lastWho", func(r *Row) value { return who(&r.Last) }},
		{"lastLife", func(r *Row) value { return optional(r.Last.Life.String()) }},
		{"lastSent", func(r *Row) value { return instant(r.Last.Sent) }},
		{"lastAcceptedMs", func(r *Row) value { return between(r.Last.Sent, r.Last.Accepted) }},
		{"lastIndicationMs", func(r *Row) value { return between(r.Last.Sent, r.Last.Indicated) }},
		{"lastCode", func(r *Row) value { return number(int64(r.Last.Code)) }},
		{"lastText", func(r *Row) value {
			if r.Last.Text == "" {
				return optional(r.Last.Why)
			}
			return text(r.Last.Text)
		}},
		{"captureCall", func(r *Row) value { return optional(r.CaptureCall.String()) }},
		{"furtherCalls", func(r *Row) value { return number(int64(r.FurtherCalls)) }},
		{"furtherCallsState", func(r *Row) value {
			if r.FurtherCalls == 0 {
				return value{}
			}
			return text(r.FurtherState.String())
		}},
		{"callUUID", func(r *Row) value { return optional(r.Call.UUID) }},
		{"stopped", func(r *Row) value { return instant(r.Stopped.At) }},
		{"stoppedBy", func(r *Row) value {
			switch {
			case r.Stopped.At.IsZero():
				return value{}
			case r.Stopped.ByOther:
				return text("other")
			}
			return text("unasked")
		}},
		{"gapMs", func(r *Row) value {
			if !r.HasGap {
				return value{}
			}
			return milliseconds(r.Gap)
		}},
	}
}

// StaleWords returns the reasons in words that do not change, unlike those shown to people.
func StaleWords(s board.Stale) []string {
	var words []string
	for bit, word := range [...]string{"link", "registration", "query", "call-left", "age", "command"} {
		if s&(1<<bit) != 0 {
			words = append(words, word)
		}
	}
	return words
}

func who(c *board.Command) value {
	switch {
	case c.Life == board.LifeNone:
		return value{}
	case c.Who == board.WhoOther:
		return text("other")
	case c.Who == board.WhoUsOrOther:
		return text("us or other")
	}
	return text("us")
}
