package plain

import (
	"fmt"
	"strconv"
	"strings"

	"capdeck/model/board"
	"capdeck/model/dnlist"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/tlibconn/event"
)

// shownMessages is how many messages of a DN are said, as in the screen's detail.
const shownMessages = 20

// shown says, line by line, all that the screen's detail tells of a DN.
type shown struct {
	app *App
	row *board.Row
}

// show says all that is known of a DN.
func (a *App) show(dn string) {
	if dn == "" {
		a.refuse("Say which DN to show, as in show 7001; list names all that are on the board.")
		return
	}
	row := a.row(dn)
	if row == nil {
		row = a.row(unquoted(dn))
	}
	if row == nil {
		a.refuse(fmt.Sprintf("The DN %q is not on the board: type show and a DN.", shorten(dn)))
		return
	}
	s := shown{app: a, row: row}
	s.identity()
	s.capture()
	s.byCall()
	s.calls()
	s.resync()
	s.agent()
	s.commands()
	s.oddities()
	s.messages()
}

// unquoted is a DN that was typed as in a list, without its quotes.
func unquoted(dn string) string {
	name := dn
	_ = dnlist.Items(dn, func(item *dnlist.Item) error {
		name = item.Text
		return nil
	})
	return name
}

// say says what is known under a label; "" says nothing.
func (s *shown) say(label, text string) {
	if text != "" {
		s.app.answer(s.row.Key().DN + " " + label + ": " + text)
	}
}

func (s *shown) identity() {
	s.say("label", s.row.Label())
	s.say("team", s.row.Team())
	s.say("site", s.row.Key().Site)
	reg := s.row.Registration()
	text := reg.State.String()
	if link, _ := s.app.model.Board().Link(s.row.Key().Site); link.State != event.LinkUp && !reg.State.Held() {
		text += ", " + strings.ToLower(link.State.String())
	}
	if reg.Code != 0 {
		text += ", " + strconv.Itoa(int(reg.Code)) + " " + reg.Text
	}
	s.say("registration", text)
	if status, ok := s.row.Status(); ok {
		s.say("status", strconv.Itoa(int(status))+", as the last snapshot had it; its meaning is not documented")
	}
}

func (s *shown) capture() {
	s.say("capture", s.app.captureText(s.row))
	s.say("not vouched for", s.row.Stale().String())
	captured := s.row.State() == board.StateRec || s.row.State() == board.StatePaused
	if captured && s.app.model.Board().AgesAfter(s.row.Key().Site) == 0 {
		s.say("stale by age", "never")
	}
	s.say("fault", say.Faults(s.row))
	s.stopped()
	if notAsked, ok := s.row.NotAsked(); ok {
		text := notAsked.Why
		if notAsked.Code != 0 {
			text = strings.TrimSpace(strconv.Itoa(int(notAsked.Code)) + " " + text)
		}
		if notAsked.Retry.IsZero() {
			text += ", is asked as soon as that is possible"
		} else {
			text += ", is asked again at " + s.app.time(notAsked.Retry)
		}
		s.say("not asked", text)
	}
}

// stopped says when a capture stopped during a call without a command from here.
func (s *shown) stopped() {
	stop, ok := s.row.Stopped()
	if !ok {
		return
	}
	text := "unasked"
	if stop.ByOther {
		text = "by another client"
	}
	if stop.Count > 1 {
		text += ", " + phrase.Number(stop.Count) + " times"
	}
	if stop.AtLeast {
		text += ", at the latest"
	} else {
		text += ", last"
	}
	s.say("stopped", text+" at "+s.app.time(stop.At)+", ConnID "+say.ConnID(stop.ConnID)+"; type acknowledge "+s.row.Key().DN)
}

// byCall says the last word for each call.
func (s *shown) byCall() {
	all := s.row.CapturesByCall()
	for i := range all {
		name := "no ConnID"
		if all[i].ConnID != 0 {
			name = "ConnID " + say.ConnID(all[i].ConnID)
		}
		text := name + ", " + say.State(say.Spoken, all[i].State).Text + ", heard at " + s.app.time(all[i].Heard)
		switch s.row.Standing(&all[i]) {
		case board.CaptureAfterCall:
			text += ", the call has ended"
		case board.CaptureBeforeLoss:
			text += ", before link or registration were lost"
		case board.CaptureHere, board.CaptureOtherCall:
		}
		s.say("capture by call", text)
	}
}

func (s *shown) calls() {
	types := [...]string{1: "internal", 2: "inbound", 3: "outbound", 4: "consult"}
	current, _ := s.row.CurrentCall()
	for i := range s.row.Calls() {
		call := &s.row.Calls()[i]
		text := say.Call(call) + ", ConnID " + say.ConnID(call.ConnID)
		if call.ConnID == current.ConnID {
			text += ", the current one"
		}
		if call.Type > 0 && int(call.Type) < len(types) {
			text += ", " + types[call.Type]
		}
		s.say("call", text+s.callMarks(call))
	}
	if len(s.row.Calls()) == 0 {
		s.say("call", "none")
	}
}

// callMarks is what is known of a call besides.
func (s *shown) callMarks(call *board.Call) string {
	text := ""
	if !call.Changed.IsZero() {
		text = ", since "
		if call.ChangedIsLowerBound {
			text = ", at least since "
		}
		text += s.app.time(call.Changed)
	}
	if call.IsStale(s.app.now) {
		text += ", not vouched for: no release came"
	}
	if call.Original != 0 {
		text += ", consults about " + say.ConnID(call.Original)
	}
	if call.UUID != "" {
		text += ", CallUUID " + call.UUID
	}
	return text
}

// resync says what became of the last RequestQueryAddress, if there was one.
func (s *shown) resync() {
	last, ok := s.row.Resync()
	if !ok {
		return
	}
	text := "asked at " + s.app.time(last.Asked)
	switch {
	case last.Failed():
		why := last.Why
		if last.Code != 0 {
			why = strings.TrimSpace(strconv.Itoa(int(last.Code)) + " " + why)
		}
		text += ", failed: " + why
	case last.Ended.IsZero():
		text += ", no answer yet"
	default:
		text += ", answered at " + s.app.time(last.Ended)
	}
	s.say("resync", text)
}

func (s *shown) agent() {
	agent := s.row.Agent()
	if agent == (board.Agent{}) {
		s.say("agent", "nothing known")
		return
	}
	text := strings.TrimSpace(agent.ID + " " + agent.StateText())
	if agent.Reason != "" {
		text += ", reason " + agent.Reason
	}
	s.say("agent", text)
}

func (s *shown) commands() {
	last, ok := s.row.LastCommand()
	if ok {
		s.say("last command", s.app.commandText(&last))
	} else {
		s.say("last command", "none")
	}
	for _, c := range s.row.OpenCommands() {
		if c.ID != last.ID {
			s.say("open command", s.app.commandText(&c))
		}
	}
	ended := s.row.EndedCommands()
	for i := len(ended) - 1; i >= 0; i-- {
		if ended[i].ID != last.ID {
			s.say("command before", s.app.commandText(&ended[i]))
		}
	}
}

func (s *shown) oddities() {
	if foreign, ok := s.row.Foreign(); ok {
		s.say("not understood under a capture key", foreign.Raw+", "+phrase.Count(foreign.Count, "time", "times")+", last at "+s.app.time(foreign.At))
	}
	if more := s.row.MorePairs(); !more.IsZero() {
		s.say("more pairs", "a message held more than one capture pair, the first counted, last at "+s.app.time(more))
	}
	switch s.app.model.Board().Echo(s.row.Key().Site) {
	case board.EchoYes:
		s.say("echo", "this T-Server hands our own commands back to us")
	case board.EchoNo:
		s.say("echo", "this T-Server does not hand our own commands back to us")
	default:
		s.say("echo", "not known yet whether this T-Server hands our own commands back to us")
	}
}

// messages says the DN's own last messages, the oldest first.
func (s *shown) messages() {
	log, dn := s.app.model.Messages().Log(), s.row.Key().DN
	var numbers []uint64
	for n := log.Before(log.End(), dn); n != 0 && len(numbers) < shownMessages; n = log.Before(n, dn) {
		numbers = append(numbers, n)
	}
	for i := len(numbers) - 1; i >= 0; i-- {
		if entry, ok := log.At(numbers[i]); ok {
			s.say("message", s.app.time(entry.Time)+" "+s.app.messageText(&entry))
		}
	}
	if len(numbers) == 0 {
		s.say("message", "none")
	}
}

// commandText is how a command stands, with its times, its call and whose it is.
func (a *App) commandText(c *board.Command) string {
	text := say.CommandAsWas(say.Spoken, c, a.now).Text
	at := c.Sent
	if at.IsZero() {
		at = c.Queued
	}
	if !at.IsZero() {
		text += ", at " + a.time(at)
	}
	if c.Who == board.WhoOther {
		return text
	}
	if !c.Accepted.IsZero() {
		text += ", accepted after " + say.Duration(c.Accepted.Sub(c.Sent))
	}
	if !c.Indicated.IsZero() {
		text += ", " + say.Indication(say.Spoken, c.Indication) + " after " + say.Duration(c.Indicated.Sub(c.Sent))
	}
	switch {
	case c.ConnID != 0:
		text += ", ConnID " + say.ConnID(c.ConnID)
	case !c.Sent.IsZero():
		text += ", no ConnID"
	}
	if c.By != "" {
		text += ", by " + c.By
	}
	return text
}

func (a *App) captureText(row *board.Row) string {
	capture := row.Capture()
	text := say.Capture(row)
	if !capture.Since.IsZero() {
		if capture.SinceIsLowerBound {
			text += ", at least"
		}
		text += " since " + a.time(capture.Since)
	}
	if !capture.Heard.IsZero() {
		text += ", last heard at " + a.time(capture.Heard)
	}
	if capture.ConnID != 0 {
		text += ", ConnID " + say.ConnID(capture.ConnID)
	}
	return text
}
