package plain

import (
	"fmt"
	"time"

	"capdeck/model"
	"capdeck/model/effect"
	"capdeck/model/phrase"
)

// The words of lines that change the meaning of later lines.
const (
	markWord   = "mark"
	unmarkWord = "unmark"
)

// unsure holds refused lines that would have changed the meaning of shown and marked, ""
// for none. These words are refused until that is resolved.
type unsure struct {
	filter string
	// many may have left more DNs marked than intended: a refused unmark, or a line that was
	// not understood. Only an unmark of all DNs resolves it.
	many string
	// few may have left DNs unmarked that were to be marked: a refused mark. The next mark
	// resolves it.
	few string
}

// refusedMarks records a refused line with the word mark or unmark.
func (u *unsure) refusedMarks(word, named string) {
	if line := word + " " + named; word == unmarkWord {
		u.many = line
	} else {
		u.few = line
	}
}

// marked records that DNs were marked.
func (u *unsure) marked() { u.few = "" }

// unmarkedAll records that no DN is marked.
func (u *unsure) unmarkedAll() { u.many, u.few = "", "" }

// marks returns why the marks cannot be relied on, as part of a sentence; "" if they can.
func (u *unsure) marks() string {
	switch {
	case u.many != "":
		return fmt.Sprintf("%q was refused earlier, so more DNs may be marked than you mean: type unmark and mark them again, or name the DNs", shorten(u.many))
	case u.few != "":
		return fmt.Sprintf("%q was refused earlier, so other DNs may be marked than you mean: mark them first, or type unmark, or name the DNs", shorten(u.few))
	}
	return ""
}

// scriptLine is a line that was typed. Its number is 0 for none.
type scriptLine struct {
	number int
	text   string
}

// isPastTheEnd counts a line, and reports whether it is refused because an earlier line
// failed.
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

// endScript ends a script because a line failed: the lines after it rely on it.
func (a *App) endScript(line scriptLine) {
	if !a.options.Script || a.options.KeepGoing || a.stopped.number != 0 {
		return
	}
	a.stopped = line
	a.closeQuestion()
	a.answer(fmt.Sprintf("The script ends here: line %d, %s, was not carried out. See --keep-going.", line.number, shorten(line.text)))
}

// withdraw closes the open question because a line of a script does not answer it. A later
// yes then belongs to another question, or to none.
func (a *App) withdraw(line string) {
	question := asked(a.model.Overlay().Dialog())
	a.closeQuestion()
	a.refuse(fmt.Sprintf("%s is not an answer; the question is withdrawn and nothing is done: %s", lineName(line), question))
}

func (a *App) closeQuestion() {
	if a.model.Overlay().Dialog() != nil {
		a.tell(model.OverlayKey{Now: a.now, Key: "esc"})
	}
}

// Stopped reports whether a line of a script failed, and the lines after it are refused.
func (a *App) Stopped() bool { return a.stopped.number != 0 }

// Dropped reports how many lines of a script followed its quit. None of them was carried
// out, although their author expected it. It writes nothing for 0.
func (a *App) Dropped(now time.Time, lines int) {
	if lines == 0 {
		return
	}
	a.now = now
	a.refuse(phrase.Count(lines, "line after quit was", "lines after quit were") + " not carried out.")
}

// Refused reports that a line is not carried out; why is the reason as part of a sentence.
// It returns the model's effects.
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
