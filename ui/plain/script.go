package plain

import (
	"fmt"
	"time"

	"capdeck/model"
)

// The words of lines that change what later lines mean.
const (
	markWord   = "mark"
	unmarkWord = "unmark"
)

// unsure are lines that were refused and would have changed what shown and marked
// stand for, "" for none: these words are refused until that is set right.
type unsure struct {
	filter, marks string
	// by is the word of the line in marks; "" for one that is not understood.
	by string
}

// refusedMarks takes note of a refused line with the word mark or unmark.
func (u *unsure) refusedMarks(word, named string) { u.marks, u.by = word+" "+named, word }

// marked takes note that a line with the word mark or unmark was carried out. It
// sets nothing right that a line with the other word left open.
func (u *unsure) marked(word string) {
	if u.by == "" || u.by == word {
		u.marks, u.by = "", ""
	}
}

// stopped says which line of a script was not carried out, so that none behind it
// is.
type stopped struct {
	line int
	text string
}

// isPastTheEnd counts a line, and reports whether it is refused because of an
// earlier one.
func (a *App) isPastTheEnd(line string) bool {
	a.lines++
	if a.stopped.line == 0 {
		return false
	}
	if line != "" {
		a.refuse(fmt.Sprintf("Line %d is not carried out, because line %d was not: %s", a.lines, a.stopped.line, shorten(line)))
	}
	return true
}

// endScript ends a script at the line that was not carried out: what follows was
// written by who took it for done.
func (a *App) endScript(line string) {
	if !a.options.Script || a.options.KeepGoing || a.stopped.line != 0 {
		return
	}
	a.stopped = stopped{a.lines, line}
	a.closeQuestion()
	a.answer(fmt.Sprintf("The script ends here: line %d, %s, was not carried out. See --keep-going.", a.lines, shorten(line)))
}

// withdraw takes the open question back because a line of a script is no answer to
// it: a yes that comes later is one to another question, or to none.
func (a *App) withdraw(line string) {
	question := a.model.Dialog().Question
	a.closeQuestion()
	a.refuse(fmt.Sprintf("%s is no answer, so the question is withdrawn and nothing is done: %s", lineName(line), question))
}

func (a *App) closeQuestion() {
	if a.model.Dialog() != nil {
		a.tell(model.DialogKey{Now: a.now, Key: "esc"})
	}
}

// Stopped reports whether a line of a script was not carried out, so that the
// lines behind it are refused.
func (a *App) Stopped() bool { return a.stopped.line != 0 }

// Refused says of a line that it is not carried out, and why, as a part of a
// sentence. It returns the model's effects.
func (a *App) Refused(now time.Time, line, why string) []model.Effect {
	a.tell(model.Tick{Now: now})
	if !a.isPastTheEnd(line) {
		if a.model.Dialog() != nil && a.options.Script {
			a.withdraw(line)
		}
		a.refuse(fmt.Sprintf("Line %d is not carried out, because %s: %s", a.lines, why, shorten(line)))
		a.unsure = unsure{filter: line, marks: line}
		a.endScript(line)
	}
	return a.takeEffects()
}
