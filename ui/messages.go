package ui

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
)

const (
	messageTime = "15:04:05.000"
	// shortMessageTime is what a small window has room for.
	shortMessageTime = "15:04:05"

	messageName = 23 // cells of a message's name, with the blank behind it
	messageDN   = 11 // cells of its DN, likewise
	messageWord = 9  // cells of its word at least
)

// drawMessages draws the messages pane with its title.
func (a *App) drawMessages(c *canvas.Canvas) {
	view := a.model.Messages()
	a.drawMessagesTitle(c, &view)
	lines := a.layout.messages - 1
	entries := view.Entries
	entries = entries[max(len(entries)-lines, 0):]
	for i := range entries {
		a.drawMessage(c, &entries[i], entries[i].Number == view.Selected)
	}
	if only := a.model.MessagesOf(); len(entries) == 0 && only != "" && lines > 0 {
		lines--
		line := c.NewLine(canvas.Hit{Pane: action.PaneMessages})
		line.Text(c.Styles.Open(themes.Faint), " No message of "+only+" is in the log.")
		c.EndLine("")
	}
	c.Blank(lines-len(entries), action.PaneMessages)
}

// drawMessage draws one line of the log.
func (a *App) drawMessage(c *canvas.Canvas, entry *model.Entry, selected bool) {
	line := c.NewLine(canvas.Hit{Pane: action.PaneMessages, Message: entry.Number})
	text, faint := c.Styles.On(themes.Text, selected), c.Styles.On(themes.Faint, selected)
	cursor := " "
	if selected {
		cursor = c.Styles.Glyphs.Cursor
	}
	line.Text(c.Styles.On(themes.Accent, selected), cursor)
	format := messageTime
	if a.width < canvas.FullWidth {
		format = shortMessageTime
	}
	var room [len(messageTime)]byte
	line.Text(faint, string(entry.Time.In(a.options.Zone).AppendFormat(room[:0], format)))
	line.Space(text, 1)
	if entry.Direction == model.Remark {
		line.Text(c.Styles.On(themes.Warning, selected), "-- "+a.readable(entry.Body))
		c.EndLine(text)
		return
	}
	role, sign := themes.Received, c.Styles.Glyphs.Received
	if entry.Direction == model.Sent {
		role, sign = themes.Sent, c.Styles.Glyphs.Sent
	}
	line.Text(c.Styles.On(role, selected), sign+" ")
	m := a.decode(entry)
	dn, named := m.Text(wire.AttributeThisDN)
	if !named {
		dn = []byte(entry.DN)
	}
	name, cells := m.Type.String(), messageDN
	wordRole, word := a.messageText(entry, m)
	if a.width < canvas.FullWidth {
		// Whose it is and what it says come first where not all has room.
		line.Field(text, a.readable(dn), messageDN/2)
		line.Space(text, 1)
		if word != "" {
			line.Text(c.Styles.On(wordRole, selected), word+"  ")
		}
		line.Text(text, name)
		c.EndLine(text)
		return
	}
	if a.width < canvas.WideWidth {
		cells = messageDN / 2
	}
	line.Field(text, name, messageName-1)
	line.Space(text, 1)
	line.Field(text, a.readable(dn), cells-1)
	line.Space(text, 1)
	line.Text(c.Styles.On(wordRole, selected), cell.Pad(word, messageWord))
	if reference, ok := m.Int(wire.AttributeReferenceID); ok {
		line.Text(faint, "  ref "+strconv.FormatUint(uint64(uint32(reference)), 10))
	}
	if entry.Latency > 0 {
		line.Text(faint, "   "+board.DurationText(entry.Latency))
	}
	if entry.Automatic {
		line.Text(faint, "   automatic")
	}
	c.EndLine(text)
}

// readable returns text from the network as it is to be read.
func (a *App) readable(text []byte) string {
	if a.options.Text == nil || utf8.Valid(text) {
		return string(text)
	}
	return a.options.Text(text)
}

// decode reads a message of the log. What was cut or is no message is read as
// far as it goes: the problem is shown beside it.
func (a *App) decode(entry *model.Entry) *wire.Message {
	entry.Decode(&a.decoded)
	return &a.decoded
}

// messageText is what a message says in a few words: what is wrong with it, the
// capture word, the error.
func (a *App) messageText(entry *model.Entry, m *wire.Message) (themes.Role, string) {
	if entry.Problem != "" {
		return themes.Error, "undecodable: " + entry.Problem
	}
	if entry.Length > len(entry.Body) {
		return themes.Warning, "cut, " + phrase.Number(entry.Length) + " bytes"
	}
	if code, ok := m.Int(wire.AttributeErrorCode); ok {
		said, _ := m.Text(wire.AttributeErrorMessage)
		text := a.readable(said)
		if text == "" {
			text = board.ErrorText(code)
		}
		return themes.Error, strings.TrimRight(strconv.Itoa(int(code))+" "+text, " ")
	}
	var capture event.Capture
	if list, ok := m.List(wire.AttributeUserData); ok {
		capture = event.ParseCapture(list)
	}
	switch {
	case capture.Verb != event.VerbNone:
		return themes.Accent, capture.Verb.String()
	case capture.Indication != event.IndicationNone:
		return indicationRole(capture.Indication), capture.Indication.String()
	case capture.Present:
		return themes.Warning, "? " + a.rawValue(&capture.Pair)
	}
	return themes.Text, ""
}

func indicationRole(i event.Indication) themes.Role {
	switch i {
	case event.Enabled:
		return themes.Rec
	case event.Paused:
		return themes.Paused
	}
	return themes.Off
}

// rawValue shows a value under a capture key that is no word of the contract.
func (a *App) rawValue(p *wire.Pair) string {
	const most = 64
	return event.PairValue(p, a.options.Text, most)
}
