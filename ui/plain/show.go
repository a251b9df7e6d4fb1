package plain

import (
	"fmt"
	"strings"

	"capdeck/model/board"
	"capdeck/model/dnlist"
	"capdeck/model/say"
)

// shownMessages is the number of a DN's messages that are written, as in the screen's
// detail.
const shownMessages = 20

// show writes all that is known about a DN.
func (a *App) show(dn string) {
	if dn == "" {
		a.refuse("Name the DN to show, as in show 7001; list names all DNs on the board.")
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
	detail := say.Detail{
		Form: say.Spoken, Row: row, Board: a.model.Board(), Now: a.now,
		Clock: a.time, Standing: a.model.Coverage().Standing(row), Incidents: a.model.Incidents().OfDN(row.Key()),
	}
	for _, field := range detail.Fields() {
		a.answer(row.Key().DN + " " + fieldText(row, &field))
	}
	a.showMessages(row.Key().DN)
}

// fieldText returns one fact about a DN as a line.
func fieldText(row *board.Row, field *say.Field) string {
	text := field.Label
	if text != "DN" {
		text = strings.ToLower(text)
	}
	separator := ": "
	for _, part := range field.Parts {
		if part.Text == "" {
			continue // a glyph; the words next to it have the same meaning
		}
		if part.Close && separator != ": " {
			separator = " "
		}
		text += separator + part.Text
		separator = ", "
	}
	if field.Acknowledge != "" {
		text += "; type acknowledge " + row.Key().DN + " as REASON"
	}
	return text
}

// unquoted returns a DN that was typed as in a list, without its quotes.
func unquoted(dn string) string {
	name := dn
	_ = dnlist.Items(dn, func(item *dnlist.Item) error {
		name = item.Text
		return nil
	})
	return name
}

// showMessages writes the DN's own last messages, oldest first.
func (a *App) showMessages(dn string) {
	log := a.model.Messages().Log()
	var numbers []uint64
	for n := log.Before(log.End(), dn); n != 0 && len(numbers) < shownMessages; n = log.Before(n, dn) {
		numbers = append(numbers, n)
	}
	for i := len(numbers) - 1; i >= 0; i-- {
		if entry, ok := log.At(numbers[i]); ok {
			a.answer(dn + " message: " + a.time(entry.Time) + " " + a.messageText(&entry))
		}
	}
	if len(numbers) == 0 {
		a.answer(dn + " message: none")
	}
}
