package say

import (
	"strings"

	"capdeck/model/board"
	"capdeck/model/phrase"
)

// Already returns how many of the DNs that a command is for have the state that it asks for,
// and how many are on a call, as sentences; "" if none are. already and onCalls are at most
// all, and both are 0 for a query.
func Already(state board.State, already, onCalls, all int) string {
	var sentences []string
	if already > 0 {
		sentences = append(sentences, share(already, all)+" "+alreadyWord(state)+" already.")
	}
	if onCalls > 0 {
		sentences = append(sentences, share(onCalls, all)+" on a call.")
	}
	return strings.Join(sentences, " ")
}

// NoOthers returns that nothing was sent to the others of some DNs, since there are none any
// more: all have the state that a command asks for.
func NoOthers(state board.State) string {
	return "nothing was sent: all of them are " + alreadyWord(state) + " already"
}

// alreadyWord returns a state of a DN as a command asks for it.
func alreadyWord(state board.State) string {
	return map[board.State]string{board.StateRec: "recorded", board.StatePaused: "paused", board.StateOff: "off"}[state]
}

// share returns some of the DNs of a question as the beginning of a sentence, with the verb.
func share(some, all int) string {
	switch {
	case all == 1:
		return "It is"
	case some == all && all == 2:
		return "Both are"
	case some == all:
		return "All " + phrase.Number(all) + " are"
	}
	return phrase.Count(some, "of "+phrase.Number(all)+" is", "of "+phrase.Number(all)+" are")
}
