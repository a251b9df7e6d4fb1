package simserver

import (
	"fmt"
	"slices"
	"strings"
)

// NoEffectError reports that a word of an order has no effect. Nothing of the order
// was done.
type NoEffectError struct {
	// Order is the text of the order, and Word its word without effect.
	Order, Word string
	// Reason explains why there is no effect, and what to do instead.
	Reason string
}

// Error returns a sentence with the order and the reason.
func (e *NoEffectError) Error() string {
	return fmt.Sprintf("the fault %q has no effect: %s", e.Order, e.Reason)
}

// idle returns a NoEffectError for the first word of an order that has no effect on
// the server in its present state, or nil. If later is true, a fault that takes effect
// when a backup becomes primary counts as effective.
func (st *state) idle(fault *Fault, dns []*address, clients Target, later bool) error {
	for i := range fault.steps {
		s := &fault.steps[i]
		reason := ""
		if !later {
			reason = st.idleAtBackup(s)
		}
		if reason == "" {
			reason = st.idleWord(fault, s, dns, clients)
		}
		if reason != "" {
			return &NoEffectError{Order: fault.text, Word: s.word, Reason: reason}
		}
	}
	if later || slices.ContainsFunc(fault.steps, func(s step) bool { return st.changes(fault, &s, dns, clients) }) {
		return nil
	}
	return &NoEffectError{Order: fault.text, Word: fault.steps[0].word, Reason: "everything it sets is in force already"}
}

// changes reports whether a word changes anything or sends a message.
func (st *state) changes(fault *Fault, s *step, dns []*address, clients Target) bool {
	switch {
	case s.change != nil:
		changed := func(b Behaviour) bool {
			before := b
			s.change(&b)
			return b != before
		}
		if s.resets != nil && len(fault.DNs) == 0 && st.changesPath(s.resets, false, clients) {
			return true
		}
		if len(fault.Applications) > 0 {
			return false
		}
		return len(fault.DNs) == 0 && changed(st.behaviour) || slices.ContainsFunc(dns, func(a *address) bool { return changed(a.behaviour) })
	case s.path != nil:
		return st.changesPath(s.path, s.present, clients)
	case s.word == "service":
		return slices.ContainsFunc(dns, func(a *address) bool { return len(a.registrations) > 0 || a.outOfService != (s.value == "out") })
	case s.server != nil:
		return st.changesServer(s)
	}
	return true
}

// changesPath reports whether a change changes the path of a connection, or, unless it is only for
// those that are present, of one to come.
func (st *state) changesPath(change func(*Path), present bool, clients Target) bool {
	changed := func(p Path) bool {
		before := p
		change(&p)
		return p != before
	}
	if slices.ContainsFunc(st.targets(clients), func(c *client) bool { return changed(c.socket.faults()) }) {
		return true
	}
	if present {
		return false
	}
	for _, application := range clients.Applications {
		path, known := st.paths[application]
		if !known {
			path = st.path
		}
		if changed(path) {
			return true
		}
	}
	if !clients.all() {
		return false
	}
	for _, path := range st.paths {
		if changed(path) {
			return true
		}
	}
	return changed(st.path)
}

// changesServer reports whether a word about the whole server changes anything. The events
// about the link and the role are sent even if they report what was so before.
func (st *state) changesServer(s *step) bool {
	told := slices.ContainsFunc(st.clients, func(c *client) bool { return c.info.LoggedIn })
	chosen := func(q *sequence) bool { return q.word != s.value && (q.word != "" || s.value != seedChooses) }
	switch s.word {
	case "link":
		return told || st.linkDown != (s.value == "down")
	case "role":
		return told || st.backup != (s.value == "backup")
	case "connect":
		return st.shut != (s.value == "refuse") || s.value != "refuse" && st.turnAway != (s.value == "close")
	case "transfer":
		return chosen(&st.sequences.transfer)
	case "conference":
		return chosen(&st.sequences.conference)
	case "party-changed":
		return chosen(&st.sequences.partyChanged)
	}
	return true
}

// idleAtBackup returns the reason why a word does nothing at a backup, or "".
func (st *state) idleAtBackup(s *step) string {
	const instead = "give the order to the primary, or to this T-Server after a switchover"
	switch {
	case !st.backup:
		return ""
	case st.isWarmBackup() && s.word == "connect":
		return "this T-Server is a warm backup, which refuses connections until it is primary; the order standby hot makes it accept them"
	case st.isWarmBackup() && s.server == nil:
		return "this T-Server is a warm backup, which does not accept clients; " + instead
	case s.word == "transfer", s.word == "conference", s.word == "party-changed":
		return "this T-Server is a backup, which has no calls; " + instead
	case s.server == nil && !s.ofConnections() && !obeyedByBackup(s.word):
		return fmt.Sprintf("this T-Server is a backup, which sends no events and rejects every command, so %s changes nothing; %s", s.word, instead)
	}
	return ""
}

// obeyedByBackup reports whether a word about DNs concerns registrations and queries,
// which a backup answers.
func obeyedByBackup(word string) bool {
	switch word {
	case "normal", "register", "register-again", "snapshot", "stamps", "service", "unregister":
		return true
	}
	return false
}

// idleWord returns the reason why a word does nothing for the DNs and clients of the
// order, or "".
func (st *state) idleWord(fault *Fault, s *step, dns []*address, clients Target) string {
	switch {
	case s.tells && !anyRegistered(dns):
		return "no client has registered " + namesOfDNs(fault.DNs)
	case s.clients != nil, s.path != nil && (s.present || len(fault.DNs) > 0 && len(fault.Applications) == 0):
		if clients.Present = true; len(st.targets(clients)) == 0 {
			return noClient(fault)
		}
	case (s.word == "error-text" || s.word == "error-reference") && !st.rejects(fault, dns):
		return s.word + " changes an EventError, but no command is answered with one; add error=CODE"
	}
	return ""
}

func anyRegistered(dns []*address) bool {
	for _, a := range dns {
		if len(a.registrations) > 0 {
			return true
		}
	}
	return false
}

func namesOfDNs(dns []string) string {
	switch len(dns) {
	case 0:
		return "any DN"
	case 1:
		return "DN " + dns[0]
	}
	return "one of the DNs " + strings.Join(dns, ", ")
}

// noClient returns a sentence for an order about connections that no connected client
// matches.
func noClient(fault *Fault) string {
	var named []string
	if len(fault.Applications) > 0 {
		named = append(named, "logged in as "+strings.Join(fault.Applications, " or "))
	}
	if len(fault.DNs) > 0 {
		named = append(named, "registered "+namesOfDNs(fault.DNs))
	}
	if named == nil {
		return "no client is connected"
	}
	return "no client has " + strings.Join(named, " or ")
}

// rejects reports whether commands for one of the DNs, or for DNs that are added
// later, would be answered with an EventError when the order is in force.
func (st *state) rejects(fault *Fault, dns []*address) bool {
	behaviours := make([]Behaviour, 0, len(dns)+1)
	if len(fault.DNs) == 0 {
		behaviours = append(behaviours, st.behaviour)
	}
	for _, a := range dns {
		behaviours = append(behaviours, a.behaviour)
	}
	for _, b := range behaviours {
		for i := range fault.steps {
			if change := fault.steps[i].change; change != nil {
				change(&b)
			}
		}
		// An order that only ends a fault of the answer has an effect.
		if b.Error != 0 || b.ErrorText == "" && !b.ErrorNoText && !b.ErrorNoReference {
			return true
		}
	}
	return false
}
