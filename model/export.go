package model

import (
	"fmt"
	"strings"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/model/overlay"
	"capdeck/model/panes"
	"capdeck/model/phrase"
	"capdeck/model/say"
)

// export asks what to export. The answer leads to askFile.
func (m *Model) export() {
	choices := []overlay.Choice{{Label: "cancel"}}
	rows := func(keys []board.Key, what string) {
		if len(keys) > 0 {
			choices = append(choices, overlay.Choice{Label: what, Targets: keys})
		}
	}
	all := keysOf(m.board.Rows())
	rows(all, "all "+phrase.Count(len(all), "row", "rows"))
	if m.rows.IsFiltered() {
		rows(keysOf(m.rows.Shown()), "filtered "+phrase.Number(len(m.rows.Shown())))
	}
	if m.rows.HasMarks() {
		marked := m.rows.Targets()
		rows(marked, "marked "+phrase.Number(len(marked)))
	}
	messages := int(m.messages.Log().End() - m.messages.Log().First())
	if messages > 0 {
		choices = append(choices, overlay.Choice{Label: "messages " + phrase.Number(messages)})
	}
	if len(choices) == 1 {
		m.say("there is nothing to export yet", true)
		return
	}
	m.ask(overlay.Dialog{Purpose: dialogExport, Question: "Export what?", Choices: choices, Menu: true})
}

// keysOf returns the keys of the rows, in order.
func keysOf(rows []*board.Row) []board.Key {
	keys := make([]board.Key, len(rows))
	for i, row := range rows {
		keys[i] = row.Key()
	}
	return keys
}

// askFile asks for the name of the file to export these rows to, or the messages if
// there are no rows.
func (m *Model) askFile(rows []board.Key) {
	what := "board"
	if len(rows) == 0 {
		what = "messages"
	}
	m.overlay.OpenPrompt(overlay.Prompt{
		Purpose: promptFile, Label: "export to", Targets: rows,
		Text:   fmt.Sprintf("capdeck-%s-%s.csv", what, m.clock.now.Format("20060102-150405")),
		Advice: overlay.Advice{Hint: "enter write  esc cancel  .csv or .jsonl"},
	})
}

// enterFile exports to the file whose name was typed.
func (m *Model) enterFile(e overlay.Entered) []effect.Effect {
	export, ok := exportTo(strings.TrimSpace(e.Text), e.Targets)
	if !ok {
		m.overlay.SetProblem("the name must end in .csv or .jsonl")
		return nil
	}
	m.overlay.Accept()
	return m.write(export)
}

// exportTo returns the effect that exports rows to a file, or the messages if there are
// no rows. ok is false if the file's name does not imply a format.
func exportTo(path string, rows []board.Key) (export effect.Export, ok bool) {
	format, ok := exportFormat(path)
	return effect.Export{Path: path, Format: format, Messages: len(rows) == 0, Keys: rows}, ok
}

// overwrite exports to a file that exists.
func (m *Model) overwrite(a overlay.Answered) []effect.Effect {
	export, _ := exportTo(a.Text, a.Targets)
	export.Overwrite = true
	return m.write(export)
}

// exportFormat returns the format that the suffix of a file's name implies. The name
// must be longer than the suffix.
func exportFormat(path string) (effect.Format, bool) {
	name := strings.ToLower(path[strings.LastIndexByte(path, '/')+1:])
	for suffix, format := range map[string]effect.Format{".csv": effect.CSV, ".jsonl": effect.JSONL} {
		if strings.HasSuffix(name, suffix) && len(name) > len(suffix) {
			return format, true
		}
	}
	return 0, false
}

// write announces an export and returns its effect.
func (m *Model) write(export effect.Export) []effect.Effect {
	m.say("writing "+export.Path, false)
	return []effect.Effect{export}
}

// exported reports the result of an export to the user, or asks whether to overwrite
// the file.
func (m *Model) exported(msg Exported) {
	switch {
	case msg.Exists && (m.overlay.TakesKeys() || m.ending.ended):
		m.say(say.FileExists(msg.Path), true)
		m.notes.note.Stays = true // an open prompt hides it
	case msg.Exists:
		m.notes.note = Note{}
		// The dialog opens when the disk has answered. Just then the user may be
		// pressing overlay.YesKey to copy DNs, so the key must not answer it.
		m.ask(overlay.Dialog{
			Purpose: dialogOverwrite, Question: "Overwrite " + msg.Path + "?", Menu: true, Text: msg.Export.Path,
			Choices: []overlay.Choice{{Label: "cancel"}, {Label: "overwrite", Targets: msg.Export.Keys}},
		})
	case msg.Problem != "":
		m.say(msg.Problem, true)
		m.notes.note.Stays = true
	case msg.Export.Messages:
		m.say(phrase.Count(msg.Written, "message", "messages")+" written to "+msg.Path, false)
	default:
		m.say(phrase.Count(msg.Written, "row", "rows")+" written to "+msg.Path, false)
	}
}

// copy copies from the pane that has the focus.
func (m *Model) copy() []effect.Effect {
	focus, content := m.panes.Focus(), m.panes.Text().Content()
	switch {
	case focus == action.PaneMessages, focus == action.PaneDetail && content == panes.Message:
		entry, ok := m.messages.Selected()
		if !ok {
			m.say("nothing to copy: no message is selected", true)
			return nil
		}
		what := "the message"
		if m.messages.ShowsFeed() {
			what = "the event"
		}
		return []effect.Effect{effect.Copy{Of: effect.CopiedMessage, What: what, Message: entry.Number}}
	case focus == action.PaneDetail && content == panes.Statistics:
		return []effect.Effect{effect.Copy{Of: effect.CopiedDetail, What: "the statistics"}}
	case focus == action.PaneDetail && content == panes.Teams:
		return []effect.Effect{effect.Copy{Of: effect.CopiedDetail, What: "the list of teams"}}
	case focus == action.PaneDetail && content == panes.Sent:
		m.say("the sent commands cannot be copied here: capdeck journal prints them", true)
		return nil
	case focus == action.PaneDetail:
		key, ok := m.rows.Cursor()
		if !ok {
			m.say(m.noTarget(), true)
			return nil
		}
		return []effect.Effect{effect.Copy{Of: effect.CopiedDetail, What: "the detail of " + key.DN}}
	}
	targets := m.rows.Targets()
	if len(targets) == 0 {
		m.say(m.noTarget(), true)
		return nil
	}
	return []effect.Effect{effect.Copy{Of: effect.CopiedDNs, What: phrase.Count(len(targets), "DN", "DNs"), Keys: targets}}
}
