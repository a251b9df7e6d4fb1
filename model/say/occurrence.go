package say

import (
	"strconv"
	"time"

	"capdeck/model/board"
	"capdeck/model/occurrence"
	"capdeck/model/phrase"
	"capdeck/tlibconn/event"
)

// FeedLine returns what happened as a line of the event feed has it, behind the DN: "capture
// stopped by another client". about is the team of a silence.
func FeedLine(o *occurrence.Occurrence, about string) Part {
	switch o.Kind {
	case board.ChangeIndication:
		part := Happened(o)
		if o.Cause == board.CauseQuery {
			part.Text = "a query found the capture " + State(Spoken, o.State).Text
		} else {
			part.Text = "capture " + part.Text
		}
		return part
	case board.ChangeLink:
		if o.Has(occurrence.Up) {
			return Part{Role: Done, Text: "link up"}
		}
		return Part{Role: Fault, Text: "link lost"}
	case board.ChangeSilence:
		whose := "the recorder"
		switch {
		case o.Has(occurrence.Whole):
		case about == "":
			whose += " of the DNs without a team"
		default:
			whose += " of team " + about
		}
		if o.Has(occurrence.Silent) {
			return Part{Role: Fault, Text: whose + " is silent"}
		}
		return Part{Role: Done, Text: whose + " answers again"}
	}
	return Happened(o)
}

// Happened returns what happened as the history of a DN has it: "stopped by another client",
// "query: off", "call ended after 3m 12s".
func Happened(o *occurrence.Occurrence) Part {
	switch o.Kind {
	case board.ChangeIndication:
		return indicated(o)
	case board.ChangeEnded:
		return commandEnded(o)
	case board.ChangeStopped:
		return Part{Role: Fault, Text: "stopped unasked, and the call went on"}
	case board.ChangeFault:
		if o.Fault == board.FaultNoAnswer {
			return Part{Role: Fault, Text: "no answer to a query"}
		}
		return Part{Role: Fault, Text: faultWord(Spoken, board.Fault{Kind: o.Fault, Code: o.Code})}
	case board.ChangeCallEnded:
		return Part{Role: Faint, Text: "call ended" + lasted(o)}
	case board.ChangeWatched:
		return Part{Role: Faint, Text: "watched again"}
	case board.ChangeUnwatched:
		return Part{Role: Warning, Text: "no longer watched"}
	}
	return Part{}
}

// indicated returns how the capture changed, and who did that. Away from a call, or with it,
// that is nothing to worry about.
func indicated(o *occurrence.Occurrence) Part {
	if o.Cause == board.CauseQuery {
		return Part{Role: emphasis(o), Text: "query: " + State(Spoken, o.State).Text}
	}
	text := map[board.State]string{board.StateRec: "started", board.StatePaused: "paused", board.StateOff: "stopped"}[o.State]
	if o.State == board.StateRec && o.Before == board.StatePaused {
		text = "resumed"
	}
	switch o.Cause {
	case board.CauseCommand:
		text += " by us"
	case board.CauseOther:
		text += " " + ByAnotherClient
	case board.CauseCall:
		text += " with the call"
	default:
		text += " by the recorder"
	}
	return Part{Role: emphasis(o), Text: text}
}

// emphasis follows the danger of an indication: what is not recorded although the DN is on a
// call is a warning, unless it was wanted.
func emphasis(o *occurrence.Occurrence) Role {
	switch {
	case o.State == board.StateRec || !o.Has(occurrence.OnCall):
		return Text
	case o.Cause == board.CauseCommand || o.Cause == board.CauseCall:
		return Text
	}
	return Warning
}

// commandEnded returns how a command of ours ended: a query with what it found, another one
// with what went wrong.
func commandEnded(o *occurrence.Occurrence) Part {
	if o.Life == board.LifeConfirmed && o.Verb == event.VerbQuery {
		return Part{Text: "query: " + State(Spoken, o.State).Text}
	}
	text := o.Verb.String() + " " + o.Life.String()
	if o.Life == board.LifeRejected && o.Code != 0 {
		text += " " + strconv.Itoa(int(o.Code))
	}
	switch o.Life {
	case board.LifeCancelled, board.LifeSuperseded:
		return Part{Role: Faint, Text: text}
	}
	return Part{Role: Fault, Text: text}
}

// lasted returns how long a call lasted, "" if that is unknown.
func lasted(o *occurrence.Occurrence) string {
	switch {
	case o.Milliseconds == 0:
		return ""
	case o.Has(occurrence.AtLeast):
		return " after at least " + Length(o.Length())
	}
	return " after " + Length(o.Length())
}

// Length returns the length of a call: 12s, 3m 12s, 1h 3m.
func Length(d time.Duration) string {
	small := phrase.Age(d)
	switch {
	case d < time.Minute:
		return small
	case d < time.Hour:
		return small + " " + phrase.Age(d%time.Minute)
	}
	return strconv.Itoa(int(d/time.Hour)) + "h " + phrase.Age(d%time.Hour)
}

// history adds what happened last, oldest first.
func (d *Detail) history() {
	parts := make([]Part, 0, len(d.Happened))
	for i := range d.Happened {
		part := Happened(&d.Happened[i])
		part.Text = d.Minutes(d.Happened[i].At()) + " " + part.Text
		if i > 0 {
			part.Text, part.Close = "· "+part.Text, true
		}
		parts = append(parts, part)
	}
	d.add("History", parts...)
}

// length returns how long an answered call has lasted, unless its state has lasted as long.
func (d *Detail) length(call *board.Call) Part {
	if d.CallSince == nil {
		return Part{}
	}
	since, atLeast, ok := d.CallSince(call.ConnID)
	if !ok || since.Equal(call.Changed) {
		return Part{}
	}
	text := "in this call for "
	if atLeast {
		text += "at least "
	}
	return Part{Text: text + Length(d.Now.Sub(since))}
}
