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
	"capdeck/model/say"
	"capdeck/tlibconn/event"
)

const (
	// mostTyped is the number of bytes of an unknown word that are repeated.
	mostTyped = 40
	// namedTargets is the number of DNs that a question names.
	namedTargets = 10
)

// The answers to a question.
const (
	yesWord = "yes"
	noWord  = "no"
)

// word is a word that can be typed.
type word struct {
	name, arguments, meaning string
	do                       func(a *App, rest string)
}

// words returns everything that can be typed, in the order of the help.
func words() []word {
	targets := "DN, DN-DN, " + markedWord + " or " + shownWord
	capture := func(verb event.Verb, meaning string) word {
		return word{verb.String(), targets, meaning, func(a *App, rest string) { a.command(verb, rest) }}
	}
	return []word{
		capture(event.VerbStart, "start capturing these DNs; separate several with commas, as in 7001,7005-7050"),
		capture(event.VerbStop, "stop capturing these DNs; asks first"),
		capture(event.VerbPause, "pause capturing these DNs; asks first"),
		capture(event.VerbResume, "resume capturing these DNs"),
		capture(event.VerbQuery, "ask the recorder for the capture state; changes nothing"),
		{"cancel", "", helpOf(action.Cancel), func(a *App, rest string) { a.noArgument(rest, func() { a.do(action.Cancel) }) }},
		{"failures", "", helpOf(action.Failures), func(a *App, rest string) { a.noArgument(rest, a.failures) }},
		{"resync", targets, "ask T-Server for the calls and the agent, and the recorder for the capture state", (*App).resync},
		{"acknowledge", targets + " as REASON[: NOTE]", "acknowledge the incidents of these DNs; the reasons are recorder, T-Server, network, configuration, maintenance, test and false alarm; sends nothing", (*App).acknowledge},
		{"lock", "", "refuse start, stop, pause and resume", func(a *App, rest string) { a.noArgument(rest, func() { a.lock(true) }) }},
		{"unlock", "", "accept start, stop, pause and resume again", func(a *App, rest string) { a.noArgument(rest, func() { a.lock(false) }) }},
		{"status", "", "report the connection and how many DNs are in each state", func(a *App, rest string) { a.noArgument(rest, a.status) }},
		{"counts", "", "report how many DNs are in each state", func(a *App, rest string) { a.noArgument(rest, func() { a.answer(a.boardText()) }) }},
		{"teams", "", "report for each team how many of its DNs are on calls, and what is captured of them", func(a *App, rest string) { a.noArgument(rest, a.listTeams) }},
		{"list", "[FILTER]", "list each DN that is shown, or that matches a filter", (*App).list},
		{"show", "DN", "report all that is known about a DN", (*App).show},
		{"filter", "[TEXT]", "choose which DNs are shown, by a text, state:paused, dn:7001, team:night, agent:4711, label:lee, fault:rejected; dn, team, agent and label match exactly that name if it exists, else every name that contains it; team:=night matches only that name; an exclamation mark negates; without a text, show all", (*App).filter},
		{markWord, targets, "mark DNs", func(a *App, rest string) { a.mark(rest, false) }},
		{unmarkWord, "[" + targets + "]", "remove marks; without a DN, all of them", func(a *App, rest string) { a.mark(rest, true) }},
		{"messages", "[N]", "show the last messages, 10 or N", (*App).messages},
		{"quiet", "", "announce only changes by your own commands and of the connection", func(a *App, rest string) { a.noArgument(rest, a.beQuiet) }},
		{"follow", "", "announce changes again", func(a *App, rest string) { a.noArgument(rest, a.follow) }},
		{"reconnect", "", helpOf(action.Reconnect), func(a *App, rest string) { a.noArgument(rest, func() { a.do(action.Reconnect) }) }},
		{"help", "", "show this help", func(a *App, rest string) { a.noArgument(rest, a.help) }},
		{"quit", "", helpOf(action.Quit), func(a *App, rest string) { a.noArgument(rest, func() { a.do(action.Quit) }) }},
	}
}

// helpOf returns the help of an action that a word asks for.
func helpOf(id action.ID) string {
	for _, row := range model.Actions() {
		if row.ID == id {
			return row.Help
		}
	}
	return ""
}

// Line handles a typed line and returns the model's effects. Its answers are in the queue
// when it returns.
func (a *App) Line(now time.Time, line string) []effect.Effect {
	// The board has the time of the last message: time has passed since.
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
		a.refuse(fmt.Sprintf("%q has no effect: no question is open.", line))
		return
	}
	known := words()
	for _, w := range known {
		if w.name == strings.ToLower(name) {
			w.do(a, rest)
			return
		}
	}
	a.refuse(fmt.Sprintf("%q is not understood%s", shorten(name), hint(strings.ToLower(name), known)))
	// It may have been meant for a filter or for marks.
	a.unsure = unsure{filter: line, many: line}
}

// hint names the words that may have been intended.
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
		a.refuse(fmt.Sprintf("Nothing was done: unexpected %q. Type help.", shorten(rest)))
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
		a.answer("Commands are already locked.")
	default:
		a.answer("Commands are not locked.")
	}
}

// failures filters the board to the DNs where commands failed, or shows all again.
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

// question returns the question of a dialog and how to answer it.
func (a *App) question(dialog *overlay.Dialog) string {
	text := asked(dialog)
	if dialog.Facts != "" {
		text += " " + dialog.Facts
	}
	return text + " Type yes or no."
}

// asked returns the question of a dialog with the DNs that it concerns.
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
		text += say.FilterHides(len(dialog.Hidden))
		text += ")"
	}
	return text + "?"
}

// replies handles a line as the answer to the open question, and reports whether to handle
// it like any other line. Only the whole word yes confirms.
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
		a.refuse(fmt.Sprintf("%s is not an answer; the question is still open: %s", lineName(line), a.question(dialog)))
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
	a.answer("Quiet: changes are counted but not announced until you type follow.")
}

// follow announces changes again, and reports how many were missed.
func (a *App) follow() {
	if !a.quiet {
		a.answer("Changes are already announced.")
		return
	}
	a.quiet = false
	a.answer("Following again; " + phrase.Count(a.missed, "change was", "changes were") + " not announced. Type status or list for the present state.")
	a.missed = 0
}

func (a *App) help() {
	a.answer("You can type, one on each line:")
	for _, w := range words() {
		text := w.name
		if w.arguments != "" {
			text += " " + w.arguments
		}
		a.answer(text + ": " + say.Sentence(w.meaning))
	}
}
