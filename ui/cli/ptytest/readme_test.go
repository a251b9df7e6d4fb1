//go:build unix

package ptytest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"capdeck/model"
	"capdeck/model/overlay"
	"capdeck/ui/internal/screentest"
)

// tutorial is the README's "Try it": the command, and the texts in code font in each of its steps, with the word
// before each.
type tutorial struct {
	arguments []string
	steps     [][]span
}

// span is a text in code font.
type span struct{ before, text string }

var (
	stepStart = regexp.MustCompile(`(?m)^\d+\. `)
	codeSpan  = regexp.MustCompile("([A-Za-z]*)\\s*`([^`]+)`")
	dnNumber  = regexp.MustCompile(`^\d{4}$`)
)

func readTutorial(t *testing.T) tutorial {
	t.Helper()
	readme, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(readme), "\n## Try it\n")
	section, rest, ok := strings.Cut(section, "\nThe tests:\n")
	if !ok || rest == "" {
		t.Fatal("README.md has no section Try it with steps in front of the tests")
	}
	parts := stepStart.Split(section, -1)
	var tut tutorial
	for line := range strings.Lines(parts[0]) {
		if arguments, is := strings.CutPrefix(strings.TrimSpace(line), "go run . "); is {
			tut.arguments = strings.Fields(arguments)
		}
	}
	for _, part := range parts[1:] {
		var spans []span
		for _, match := range codeSpan.FindAllStringSubmatch(part, -1) {
			spans = append(spans, span{strings.ToLower(match[1]), match[2]})
		}
		tut.steps = append(tut.steps, spans)
	}
	return tut
}

// isKey reports whether the text is the name of a key with a meaning.
func isKey(text string) bool {
	for _, action := range model.Actions() {
		if slices.Contains(action.Keys, text) {
			return true
		}
	}
	return slices.ContainsFunc(overlay.DialogKeys().Keys, func(key overlay.FixedKey) bool {
		return slices.Contains(key.Keys, text)
	})
}

// newcomer follows the tutorial literally.
type newcomer struct {
	*desk
	said    []string // texts that the README says are on the screen
	pressed []string
}

// follow performs a step: it presses the keys, types the texts, and waits for everything else, in the row of a DN if
// the text follows one.
func (n *newcomer) follow(t *testing.T, step []span) {
	t.Helper()
	dn := ""
	for _, s := range step {
		switch {
		case s.before == "type":
			n.Send(t, s.text)
			n.WaitText(t, " "+s.text)
		case dnNumber.MatchString(s.text):
			dn = s.text
		case isKey(s.text):
			n.press(t, s.text)
		case dn != "":
			n.waitRow(t, dn, s.text)
		default:
			n.WaitText(t, s.text)
			n.said = append(n.said, s.text)
		}
	}
}

// press presses a key. It waits for the effect of a key that removes something, because before that the next key has
// another meaning.
func (n *newcomer) press(t *testing.T, key string) {
	t.Helper()
	n.pressed = append(n.pressed, key)
	shown := n.Screen.Text()
	keys := key
	if named, is := map[string]string{"enter": "\r", "esc": "\x1b", "space": " ", "home": "\x1b[H"}[key]; is {
		keys = named
	}
	switch {
	case key == "enter" && strings.Contains(shown, "> Commands ("):
		n.carryOut(t)
	case key == "right" && strings.Contains(shown, "What was the reason?"):
		n.focus(t, "false alarm")
	case key == "right":
		n.focus(t, "stop")
	case key == "esc", key == "f":
		n.Send(t, keys)
		// What was said last goes first: an older note also goes by itself.
		for _, text := range slices.Backward(n.said) {
			if strings.Contains(shown, text) {
				n.waitGone(t, text)
				break
			}
		}
	default:
		n.Send(t, keys)
	}
}

// TestREADMEsFirstFiveMinutes does what the README says, as a new user would, and finds what it promises.
func TestREADMEsFirstFiveMinutes(t *testing.T) {
	t.Parallel()
	tut := readTutorial(t)
	if !slices.Equal(tut.arguments, []string{"--demo"}) || len(tut.steps) < 7 {
		t.Fatalf("README.md: the command is %v, and there are %d steps", tut.arguments, len(tut.steps))
	}
	state := t.TempDir()
	own := []string{"XDG_STATE_HOME=" + state, "TERM=xterm-256color", "CAPDECK_MESSAGES=events"}
	n := &newcomer{desk: sitWith(t, wide, own, tut.arguments...)}
	n.waitAll(t, "59 of 60 DNs registered", "New here? 7001 is quiet: press s on it")
	for i, step := range tut.steps {
		if i == 1 {
			n.hasShown(t, "start accepted")
			n.waitGone(t, "New here?")
		}
		if i == len(tut.steps)-1 {
			// q would ask about a command that waits.
			n.WaitFor(t, func(screen *screentest.Screen) bool {
				return !strings.Contains(row(screen, "7002"), "accepted") && strings.Contains(row(screen, "7002"), "stop")
			}, "the answer for 7002")
		}
		n.follow(t, step)
	}
	if code := n.WaitExit(t); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
	n.isRestored(t)
	if kept, err := os.ReadDir(filepath.Join(state, "capdeck")); err != nil || len(kept) != 1 {
		t.Errorf("the demo leaves more than the mark of the first run: %v, %v", kept, err)
	}
	for _, key := range []string{"s", "7", "i", "K", "1", "?", "esc", ":", "/", "space", "x", "right", "enter", "q"} {
		if !slices.Contains(n.pressed, key) {
			t.Errorf("README.md says nothing of the key %s", key)
		}
	}
	isNotNewAgain(t, own, filepath.Join(state, "capdeck", "used"))
}

// isNotNewAgain starts the program a second time.
func isNotNewAgain(t *testing.T, own []string, mark string) {
	t.Helper()
	if info, err := os.Stat(mark); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the mark of the first run: %v, %v", info, err)
	}
	again := sitWith(t, wide, own, "--demo")
	again.waitAll(t, "59 of 60 DNs registered", "? help")
	if strings.Contains(string(again.Raw()), "New here?") {
		t.Error("the second run has the hint of the first")
	}
	again.quit(t)
}

// TestNoHintWithoutAStateDirectory starts where no mark of an earlier run can be kept.
func TestNoHintWithoutAStateDirectory(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	own := []string{"XDG_STATE_HOME=" + file, "TERM=xterm-256color", "CAPDECK_MESSAGES=events"}
	d := sitWith(t, wide, own, "--demo", "--no-journal")
	d.waitAll(t, "59 of 60 DNs registered", "? help")
	if strings.Contains(string(d.Raw()), "New here?") {
		t.Error("a hint that would come every time is shown")
	}
	d.quit(t)
}
