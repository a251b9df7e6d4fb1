package plain

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/dnlist"
	"capdeck/model/phrase"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

const (
	someMessages = 10
	mostMessages = 1000
	mostRaw      = 64 // bytes of a value that is no word of the contract
)

// status says how everything stands.
func (a *App) status() {
	link, _ := a.model.Board().Link(a.options.Site)
	a.answer(a.linkText(&link))
	if link.KeepAlive != "" {
		a.answer(link.KeepAlive + ".")
	}
	if link.Other != "" {
		a.answer(sentence(link.Other))
	}
	if journal := a.model.Journal(); journal.Failed {
		a.answer(journalText(true, journal.Why))
	}
	if silence := a.model.Board().Silence(a.options.Site); silence.Silent {
		a.answer(a.silenceText(&silence))
	}
	a.answer(a.boardText())
	if open := a.model.Board().Counters().OpenCommands; open > 0 {
		a.answer(phrase.Count(open, "command waits", "commands wait") + " for an answer.")
	}
	if filter := a.model.Filter().String(); filter != "" {
		a.answer(a.filterText(filter))
	}
	if marked, _ := a.model.Marks(); marked > 0 {
		a.answer(a.marksText())
	}
	a.sayLimits()
	if a.model.Behind() {
		a.answer("What is said here comes late: this program cannot keep up with T-Server.")
	}
	if a.quiet {
		a.answer("Quiet: " + phrase.Count(a.missed, "change was", "changes were") + " not announced; type follow.")
	}
}

// sayLimits says what is unusual about the session for as long as it lasts.
func (a *App) sayLimits() {
	if a.options.Warning != "" {
		a.answer(sentence(a.options.Warning))
	}
	if a.model.ReadOnly() {
		a.answer("This session is read-only: nothing but queries is sent.")
	}
	if a.model.Locked() {
		a.answer("The write-lock is on: start, stop, pause and resume are refused; type unlock.")
	}
}

// list says each row that is shown, or that a filter lets through.
func (a *App) list(filter string) {
	rows := a.model.Rows()
	if filter != "" {
		parsed, err := model.ParseFilter(filter)
		if err != nil {
			a.refuse(sentence(err.Error()))
			return
		}
		rows = a.model.Select(parsed)
	}
	for _, row := range rows {
		a.answer(rowName(row) + ": " + a.rowText(row))
	}
	a.answer(phrase.Count(len(rows), "DN", "DNs") + " of " + phrase.Number(a.model.Board().Len()) + ".")
}

// filter changes which rows are shown. What is not understood changes nothing.
func (a *App) filter(text string) {
	if _, err := model.ParseFilter(text); err != nil {
		a.refuse(sentence("the filter is not changed: " + err.Error()))
		a.unsure.filter = "filter " + text
		return
	}
	a.unsure.filter = ""
	a.tell(model.SetFilter{Now: a.now, Text: text})
	a.answer(a.filterText(a.model.Filter().String()))
}

func (a *App) filterText(filter string) string {
	if filter == "" {
		return "All " + phrase.Count(a.model.Board().Len(), "DN is", "DNs are") + " shown."
	}
	return fmt.Sprintf("%s of %s shown, by the filter %s.", phrase.Number(len(a.model.Rows())), phrase.Count(a.model.Board().Len(), "DN is", "DNs are"), filter)
}

// show says all that is known of a DN.
func (a *App) show(dn string) {
	row := a.row(dn)
	if row == nil {
		row = a.row(unquoted(dn))
	}
	if row == nil {
		a.refuse(fmt.Sprintf("The DN %q is not on the board: type show and a DN.", shorten(dn)))
		return
	}
	say := func(label, text string) {
		if text != "" {
			a.answer(row.Key().DN + " " + label + ": " + text)
		}
	}
	say("label", row.Label())
	say("team", row.Team())
	reg := row.Registration()
	if text := reg.State.String(); reg.Code != 0 {
		say("registration", text+", "+strconv.Itoa(int(reg.Code))+" "+reg.Text)
	} else {
		say("registration", text)
	}
	say("capture", a.captureText(row))
	say("not vouched for", row.Stale().String())
	say("fault", faultText(row))
	if stop, ok := row.Stopped(); ok {
		who := "unasked"
		if stop.ByOther {
			who = "by another client"
		}
		say("stopped", who+", last at "+a.time(stop.At)+", ConnID "+board.ConnIDText(stop.ConnID)+"; type acknowledge "+row.Key().DN)
	}
	a.showByCall(row, say)
	a.showCalls(row, say)
	if agent := row.Agent(); agent != (board.Agent{}) {
		text := strings.TrimSpace(agent.ID + " " + agent.StateText())
		if agent.Reason != "" {
			text += ", reason " + agent.Reason
		}
		say("agent", text)
	}
	a.showCommands(row, say)
	if foreign, ok := row.Foreign(); ok {
		say("not understood under a capture key", foreign.Raw+", "+phrase.Count(foreign.Count, "time", "times"))
	}
}

// showCalls says each call of the DN.
func (a *App) showCalls(row *board.Row, say func(label, text string)) {
	current, _ := row.CurrentCall()
	for i := range row.Calls() {
		call := &row.Calls()[i]
		text := callWords(call) + ", ConnID " + board.ConnIDText(call.ConnID)
		if call.ConnID == current.ConnID {
			text += ", the current one"
		}
		if !call.Changed.IsZero() {
			since := ", since "
			if call.ChangedIsLowerBound {
				since = ", at least since "
			}
			text += since + a.time(call.Changed)
		}
		if call.IsStale(a.now) {
			text += ", not vouched for: no release came"
		}
		if call.Original != 0 {
			text += ", consults about " + board.ConnIDText(call.Original)
		}
		if call.UUID != "" {
			text += ", CallUUID " + call.UUID
		}
		say("call", text)
	}
}

// showByCall says the last word for each call where the DN has several.
func (a *App) showByCall(row *board.Row, say func(label, text string)) {
	all := row.CapturesByCall()
	if len(all) < 2 {
		return
	}
	for i := range all {
		name := "no ConnID"
		if all[i].ConnID != 0 {
			name = "ConnID " + board.ConnIDText(all[i].ConnID)
		}
		text := name + ", " + stateWord(all[i].State) + ", heard at " + a.time(all[i].Heard)
		switch row.Standing(&all[i]) {
		case board.CaptureAfterCall:
			text += ", the call has ended"
		case board.CaptureBeforeLoss:
			text += ", before link or registration were lost"
		case board.CaptureHere, board.CaptureOtherCall:
		}
		say("capture by call", text)
	}
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

func (a *App) showCommands(row *board.Row, say func(label, text string)) {
	last, ok := row.LastCommand()
	if !ok {
		say("last command", "none")
		return
	}
	say("last command", a.commandText(&last))
	for _, c := range row.OpenCommands() {
		if c.ID != last.ID {
			say("open command", a.commandText(&c))
		}
	}
	ended := row.EndedCommands()
	for i := len(ended) - 1; i >= 0; i-- {
		if ended[i].ID != last.ID {
			say("command before", a.commandText(&ended[i]))
		}
	}
}

// commandText is how a command stands, with its time and whose it is.
func (a *App) commandText(c *board.Command) string {
	text := commandWords(c)
	at := c.Sent
	if at.IsZero() {
		at = c.Queued
	}
	if !at.IsZero() {
		text += ", at " + a.time(at)
	}
	if c.By != "" {
		text += ", by " + c.By
	}
	return text
}

func (a *App) captureText(row *board.Row) string {
	capture := row.Capture()
	text := captureWords(row)
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
		text += ", ConnID " + board.ConnIDText(capture.ConnID)
	}
	return text
}

func (a *App) time(t time.Time) string { return t.In(a.options.Zone).Format(clock) }

// messages says the last messages, oldest first, each at its own time.
func (a *App) messages(number string) {
	n := someMessages
	if number != "" {
		given, err := strconv.Atoi(number)
		if err != nil || given < 1 || given > mostMessages {
			a.refuse(fmt.Sprintf("%q is no number of messages: type 1 to %s.", shorten(number), phrase.Number(mostMessages)))
			return
		}
		n = given
	}
	log := a.model.Log()
	first := log.First()
	if end := log.End(); uint64(n) < end-first {
		first = end - uint64(n)
	}
	if first == log.End() {
		a.answer("No message has come yet.")
	}
	for ; first < log.End(); first++ {
		if entry, ok := log.At(first); ok {
			a.answerAt(entry.Time, a.messageText(&entry))
		}
	}
}

// messageText is a message of the log in words.
func (a *App) messageText(entry *model.Entry) string {
	if entry.Direction == model.Remark {
		return "connection: " + a.readable(entry.Body)
	}
	a.decoded.Type, a.decoded.Attributes = 0, a.decoded.Attributes[:0]
	// What was cut or is no message is read as far as it goes.
	_ = a.decoded.Decode(entry.Body, wire.Limits{})
	m := &a.decoded
	parts := []string{"received " + m.Type.String()}
	if entry.Direction == model.Sent {
		parts[0] = "sent " + m.Type.String()
	}
	dn, named := m.Text(wire.AttributeThisDN)
	if !named {
		dn = []byte(entry.DN)
	}
	if len(dn) > 0 {
		parts = append(parts, "DN "+a.readable(dn))
	}
	switch {
	case entry.Problem != "":
		parts = append(parts, "undecodable: "+entry.Problem)
	case entry.Length > len(entry.Body):
		parts = append(parts, "cut, it has "+phrase.Number(entry.Length)+" bytes")
	default:
		parts = append(parts, a.content(m)...)
	}
	if reference, ok := m.Int(wire.AttributeReferenceID); ok {
		parts = append(parts, "reference "+strconv.FormatUint(uint64(uint32(reference)), 10))
	}
	if entry.Latency > 0 {
		parts = append(parts, board.DurationText(entry.Latency)+" after the request")
	}
	return strings.Join(parts, ", ")
}

// content is what a message says: the error, the capture word.
func (a *App) content(m *wire.Message) []string {
	if code, ok := m.Int(wire.AttributeErrorCode); ok {
		said, _ := m.Text(wire.AttributeErrorMessage)
		text := a.readable(said)
		if text == "" {
			text = board.ErrorText(code)
		}
		return []string{strings.TrimRight("error "+strconv.Itoa(int(code))+" "+text, " ")}
	}
	list, ok := m.List(wire.AttributeUserData)
	if !ok {
		return nil
	}
	capture := event.ParseCapture(list)
	switch {
	case capture.Verb != event.VerbNone:
		return []string{capture.Verb.String()}
	case capture.Indication != event.IndicationNone:
		return []string{capture.Indication.String()}
	case capture.Present:
		return []string{"not understood: " + event.PairValue(&capture.Pair, a.options.Text, mostRaw)}
	}
	return nil
}

// readable returns text from the network as it is to be read.
func (a *App) readable(text []byte) string {
	if a.options.Text == nil || utf8.Valid(text) {
		return string(text)
	}
	return a.options.Text(text)
}
