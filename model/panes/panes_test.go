package panes

import (
	"testing"

	"capdeck/model/action"
)

func (p *Panes) want(t *testing.T, what string, content Content, focus action.Pane, messages bool) {
	t.Helper()
	if p.Text().Content() != content || p.Focus() != focus || p.ShowsMessages() != messages {
		t.Fatalf("%s: content %d, focus %d, messages %t; want %d, %d, %t", what, p.Text().Content(), p.Focus(), p.ShowsMessages(), content, focus, messages)
	}
}

// TestTextPane checks that a key pressed again closes the pane, that another key
// replaces its content, and that the focus returns.
func TestTextPane(t *testing.T) {
	p := New()
	p.want(t, "new", Nothing, action.PaneBoard, true)
	p.Toggle(Statistics)
	p.want(t, "statistics", Statistics, action.PaneBoard, true)
	p.Next()
	p.Toggle(Sent)
	p.want(t, "sent replaces them", Sent, action.PaneDetail, true)
	p.ToggleDetail()
	p.want(t, "detail replaces that", DN, action.PaneDetail, true)
	p.Toggle(Statistics)
	p.Toggle(Statistics)
	p.want(t, "the same key closes", Nothing, action.PaneBoard, true)
	p.Next()
	p.Toggle(Sent)
	p.want(t, "from the messages", Sent, action.PaneMessages, true)
	p.ToggleDetail()
	p.want(t, "detail in the messages", Message, action.PaneMessages, true)
	p.ToggleDetail()
	p.want(t, "again", Nothing, action.PaneMessages, true)
	p.Toggle(Sent)
	p.Next()
	p.Next()
	p.want(t, "the focus goes round", Sent, action.PaneDetail, true)
	p.CloseText()
	p.want(t, "closed", Nothing, action.PaneMessages, true)
}

// TestMessagesPane checks that closing the messages closes only the text of a message.
func TestMessagesPane(t *testing.T) {
	p := New()
	p.SetFocus(action.PaneMessages)
	p.Toggle(Statistics)
	p.ToggleMessages()
	p.want(t, "the statistics stay", Statistics, action.PaneBoard, false)
	p.ToggleDetail()
	p.want(t, "their detail is a DN", DN, action.PaneBoard, false)
	p.CloseText()
	p.Next()
	p.want(t, "nothing else is open", Nothing, action.PaneBoard, false)
	p.OpenMessages(true)
	p.ToggleDetail()
	p.Next()
	p.want(t, "from the messages the board comes first", Message, action.PaneBoard, true)
	p.Next()
	p.want(t, "then the text", Message, action.PaneDetail, true)
	p.ToggleMessages()
	p.want(t, "the message's text is closed", Nothing, action.PaneBoard, false)
	p.OpenMessages(false)
	p.want(t, "opened without the focus", Nothing, action.PaneBoard, true)
}

// TestMessagesAlone checks that the key shows the pane, instead of closing one that is
// not visible, if the window has no room for it beside the rows.
func TestMessagesAlone(t *testing.T) {
	p := New()
	p.SetAlone(true)
	p.ToggleMessages()
	p.want(t, "shown", Nothing, action.PaneMessages, true)
	p.ToggleMessages()
	p.want(t, "closed", Nothing, action.PaneBoard, false)
	p.ToggleMessages()
	p.want(t, "shown again", Nothing, action.PaneMessages, true)
}

func TestTextScrolls(t *testing.T) {
	p := New()
	text := p.Text()
	p.ToggleDetail()
	text.Resize(3, 20)
	text.Scroll(7)
	text.Scroll(-2)
	if text.Top() != 5 || text.Height() != 3 {
		t.Errorf("the first of %d lines is %d", text.Height(), text.Top())
	}
	text.Scroll(99)
	if text.Top() != 20 {
		t.Errorf("the last first line is %d", text.Top())
	}
	text.Resize(10, 13)
	if text.Top() != 13 || text.Beyond() != 13 {
		t.Errorf("in a higher pane the first line is %d", text.Top())
	}
	text.ToggleBytes()
	if !text.AsBytes() || text.Top() != 0 {
		t.Errorf("bytes begin at line %d", text.Top())
	}
	text.Scroll(4)
	text.Rewind()
	text.Scroll(-4)
	if text.Top() != 0 {
		t.Errorf("above the first line is %d", text.Top())
	}
	text.Scroll(4)
	p.Toggle(Statistics)
	if text.Top() != 0 {
		t.Errorf("another content begins at line %d", text.Top())
	}
	text.Resize(-1, -1)
	if text.Height() != 0 || text.Beyond() != 0 {
		t.Errorf("%d lines of %d", text.Height(), text.Beyond())
	}
}
