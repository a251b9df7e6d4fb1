package model

import (
	"errors"
	"fmt"

	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/model/newdns"
	"capdeck/model/overlay"
	"capdeck/model/phrase"
)

// editRegister opens the prompt for DNs to be registered.
func (m *Model) editRegister() {
	m.overlay.OpenPrompt(overlay.Prompt{
		Purpose: promptDNs, Label: "register", Takes: overlay.TakesDNs, Remembers: true,
		Advice: overlay.Advice{Hint: "DNs as in 7001,7005-7050  enter register  esc give up"},
	})
}

// newDNs returns the reader of lists of DNs that are to come to the board.
func (m *Model) newDNs() *newdns.Reader {
	return &newdns.Reader{Board: m.board, Site: m.options.Site, Check: m.options.CheckDN}
}

// editedDNs tells the prompt what is wrong with the list of DNs that is being typed.
func (m *Model) editedDNs(text string) {
	if text == "" {
		return
	}
	if _, err := m.newDNs().Read(text); err != nil {
		m.overlay.SetProblem(reason(err))
	}
}

// enterDNs puts the DNs that were typed on the board and registers them. If there is
// nothing to register, the prompt says why and stays open.
func (m *Model) enterDNs(e overlay.Entered) []effect.Effect {
	if e.Text == "" {
		m.overlay.Accept()
		return nil
	}
	list, err := m.newDNs().Read(e.Text)
	if err != nil {
		m.overlay.SetProblem(reason(err))
		return nil
	}
	names, known := list.New(), list.Known
	if len(names) == 0 {
		problem := "the DN " + e.Text + " is on the board already"
		if known > 1 {
			problem = "all " + phrase.Number(known) + " DNs are on the board already"
		}
		m.overlay.SetProblem(problem)
		return nil
	}
	m.overlay.Accept()
	entries := make([]board.Entry, len(names))
	for i, dn := range names {
		entries[i].Key = board.Key{Site: m.options.Site, DN: dn}
	}
	m.board.Add(entries...)
	text := phrase.Count(len(names), "DN comes", "DNs come") + " to the board and will be registered"
	if known > 0 {
		text += fmt.Sprintf("; %s on it already", phrase.Count(known, "was", "were"))
	}
	m.say(text, false)
	return []effect.Effect{effect.Register{DNs: names}}
}

// reason returns an error about a list without the number of the item: there is little
// room beside the prompt, and the sentence names the DN.
func reason(err error) string {
	if inner := errors.Unwrap(err); inner != nil {
		err = inner
	}
	return err.Error()
}

// unregister asks whether to take the targets off the board.
func (m *Model) unregister() {
	targets, ok := m.chosenTargets()
	if !ok {
		return
	}
	open := 0
	for _, key := range targets {
		if row := m.board.Row(key); row != nil {
			open += len(row.OpenCommands())
		}
	}
	question := fmt.Sprintf("Take %s off the board?", phrase.Count(len(targets), "DN", "DNs"))
	if open > 0 {
		question += fmt.Sprintf(" %s for an answer.", phrase.Count(open, "command waits", "commands wait"))
	}
	m.ask(overlay.Dialog{
		Purpose: dialogUnregister, Question: question, Targets: targets,
		Choices: []overlay.Choice{{Label: "cancel"}, {Label: "unregister", Targets: targets}},
	})
}

// remove takes rows off the board and unregisters their DNs. The board gives their
// open commands an outcome.
func (m *Model) remove(targets []board.Key) []effect.Effect {
	names := make([]string, len(targets))
	for i, key := range targets {
		names[i] = key.DN
	}
	removed := m.board.Remove(m.now, targets...)
	m.say(phrase.Count(removed, "DN has", "DNs have")+" left the board", false)
	return []effect.Effect{effect.Unregister{DNs: names}}
}
