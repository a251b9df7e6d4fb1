package model

import (
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"

	"capdeck/model/action"
)

// PaletteLine is an action that matches what was searched for.
type PaletteLine struct {
	Action action.Row
	// InID and InHelp are the places of the bytes that match, in Action.ID and
	// in Action.Help, ascending; both are empty where nothing was searched for.
	InID, InHelp []int

	score int
}

// idBonus puts an action that is called so before one whose help only speaks of
// it: a fuzzy score grows by more for each letter beside the one before.
const idBonus = 20

// searchActions returns the actions that match every word of a text, the best first,
// and in their own order where they match alike; all of them for no word. A word
// matches the letters, in their order, of the action's name or of one word of
// its help: over whole sentences nearly everything would match.
func searchActions(actions []action.Row, text string) []PaletteLine {
	words := strings.Fields(text)
	lines := make([]PaletteLine, 0, len(actions))
	for i := range actions {
		if line, ok := match(&actions[i], words); ok {
			lines = append(lines, line)
		}
	}
	slices.SortStableFunc(lines, func(a, b PaletteLine) int { return b.score - a.score })
	return lines
}

func match(row *action.Row, words []string) (line PaletteLine, ok bool) {
	line.Action = *row
	candidates, starts := []string{string(row.ID)}, []int{0}
	for at := 0; at < len(row.Help); {
		length := strings.IndexByte(row.Help[at:], ' ')
		if length < 0 {
			length = len(row.Help) - at
		}
		candidates, starts = append(candidates, row.Help[at:at+length]), append(starts, at)
		at += length + 1
	}
	for _, word := range words {
		best, found := fuzzy.Match{}, false
		for _, m := range fuzzy.FindNoSort(word, candidates) {
			if m.Index == 0 {
				m.Score += idBonus
			}
			if !found || m.Score > best.Score {
				best, found = m, true
			}
		}
		if !found {
			return PaletteLine{}, false
		}
		line.score += best.Score
		for _, at := range best.MatchedIndexes {
			if best.Index == 0 {
				line.InID = append(line.InID, at)
			} else {
				line.InHelp = append(line.InHelp, starts[best.Index]+at)
			}
		}
	}
	for _, places := range [...]*[]int{&line.InID, &line.InHelp} {
		slices.Sort(*places)
		*places = slices.Compact(*places)
	}
	return line, true
}
