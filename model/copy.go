package model

import (
	"slices"

	"capdeck/model/board"
	"capdeck/model/phrase"
)

// Copied says what of the screen is copied.
type Copied uint8

// What can be copied.
const (
	// CopiedDNs: Copy.Keys, one a line, as the prompt that registers DNs takes
	// them.
	CopiedDNs Copied = iota + 1
	// CopiedMessage: the full text of Copy.Message.
	CopiedMessage
	// CopiedDetail: what the text pane holds now, the lines out of sight too.
	CopiedDetail
)

// Copy asks for a text to be put on the clipboard of the user's terminal. The
// screen, which knows what is written how, makes the Text.
type Copy struct {
	// Of says what is copied, What says it to the user, such as "3 DNs".
	Of   Copied
	What string
	// Keys are the rows of CopiedDNs.
	Keys []board.Key
	// Message is the message of CopiedMessage; its body is the effect's own.
	Message Entry
	// Text is what is copied.
	Text string
}

// copy copies what has the focus.
func (m *Model) copy() []Effect {
	switch {
	case m.focus == PaneMessages, m.focus == PaneDetail && m.subject == SubjectMessage:
		entry, ok := m.SelectedMessage()
		if !ok {
			m.say("no message is selected: there is nothing to copy", true)
			return nil
		}
		entry.Body = slices.Clone(entry.Body)
		return []Effect{Copy{Of: CopiedMessage, What: "the message", Message: entry}}
	case m.focus == PaneDetail && m.subject == SubjectStatistics:
		return []Effect{Copy{Of: CopiedDetail, What: "the statistics"}}
	case m.focus == PaneDetail && m.subject == SubjectSent:
		m.say("what was sent is not copied from here: capdeck journal prints it", true)
		return nil
	case m.focus == PaneDetail:
		key, ok := m.Cursor()
		if !ok {
			m.say(m.noTarget(), true)
			return nil
		}
		return []Effect{Copy{Of: CopiedDetail, What: "the detail of " + key.DN}}
	}
	targets := m.targets()
	if len(targets) == 0 {
		m.say(m.noTarget(), true)
		return nil
	}
	return []Effect{Copy{Of: CopiedDNs, What: phrase.Count(len(targets), "DN", "DNs"), Keys: targets}}
}
