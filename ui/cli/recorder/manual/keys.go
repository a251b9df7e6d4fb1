package manual

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/tlibconn/event"
	"capdeck/ui/keymsg"
)

// key is a key of the screen, for the line of keys and for the help.
type key struct {
	names []string // of keymsg
	short string   // in the line of keys, "" for a key that is only in the help
	help  string
	// always is set for a key that also acts while the help covers the commands. A key that moves scrolls the help then.
	always bool
	do     func(*App, keymsg.Press) tea.Cmd
}

// answering returns the action of a key that answers the command under the cursor.
func answering(choose func(*App) event.Indication) func(*App, keymsg.Press) tea.Cmd {
	return func(a *App, press keymsg.Press) tea.Cmd {
		command, found := a.list.under()
		switch {
		case !found:
			a.note = "no command waits for an answer"
		case a.landing.moved || press.Frame < a.landing.frame:
			a.note = "the key was pressed before the screen showed this command; press it again"
		default:
			indication := choose(a)
			a.list.remove(command.ID)
			a.landing.moved = true
			a.answer(command, indication)
		}
		return nil
	}
}

func fixed(indication event.Indication) func(*App) event.Indication {
	return func(*App) event.Indication { return indication }
}

func moving(by int) func(*App, keymsg.Press) tea.Cmd {
	return func(a *App, _ keymsg.Press) tea.Cmd {
		if a.helping {
			a.helpTop += by
		} else {
			a.list.move(by)
		}
		return nil
	}
}

// keys returns the keys in the order of the help.
func keys() []key {
	return []key{
		{[]string{"e"}, "enabled", "Answer enabled to the command under the cursor", false, answering(fixed(event.Enabled))},
		{[]string{"d"}, "disabled", "Answer disabled to the command under the cursor", false, answering(fixed(event.Disabled))},
		{[]string{"p"}, "paused", "Answer paused to the command under the cursor", false, answering(fixed(event.Paused))},
		{[]string{"a"}, "table", "Answer as the recorder's table would", false, answering(func(a *App) event.Indication {
			command, _ := a.list.under()
			return a.byTable(command)
		})},
		{[]string{"i"}, "ignore", "Remove the command under the cursor from the list without an answer", false, (*App).ignore},
		{[]string{"u"}, "queries", "Answer all queries by the table, or stop doing so", false, (*App).toggleQueries},
		{[]string{"down", "j"}, "", "Move the cursor down", true, moving(1)},
		{[]string{"up", "k"}, "", "Move the cursor up", true, moving(-1)},
		{[]string{"pgdown"}, "", "Move the cursor down by ten", true, moving(10)},
		{[]string{"pgup"}, "", "Move the cursor up by ten", true, moving(-10)},
		{[]string{"home", "g"}, "", "Move the cursor to the oldest command", true, moving(-maxWaiting)},
		{[]string{"end", "G"}, "", "Move the cursor to the newest command", true, moving(maxWaiting)},
		{[]string{"?"}, "help", "Show or close this help", true, func(a *App, _ keymsg.Press) tea.Cmd {
			a.helping, a.helpTop = !a.helping, 0
			return nil
		}},
		{[]string{"esc"}, "", "Close this help", true, func(a *App, _ keymsg.Press) tea.Cmd {
			a.helping = false
			return nil
		}},
		{[]string{"ctrl+l"}, "", "Draw the screen again", true, func(*App, keymsg.Press) tea.Cmd { return tea.ClearScreen }},
		{[]string{"ctrl+z"}, "", "Suspend the program; no command is answered meanwhile", true, func(a *App, _ keymsg.Press) tea.Cmd {
			if a.options.Suspend == nil {
				return nil
			}
			return a.options.Suspend()
		}},
		{[]string{"q", "ctrl+c"}, "quit", "Quit", true, func(*App, keymsg.Press) tea.Cmd { return tea.Quit }},
	}
}

// press handles a press. A paste is not keys.
func (a *App) press(press keymsg.Press) tea.Cmd {
	msg, isKey := press.Msg.(tea.KeyMsg)
	if !isKey || keymsg.IsPaste(msg) {
		return nil
	}
	name := keymsg.Name(msg)
	for _, key := range keys() {
		if name == "" || !slices.Contains(key.names, name) || a.helping && !key.always {
			continue
		}
		a.note = ""
		return key.do(a, press)
	}
	return nil
}

// ignore removes the command under the cursor.
func (a *App) ignore(press keymsg.Press) tea.Cmd {
	command, found := a.list.under()
	if !found || a.landing.moved || press.Frame < a.landing.frame {
		return nil
	}
	a.list.remove(command.ID)
	a.landing.moved = true
	a.remark("DN " + command.DN + ": " + command.Verb.String() + " was removed without an answer")
	return nil
}

// toggleQueries answers the queries that wait, and those that follow, by the table, or stops doing so.
func (a *App) toggleQueries(keymsg.Press) tea.Cmd {
	a.answerQueries = !a.answerQueries
	if !a.answerQueries {
		a.note = "queries wait for an answer by a key"
		return nil
	}
	a.note = "queries are answered by the table"
	before := a.list.cursor
	for _, command := range slices.Clone(a.list.waiting) {
		if command.Verb == event.VerbQuery {
			a.list.remove(command.ID)
			a.answer(command, a.byTable(command))
		}
	}
	a.landing.moved = a.landing.moved || a.list.cursor != before
	return nil
}
