package ui

import (
	"regexp"
	"slices"
	"strings"

	"capdeck/ui/cell"
)

// sentenceEnd is where a sentence ends and another one begins.
var sentenceEnd = regexp.MustCompile(`[.?!] [A-Z]`)

// foldReason is foldWords for sentences that say what is wrong, why, and what to
// do. Where the lines have no room for all of it, what is said last goes first,
// by whole sentences; then long words, such as the names of files, are shortened
// in their middle. So the reason, which stands behind the name of the file, is
// seen. Nothing is taken out of a sentence otherwise: a "not" may be in it.
func foldReason(text string, room, lines int, ellipsis string) []string {
	if room < 1 || lines < 1 {
		return nil
	}
	folded := foldWords(text, room, lines)
	for !fits(folded, room) {
		ends := sentenceEnd.FindAllStringIndex(text, -1)
		if len(ends) == 0 {
			break
		}
		text = text[:ends[len(ends)-1][0]+1]
		folded = foldWords(text, room, lines)
	}
	if fits(folded, room) {
		return folded
	}
	words := strings.Fields(text)
	for i := range words {
		words[i] = shortWord(words[i], max(room/2, min(room, 16)), ellipsis)
	}
	return foldWords(strings.Join(words, " "), room, lines)
}

// fits reports whether the lines take at most so many cells each.
func fits(lines []string, room int) bool {
	return !slices.ContainsFunc(lines, func(line string) bool { return cell.Width(line) > room })
}

// shortWord returns a word with at most so many cells: its beginning and its end.
func shortWord(word string, room int, ellipsis string) string {
	if cell.Width(word) <= room {
		return word
	}
	begin := cell.Cut(word, room/3, "")
	return begin + ellipsis + string(lastCells([]rune(word), room-cell.Width(begin)-cell.Width(ellipsis)))
}
