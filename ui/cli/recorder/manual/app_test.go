package manual

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/recorder"
	"capdeck/ui/canvas"
	"capdeck/ui/cell"
	"capdeck/ui/keymsg"
)

// fake is a recorder that remembers answers.
type fake struct {
	answers []string
	states  map[string]event.Indication
	err     error
}

func (f *fake) Answer(command recorder.Command, indication event.Indication) error {
	f.answers = append(f.answers, fmt.Sprintf("%d %s %s", command.ID, command.DN, indication))
	if f.err == nil {
		f.states[command.DN] = indication
	}
	return f.err
}

func (f *fake) State(dn string) event.Indication {
	if state := f.states[dn]; state != event.IndicationNone {
		return state
	}
	return event.Disabled
}

func (f *fake) Link() event.Link { return event.Link{State: event.LinkUp, Address: "sip:7000"} }

// stage is an App with what surrounds it.
type stage struct {
	*App
	t     *testing.T
	fake  *fake
	inbox *Inbox
	frame uint64
}

var start = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

func newStage(t *testing.T, width, height int) *stage {
	t.Helper()
	s := &stage{t: t, fake: &fake{states: map[string]event.Indication{}}, inbox: NewInbox()}
	s.App = New(Options{
		Recorder: s.fake, Inbox: s.inbox, Styles: canvas.Styles{Theme: &themes.Theme{}, Glyphs: themes.UnicodeGlyphs()},
		Line: func(f *recorder.Fate) string {
			return fmt.Sprintf("%s %s: %s", f.DN, f.Command.Verb, f.Outcome)
		},
		Note: func(sentence string) string { return sentence }, DNs: 3,
		Now: func() time.Time { return start.Add(72 * time.Second) },
	})
	s.Update(tea.WindowSizeMsg{Width: width, Height: height})
	s.written()
	return s
}

// written reports that the terminal shows the newest frame.
func (s *stage) written() {
	s.frame++
	s.Update(FrameWritten{Frame: s.frame})
}

// commands lets commands arrive, and the screen show them.
func (s *stage) commands(verbs ...string) {
	for _, word := range verbs {
		dn, verb, _ := strings.Cut(word, " ")
		s.inbox.mu.Lock()
		id := uint64(len(s.inbox.commands)) + s.lastID() + 1
		s.inbox.mu.Unlock()
		s.inbox.Command(recorder.Command{ID: id, Time: start, DN: dn, Verb: event.ParseVerb(verb)})
	}
	s.Update(arrived{})
}

func (s *stage) lastID() uint64 {
	last := uint64(len(s.fake.answers))
	for _, c := range s.list.waiting {
		last = max(last, c.ID)
	}
	return last
}

// key presses a key that was read after the newest frame.
func (s *stage) key(name string) tea.Cmd { return s.keyAt(name, s.frame) }

func (s *stage) keyAt(name string, frame uint64) tea.Cmd {
	msg := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
	switch name {
	case "down":
		msg = tea.KeyMsg{Type: tea.KeyDown}
	case "esc":
		msg = tea.KeyMsg{Type: tea.KeyEsc}
	}
	_, cmd := s.Update(keymsg.Press{Msg: msg, Frame: frame})
	return cmd
}

func (s *stage) shows(parts ...string) {
	s.t.Helper()
	for _, part := range parts {
		if !strings.Contains(s.View(), part) {
			s.t.Errorf("the screen does not show %q:\n%s", part, s.View())
		}
	}
}

func (s *stage) answered(want ...string) {
	s.t.Helper()
	if got := strings.Join(s.fake.answers, ", "); got != strings.Join(want, ", ") {
		s.t.Errorf("the answers are %s, want %s", got, strings.Join(want, ", "))
	}
}

func TestAnswers(t *testing.T) {
	s := newStage(t, 80, 24)
	s.shows("0 waiting", " none", "LINK UP", "sip:7000", "3 DNs")
	s.key("e")
	s.shows("no command waits for an answer")
	s.commands("7001 start", "7002 pause", "7003 query", "7001 stop")
	s.written()
	s.shows("4 waiting", "> 7001       ○ OFF      start    none             1m     enabled", "  7002       ○ OFF      pause")
	s.key("e")
	s.written()
	s.shows("3 waiting", "> 7002", "DN 7001: start -> enabled, and T-Server has not answered yet", "  7001       ● REC      stop     none             1m     disabled")
	s.key("down")
	s.key("p")
	s.written()
	s.key("d")
	s.written()
	s.key("a")
	s.answered("1 7001 enabled", "3 7003 paused", "4 7001 disabled", "2 7002 disabled")
	s.inbox.Fate(recorder.Fate{Command: recorder.Command{ID: 1, Verb: event.VerbStart}, DN: "7001", Outcome: recorder.OutcomeRejected})
	s.inbox.Fate(recorder.Fate{Command: recorder.Command{ID: 1, Verb: event.VerbStart}, DN: "7001", Outcome: recorder.OutcomeAccepted})
	s.Update(arrived{})
	s.shows("7001 start: rejected", "7001 start: accepted", "0 waiting")
	if strings.Contains(s.View(), "start -> enabled, and") {
		t.Error("the open line is left")
	}
}

// A key that was pressed before the screen showed the command under the cursor does not answer it.
func TestLanding(t *testing.T) {
	s := newStage(t, 80, 24)
	s.commands("7001 start", "7002 start", "7003 start")
	s.key("e") // no frame shows the command yet
	s.answered()
	s.shows("press it again")
	s.written()
	before := s.frame
	s.key("e")
	s.keyAt("e", before) // meant for 7001, twice
	s.written()
	s.keyAt("e", before)
	s.answered("1 7001 enabled")
	s.key("e")
	s.answered("1 7001 enabled", "2 7002 enabled")
	s.written()
	s.key("i")
	s.answered("1 7001 enabled", "2 7002 enabled")
	s.shows("DN 7003: start was removed without an answer", "0 waiting")
}

// Under the help no key answers, and pasted text never does.
func TestCoveredKeys(t *testing.T) {
	s := newStage(t, 80, 12)
	s.commands("7001 start")
	s.written()
	s.key("?")
	s.shows("Answer enabled to the command", "1 to 9 of 20 lines")
	for _, name := range []string{"e", "d", "p", "a", "i", "u"} {
		s.key(name)
	}
	s.key("G")
	s.shows("An answer changes the state")
	s.key("esc")
	s.Update(keymsg.Press{Msg: tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("e"), Paste: true}, Frame: s.frame})
	s.answered()
	s.shows("1 waiting")
	s.Update(tea.WindowSizeMsg{Width: 40, Height: 10})
	s.shows(" e enabled  d disabled  ? help  q quit ")
	if cmd := s.key("q"); cmd == nil || cmd() != (tea.QuitMsg{}) {
		t.Error("q does not quit")
	}
}

func TestQueries(t *testing.T) {
	s := newStage(t, 80, 24)
	s.commands("7001 query", "7002 start", "7003 query")
	s.written()
	s.key("u")
	s.shows("queries are answered by the table", "queries by the table", "1 waiting", "> 7002")
	s.commands("7001 query")
	s.answered("1 7001 disabled", "3 7003 disabled", "3 7001 disabled")
	s.key("u")
	s.commands("7001 query")
	s.shows("2 waiting")
}

// What the recorder refuses is shown, and so is what came too fast.
func TestProblems(t *testing.T) {
	s := newStage(t, 80, 24)
	s.fake.err = errors.New("the recorder does not record the DN")
	s.commands("7001 start")
	s.written()
	s.key("e")
	s.shows("the recorder does not record the DN")
	for range maxKept + 3 {
		s.inbox.Note("a note")
		s.inbox.Fate(recorder.Fate{DN: "7001"})
		s.inbox.Command(recorder.Command{ID: uint64(len(s.inbox.commands) + 10), DN: "7001", Verb: event.VerbStop})
	}
	if len(s.inbox.notes) > maxKept || len(s.inbox.fates) > maxKept || len(s.inbox.commands) > maxKept {
		t.Error("the inbox grows without bound")
	}
	s.Update(arrived{})
	if len(s.list.waiting) != maxWaiting || len(s.history.entries) >= 2*maxHistory {
		t.Errorf("%d commands wait, and the history has %d lines", len(s.list.waiting), len(s.history.entries))
	}
	s.inbox.Command(recorder.Command{ID: 1 << 40, DN: "7002", Verb: event.VerbStop})
	s.Update(arrived{})
	s.shows("stop of DN 7001 was given up: 10000 commands wait already")
}

// Every frame fills the window exactly.
func TestSizes(t *testing.T) {
	for _, size := range [][2]int{{200, 60}, {120, 40}, {80, 24}, {60, 12}, {59, 11}, {40, 10}, {30, 7}, {29, 7}, {30, 6}, {1, 1}} {
		s := newStage(t, size[0], size[1])
		s.commands("7001 start", "7002\x1b[2J\u202eevil start", "Ødegård世界 query", "4 stop", "5 stop", "6 stop", "7 stop", "8 stop", "9 stop")
		s.key("G")
		for _, helping := range []bool{false, true} {
			s.helping = helping
			s.Update(tick{})
			lines := strings.Split(s.View(), "\n")
			if len(lines) != size[1] {
				t.Errorf("%v: %d lines", size, len(lines))
			}
			for _, line := range lines {
				if cell.Width(line) != size[0] {
					t.Errorf("%v: %q is %d wide", size, line, cell.Width(line))
				}
			}
			if strings.ContainsAny(s.View(), "\x1b\u202e") {
				t.Errorf("%v: the screen has control characters", size)
			}
		}
	}
}
