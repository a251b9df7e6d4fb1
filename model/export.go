package model

import (
	"fmt"
	"strings"
	"time"

	"capdeck/model/board"
	"capdeck/model/effect"
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
	choices := []string{"cancel"}
	var exports []effect.Export
	offer := func(what string, n int, export effect.Export) {
		if n > 0 {
			choices, exports = append(choices, what), append(exports, export)
		}
	}
	rows := func(keys []board.Key, what string) {
		offer(what, len(keys), effect.Export{Keys: keys})
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
	offer("messages "+phrase.Number(messages), messages, effect.Export{Messages: true})
	if len(exports) == 0 {
		m.say("there is nothing to export yet", true)
		return
	}
	m.open(Dialog{
		Question: "Export what?", Choices: choices, Menu: true,
		answer: func(choice int) []effect.Effect { m.askFile(exports[choice-1]); return nil },
	})
}

func keysOf(rows []*board.Row) []board.Key {
	keys := make([]board.Key, len(rows))
	for i, row := range rows {
		keys[i] = row.Key()
	}
	return keys
}

// askFile asks for the name of the file.
func (m *Model) askFile(export effect.Export) {
	what := "board"
	if export.Messages {
		what = "messages"
	}
	m.ask(Prompt{
		Label: "export to", Text: fmt.Sprintf("capdeck-%s-%s.csv", what, m.now.Format("20060102-150405")),
		Hint: "enter writes, esc cancels; .csv or .jsonl",
		accept: func(p *Prompt) ([]effect.Effect, bool) {
			export.Path = strings.TrimSpace(p.Text)
			var ok bool
			if export.Format, ok = exportFormat(export.Path); !ok {
				p.Problem = "end the name in .csv or .jsonl"
				return nil, false
			}
			return m.write(export), true
		},
	})
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
	case msg.Exists && (m.dialog != nil || m.prompt != nil || m.picker != nil || m.ended):
		m.say(msg.Path+" exists already: nothing was written", true)
		m.note.Stays = true // a prompt hides it while it is open
	case msg.Exists:
		export := msg.Export
		export.Overwrite = true
		m.note = Note{}
		// It opens when the disk has answered: the key of yes, which copies on the
		// board, may be meant for that.
		m.open(Dialog{
			Question: "Overwrite " + msg.Path + "?", Choices: []string{"cancel", "overwrite"}, Menu: true,
			answer: func(int) []effect.Effect { return m.write(export) },
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
