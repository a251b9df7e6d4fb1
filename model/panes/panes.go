// Package panes decides which panes of the screen are open, which of them has the
// focus, and what the text pane shows, from which line on. It is a part of its own
// because it belongs to none of the parts whose content a pane shows. It knows the
// names of the panes and nothing of what is in them: neither rows nor messages, nor
// how many lines there are until it is told.
package panes

import "capdeck/model/action"

// Panes is the state of the panes. The board is always open. It is used by one
// goroutine.
type Panes struct {
	focus    action.Pane
	messages bool // they are open
	alone    bool
	text     Text
	from     action.Pane // where the text pane was opened: PaneBoard or PaneMessages
}

// New returns panes of which the board has the focus, the messages are open, and the
// text pane is closed.
func New() *Panes { return &Panes{messages: true} }

// Focus returns the pane on which moving keys act.
func (p *Panes) Focus() action.Pane { return p.focus }

// SetFocus gives the focus to a pane, which must be open.
func (p *Panes) SetFocus(pane action.Pane) { p.focus = pane }

// ShowsMessages reports whether the messages pane is open. It may have no lines all
// the same, where the window has no room for it.
func (p *Panes) ShowsMessages() bool { return p.messages }

// Text returns the text pane.
func (p *Panes) Text() *Text { return &p.text }

// SetAlone says whether the messages pane is on the screen only while it has the
// focus, as in a small window.
func (p *Panes) SetAlone(alone bool) { p.alone = alone }

// Next moves the focus on: board, text pane, messages, as far as they are open.
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

// OpenMessages opens the messages pane. focus gives it the focus as well.
func (p *Panes) OpenMessages(focus bool) {
	p.messages = true
	if focus {
		p.focus = action.PaneMessages
	}
}

// ToggleMessages opens or closes the messages pane. If it is on the screen only with
// the focus, it gets that first. The text of a message is closed with it.
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

// Toggle opens the text pane with a content, replaces another content by it, or
// closes the pane if it shows that content already. For DN and Message there is
// ToggleDetail.
func (p *Panes) Toggle(content Content) {
	if p.text.content == content {
		p.CloseText()
		return
	}
	p.noteOrigin()
	p.text.open(content)
}

// noteOrigin notes the pane from which the text pane is being opened. The text pane
// itself keeps the origin that it has.
func (p *Panes) noteOrigin() {
	if p.focus != action.PaneDetail {
		p.from = p.focus
	}
}

// CloseText closes the text pane. If it had the focus, the pane from which it was
// opened gets it.
func (p *Panes) CloseText() {
	p.text.open(Nothing)
	if p.focus == action.PaneDetail {
		p.focus = p.from
	}
}
