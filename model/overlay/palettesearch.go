package overlay

import (
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"

	"capdeck/model/action"
)

// PaletteLine is an action that matches the text of the palette.
type PaletteLine struct {
	Action action.Row
	// InID and InHelp are the offsets of the bytes that match, in Action.ID and in
	// Action.Help, ascending. Both are empty if there is no text.
	InID, InHelp []int

	score int
}

// idBonus ranks an action whose name matches above one whose help matches. It is large
// because a fuzzy score grows with each consecutive letter.
const idBonus = 20

// searchActions returns the actions that match every word of a text, the best match
// first, and equally good ones in the order of rows. It returns all actions if the text
// has no word. A word matches if its letters occur, in order, in the action's name or in
// one word of its help; in whole sentences nearly every word would match. It also matches if
// a keyword of the action begins with it.
func searchActions(rows []action.Row, text string) []PaletteLine {
	words := strings.Fields(text)
	lines := make([]PaletteLine, 0, len(rows))
	for i := range rows {
		if line, ok := match(&rows[i], words); ok {
			lines = append(lines, line)
		}
	}
	slices.SortStableFunc(lines, func(a, b PaletteLine) int { return b.score - a.score })
	return lines
}

// match compares an action with every word; ok is false if one of them does not match.
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
		if score, is := matchKeyword(row.Keywords, word); is && (!found || score > best.Score) {
			line.score += score
			continue
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

// matchKeyword returns the score of a word with which one of the keywords begins; ok is false
// if there is none. Nothing of it is on the screen.
func matchKeyword(keywords, word string) (score int, ok bool) {
	for keyword := range strings.FieldsSeq(keywords) {
		if len(word) > len(keyword) || !strings.EqualFold(keyword[:len(word)], word) {
			continue
		}
		for _, m := range fuzzy.FindNoSort(word, []string{keyword}) {
			return m.Score, true
		}
	}
	return 0, false
}
