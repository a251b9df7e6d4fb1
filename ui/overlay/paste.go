package overlay

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"capdeck/model/filter"
	"capdeck/model/overlay"
	"capdeck/ui/cell"
)

// pasted turns a paste into one line that any terminal can show. If the prompt is for
// DNs, each line of the paste is one: a column of a sheet, or what was copied from the
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

// pastedInWord is pastedList for a list that is one word of a text: a blank would end
// it, so a line that contains one is put in double quotes.
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
		behind = "" // of another word
	}
	return pastedList(before, text, behind)
}

// pastedList puts commas in place of the line breaks of a paste, and around it where
// it would run into what is typed already. A paste without line breaks stays as it is:
// it may be a part of a DN.
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
		// Tabs become blanks: several columns of a sheet are not a list of DNs.
		if line = strings.TrimSpace(line); line != "" {
			join(line)
		}
	}
	if behind = strings.TrimSpace(behind); behind != "" && !strings.ContainsRune(",;", []rune(behind)[0]) {
		list.WriteByte(',')
	}
	return list.String()
}
