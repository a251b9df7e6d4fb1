package plain

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/phrase"
	"capdeck/tlibconn/event"
)

// command asks the model for a command, for the rows that were named.
func (a *App) command(verb event.Verb, named string) {
	keys, err := a.targets(named)
	if err != nil {
		a.refuse(fmt.Sprintf("%s is not sent: %v.", verb, err))
		return
	}
	if missing := a.missing(named); missing > 0 {
		a.answer(phrase.Count(missing, "DN of what you named is", "DNs of what you named are") + " not on the board.")
	}
	a.tell(model.Command{Now: a.now, Verb: verb, Keys: keys})
}

// missing counts the DNs of the ranges that are not on the board; a range of which
// none is there is an error of targets.
func (a *App) missing(named string) int {
	missing := 0
	for _, item := range itemsOf(named) {
		first, last, isRange := dnRange(item)
		if !isRange {
			continue
		}
		from, err := strconv.Atoi(first)
		to, also := strconv.Atoi(last)
		if err != nil || also != nil {
			continue
		}
		missing += to - from + 1
		for _, row := range a.model.Board().Rows() {
			if inRange(row.Key().DN, first, last) {
				missing--
			}
		}
	}
	return missing
}

// itemsOf are what was named, one by one.
func itemsOf(named string) []string {
	return strings.FieldsFunc(named, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
}

func inRange(dn, first, last string) bool {
	return len(dn) == len(first) && isDigits(dn) && first <= dn && dn <= last
}

// mark marks the rows that were named, or takes their marks away.
func (a *App) mark(named string, off bool) {
	if off && named == "" {
		named = "marked"
		if marked, _ := a.model.Marks(); marked == 0 {
			a.answer("No DN is marked.")
			return
		}
	}
	keys, err := a.targets(named)
	if err != nil {
		a.answer(fmt.Sprintf("Nothing is changed: %v.", err))
		return
	}
	a.tell(model.Mark{Now: a.now, Keys: keys, Off: off})
	text := a.marksText()
	if missing := a.missing(named); missing > 0 {
		text += " " + phrase.Count(missing, "DN of what you named is", "DNs of what you named are") + " not on the board."
	}
	a.answer(text)
}

func (a *App) marksText() string {
	marked, hidden := a.model.Marks()
	text := phrase.Count(marked, "DN is", "DNs are") + " marked"
	if hidden > 0 {
		text += "; the filter hides " + phrase.Number(hidden) + " of them"
	}
	return text + "."
}

// targets are the keys of the rows that were named: DNs and ranges with commas
// between, marked, shown. They are in the board's order, each once. The error
// says why there are none, as a part of a sentence.
func (a *App) targets(named string) ([]board.Key, error) {
	items := itemsOf(named)
	if len(items) == 0 {
		return nil, errors.New("say for which DNs, as in 7001,7005-7050, or marked, or shown")
	}
	chosen := map[board.Key]bool{}
	for _, item := range items {
		if err := a.choose(chosen, item); err != nil {
			return nil, err
		}
	}
	keys := make([]board.Key, 0, len(chosen))
	for _, row := range a.model.Board().Rows() {
		if chosen[row.Key()] {
			keys = append(keys, row.Key())
		}
	}
	return keys, nil
}

// choose adds the rows that one item names; none is an error.
func (a *App) choose(chosen map[board.Key]bool, item string) error {
	rows := a.model.Board().Rows()
	var wanted func(row *board.Row) bool
	none := fmt.Errorf("the DN %q is not on the board", shorten(item))
	first, last, isRange := dnRange(item)
	switch {
	case strings.EqualFold(item, "marked"):
		none = errors.New("no DN is marked")
		wanted = func(row *board.Row) bool { return a.model.Marked(row.Key()) }
	case strings.EqualFold(item, "shown"):
		none = errors.New("the filter shows no DN")
		rows = a.model.Rows()
		wanted = func(*board.Row) bool { return true }
	case isRange && first > last:
		return fmt.Errorf("the range %s is reversed: type %s-%s", shorten(item), shorten(last), shorten(first))
	case isRange:
		none = fmt.Errorf("no DN of %s is on the board", shorten(item))
		wanted = func(row *board.Row) bool { return inRange(row.Key().DN, first, last) }
	default:
		wanted = func(row *board.Row) bool { return row.Key().DN == item }
	}
	for _, row := range rows {
		if wanted(row) {
			chosen[row.Key()], none = true, nil
		}
	}
	return none
}

// dnRange reads a range such as 7005-7050: both ends are digits of one length,
// as in the DN list of the command line; anything else is a name.
func dnRange(item string) (first, last string, ok bool) {
	first, last, ok = strings.Cut(item, "-")
	return first, last, ok && len(first) == len(last) && isDigits(first) && isDigits(last)
}

func isDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}
