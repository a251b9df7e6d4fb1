package plain

import (
	"fmt"
	"time"

	"capdeck/model"
	"capdeck/model/effect"
	"capdeck/model/phrase"
)

// The words of lines that change what later lines mean.
const (
	markWord   = "mark"
	unmarkWord = "unmark"
)

// unsure are lines that were refused and would have changed what shown and marked
// stand for, "" for none: these words are refused until that is set right.
type unsure struct {
	filter string
	// many may have left more DNs marked than is meant: a refused unmark, or a line
	// that was not understood. Only an unmark for all sets that right.
	many string
	// few may have left DNs unmarked that are meant: a refused mark. The next mark
	// sets that right.
	few string
}

// refusedMarks takes note of a refused line with the word mark or unmark.
func (u *unsure) refusedMarks(word, named string) {
	if line := word + " " + named; word == unmarkWord {
		u.many = line
	} else {
		u.few = line
	}
}

// marked takes note that DNs were marked.
func (u *unsure) marked() { u.few = "" }

// unmarkedAll takes note that no DN is marked.
func (u *unsure) unmarkedAll() { u.many, u.few = "", "" }

// marks says why the marks are not to be relied on, as a part of a sentence; "" where
// they are.
func (u *unsure) marks() string {
	switch {
	case u.many != "":
		return fmt.Sprintf("%q was refused before, so that more DNs may be marked than you mean: type unmark, and mark them anew, or name the DNs", shorten(u.many))
	case u.few != "":
		return fmt.Sprintf("%q was refused before, so that other DNs may be marked than you mean: mark them first, or type unmark, or name the DNs", shorten(u.few))
	}
	return ""
}

// scriptLine is a line that was typed. Its number is 0 for none.
type scriptLine struct {
	number int
	text   string
}

// isPastTheEnd counts a line, and reports whether it is refused because of an
// earlier one.
func (a *App) isPastTheEnd(line string) bool {
	a.lines++
	if a.stopped.number == 0 {
		return false
	}
	if line != "" {
		a.refuse(fmt.Sprintf("Line %d is not carried out, because line %d was not: %s", a.lines, a.stopped.number, shorten(line)))
	}
	return true
}

// endScript ends a script because of a line that was not carried out: what follows
// was written by who took it for done.
func (a *App) endScript(line scriptLine) {
	if !a.options.Script || a.options.KeepGoing || a.stopped.number != 0 {
		return
	}
	a.stopped = line
	a.closeQuestion()
	a.answer(fmt.Sprintf("The script ends here: line %d, %s, was not carried out. See --keep-going.", line.number, shorten(line.text)))
}

// withdraw takes the open question back because a line of a script is no answer to
// it: a yes that comes later is one to another question, or to none.
func (a *App) withdraw(line string) {
	question := asked(a.model.Overlay().Dialog())
	a.closeQuestion()
	a.refuse(fmt.Sprintf("%s is no answer, so the question is withdrawn and nothing is done: %s", lineName(line), question))
}

func (a *App) closeQuestion() {
	if a.model.Overlay().Dialog() != nil {
		a.tell(model.OverlayKey{Now: a.now, Key: "esc"})
	}
}

// Stopped reports whether a line of a script was not carried out, so that the
// lines behind it are refused.
func (a *App) Stopped() bool { return a.stopped.number != 0 }

// Dropped says how many lines of a script stood behind its quit, none of which was
// carried out: whoever wrote them expected that. 0 says nothing.
func (a *App) Dropped(now time.Time, lines int) {
	if lines == 0 {
		return
	}
	a.now = now
	a.refuse(phrase.Count(lines, "line behind quit was", "lines behind quit were") + " not carried out.")
}

// Refused says of a line that it is not carried out, and why, as a part of a
// sentence. It returns the model's effects.
func (a *App) Refused(now time.Time, line, why string) []effect.Effect {
	a.tell(model.Tick{Now: now})
	if !a.isPastTheEnd(line) {
		if a.model.Overlay().Dialog() != nil && a.options.Script {
			a.withdraw(line)
		}
		a.refuse(fmt.Sprintf("Line %d is not carried out, because %s: %s", a.lines, why, shorten(line)))
		a.unsure = unsure{filter: line, many: line}
		a.endScript(scriptLine{a.lines, line})
	}
	return a.takeEffects()
}
