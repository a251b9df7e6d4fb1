package say

import (
	"strconv"
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/incidents"
	"capdeck/model/occurrence"
	"capdeck/model/phrase"
	"capdeck/tlibconn/event"
)

// Field is one fact about a DN behind a label.
type Field struct {
	// Label names the fact. Fields with one label follow each other.
	Label string
	// Parts are the known values, separated by the front.
	Parts []Part
	// Columns reports that the fields with this label are a table: their parts line up.
	Columns bool
	// Acknowledge is "it" or "them" if the user can acknowledge what the field, or what fields
	// with its label report; else "".
	Acknowledge string
}

// Detail returns all that is known about one DN.
type Detail struct {
	Form  Form
	Row   *board.Row
	Board *board.Board
	Now   time.Time
	// Clock writes a time of day.
	Clock func(time.Time) string
	// BesideCommand reports that the last command is shown next to the faults: see Trouble.
	BesideCommand bool
	// Happened is what happened last, oldest first, and Minutes writes a time of day without
	// seconds. Minutes is required if something happened.
	Happened []occurrence.Occurrence
	Minutes  func(time.Time) string
	// CallSince returns since when the DN has been in an answered call, or since when at
	// least. nil means that this is not known.
	CallSince func(connID uint64) (since time.Time, atLeast, ok bool)
	// Standing is how the DN stands in the coverage; the zero value means that it is on no call,
	// or that this is not known. Incidents are those that nobody has acknowledged, oldest first.
	Standing  coverage.Standing
	Incidents []*incidents.Incident

	fields []Field
}

// Fields returns all that is known, without the DN's messages.
func (d Detail) Fields() []Field {
	d.identity()
	d.capture()
	d.faults()
	d.covered()
	d.stopped()
	d.incidents()
	d.notAsked()
	d.history()
	d.byCall()
	d.calls()
	d.resync()
	d.agent()
	d.commands()
	d.oddities()
	return d.fields
}

// add appends a field unless all its parts are empty.
func (d *Detail) add(label string, parts ...Part) {
	kept := parts[:0]
	for _, part := range parts {
		if part.Text != "" || part.Marked {
			kept = append(kept, part)
		}
	}
	if len(kept) > 0 {
		d.fields = append(d.fields, Field{Label: label, Parts: kept})
	}
}

// list joins texts that belong together.
func (d *Detail) list(texts []string) string {
	return strings.Join(texts, d.Form.of("   ", ", "))
}

// at returns a time of day, and in the shown form how long ago that is.
func (d *Detail) at(t time.Time) string {
	if d.Form == Spoken {
		return "at " + d.Clock(t)
	}
	return d.Clock(t) + " (" + phrase.Age(d.Now.Sub(t)) + " ago)"
}

func (d *Detail) identity() {
	var whose []string
	for _, part := range [...][2]string{{"label ", d.Row.Label()}, {"team ", d.Row.Team()}, {"site ", d.Row.Key().Site}} {
		if part[1] != "" {
			whose = append(whose, part[0]+part[1])
		}
	}
	if d.Form == Spoken {
		d.add("DN", Part{Text: d.list(whose)}) // each line begins with the DN
	} else {
		d.add("DN", Part{Role: Title, Text: d.Row.Key().DN}, Part{Text: d.list(whose)})
	}
	link, _ := d.Board.Link(d.Row.Key().Site)
	d.add("Registration", Registration(d.Row.Registration(), link.State))
	if status, ok := d.Row.Status(); ok {
		d.add("Status", Part{Text: strconv.Itoa(int(status))}, Part{Role: Faint, Text: "from the last snapshot; its meaning is not documented"})
	}
}

// Registration returns the state of a DN's registration.
func Registration(reg board.Registration, link event.LinkState) Part {
	said := Part{Text: reg.State.String()}
	switch reg.State {
	case board.RegistrationRefused, board.RegistrationLost, board.RegistrationNoAnswer, board.RegistrationOutOfService:
		said.Role, said.Marked = Fault, true
	case board.RegistrationPending, board.RegistrationNone:
		said.Role = Pending
		if link != event.LinkUp {
			said.Text = Unregistered(reg.State, link)
		}
	case board.RegistrationHeld:
	}
	if reg.Code != 0 {
		said.Text += ", " + strconv.Itoa(int(reg.Code)) + " " + reg.Text
	}
	return said
}

func (d *Detail) capture() {
	capture := d.Row.Capture()
	said := State(d.Form, capture.State)
	said.Marked = true
	parts := []Part{said}
	if d.Row.Stale() != 0 {
		said.Close = true
		parts = []Part{{Role: Stale, Marked: true}, said}
	}
	if about := CaptureCall(d.Form, d.Row.CaptureCall()); about != "" {
		parts = append(parts, Part{Role: Warning, Text: d.Form.of("("+about+")", about), Close: true})
	}
	if !capture.Since.IsZero() {
		parts = append(parts, Part{Text: since(capture.SinceIsLowerBound) + d.Clock(capture.Since), Close: d.Form == Spoken})
	}
	if !capture.Heard.IsZero() {
		parts = append(parts, Part{Text: "heard " + d.at(capture.Heard)})
		captured := capture.State == board.StateRec || capture.State == board.StatePaused
		if captured && d.Board.AgesAfter(d.Row.Key().Site) == 0 {
			parts = append(parts, Part{Role: Warning, Text: "never stale by age"})
		}
	}
	if capture.ConnID != 0 {
		parts = append(parts, Part{Text: "ConnID " + ConnID(capture.ConnID)})
	}
	d.add("Capture", parts...)
}

// connID returns a ConnID at the beginning of a field.
func (d *Detail) connID(id uint64) string { return d.Form.of("", "ConnID ") + ConnID(id) }

func since(isLowerBound bool) string {
	if isLowerBound {
		return "at least since "
	}
	return "since "
}

func (d *Detail) faults() {
	if reasons := d.Row.Stale(); reasons != 0 {
		d.add("Stale", Part{Role: Stale, Text: "because " + reasons.String()})
	}
	if d.Form == Spoken {
		d.add("Fault", Part{Role: Fault, Text: Faults(d.Row)})
		return
	}
	link, _ := d.Board.Link(d.Row.Key().Site)
	d.add("Fault", Lasting(d.Form, d.Row, d.Now))
	d.add("Fault", Trouble(d.Row, link.State, d.Now, d.BesideCommand, false))
}

// stopped reports when a capture stopped during a call without a command from here.
func (d *Detail) stopped() {
	stop, ok := d.Row.Stopped()
	if !ok {
		return
	}
	who := Part{Role: Fault, Text: "unasked" + Times(d.Form, stop.Count)}
	if stop.ByOther {
		who = Part{Role: Warning, Text: ByAnotherClient + Times(d.Form, stop.Count)}
	}
	when := d.at(stop.At)
	if stop.AtLeast {
		when = "at the latest " + when
	}
	d.add("Stopped", who, Part{Text: when}, Part{Text: "ConnID " + ConnID(stop.ConnID)})
	if len(d.Incidents) == 0 {
		d.fields[len(d.fields)-1].Acknowledge = "it"
	}
}

// notAsked reports why the DN's automatic query was not sent, and when the next one is
// due.
func (d *Detail) notAsked() {
	notAsked, ok := d.Row.NotAsked()
	if !ok {
		return
	}
	when := "it is queried as soon as possible"
	if !notAsked.Retry.IsZero() {
		when = "it is queried again " + d.Clock(notAsked.Retry)
	}
	d.add("Not asked", Part{Role: Fault, Text: withCode(notAsked.Code, notAsked.Why)}, Part{Role: Faint, Text: when})
}

func withCode(code int32, text string) string {
	if code == 0 {
		return text
	}
	return strings.TrimSpace(strconv.Itoa(int(code)) + " " + text)
}

// byCall lists the last indication for each call. One that is not about a present call of
// the DN is faint and has the reason.
func (d *Detail) byCall() {
	for _, c := range d.Row.CapturesByCall() {
		call := Part{Text: "no ConnID"}
		if c.ConnID != 0 {
			call.Text = d.connID(c.ConnID)
		}
		state := State(d.Form, c.State)
		state.Marked = true
		standing := d.Row.Standing(&c)
		why := ""
		switch standing {
		case board.CaptureAfterCall:
			why = "the call has ended"
		case board.CaptureBeforeLoss:
			why = "from before the link or the registration was lost"
		case board.CaptureHere, board.CaptureOtherCall:
		}
		if standing != board.CaptureHere {
			call.Role, state.Faded = Faint, true
		}
		d.add("By call", call, state, Part{Role: Faint, Text: "heard " + d.at(c.Heard)}, Part{Role: Faint, Text: why})
		d.fields[len(d.fields)-1].Columns = true
	}
}

func (d *Detail) calls() {
	current, _ := d.Row.CurrentCall()
	types := [...]string{1: "internal", 2: "inbound", 3: "outbound", 4: "consult"}
	for i := range d.Row.Calls() {
		call := &d.Row.Calls()[i]
		stale := call.IsStale(d.Now)
		parts := []Part{{Text: d.connID(call.ConnID)}}
		if stale {
			parts = append(parts, Part{Role: Stale, Marked: true, Close: true})
		}
		parts = append(parts, Part{Text: Call(call), Close: stale})
		if stale {
			parts = append(parts, Part{Role: Stale, Text: d.Form.of("no release came", "not vouched for: no release came")})
		}
		parts = append(parts, d.length(call))
		if call.Type > 0 && int(call.Type) < len(types) {
			parts = append(parts, Part{Text: types[call.Type]})
		}
		if !call.Changed.IsZero() {
			bound := ""
			if call.ChangedIsLowerBound {
				bound = ">"
			}
			parts = append(parts, Part{Role: Faint, Text: since(call.ChangedIsLowerBound) + d.Clock(call.Changed) + " (" + bound + phrase.Age(d.Now.Sub(call.Changed)) + ")"})
		}
		if call.ConnID == current.ConnID {
			parts = append(parts, Part{Role: Accent, Text: d.Form.of("(current)", "the current one")})
		}
		if call.Original != 0 {
			parts = append(parts, Part{Role: Faint, Text: "consult call about " + ConnID(call.Original)})
		}
		if call.UUID != "" {
			parts = append(parts, Part{Role: Faint, Text: "CallUUID " + call.UUID})
		}
		d.add(d.Form.of("Calls", "Call"), parts...)
	}
	if len(d.Row.Calls()) == 0 {
		d.add(d.Form.of("Calls", "Call"), Part{Role: Faint, Text: "none"})
	}
}

// resync reports the result of the last RequestQueryAddress.
func (d *Detail) resync() {
	last, ok := d.Row.Resync()
	if !ok {
		return
	}
	said := Part{Text: "asked " + d.Clock(last.Asked)}
	switch {
	case last.Failed():
		said = Part{Role: Fault, Marked: true, Text: "failed: " + withCode(last.Code, last.Why)}
	case last.Ended.IsZero():
		said = Part{Role: Pending, Text: said.Text + ", no answer yet"}
	default:
		said.Text = "answered " + d.at(last.Ended)
	}
	d.add("Resync", said)
}

func (d *Detail) agent() {
	agent := d.Row.Agent()
	if agent == (board.Agent{}) {
		d.add("Agent", Part{Role: Faint, Text: "nothing known"})
		return
	}
	var texts []string
	for _, text := range [...]string{agent.ID, agent.StateText()} {
		if text != "" {
			texts = append(texts, text)
		}
	}
	if agent.Reason != "" {
		texts = append(texts, "reason "+agent.Reason)
	}
	d.add("Agent", Part{Text: d.list(texts)})
}
