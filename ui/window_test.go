package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/coverage"
	"capdeck/model/effect"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
	"capdeck/ui/cell"
)

const site = "sip-a"

// window is an App with a board that receives batches as a session makes them, and with a
// clock that only the test moves.
type window struct {
	t testing.TB
	// hidesQueries keeps automatic queries out of the message log, as the session does.
	hidesQueries bool
	now          time.Time
	app          *App
	model        *model.Model
	feed         *tlibtest.Feed
	batch        *event.Batch // the feed's
	effects      []effect.Effect
	round        uint32 // of the registrations
}

// newWindow returns a window of the given size, with the entries on its board.
func newWindow(t testing.TB, width, height int, change func(*Options, *model.Options), entries ...board.Entry) *window {
	w := &window{t: t, now: time.Date(2026, 11, 23, 14, 2, 10, 0, time.UTC)}
	w.feed = &tlibtest.Feed{T: t, Site: site, Now: func() time.Time { return w.now }, Connection: 1}
	w.batch = &w.feed.Batch
	truth := board.New(board.Options{AutomaticQueries: true})
	truth.Add(entries...)
	modelOptions := model.Options{Board: truth, Site: site, By: "kim", Themes: []string{"dark", "light", "mono"}, RawMessages: true}
	modelOptions.Coverage.Grace = coverage.DefaultGrace
	options := Options{
		Site: site, Host: "sip-a:5000", Now: func() time.Time { return w.now }, Zone: time.UTC,
		Perform: func(effects []effect.Effect) tea.Cmd { w.effects = append(w.effects, effects...); return nil },
	}
	if change != nil {
		change(&options, &modelOptions)
	}
	w.model = model.New(modelOptions)
	options.Model = w.model
	w.app = New(options)
	w.app.Init()
	w.update(tea.WindowSizeMsg{Width: width, Height: height})
	return w
}

func (w *window) update(msg tea.Msg) {
	if _, cmd := w.app.Update(msg); cmd != nil {
		// All effects go through Perform, and there is no NextBatch.
		w.t.Fatalf("the App started a command of its own for %T", msg)
	}
}

// later lets time pass.
func (w *window) later(d time.Duration) {
	w.now = w.now.Add(d)
	w.update(model.Tick{Now: w.now})
}

// flush gives the batch to the App, as if the previous one had arrived long ago.
func (w *window) flush() {
	w.app.quietUntil = time.Time{}
	w.update(model.Events{Now: w.now, Batch: w.batch})
	w.batch.Reset()
}

func (w *window) stamp(e *event.Event) *event.Event { return w.feed.Stamp(e) }

// message adds a message from T-Server to the batch.
func (w *window) message(kind wire.MessageType, attributes ...wire.Attribute) *event.Event {
	w.t.Helper()
	return w.feed.Message(kind, attributes...)
}

func thisDN(dn string) wire.Attribute { return tlibtest.ThisDN(dn) }

func connID(id uint64) wire.Attribute { return tlibtest.ConnID(id) }

func (w *window) capture(word string) wire.Attribute {
	w.t.Helper()
	return tlibtest.UserData(w.t, wire.TextPair(event.CaptureKey, word))
}

// link adds a state of the connection.
func (w *window) link(link event.Link) {
	if link.Address == "" {
		link.Address = "sip-a:5000"
	}
	w.feed.Link(link)
}

// linkUp adds a login, which begins registration round 1.
func (w *window) linkUp() {
	w.link(event.Link{State: event.LinkUp, Version: "8.1.104.12", Round: 1})
}

// register answers the registration of DNs in the first round.
func (w *window) register(dns ...string) { w.registerRound(1, dns...) }

func (w *window) registerRound(round uint32, dns ...string) {
	w.feed.Round = round
	for _, dn := range dns {
		w.feed.Registered(dn).Request.SentAt = w.now.Add(-2 * time.Millisecond)
	}
}

// refuse answers the registration of a DN with an error.
func (w *window) refuse(dn string, code int32, text string) {
	w.feed.Round = 1
	var attributes []wire.Attribute
	if text != "" {
		attributes = append(attributes, wire.TextAttribute(wire.AttributeErrorMessage, text))
	}
	w.feed.RegistrationRefused(dn, code, attributes...)
}

// indicate adds an indication for a DN. It names no call if id is 0.
func (w *window) indicate(dn, word string, id uint64) { w.feed.Indicate(dn, word, id) }

// call adds a call event.
func (w *window) call(kind wire.MessageType, dn string, id uint64, other string) {
	w.message(kind, thisDN(dn), connID(id), wire.TextAttribute(wire.AttributeOtherDN, other))
}

// commands removes the effects so far and returns the commands among them, including
// automatic queries.
func (w *window) commands() []event.Command {
	var commands []event.Command
	for _, e := range w.effects {
		if send, ok := e.(effect.Send); ok {
			commands = append(commands, send.Commands...)
		}
	}
	w.effects = nil
	return commands
}

// leave reports the commands as sent, as the session does, and returns them.
func (w *window) leave() []event.Command {
	commands := w.commands()
	for _, c := range commands {
		w.feed.Leave(c).Automatic = c.Automatic && w.hidesQueries
	}
	return commands
}

// leaves is leave, and returns the command with that verb for a DN. Automatic queries can
// be sent at the same time.
func (w *window) leaves(dn string, verb event.Verb) event.Command {
	w.t.Helper()
	for _, c := range w.leave() {
		if c.DN == dn && c.Verb == verb {
			return c
		}
	}
	w.t.Fatalf("no %s was sent for %s", verb, dn)
	return event.Command{}
}

// accept answers a command with EventACK.
func (w *window) accept(c event.Command) { w.feed.Accept(c) }

// reject answers a command with EventError.
func (w *window) reject(c event.Command, code int32, text string) {
	w.feed.Reject(c, code, wire.TextAttribute(wire.AttributeErrorMessage, text))
}

// keys presses keys one after another. Words in angle brackets are named keys. Everything
// else is a character.
func (w *window) keys(text string) {
	w.t.Helper()
	named := map[string]tea.KeyType{
		"enter": tea.KeyEnter, "esc": tea.KeyEsc, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
		"left": tea.KeyLeft, "right": tea.KeyRight, "pgdown": tea.KeyPgDown, "end": tea.KeyEnd, "home": tea.KeyHome,
		"ctrl+c": tea.KeyCtrlC, "ctrl+r": tea.KeyCtrlR, "ctrl+z": tea.KeyCtrlZ, "backspace": tea.KeyBackspace,
	}
	for text != "" {
		if name, rest, ok := strings.Cut(strings.TrimPrefix(text, "<"), ">"); ok && text[0] == '<' {
			key, known := named[name]
			if !known {
				w.t.Fatalf("no key is called %q", name)
			}
			w.update(tea.KeyMsg{Type: key})
			text = rest
			continue
		}
		r := []rune(text)[0]
		w.update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
		text = text[len(string(r)):]
	}
}

// screen returns the frame and reports it as written to the terminal.
func (w *window) screen() string {
	w.t.Helper()
	view := w.app.View()
	w.update(FrameWritten{})
	return view
}

// lines returns the lines of screen after it checked their number and width.
func (w *window) lines() []string {
	w.t.Helper()
	view := w.screen()
	lines := strings.Split(view, "\n")
	if len(lines) != w.app.height {
		w.t.Fatalf("%d lines, the window has %d:\n%s", len(lines), w.app.height, view)
	}
	for y, line := range lines {
		if got := cell.Width(line); got != w.app.width {
			w.t.Fatalf("line %d is %d cells wide, the window %d:\n%s", y, got, w.app.width, view)
		}
	}
	return lines
}

// row returns the line of the screen that shows a DN.
func (w *window) row(dn string) string {
	w.t.Helper()
	lines := w.lines()
	for y := range lines {
		if at := w.app.frames.shown.Lines[y]; at.IsRow && at.Key.DN == dn {
			return lines[y]
		}
	}
	w.t.Fatalf("DN %s is not on the screen:\n%s", dn, strings.Join(lines, "\n"))
	return ""
}

func (w *window) shows(text string) {
	w.t.Helper()
	if view := w.screen(); !strings.Contains(view, text) {
		w.t.Errorf("the screen does not show %q:\n%s", text, view)
	}
}

func (w *window) showsNot(text string) {
	w.t.Helper()
	if view := w.screen(); strings.Contains(view, text) {
		w.t.Errorf("the screen shows %q:\n%s", text, view)
	}
}

// cursor returns the DN under the cursor.
func (w *window) cursor() string {
	key, ok := w.model.Rows().Cursor()
	if !ok {
		return ""
	}
	return key.DN
}

// entries returns entries of the board for DNs.
func entries(dns ...string) []board.Entry {
	var all []board.Entry
	for _, dn := range dns {
		all = append(all, board.Entry{Key: board.Key{Site: site, DN: dn}})
	}
	return all
}

// dns returns n DNs from 7001.
func dns(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprint(7001 + i)
	}
	return all
}

// floor returns a window after many events. It has captures in every state, calls, commands
// with every outcome, a refused DN, a DN without a recorder and another client's command.
func floor(t testing.TB, width, height int, change func(*Options, *model.Options)) *window {
	labels := map[string][2]string{
		"7001": {"A. Ødegård", "day"}, "7002": {"北京-01", "night"}, "7004": {"Lee", "night"}, "7007": {"Ünal", "day"},
	}
	all := dns(12)
	list := entries(all...)
	for i, dn := range all {
		list[i].Label, list[i].Team = labels[dn][0], labels[dn][1]
	}
	w := newWindow(t, width, height, change, list...)
	const call = 0x006f01b2c3d4e5f6
	w.linkUp()
	w.register(all[:10]...)
	w.refuse("7011", 59, "DN is not configured in CME")
	w.flush()
	queries := w.leave()
	w.flush()
	for _, query := range queries {
		w.accept(query)
	}
	w.flush()
	w.now = w.now.Add(50 * time.Millisecond)
	for _, dn := range []string{"7003", "7006", "7008", "7009", "7010"} {
		w.indicate(dn, "disabled", 0)
	}
	w.indicate("7007", "enabled", 0)
	w.call(wire.EventEstablished, "7001", call, "+33123456")
	w.call(wire.EventEstablished, "7002", call+3, "+442079460000")
	w.call(wire.EventEstablished, "7004", call+170, "+4930")
	w.call(wire.EventHeld, "7004", call+170, "+4930")
	w.call(wire.EventRinging, "7006", call+200, "7001")
	w.indicate("7001", "disabled", call)
	w.indicate("7002", "enabled", call+3)
	w.indicate("7004", "enabled", call+170)
	w.message(wire.EventAgentLogin, thisDN("7003"), wire.TextAttribute(wire.AttributeAgentID, "4711"))
	w.flush()
	w.leave() // queries after calls
	w.flush()
	w.hidesQueries = true

	w.later(20 * time.Second) // the automatic query of 7005 goes unanswered
	w.keys("s")               // 7001: confirmed
	start := w.leaves("7001", event.VerbStart)
	w.now = w.now.Add(2 * time.Millisecond)
	w.accept(start)
	w.now = w.now.Add(82 * time.Millisecond)
	w.indicate("7001", "enabled", call)
	w.flush()
	w.later(11 * time.Minute)
	w.indicate("7002", "paused", call+3)
	w.message(wire.EventUserEvent, thisDN("7009"), w.capture("start")) // another client's
	w.indicate("7008", "Paused", 0)                                    // not an indication of the contract
	w.flush()
	w.keys("jjjjjjj") // 7008
	w.keys("s")
	rejected := w.leaves("7008", event.VerbStart)
	w.reject(rejected, 1161, "incorrect object state")
	w.flush()
	w.keys("kkkk") // 7004
	w.keys("r")
	resume := w.leaves("7004", event.VerbResume)
	w.flush()
	w.now = w.now.Add(3 * time.Millisecond)
	w.accept(resume)
	w.flush()
	w.later(3 * time.Second)
	w.keys("g")
	return w
}

// consults makes rows show a call and the capture of another call: 7001 consults while its
// first call is captured, 7002 has ended its call and is still captured, 7004 lost its
// registration between two calls, 7006 is off for another call.
func (w *window) consults() {
	const call = 0x006f01b2c3d4e5f6
	w.call(wire.EventHeld, "7001", call, "+33123456")
	w.call(wire.EventDialing, "7001", call+1, "7090")
	w.call(wire.EventEstablished, "7001", call+1, "7090")
	w.indicate("7001", "paused", call)
	w.call(wire.EventReleased, "7002", call+3, "")
	w.indicate("7002", "enabled", call+3)
	w.message(wire.EventUnregistered, thisDN("7004"), wire.IntAttribute(wire.AttributeErrorCode, 50))
	w.register("7004")
	w.call(wire.EventEstablished, "7004", call+171, "+4931")
	w.indicate("7004", "disabled", call+171)
	w.call(wire.EventHeld, "7006", call+200, "7001")
	w.call(wire.EventDialing, "7006", call+201, "7003")
	w.call(wire.EventDialing, "7006", call+202, "7003")
	w.indicate("7006", "disabled", call+200)
	w.flush()
	w.leave()
	w.flush()
}

// stops makes captures stop during calls: that of 7001 unasked, that of 7002 by another
// client, that of 7004 unasked twice and with a command behind it.
func (w *window) stops() {
	const call = 0x006f01b2c3d4e5f6
	w.call(wire.EventRetrieved, "7004", call+170, "+4930")
	w.indicate("7001", "disabled", call)
	w.message(wire.EventUserEvent, thisDN("7002"), w.capture("stop"))
	w.indicate("7002", "disabled", call+3)
	for range 2 {
		w.indicate("7004", "enabled", call+170)
		w.flush()
		w.later(3 * time.Second)
		w.indicate("7004", "disabled", call+170)
		w.flush()
		w.later(3 * time.Second)
	}
	w.keys("j")
	w.keys("u")
	w.leave()
	w.flush()
	w.keys("k")
}
