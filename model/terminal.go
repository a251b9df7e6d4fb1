package model

import (
	"fmt"
	"time"

	"capdeck/model/effect"
	"capdeck/model/overlay"
	"capdeck/model/phrase"
	"capdeck/tlibconn/event"
)

// reconnectAfter is how long the program can be suspended before it has to reconnect.
// By then T-Server has polled it without an answer (SEMANTICS.md, High availability and
// keep-alive), and the events that arrived in the meantime are out of date.
const reconnectAfter = 10 * time.Second

// terminal is what the user has chosen for the terminal.
type terminal struct {
	mouse bool // it reports the mouse
	theme themeChoice
}

// Mouse reports whether the terminal reports the mouse.
func (m *Model) Mouse() bool { return m.terminal.mouse }

// toggleMouse turns mouse reporting off, so that the terminal can select text, or on
// again.
func (m *Model) toggleMouse() []effect.Effect {
	m.terminal.mouse = !m.terminal.mouse
	if m.terminal.mouse {
		m.say("the mouse is on: a click moves the cursor", false)
	} else {
		m.say("the mouse is off: the terminal can select text", false)
	}
	return []effect.Effect{effect.Mouse{On: m.terminal.mouse}}
}

// Theme returns the name of the theme in force, or "" if there are no themes.
func (m *Model) Theme() string { return m.terminal.theme.name() }

// nextTheme switches to the theme after the one in force.
func (m *Model) nextTheme() {
	if text := m.terminal.theme.next(); text != "" {
		m.say(text, false)
	}
}

func (m *Model) changeThemes(names []string) {
	if text := m.terminal.theme.replace(names); text != "" {
		m.say(text, false)
	}
}

// redraw returns the effect that draws the whole screen again.
func (m *Model) redraw() []effect.Effect { return []effect.Effect{effect.Redraw{}} }

// suspendText returns the line that stays on the terminal while the program is
// suspended.
func (m *Model) suspendText() string {
	link, _ := m.board.Link(m.options.Site)
	if link.State.Connected() {
		return fmt.Sprintf("capdeck is suspended; the link to T-Server will be lost. fg resumes it, and reconnects after %.0f s or more.",
			reconnectAfter.Seconds())
	}
	return "capdeck is suspended; fg resumes it."
}

// suspend suspends the program. It asks first if commands are waiting for an answer.
func (m *Model) suspend() []effect.Effect {
	text := m.suspendText()
	open := m.board.Counters().OpenCommands
	if open == 0 {
		return []effect.Effect{effect.Suspend{Text: text}}
	}
	m.ask(overlay.Dialog{
		Purpose: dialogSuspend, Text: text,
		Question: fmt.Sprintf("%s for an answer. Suspend capdeck?", phrase.Count(open, "command waits", "commands wait")),
		Choices:  []overlay.Choice{{Label: "stay"}, {Label: "suspend"}},
	})
	return nil
}

// resumed turns mouse reporting on again after the program was suspended, and
// reconnects if that took long.
func (m *Model) resumed(msg Resumed) []effect.Effect {
	var effects []effect.Effect
	if m.terminal.mouse {
		effects = append(effects, effect.Mouse{On: true})
	}
	if msg.Stopped > 0 {
		m.coverage.Stopped(m.clock.now.Add(-msg.Stopped), m.clock.now)
	}
	link, _ := m.board.Link(m.options.Site)
	switch {
	case msg.Problem != "":
		m.say(msg.Problem, true)
	case msg.Stopped >= reconnectAfter && link.State != event.LinkClosed:
		m.say(fmt.Sprintf("capdeck was suspended for %s; reconnecting", msg.Stopped.Round(time.Second)), false)
		effects = append(effects, effect.Reconnect{})
	}
	return effects
}
