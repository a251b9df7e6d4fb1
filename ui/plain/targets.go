package plain

import (
	"errors"
	"fmt"
	"strings"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/dnlist"
	"capdeck/model/incidents"
	"capdeck/model/phrase"
	"capdeck/model/say"
	"capdeck/tlibconn/event"
)

// The words that stand for rows in a list of DNs.
const (
	markedWord = "marked"
	shownWord  = "shown"
)

// command asks the model to send a command to the named rows.
func (a *App) command(verb event.Verb, named string) {
	keys, err := a.aim(named)
	if err != nil {
		a.refuse(fmt.Sprintf("%s is not sent: %v.", verb, err))
		return
	}
	a.tell(model.Command{Now: a.now, Verb: verb, Keys: keys})
}

// resync asks for the calls, the agents and the captures of the named rows.
func (a *App) resync(named string) {
	keys, err := a.aim(named)
	if err != nil {
		a.refuse(fmt.Sprintf("Nothing is resynchronised: %v.", err))
		return
	}
	a.resynced = scriptLine{a.lines, "resync " + named}
	a.tell(model.Resynchronise{Now: a.now, Keys: keys})
}

// acknowledge acknowledges the incidents of the named rows: TARGETS as REASON: NOTE.
func (a *App) acknowledge(line string) {
	named, why, _ := strings.Cut(line, " as ")
	word, note, _ := strings.Cut(why, ":")
	reason, ok := incidents.ParseReason(strings.TrimSpace(word))
	if !ok {
		words := make([]string, 0, len(incidents.Reasons()))
		for _, c := range incidents.Reasons() {
			words = append(words, c.String())
		}
		a.refuse("Nothing is acknowledged: add the reason, as in acknowledge 7001 as network: a note. The reasons are " + strings.Join(words, ", ") + ".")
		return
	}
	keys, err := a.aim(named)
	if err != nil {
		a.refuse(fmt.Sprintf("Nothing is acknowledged: %v.", err))
		return
	}
	a.tell(model.Acknowledge{Now: a.now, Keys: keys, Reason: reason, Note: note})
}

// mark marks the named rows, or removes their marks.
func (a *App) mark(named string, off bool) {
	word := markWord
	if off {
		word = unmarkWord
	}
	all := off && named == ""
	if marked, _ := a.model.Rows().Marks(); all && marked == 0 {
		a.unsure.unmarkedAll()
		a.answer("No DN is marked.")
		return
	}
	if all {
		// Removing all marks needs no word for which ones.
		a.unsure.unmarkedAll()
		named = markedWord
	}
	keys, err := a.aim(named)
	if err != nil {
		a.refuse(fmt.Sprintf("Nothing is changed: %v.", err))
		a.unsure.refusedMarks(word, named)
		return
	}
	a.tell(model.Mark{Now: a.now, Keys: keys, Off: off})
	if !off {
		a.unsure.marked()
	}
	a.answer(a.marksText())
}

func (a *App) marksText() string {
	marked, hidden := a.model.Rows().Marks()
	text := phrase.Count(marked, "DN is", "DNs are") + " marked"
	text += say.FilterHides(hidden)
	return text + "."
}

// named holds the rows that a line names.
type named struct {
	// keys are in the board's order, each once.
	keys []board.Key
	// missing counts the DNs of the ranges that are not on the board.
	missing int
}

func (n *named) missingText() string {
	if n.missing == 0 {
		return ""
	}
	return phrase.Count(n.missing, "DN that you named is", "DNs that you named are") + " not on the board."
}

// aim returns the rows that a line applies to. A range may name DNs that are not on the
// board if at least one is: aim reports them, and the line counts as one that partly
// failed. The error is that of targets.
func (a *App) aim(text string) ([]board.Key, error) {
	targets, err := a.targets(text)
	if err != nil {
		return nil, err
	}
	if missing := targets.missingText(); missing != "" {
		a.partly = true
		a.answer(missing)
	}
	return targets.keys, nil
}

// targets returns the named rows: a list of DNs and ranges, marked, or shown. The error is
// why there are none, as part of a sentence.
func (a *App) targets(text string) (*named, error) {
	if strings.TrimSpace(text) == "" {
		return nil, errors.New("name the DNs, as in 7001,7005-7050, or type marked or shown")
	}
	chosen := map[board.Key]bool{}
	found := &named{}
	reader := dnlist.Reader{Known: func(dn string) bool {
		return strings.EqualFold(dn, markedWord) || strings.EqualFold(dn, shownWord) || a.row(dn) != nil
	}}
	err := reader.Items(text, func(item *dnlist.Item) error {
		missing, err := a.choose(chosen, item)
		found.missing += missing
		return err
	})
	if inner := errors.Unwrap(err); inner != nil {
		err = inner // without the item's number: it names the DN
	}
	if err != nil {
		return nil, err
	}
	for _, row := range a.model.Board().Rows() {
		if chosen[row.Key()] {
			found.keys = append(found.keys, row.Key())
		}
	}
	return found, nil
}

func (a *App) row(dn string) *board.Row {
	return a.model.Board().Row(board.Key{Site: a.options.Site, DN: dn})
}

// choose adds the rows that one item names, and counts the DNs of a range that are not on
// the board. If none is, it returns an error.
func (a *App) choose(chosen map[board.Key]bool, item *dnlist.Item) (missing int, err error) {
	switch {
	case item.Width > 0:
		return a.chooseRange(chosen, item)
	case !item.Quoted && strings.EqualFold(item.Text, markedWord):
		return 0, a.chooseMarked(chosen)
	case !item.Quoted && strings.EqualFold(item.Text, shownWord):
		return 0, a.chooseShown(chosen)
	}
	row := a.row(item.Text)
	if row == nil {
		return 0, fmt.Errorf("the DN %q is not on the board", shorten(item.Text))
	}
	chosen[row.Key()] = true
	return 0, nil
}

func (a *App) chooseRange(chosen map[board.Key]bool, item *dnlist.Item) (missing int, err error) {
	found, size := 0, int(item.Last-item.First)+1
	choose := func(row *board.Row) {
		chosen[row.Key()] = true
		found++
	}
	if rows := a.model.Board().Rows(); size > len(rows) {
		for _, row := range rows {
			if item.Holds(row.Key().DN) {
				choose(row)
			}
		}
	} else {
		// The numbers of a range cause no error.
		_ = item.Each(func(dn string) error {
			if row := a.row(dn); row != nil {
				choose(row)
			}
			return nil
		})
	}
	if found == 0 {
		return 0, fmt.Errorf("no DN in %s is on the board", shorten(item.Text))
	}
	return max(size-found, 0), nil
}

func (a *App) chooseMarked(chosen map[board.Key]bool) error {
	if why := a.unsure.marks(); why != "" {
		return errors.New(why)
	}
	none := errors.New("no DN is marked")
	for _, row := range a.model.Board().Rows() {
		if a.model.Rows().Marked(row.Key()) {
			chosen[row.Key()], none = true, nil
		}
	}
	return none
}

func (a *App) chooseShown(chosen map[board.Key]bool) error {
	if a.unsure.filter != "" {
		return fmt.Errorf("%q was refused earlier, so other DNs may be shown than you mean: type filter and what to show, or filter alone for all, or name the DNs", shorten(a.unsure.filter))
	}
	rows := a.model.Rows().Shown()
	if len(rows) == 0 {
		return errors.New("the filter shows no DN")
	}
	for _, row := range rows {
		chosen[row.Key()] = true
	}
	return nil
}
