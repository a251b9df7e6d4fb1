// Package panes decides which panes of the screen are open, which one has the focus,
// and what the text pane shows from which line. It is a separate package because it
// belongs to none of the packages whose content a pane shows. It knows the names of the
// panes and must not know their content: it has neither rows nor messages, and callers
// pass in how many lines there are.
package panes

import "capdeck/model/action"

// Panes is the state of the panes. The board is always open. Panes must be used by one
// goroutine only.
type Panes struct {
	focus    action.Pane
	messages bool // the messages pane is open
	alone    bool
	text     Text
	from     action.Pane // where the text pane was opened: PaneBoard or PaneMessages
}

// New returns panes with the focus on the board, the messages pane open and the text
// pane closed.
func New() *Panes { return &Panes{messages: true} }

// Focus returns the pane on which moving keys act.
func (p *Panes) Focus() action.Pane { return p.focus }

// SetFocus gives the focus to a pane, which must be open.
func (p *Panes) SetFocus(pane action.Pane) { p.focus = pane }

// ShowsMessages reports whether the messages pane is open. An open pane has no lines if
// the window has no room for it.
func (p *Panes) ShowsMessages() bool { return p.messages }

// Text returns the text pane.
func (p *Panes) Text() *Text { return &p.text }

// SetAlone sets whether the messages pane is on the screen only while it has the focus,
// as in a small window.
func (p *Panes) SetAlone(alone bool) { p.alone = alone }

// Next moves the focus to the next open pane in the order board, text pane, messages.
func (p *Panes) Next() {
	switch {
	case p.focus == action.PaneBoard && p.text.IsOpen():
		p.focus = action.PaneDetail
	case p.focus != action.PaneMessages && p.messages:
		p.focus = action.PaneMessages
	default:
		p.focus = action.PaneBoard
	}
}

// OpenMessages opens the messages pane, and also moves the focus to it if focus is
// true.
func (p *Panes) OpenMessages(focus bool) {
	p.messages = true
	if focus {
		p.focus = action.PaneMessages
	}
}

// ToggleMessages opens or closes the messages pane. If the pane is on the screen only
// while it has the focus, it first gets the focus. Closing it also closes the text of a
// message.
func (p *Panes) ToggleMessages() {
	if p.alone && p.focus != action.PaneMessages {
		p.OpenMessages(true)
		return
	}
	p.messages = !p.messages
	if p.messages {
		return
	}
	if p.focus == action.PaneMessages {
		p.focus = action.PaneBoard
	}
	p.from = action.PaneBoard
	if p.text.content == Message {
		p.CloseText()
		p.focus = action.PaneBoard
	}
}

// ToggleDetail opens the text pane with the DN or the message that is selected in the
// pane that has the focus, or closes it if it shows one of these.
func (p *Panes) ToggleDetail() {
	if p.text.content == DN || p.text.content == Message {
		p.CloseText()
		return
	}
	p.noteOrigin()
	content := DN
	if p.from == action.PaneMessages {
		content = Message
	}
	p.text.open(content)
}

// Toggle shows a content in the text pane, or closes the pane if it already shows that
// content. Use ToggleDetail for DN and Message.
func (p *Panes) Toggle(content Content) {
	if p.text.content == content {
		p.CloseText()
		return
	}
	p.noteOrigin()
	p.text.open(content)
}

// noteOrigin records the pane from which the text pane is being opened. If that is the
// text pane itself, the origin stays as it is.
func (p *Panes) noteOrigin() {
	if p.focus != action.PaneDetail {
		p.from = p.focus
	}
}

// CloseText closes the text pane. If it had the focus, the focus moves to the pane from
// which it was opened.
func (p *Panes) CloseText() {
	p.text.open(Nothing)
	if p.focus == action.PaneDetail {
		p.focus = p.from
	}
}
