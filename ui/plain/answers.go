package plain

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"capdeck/model"
	"capdeck/model/messages"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/tlibconn/wire"
)

const (
	someMessages = 10
	mostMessages = 1000
)

// status reports the connection, the counts and everything unusual.
func (a *App) status() {
	link, _ := a.model.Board().Link(a.options.Site)
	a.answer(a.linkText(&link))
	if link.KeepAlive != "" {
		a.answer(link.KeepAlive + ".")
	}
	if link.Other != "" {
		a.answer(say.Sentence(link.Other))
	}
	if journal := a.model.Sent().Journal(); journal.Failed {
		a.answer(say.Journal(true, journal.Why).Text)
	}
	if silence := a.model.Board().Silence(a.options.Site); silence.Silent {
		a.answer(a.silenceWords().Site(silence))
	}
	for _, text := range a.silenceWords().Teams(a.model.Board().SilentTeams(a.options.Site)) {
		a.answer(text)
	}
	a.answer(a.boardText())
	if open := a.model.Board().Counters().OpenCommands; open > 0 {
		a.answer(say.OpenCommands(open) + ".")
	}
	if filter := a.model.Rows().Filter().String(); filter != "" {
		a.answer(a.filterText(filter))
	}
	if marked, _ := a.model.Rows().Marks(); marked > 0 {
		a.answer(a.marksText())
	}
	a.sayLimits()
	if a.model.Behind() {
		a.answer(say.Behind(say.Spoken))
	}
	if a.quiet {
		a.answer("Quiet: " + phrase.Count(a.missed, "change was", "changes were") + " not announced; type follow.")
	}
}

// sayLimits reports what is unusual about the session as long as it lasts.
func (a *App) sayLimits() {
	if a.options.Warning != "" {
		a.answer(say.Sentence(a.options.Warning))
	}
	if a.model.ReadOnly() {
		a.answer(say.ReadOnly(say.Spoken))
	}
	if a.model.Locked() {
		a.answer(say.Locked(say.Spoken, "unlock"))
	}
}

// list reports each row that is shown, or that matches a filter.
func (a *App) list(filter string) {
	rows := a.model.Rows().Shown()
	parsed, err := a.model.Rows().ParseLine(filter)
	if err != nil {
		a.refuse(say.Sentence("nothing is listed: " + err.Error()))
		return
	}
	if filter != "" {
		rows = a.model.Rows().Select(parsed)
	}
	for _, row := range rows {
		a.answer(rowName(row) + ": " + a.rowText(row))
	}
	if aside := parsed.Aside(); aside != "" {
		a.answer(say.Sentence(aside))
	}
	a.answer(phrase.Count(len(rows), "DN", "DNs") + " of " + phrase.Number(a.model.Board().Len()) + ".")
}

// filter changes which rows are shown. A filter that is not understood changes nothing.
func (a *App) filter(text string) {
	if _, err := a.model.Rows().ParseLine(text); err != nil {
		a.refuse(say.Sentence("the filter is not changed: " + err.Error()))
		a.unsure.filter = "filter " + text
		return
	}
	a.unsure.filter = ""
	a.tell(model.SetFilter{Now: a.now, Text: text})
	a.answer(a.filterText(a.model.Rows().Filter().String()))
}

func (a *App) filterText(filter string) string {
	if filter == "" {
		return "All " + phrase.Count(a.model.Board().Len(), "DN is", "DNs are") + " shown."
	}
	text := fmt.Sprintf("%s of %s shown; the filter is %s.", phrase.Number(len(a.model.Rows().Shown())), phrase.Count(a.model.Board().Len(), "DN is", "DNs are"), filter)
	if aside := a.model.Rows().Filter().Aside; aside != "" {
		text += " " + say.Sentence(aside)
	}
	return text
}

func (a *App) time(t time.Time) string { return t.In(a.options.Zone).Format(clock) }

// messages reports the last messages, oldest first, each with its own time.
func (a *App) messages(number string) {
	n := someMessages
	if number != "" {
		given, err := strconv.Atoi(number)
		if err != nil || given < 1 || given > mostMessages {
			a.refuse(fmt.Sprintf("%q is not a number of messages: type 1 to %s.", shorten(number), phrase.Number(mostMessages)))
			return
		}
		n = given
	}
	log := a.model.Messages().Log()
	first := log.First()
	if end := log.End(); uint64(n) < end-first {
		first = end - uint64(n)
	}
	if first == log.End() {
		a.answer("No messages yet.")
	}
	for ; first < log.End(); first++ {
		if entry, ok := log.At(first); ok {
			a.answerAt(entry.Time, a.messageText(&entry))
		}
	}
}

// messageText returns a message of the log in words.
func (a *App) messageText(entry *messages.Entry) string {
	if entry.Direction == messages.Remark {
		return "connection: " + a.readable(entry.Body)
	}
	a.decoded.Type, a.decoded.Attributes = 0, a.decoded.Attributes[:0]
	// A message that was cut or is malformed is decoded as far as possible.
	_ = a.decoded.Decode(entry.Body, wire.Limits{})
	m := &a.decoded
	parts := []string{"received " + m.Type.String()}
	if entry.Direction == messages.Sent {
		parts[0] = "sent " + m.Type.String()
	}
	dn, named := m.Text(wire.AttributeThisDN)
	if !named {
		dn = []byte(entry.DN)
	}
	if len(dn) > 0 {
		parts = append(parts, "DN "+a.readable(dn))
	}
	said := say.MessageFlaw(say.Spoken, entry.Problem, entry.Length, len(entry.Body))
	if said.Text == "" {
		said = say.Message(say.Spoken, m, a.options.Text)
	}
	if said.Text != "" {
		parts = append(parts, said.Text)
	}
	if reference, ok := m.Int(wire.AttributeReferenceID); ok {
		parts = append(parts, "reference "+strconv.FormatUint(uint64(uint32(reference)), 10))
	}
	if entry.Latency > 0 {
		parts = append(parts, say.Duration(entry.Latency)+" after the request")
	}
	return strings.Join(parts, ", ")
}

// readable returns text from the network in readable form.
func (a *App) readable(text []byte) string { return say.Readable(text, a.options.Text) }
