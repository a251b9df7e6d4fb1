package model

import (
	"errors"
	"fmt"
	"strconv"

	"capdeck/model/board"
	"capdeck/model/effect"
	"capdeck/model/newdns"
	"capdeck/model/overlay"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/tlibconn/event"
)

// editRegister opens the prompt for the DNs to register.
func (m *Model) editRegister() {
	m.overlay.OpenPrompt(overlay.Prompt{
		Purpose: promptDNs, Label: "register", Takes: overlay.TakesDNs, Remembers: true,
		Advice: overlay.Advice{Hint: "DNs, such as 7001,7005-7050  enter register  esc cancel"},
	})
}

// newDNs returns a reader of lists of DNs to add to the board.
func (m *Model) newDNs() *newdns.Reader {
	return &newdns.Reader{Board: m.board, Site: m.options.Site, Check: m.options.CheckDN}
}

// editedDNs shows in the prompt what is wrong with the list of DNs that is being typed.
func (m *Model) editedDNs(text string) {
	if text == "" {
		return
	}
	if _, err := m.newDNs().Read(text); err != nil {
		m.overlay.SetProblem(reason(err))
	}
}

// enterDNs adds the DNs that were typed to the board and registers them. If there is
// nothing to register, the prompt stays open and shows why.
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
		problem := "DN " + e.Text + " is already on the board"
		if known > 1 {
			problem = "all " + phrase.Number(known) + " DNs are already on the board"
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
	text := "added " + phrase.Count(len(names), "DN, which is", "DNs, which are") + " being registered"
	if known > 0 {
		text += fmt.Sprintf("; %s already on the board", phrase.Count(known, "was", "were"))
	}
	m.say(text, false)
	return []effect.Effect{effect.Register{DNs: names}}
}

// reason returns the text of an error about a list without the number of the item:
// there is little room beside the prompt, and the text names the DN.
func reason(err error) string {
	if inner := errors.Unwrap(err); inner != nil {
		err = inner
	}
	return err.Error()
}

// unregister asks whether to remove the targets from the board.
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
	question := fmt.Sprintf("Remove %s from the board?", phrase.Count(len(targets), "DN", "DNs"))
	if open > 0 {
		question += fmt.Sprintf(" %s for an answer.", phrase.Count(open, "command waits", "commands wait"))
	}
	m.ask(overlay.Dialog{
		Purpose: dialogUnregister, Question: question, Targets: targets,
		Choices: []overlay.Choice{{Label: "cancel"}, {Label: "unregister", Targets: targets}},
	})
}

// remove removes rows from the board and unregisters their DNs. The board ends their
// open commands.
func (m *Model) remove(targets []board.Key) []effect.Effect {
	names := make([]string, len(targets))
	for i, key := range targets {
		names[i] = key.DN
	}
	removed := m.board.Remove(m.clock.now, targets...)
	m.say("removed "+phrase.Count(removed, "DN", "DNs")+" from the board", false)
	return []effect.Effect{effect.Unregister{DNs: names}}
}

// resyncTargets resynchronises the marked DNs, or the one under the cursor.
func (m *Model) resyncTargets() {
	if targets, ok := m.chosenTargets(); ok {
		m.resync(targets)
	}
}

// resync asks for the calls, the agent and the capture of the targets. It needs no
// confirmation, since it changes nothing.
func (m *Model) resync(targets []board.Key) {
	if m.overlay.Dialog() != nil || len(targets) == 0 {
		return
	}
	refused, reason := 0, ""
	for _, key := range targets {
		if err := m.board.Resync(m.clock.now, key); err != nil {
			if refused++; refused == 1 {
				reason = err.Error()
			}
		}
	}
	switch asked := len(targets) - refused; {
	case asked == 0:
		m.say(reason, true)
	case refused > 0:
		m.say(fmt.Sprintf("resynchronising %s of %s DNs; the first of those refused: %s", phrase.Number(asked), phrase.Number(len(targets)), reason), true)
	case asked == 1:
		m.say("resynchronising DN "+targets[0].DN, false)
	default:
		text := "resynchronising " + phrase.Number(asked) + " DNs"
		text += say.FilterHides(len(m.rows.Hidden(targets)))
		m.say(text, false)
	}
}

// askAddresses sends the address queries that the board needs, and reports failures of
// those that the user asked for.
func (m *Model) askAddresses(effects []effect.Effect) []effect.Effect {
	if keys := m.board.NextResyncs(m.clock.now); len(keys) > 0 {
		effects = append(effects, effect.QueryAddresses{Keys: keys})
	}
	failures := m.board.TakeResyncFailures()
	if len(failures) == 0 {
		return effects
	}
	first := &failures[0]
	why := first.Why
	if first.Code != 0 {
		why = strconv.Itoa(int(first.Code)) + " " + why
	}
	text := "DN " + first.Key.DN + " was not resynchronised: " + why
	if len(failures) > 1 {
		text = phrase.Number(len(failures)) + " DNs were not resynchronised; the first, " + first.Key.DN + ": " + why
	}
	m.say(text, true)
	return effects
}

// addressesUnsent records the DNs that the session did not query.
func (m *Model) addressesUnsent(msg AddressesUnsent) {
	for _, key := range msg.Keys {
		m.board.Apply(&event.Event{
			Kind: event.KindUnsent, Time: m.clock.now, Site: key.Site, DN: key.DN, Problem: msg.Why, Obstacle: msg.Obstacle,
			Request: event.Request{Kind: event.RequestAddress},
		})
	}
}
