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
		word := map[board.State]string{board.StateRec: "recorded", board.StatePaused: "paused", board.StateOff: "off"}[state]
		sentences = append(sentences, share(already, all)+" "+word+" already.")
	}
	if onCalls > 0 {
		sentences = append(sentences, share(onCalls, all)+" on a call.")
	}
	return strings.Join(sentences, " ")
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
