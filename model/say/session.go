package say

import (
	"strings"

	"capdeck/model/board"
	"capdeck/model/phrase"
)

// Journal returns whether the journal can be written, and the consequence if it cannot.
// The reason comes first: a lack of room cuts off the end.
func Journal(failed bool, why string) Part {
	if !failed {
		return Part{Text: "The journal can be written again."}
	}
	text := "The journal cannot be written"
	if why = strings.TrimSpace(why); why != "" {
		text += ": " + why
	}
	return Part{Role: Fault, Text: phrase.Sentence(text) + " No commands are sent; capdeck keeps trying."}
}

// Evidence returns that the logs of coverage and incidents cannot be written, for the
// reason why, or that they can again.
func Evidence(failed bool, why string) Part {
	if !failed {
		return Part{Text: "The evidence can be recorded again."}
	}
	text := "The evidence (coverage and incidents) is not recorded"
	if why = strings.TrimSpace(why); why != "" {
		text += ": " + why
	}
	return Part{Role: Warning, Text: phrase.Sentence(text)}
}

// ReadOnly returns that the session sends no commands.
func ReadOnly(f Form) string {
	return f.of("READ-ONLY", "This session is read-only: it sends only queries.")
}

// Locked returns that the write-lock is on. unlock is what the user presses or types to
// open it, "" if nothing opens it.
func Locked(f Form, unlock string) string {
	if f == Spoken {
		return "The write-lock is on: start, stop, pause and resume are refused; type " + unlock + "."
	}
	if unlock == "" {
		return "LOCKED"
	}
	return "LOCKED (" + unlock + " unlocks)"
}

// Behind returns that events wait too long.
func Behind(f Form) string {
	return f.of("BEHIND", "These lines are late: capdeck cannot keep up with T-Server.")
}

// Counts returns how many DNs are in each state.
func Counts(c board.Counters) string {
	text := phrase.Count(c.Total, "DN", "DNs") + ", " + phrase.Number(c.Registered) + " registered: "
	for i, of := range [...]struct {
		count int
		state board.State
	}{{c.Rec, board.StateRec}, {c.Paused, board.StatePaused}, {c.Off, board.StateOff}, {c.Unknown, board.StateUnknown}} {
		if i > 0 {
			text += ", "
		}
		text += phrase.Number(of.count) + " " + State(Spoken, of.state).Text
	}
	if c.Faults > 0 {
		text += "; " + phrase.Number(c.Faults) + " with a fault"
	}
	if c.Stale > 0 {
		text += "; " + phrase.Number(c.Stale) + " not vouched for"
	}
	return text + "."
}

// OpenCommands returns how many commands wait for an answer, as the beginning of a
// sentence.
func OpenCommands(open int) string {
	return phrase.Count(open, "command waits", "commands wait") + " for an answer"
}
