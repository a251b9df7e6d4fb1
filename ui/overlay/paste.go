package overlay

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"capdeck/model/filter"
	"capdeck/model/overlay"
	"capdeck/ui/cell"
)

// pasted turns a paste into one line that any terminal can show. If the prompt asks for
// DNs, each line of the paste is a DN: a column of a spreadsheet, or DNs copied from the
// board.
func (i *Input) pasted(text string, prompt *overlay.Prompt) string {
	value := []rune(i.text.Value())
	at := min(i.text.Position(), len(value))
	before, behind := string(value[:at]), string(value[at:])
	switch {
	case prompt == nil:
	case prompt.Takes == overlay.TakesDNs:
		text = pastedList(before, text, behind)
	case prompt.Takes == overlay.TakesFilter && filter.EndsInDNs(before):
		text = pastedInWord(before, text, behind)
	}
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, text)
	return cell.Clean(text)
}

// pastedInWord is pastedList for a list that is one word of a text. A blank would end
// the word, so a line with a blank is put in double quotes.
func pastedInWord(before, text, behind string) string {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	for i, line := range lines {
		if line = strings.TrimSpace(line); strings.ContainsFunc(line, unicode.IsSpace) && !strings.Contains(line, `"`) {
			lines[i] = `"` + line + `"`
		}
	}
	if len(lines) > 1 || strings.ContainsAny(text, "\r\n") {
		text = strings.Join(lines, "\n") + "\n"
	}
	if behind != "" && unicode.IsSpace([]rune(behind)[0]) {
		behind = "" // it belongs to another word
	}
	return pastedList(before, text, behind)
}

// pastedList replaces the line breaks of a paste with commas, and adds commas where the
// paste would run into the text before or behind it. A paste without line breaks is
// unchanged: it may be a part of a DN.
func pastedList(before, text, behind string) string {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	if len(lines) == 0 || len(lines) == 1 && lines[0] == text {
		return text
	}
	var list strings.Builder
	join := func(next string) {
		last, _ := utf8.DecodeLastRuneInString(list.String())
		if list.Len() == 0 {
			last, _ = utf8.DecodeLastRuneInString(before)
		}
		first, _ := utf8.DecodeRuneInString(next)
		if (list.Len() > 0 || before != "") && !strings.ContainsRune(",;:", last) && !strings.ContainsRune(",;", first) {
			list.WriteByte(',')
		}
		list.WriteString(next)
	}
	for _, line := range lines {
		// Tabs become blanks: several columns of a spreadsheet are not a list of DNs.
		if line = strings.TrimSpace(line); line != "" {
			join(line)
		}
	}
	if behind = strings.TrimSpace(behind); behind != "" && !strings.ContainsRune(",;", []rune(behind)[0]) {
		list.WriteByte(',')
	}
	return list.String()
}
