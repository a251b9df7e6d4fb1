// Package fold breaks text into lines: sentences at their blanks, and words that are wider
// than a line between characters. It measures with ui/cell and knows nothing else about
// the screen.
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

// Reason is Words for sentences that report what is wrong, why, and what to do. If the
// lines have no room for all of them, it drops the last sentences first. Then it shortens
// long words, such as file names, in their middle, so that the reason behind the file name
// stays visible. It removes nothing else from a sentence, since that could be a "not". The
// result is nil if room or lines is below 1.
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

// fits reports whether no line is wider than room cells.
func fits(lines []string, room int) bool {
	return !slices.ContainsFunc(lines, func(line string) bool { return cell.Width(line) > room })
}

// Words breaks a sentence at its blanks into at most that many lines of at most room
// cells. The last line holds the rest, whatever its length.
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

// brokenWords returns the words of a sentence. It breaks words that are wider than a line
// into pieces.
func brokenWords(text string, room int) []string {
	words := strings.Fields(text)
	for i := 0; i < len(words); i++ {
		if cell.Width(words[i]) > max(room, 1) {
			words = slices.Replace(words, i, i+1, Wrap(words[i], max(room, 1))...)
		}
	}
	return words
}

// Wrap sanitises a text and breaks it, between any two characters, into pieces of at most
// room cells. It returns at least one piece.
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

// Word returns a word in at most room cells. A wider word is reduced to its beginning and
// its end, with the ellipsis between them.
func Word(word string, room int, ellipsis string) string {
	if cell.Width(word) <= room {
		return word
	}
	begin := cell.Cut(word, room/3, "")
	return begin + ellipsis + string(Tail([]rune(word), room-cell.Width(begin)-cell.Width(ellipsis)))
}

// Tail returns the end of a text in at most room cells. It reads only the end of a long
// text.
func Tail(text []rune, room int) []rune {
	// More characters without width per cell hardly ever occur.
	const perCell = 8
	text = text[max(len(text)-perCell*(room+1), 0):]
	for len(text) > 0 && cell.Width(string(text)) > room {
		text = text[1:]
	}
	return text
}

// MaxText is the largest number of bytes of a text that are folded or wrapped, since a
// label of the DN file can have any length.
const MaxText = 2048

// Limit returns at most the first MaxText bytes of a text, followed by the ellipsis if it
// cut any off.
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
