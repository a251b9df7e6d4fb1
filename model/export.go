package model

import (
	"fmt"
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/model/overlay"
	"capdeck/model/phrase"
)

// Exported says what became of an Export.
type Exported struct {
	Now time.Time
	// Export is what was asked for.
	Export effect.Export
	// Path is the file's whole name, Written how many rows or messages it has.
	Path    string
	Written int
	// Exists says that nothing was written because the file is there.
	Exists bool
	// Problem is a sentence on why nothing was written, "" if it was.
	Problem string
}

// export asks what is to be exported, and then where to.
func (m *Model) export() {
	choices := []overlay.Choice{{Label: "cancel"}}
	rows := func(keys []board.Key, what string) {
		if len(keys) > 0 {
			choices = append(choices, overlay.Choice{Label: what, Targets: keys})
		}
	}
	all := keysOf(m.board.Rows())
	rows(all, "all "+phrase.Count(len(all), "row", "rows"))
	if m.isFiltered() {
		rows(keysOf(m.list.rows), "filtered "+phrase.Number(len(m.list.rows)))
	}
	if len(m.marks.keys) > 0 {
		marked := m.targets()
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

func keysOf(rows []*board.Row) []board.Key {
	keys := make([]board.Key, len(rows))
	for i, row := range rows {
		keys[i] = row.Key()
	}
	return keys
}

// askFile asks for the name of the file for these rows, or for the messages if there
// are none.
func (m *Model) askFile(rows []board.Key) {
	what := "board"
	if len(rows) == 0 {
		what = "messages"
	}
	m.overlay.OpenPrompt(overlay.Prompt{
		Purpose: promptFile, Label: "export to", Targets: rows,
		Text:   fmt.Sprintf("capdeck-%s-%s.csv", what, m.now.Format("20060102-150405")),
		Advice: overlay.Advice{Hint: "enter writes, esc cancels; .csv or .jsonl"},
	})
}

// enterFile writes the file whose name was typed.
func (m *Model) enterFile(e overlay.Entered) []effect.Effect {
	export, ok := exportTo(strings.TrimSpace(e.Text), e.Targets)
	if !ok {
		m.overlay.SetProblem("end the name in .csv or .jsonl")
		return nil
	}
	m.overlay.Accept()
	return m.write(export)
}

// exportTo returns the export of rows, or of the messages if there are none, to a
// file; ok is false if its name does not tell the format.
func exportTo(path string, rows []board.Key) (export effect.Export, ok bool) {
	format, ok := exportFormat(path)
	return effect.Export{Path: path, Format: format, Messages: len(rows) == 0, Keys: rows}, ok
}

// overwrite writes a file in place of the one that is there.
func (m *Model) overwrite(a overlay.Answered) []effect.Effect {
	export, _ := exportTo(a.Text, a.Targets)
	export.Overwrite = true
	return m.write(export)
}

// exportFormat tells the format by the end of a file's name; the name must have
// something in front of it.
func exportFormat(path string) (effect.Format, bool) {
	name := strings.ToLower(path[strings.LastIndexByte(path, '/')+1:])
	for suffix, format := range map[string]effect.Format{".csv": effect.CSV, ".jsonl": effect.JSONL} {
		if strings.HasSuffix(name, suffix) && len(name) > len(suffix) {
			return format, true
		}
	}
	return 0, false
}

func (m *Model) write(export effect.Export) []effect.Effect {
	m.say("writing "+export.Path, false)
	return []effect.Effect{export}
}

// exported says what became of an export, or asks whether to overwrite.
func (m *Model) exported(msg Exported) {
	switch {
	case msg.Exists && (m.overlay.TakesKeys() || m.ended):
		m.say(msg.Path+" exists already: nothing was written", true)
		m.note.Stays = true // a prompt hides it while it is open
	case msg.Exists:
		m.note = Note{}
		// It opens when the disk has answered: the key of yes, which copies on the
		// board, may be meant for that.
		m.ask(overlay.Dialog{
			Purpose: dialogOverwrite, Question: "Overwrite " + msg.Path + "?", Menu: true, Text: msg.Export.Path,
			Choices: []overlay.Choice{{Label: "cancel"}, {Label: "overwrite", Targets: msg.Export.Keys}},
		})
	case msg.Problem != "":
		m.say(msg.Problem, true)
		m.note.Stays = true
	case msg.Export.Messages:
		m.say(phrase.Count(msg.Written, "message", "messages")+" written to "+msg.Path, false)
	default:
		m.say(phrase.Count(msg.Written, "row", "rows")+" written to "+msg.Path, false)
	}
}
