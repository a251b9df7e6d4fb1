package plain

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/hbollon/go-edlib"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/effect"
	"capdeck/model/overlay"
	"capdeck/model/phrase"
	"capdeck/tlibconn/event"
)

const (
	// mostTyped is how many bytes of a word that is not understood are repeated.
	mostTyped = 40
	// namedTargets is how many DNs a question names.
	namedTargets = 10
)

// The answers to a question.
const (
	yesWord = "yes"
	noWord  = "no"
)

// word is what can be typed.
type word struct {
	name, arguments, meaning string
	do                       func(a *App, rest string)
}

// words are everything that can be typed, in the order of the help.
func words() []word {
	targets := "DN, DN-DN, " + markedWord + " or " + shownWord
	capture := func(verb event.Verb, meaning string) word {
		return word{verb.String(), targets, meaning, func(a *App, rest string) { a.command(verb, rest) }}
	}
	return []word{
		capture(event.VerbStart, "start the screen capture; several with commas, as in 7001,7005-7050"),
		capture(event.VerbStop, "stop it; asks first"),
		capture(event.VerbPause, "pause it; asks first"),
		capture(event.VerbResume, "resume it"),
		capture(event.VerbQuery, "ask the recorder for its state; changes nothing"),
		{"cancel", "", "cancel the commands that have not been sent yet", func(a *App, rest string) { a.noArgument(rest, func() { a.do(action.Cancel) }) }},
		{"failures", "", "show only the DNs at which the last command for several DNs was not confirmed, or all again", func(a *App, rest string) { a.noArgument(rest, a.failures) }},
		{"resync", targets, "ask T-Server for calls and agent, and the recorder for the capture", (*App).resync},
		{"acknowledge", targets, "acknowledge that a capture stopped unasked; sends nothing", (*App).acknowledge},
		{"lock", "", "refuse start, stop, pause and resume", func(a *App, rest string) { a.noArgument(rest, func() { a.lock(true) }) }},
		{"unlock", "", "take them again", func(a *App, rest string) { a.noArgument(rest, func() { a.lock(false) }) }},
		{"status", "", "the connection, and how many DNs are in which state", func(a *App, rest string) { a.noArgument(rest, a.status) }},
		{"counts", "", "how many DNs are in which state", func(a *App, rest string) { a.noArgument(rest, func() { a.answer(a.boardText()) }) }},
		{"list", "[FILTER]", "each DN that is shown, or that a filter lets through, in a line", (*App).list},
		{"show", "DN", "all that is known of a DN", (*App).show},
		{"filter", "[TEXT]", "which DNs are shown: a text, state:paused, dn:7001, team:night, agent:4711, label:lee, fault:rejected; dn, team, agent and label mean the one of that name if there is one, else each that contains it, and team:=night that team in any case; an exclamation mark negates; without a text all", (*App).filter},
		{markWord, targets, "mark DNs", func(a *App, rest string) { a.mark(rest, false) }},
		{unmarkWord, "[" + targets + "]", "take marks away; without a DN all", func(a *App, rest string) { a.mark(rest, true) }},
		{"messages", "[N]", "the last messages, 10 or N", (*App).messages},
		{"quiet", "", "announce no changes but those by your own commands and of the connection", func(a *App, rest string) { a.noArgument(rest, a.beQuiet) }},
		{"follow", "", "announce changes again", func(a *App, rest string) { a.noArgument(rest, a.follow) }},
		{"reconnect", "", "connect anew without waiting; asks first while the link is up", func(a *App, rest string) { a.noArgument(rest, func() { a.do(action.Reconnect) }) }},
		{"help", "", "this help", func(a *App, rest string) { a.noArgument(rest, a.help) }},
		{"quit", "", "quit; asks when commands wait for an answer", func(a *App, rest string) { a.noArgument(rest, func() { a.do(action.Quit) }) }},
	}
}

// Line takes a typed line and returns the model's effects. What it says is in
// the queue then.
func (a *App) Line(now time.Time, line string) []effect.Effect {
	// The board is as old as the last message: time has passed since.
	a.tell(model.Tick{Now: now})
	line = strings.TrimSpace(line)
	if a.isPastTheEnd(line) {
		return a.takeEffects()
	}
	failed := a.failed
	a.failed = false
	if a.replies(line) && line != "" {
		a.typed(line)
	}
	if a.failed {
		a.endScript(scriptLine{a.lines, line})
	}
	a.failed = a.failed || failed
	return a.takeEffects()
}

func (a *App) typed(line string) {
	name, rest := line, ""
	if at := strings.IndexFunc(line, unicode.IsSpace); at >= 0 {
		name, rest = line[:at], strings.TrimSpace(line[at:])
	}
	if answer := strings.ToLower(line); answer == yesWord || answer == noWord {
		a.refuse(fmt.Sprintf("%q answers nothing: no question is open.", line))
		return
	}
	known := words()
	for _, w := range known {
		if w.name == strings.ToLower(name) {
			w.do(a, rest)
			return
		}
	}
	a.refuse(fmt.Sprintf("%q is nothing that can be typed here%s", shorten(name), hint(strings.ToLower(name), known)))
	// It may have been meant for a filter or for marks.
	a.unsure = unsure{filter: line, many: line}
}

// hint names the words that may have been meant.
func hint(name string, known []word) string {
	least := 3
	var near []string
	for _, w := range known {
		steps := edlib.LevenshteinDistance(shorten(name), w.name)
		if strings.HasPrefix(w.name, name) {
			steps = 1
		}
		if steps > least || steps >= len(name) {
			continue
		}
		if steps < least {
			least, near = steps, nil
		}
		near = append(near, w.name)
	}
	if len(near) == 0 || least == 3 {
		return ": type help."
	}
	return "; did you mean " + strings.Join(near, " or ") + "? Type help for the others."
}

func shorten(text string) string {
	if runes := []rune(text); len(runes) > mostTyped {
		return string(runes[:mostTyped]) + "..."
	}
	return text
}

func (a *App) noArgument(rest string, do func()) {
	if rest != "" {
		a.refuse(fmt.Sprintf("Nothing was done: nothing may follow here, and %q does. Type help.", shorten(rest)))
		return
	}
	do()
}

func (a *App) do(id action.ID) { a.tell(model.Do{Now: a.now, ID: id}) }

// lock closes or opens the write-lock.
func (a *App) lock(locked bool) {
	switch {
	case a.model.Locked() != locked || a.model.ReadOnly():
		a.do(action.Lock)
	case locked:
		a.answer("Commands are locked already.")
	default:
		a.answer("Commands are not locked.")
	}
}

// failures filters the board to where commands failed, or lets it show all.
func (a *App) failures() {
	before := a.model.Rows().Filter().Only
	a.do(action.Failures)
	if only := a.model.Rows().Filter().Only; only == before {
		a.unsure.filter = "failures"
		return
	}
	a.unsure.filter = ""
	a.answer(a.filterText(a.model.Rows().Filter().String()))
}

// question is what a dialog asks, and how to answer.
func (a *App) question(dialog *overlay.Dialog) string { return asked(dialog) + " Type yes or no." }

// asked is what a dialog asks, with the DNs that it is about.
func asked(dialog *overlay.Dialog) string {
	text := strings.TrimSuffix(dialog.Question, "?")
	if n := len(dialog.Targets); n > 0 {
		var dns []string
		for _, key := range dialog.Targets[:min(n, namedTargets)] {
			dns = append(dns, key.DN)
		}
		text += " (" + strings.Join(dns, ", ")
		if n > namedTargets {
			text += " and " + phrase.Count(n-namedTargets, "more", "more")
		}
		if len(dialog.Hidden) > 0 {
			text += "; the filter hides " + phrase.Number(len(dialog.Hidden)) + " of them"
		}
		text += ")"
	}
	return text + "?"
}

// replies takes a line as the answer to the open question, and reports whether it is
// to be carried out as any other. Only the whole word yes does what is asked.
func (a *App) replies(line string) bool {
	dialog := a.model.Overlay().Dialog()
	if dialog == nil {
		return true
	}
	switch strings.ToLower(line) {
	case yesWord:
		a.tell(model.OverlayKey{Now: a.now, Key: "y"})
	case noWord:
		a.tell(model.OverlayKey{Now: a.now, Key: "esc"})
		a.answer("Nothing was done.")
	default:
		if a.options.Script && a.options.KeepGoing {
			a.withdraw(line)
			return true
		}
		a.refuse(fmt.Sprintf("%s is no answer; the question still stands: %s", lineName(line), a.question(dialog)))
	}
	return false
}

// lineName names a line that was typed.
func lineName(line string) string {
	if line == "" {
		return "An empty line"
	}
	return strconv.Quote(shorten(line))
}

// beQuiet stops the announcements.
func (a *App) beQuiet() {
	a.quiet = true
	a.answer("Quiet: changes are counted and not announced, until you type follow.")
}

// follow announces changes again, and says how many were not.
func (a *App) follow() {
	if !a.quiet {
		a.answer("Changes are announced already.")
		return
	}
	a.quiet = false
	a.answer("Following again; " + phrase.Count(a.missed, "change was", "changes were") + " not announced. Type status or list for how things stand.")
	a.missed = 0
}

func (a *App) help() {
	a.answer("What can be typed, a line each:")
	for _, w := range words() {
		text := w.name
		if w.arguments != "" {
			text += " " + w.arguments
		}
		a.answer(text + ": " + w.meaning + ".")
	}
}
