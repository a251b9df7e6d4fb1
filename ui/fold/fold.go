// Package fold breaks text into lines: sentences at their blanks, words in their
// middle where a line is too short for them. It measures by ui/cell and knows
// nothing else of the screen.
package fold

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"capdeck/ui/cell"
)

// sentenceEnd matches the end of a sentence that is followed by another one.
var sentenceEnd = regexp.MustCompile(`[.?!] [A-Z]`)

// Reason is Words for sentences that say what is wrong, why, and what to do. Where
// the lines have no room for all of it, the last sentences are dropped first; then
// long words, such as the names of files, are shortened in their middle. So the
// reason, which follows the name of the file, is seen. Nothing else is taken out of
// a sentence: it might be a "not". The result is nil if room or lines is below 1.
func Reason(text string, room, lines int, ellipsis string) []string {
	if room < 1 || lines < 1 {
		return nil
	}
	folded := Words(text, room, lines)
	for !fits(folded, room) {
		ends := sentenceEnd.FindAllStringIndex(text, -1)
		if len(ends) == 0 {
			break
		}
		text = text[:ends[len(ends)-1][0]+1]
		folded = Words(text, room, lines)
	}
	if fits(folded, room) {
		return folded
	}
	words := strings.Fields(text)
	for i := range words {
		words[i] = Word(words[i], max(room/2, min(room, 16)), ellipsis)
	}
	return Words(strings.Join(words, " "), room, lines)
}

// fits reports whether each line takes at most room cells.
func fits(lines []string, room int) bool {
	return !slices.ContainsFunc(lines, func(line string) bool { return cell.Width(line) > room })
}

// Words breaks a sentence at its blanks into lines of at most room cells, and into
// at most that many lines: the last one holds the rest, however long it is.
func Words(text string, room, lines int) []string {
	var folded []string
	line := ""
	for _, word := range brokenWords(text, room) {
		switch {
		case line == "":
			line = word
		case len(folded) < lines-1 && cell.Width(line)+1+cell.Width(word) > room:
			folded = append(folded, line)
			line = word
		default:
			line += " " + word
		}
	}
	if line == "" {
		return folded
	}
	return append(folded, line)
}

// brokenWords returns the words of a sentence; those that are wider than a line are
// broken into pieces.
func brokenWords(text string, room int) []string {
	words := strings.Fields(text)
	for i := 0; i < len(words); i++ {
		if cell.Width(words[i]) > max(room, 1) {
			words = slices.Replace(words, i, i+1, Wrap(words[i], max(room, 1))...)
		}
	}
	return words
}

// Wrap sanitises text and breaks it, between any two characters, into pieces of at
// most room cells; there is at least one piece.
func Wrap(text string, room int) []string {
	text = cell.Clean(text)
	var pieces []string
	start, used := 0, 0
	for at, r := range text {
		width := cell.Width(string(r))
		if used+width > room && at > start {
			pieces = append(pieces, text[start:at])
			start, used = at, 0
		}
		used += width
	}
	return append(pieces, text[start:])
}

// Word returns a word in at most room cells: its beginning and its end, with the
// ellipsis between them, if it is wider than that.
func Word(word string, room int, ellipsis string) string {
	if cell.Width(word) <= room {
		return word
	}
	begin := cell.Cut(word, room/3, "")
	return begin + ellipsis + string(Tail([]rune(word), room-cell.Width(begin)-cell.Width(ellipsis)))
}

// Tail returns the end of a text that takes at most room cells. Only the end of a
// long text is looked at.
func Tail(text []rune, room int) []rune {
	// Characters that take no cell hardly ever come in greater number.
	const perCell = 8
	text = text[max(len(text)-perCell*(room+1), 0):]
	for len(text) > 0 && cell.Width(string(text)) > room {
		text = text[1:]
	}
	return text
}

// MaxText is the number of bytes of a text that are folded or wrapped: a label of
// the DN file can have any length.
const MaxText = 2048

// Limit returns at most the first MaxText bytes of a text, followed by the ellipsis
// if some were left out.
func Limit(text, ellipsis string) string {
	if len(text) <= MaxText {
		return text
	}
	end := MaxText
	for end > MaxText-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + ellipsis
}
