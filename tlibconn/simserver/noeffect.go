package simserver

import (
	"fmt"
	"strings"
)

// NoEffectError says that an order would change nothing: nothing of it is done.
type NoEffectError struct {
	// Order is the order's text, Word the word of it that has no effect.
	Order, Word string
	// Reason says why, and what to do instead.
	Reason string
}

// Error returns a sentence.
func (e *NoEffectError) Error() string {
	return fmt.Sprintf("the fault %q has no effect: %s", e.Order, e.Reason)
}

// idle returns a NoEffectError for the first word of an order that has no effect
// on the server as it is, or nil. later says that faults count that take effect
// when a backup is primary.
func (w *world) idle(fault *Fault, dns []*address, clients Target, later bool) error {
	for i := range fault.steps {
		s := &fault.steps[i]
		reason := ""
		if !later {
			reason = w.idleAtBackup(s)
		}
		if reason == "" {
			reason = w.idleWord(fault, s, dns, clients)
		}
		if reason != "" {
			return &NoEffectError{Order: fault.text, Word: s.word, Reason: reason}
		}
	}
	return nil
}

// idleAtBackup says why a word does nothing at a backup.
func (w *world) idleAtBackup(s *step) string {
	const instead = "give the order to the primary, or to this one after a switchover"
	switch {
	case !w.backup:
		return ""
	case w.isWarmBackup() && s.word == "connect":
		return "this T-Server is a warm backup, which refuses connections until it is primary; the order standby hot lets it take them"
	case w.isWarmBackup() && s.server == nil:
		return "this T-Server is a warm backup, which takes no clients; " + instead
	case s.word == "transfer", s.word == "conference", s.word == "party-changed":
		return "this T-Server is a backup, which has no calls; " + instead
	case s.server == nil && !s.ofConnections() && !obeyedByBackup(s.word):
		return fmt.Sprintf("this T-Server is a backup, which sends no events and rejects every command, so that %s changes nothing; %s", s.word, instead)
	}
	return ""
}

// obeyedByBackup says which words about DNs concern registrations and queries,
// which a backup answers.
func obeyedByBackup(word string) bool {
	switch word {
	case "normal", "register", "register-again", "snapshot", "stamps", "service", "unregister":
		return true
	}
	return false
}

// idleWord says why a word does nothing for those that the order names.
func (w *world) idleWord(fault *Fault, s *step, dns []*address, clients Target) string {
	switch {
	case s.tells && !anyRegistered(dns):
		return "no client has registered " + namesOfDNs(fault.DNs)
	case s.clients != nil, s.path != nil && (s.present || len(fault.DNs) > 0 && len(fault.Applications) == 0):
		if clients.Present = true; len(w.targets(clients)) == 0 {
			return nobody(fault)
		}
	case (s.word == "error-text" || s.word == "error-reference") && !w.rejects(fault, dns):
		return s.word + " changes an EventError, and no command is answered by one: add error=CODE"
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

// nobody says that no client is connected that an order about connections names.
func nobody(fault *Fault) string {
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

// rejects says whether commands would be answered by an EventError at one of the
// DNs, or at DNs that come later, when the order is in force.
func (w *world) rejects(fault *Fault, dns []*address) bool {
	behaviours := make([]Behaviour, 0, len(dns)+1)
	if len(fault.DNs) == 0 {
		behaviours = append(behaviours, w.behaviour)
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
		// Ending a fault of the answer is no fault of it.
		if b.Error != 0 || b.ErrorText == "" && !b.ErrorNoText && !b.ErrorNoReference {
			return true
		}
	}
	return false
}
