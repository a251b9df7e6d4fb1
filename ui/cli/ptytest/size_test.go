//go:build unix

package ptytest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/ui/internal/screentest"
)

// TestSizes resizes the terminal while the program runs, from the smallest to
// the largest and back.
func TestSizes(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002")
	d := p.sitAt(t, size{20, 5}, "7001,7002")
	steps := []struct {
		at    size
		texts []string
		gone  []string
	}{
		{size{20, 5}, []string{"needs 30 x 6", "this is 20 x 5"}, []string{"7001"}},
		{size{40, 10}, []string{"LINK UP", ">  7001", "○ OFF", "q quit"}, []string{"Last command", "── Messages"}},
		{size{60, 16}, []string{"LINK UP", "2/2 DNs", "Capture", "Last command", "── Messages"}, []string{"Agent", "ConnID"}},
		{size{80, 24}, []string{"2/2 DNs", "○ 2 off", "Agent", "Since", "Call"}, []string{"ConnID"}},
		{size{120, 40}, []string{"2 of 2 DNs registered", "Agent", "Since", "Call", "Last command", "enter detail", ": commands"}, []string{"ConnID"}},
		{size{40, 10}, []string{"LINK UP", ">  7001", "○ OFF"}, []string{"Last command"}},
		{size{1, 1}, nil, []string{"7001"}},
		{size{80, 24}, []string{"2/2 DNs", "Agent"}, nil},
	}
	for _, step := range steps {
		d.Resize(t, step.at.width, step.at.height)
		d.WaitFor(t, func(screen *screentest.Screen) bool {
			text := screen.Text()
			for _, gone := range step.gone {
				if strings.Contains(text, gone) {
					return false
				}
			}
			return hasAll(text, step.texts...)
		}, fmt.Sprintf("the screen of %d x %d", step.at.width, step.at.height))
	}
	d.Send(t, "s")
	d.waitRow(t, "7001", "● REC", "start confirmed")
	d.quit(t)
}

// TestWindowWithoutASize: some terminals that are not windows have no size. The variables give it, else it is 80 x
// 24.
func TestWindowWithoutASize(t *testing.T) {
	t.Parallel()
	p := startServer(t, simserver.Options{}, "7001")
	for _, test := range []struct {
		name, stty string
		variables  []string
		height     int
	}{
		{"variables", "rows 0 cols 0", []string{"COLUMNS=100", "LINES=30"}, 30},
		{"nothing", "rows 0 cols 0", nil, 24},
		{"nonsense", "rows 0 cols 0", []string{"COLUMNS=-1", "LINES=many"}, 24},
		{"no height", "rows 0 cols 90", []string{"LINES=20"}, 20},
	} {
		t.Run(test.name, func(t *testing.T) {
			cmd := exec.Command("sh", "-c", `stty `+test.stty+`; exec "$@"`, "sh", program(), "--host", p.server.Addr(), "--dn", "7001", "--no-query")
			cmd.Env = append(append(os.Environ(), "TERM=xterm-256color"), test.variables...)
			d := &desk{Terminal: screentest.Start(t, cmd, wide.width, wide.height), cmd: cmd}
			d.WaitFor(t, func(screen *screentest.Screen) bool {
				return strings.Contains(screen.Row(test.height-1), "s start") && strings.Contains(screen.Text(), "EventRegistered")
			}, "a screen of that height")
			d.quit(t)
		})
	}
}

// TestRedraw repaints over the output of another program, after ctrl+l and after a change of size.
func TestRedraw(t *testing.T) {
	t.Parallel()
	p := startServer(t, simserver.Options{}, "7001")
	d := p.sitAt(t, wide, "7001", "--no-query")
	d.waitAll(t, "1 of 1 DN registered", "start")
	for name, paint := range map[string]func(){
		"ctrl+l": func() { d.Send(t, "\x0c") },
		"resize": func() { d.Resize(t, 110, 38) },
	} {
		// The modes as well: a terminal no longer reports what another program has switched off.
		if _, err := d.Screen.Write([]byte("\x1b[H" + strings.Repeat("garbage ", 300))); err != nil {
			t.Fatal(err)
		}
		paint()
		d.WaitFor(t, func(screen *screentest.Screen) bool {
			return !strings.Contains(screen.Text(), "garbage") && hasAll(screen.Text(), "1 of 1 DN registered", "s start", "7001")
		}, "the screen after "+name)
	}
	if _, err := d.Screen.Write([]byte("\x1b[?1002l\x1b[?1006l\x1b[?2004l\x1b[?25h\x1b[?1049l")); err != nil {
		t.Fatal(err)
	}
	d.Send(t, "\x0c")
	d.WaitFor(t, func(screen *screentest.Screen) bool {
		return screen.AltScreen() && screen.MouseOn() && screen.Bracketed() && !screen.CursorVisible() && hasAll(screen.Text(), "1 of 1 DN registered", "s start")
	}, "the modes")
	d.quit(t)
}

// TestSmallTerminalQuits: a terminal that is too small shows only its size, but q works.
func TestSmallTerminalQuits(t *testing.T) {
	t.Parallel()
	p := startServer(t, simserver.Options{}, "7001")
	d := p.sitAt(t, size{20, 5}, "7001", "--no-query")
	d.WaitText(t, "needs 30 x 6")
	d.Send(t, "sx")
	d.quit(t)
	for _, frame := range p.seen.wait(t, 1, 1) {
		if strings.Contains(frame, "73637265656e2d63617074757265") {
			t.Errorf("a key whose effect no one could see has sent %s", frame)
		}
	}
}

// graphics finds the select-graphics sequences.
var graphics = regexp.MustCompile("\x1b\\[[0-9;]*m")

// attributes finds the select-graphics sequences without a colour.
var attributes = regexp.MustCompile("^\x1b\\[(0|[1-9](;[1-9])*)?m$")

// TestWithoutColour has a user who wants no colour: none is sent, but bold and reverse are, and the states can still
// be distinguished.
func TestWithoutColour(t *testing.T) {
	t.Parallel()
	for _, variables := range [][]string{
		{"NO_COLOR=1"}, {"NO_COLOR=", "CAPDECK_COLOR=never"}, {"NO_COLOR=", "TERM=xterm-mono", "COLORTERM="},
	} {
		t.Run(strings.Join(variables, " "), func(t *testing.T) {
			p := startParties(t, simserver.Options{}, "7001", "7002")
			d := sitWith(t, narrow, variables, "--host", p.server.Addr(), "--dn", "7001,7002")
			d.waitAll(t, "2/2 DNs", "○ 2 off", ">  7001")
			d.Send(t, " ")
			d.waitAll(t, " * 7001", ">  7002")
			d.Send(t, "s")
			d.waitRow(t, "7001", "● REC", "start confirmed")
			d.WaitFor(t, func(screen *screentest.Screen) bool {
				return screen.Cell(1, 0).Style == screentest.Style{Bold: true} && hasReversedRow(screen)
			}, "a bold title and a reversed row")
			d.quit(t)
			for _, sequence := range graphics.FindAll(d.Raw(), -1) {
				if !attributes.Match(sequence) {
					t.Fatalf("%q was sent", sequence)
				}
			}
		})
	}
}

// hasReversedRow reports whether a row is under the cursor and looks like it.
func hasReversedRow(screen *screentest.Screen) bool {
	for y := range screen.Height() {
		if screen.Cell(0, y).Text == ">" && screen.Cell(3, y).Style.Reverse {
			return true
		}
	}
	return false
}

// TestColourOfTerminals has terminals whose names say little, as over SSH, which does not pass on COLORTERM.
func TestColourOfTerminals(t *testing.T) {
	t.Parallel()
	p := startServer(t, simserver.Options{}, "7001")
	for _, test := range []struct {
		variables string
		title     string // its colour in the dark theme
	}{
		{"TERM=screen", "14"},
		{"TERM=vt220", "14"},
		{"TERM=linux", "14"},
		{"TERM=linux CAPDECK_COLOR=256", "117"},
		{"TERM=tmux-256color", "117"},
		{"TERM=xterm-256color CAPDECK_COLOR=16", "14"},
	} {
		t.Run(test.variables, func(t *testing.T) {
			variables := append(strings.Fields(test.variables), "COLORTERM=", "NO_COLOR=")
			d := sitWith(t, narrow, variables, "--host", p.server.Addr(), "--dn", "7001", "--no-query")
			d.WaitText(t, "1/1 DNs")
			if got, want := d.Screen.Cell(1, 0).Style, (screentest.Style{FG: test.title, Bold: true}); got != want {
				t.Errorf("the title is %+v, want %+v", got, want)
			}
			d.quit(t)
		})
	}
}

// TestColour is the counterpart: with colours, some are sent.
func TestColour(t *testing.T) {
	t.Parallel()
	p := startServer(t, simserver.Options{}, "7001")
	d := p.sitAt(t, narrow, "7001", "--no-query")
	d.WaitText(t, "1/1 DNs")
	if !graphics.Match(d.Raw()) {
		t.Error("no colour was sent")
	}
}

// TestSilentStart has a terminal that answers no query. The program sends none, and output that is not a screen
// contains no sequences (docs/ARCHITECTURE.md, Rules of the terminal).
func TestSilentStart(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"--version"}, {"--help"}, {"tserver", "--help"}, {"send"}, {}, {"--nonsense"}} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			d := sit(t, narrow, args...)
			code := d.WaitExit(t)
			raw := d.Raw()
			if bytes.ContainsRune(raw, '\x1b') || len(raw) == 0 {
				t.Errorf("%q was written", raw)
			}
			if len(args) > 0 && args[0] == "--version" && (string(raw) != "capdeck 0.1.0\r\n" || code != 0) {
				t.Errorf("%q was written, the exit code is %d", raw, code)
			}
		})
	}
}

// TestNoTerminal: the program says so in one line and starts nothing.
func TestNoTerminal(t *testing.T) {
	t.Parallel()
	cmd := exec.Command(program(), "--demo")
	var out, problem bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problem
	err := cmd.Run()
	if code := cmd.ProcessState.ExitCode(); code != 2 || err == nil {
		t.Errorf("the exit code is %d", code)
	}
	if out.Len() > 0 {
		t.Errorf("it wrote %q", out.String())
	}
	if said := problem.String(); !strings.Contains(said, "the board needs a terminal") || strings.Count(said, "\n") != 1 {
		t.Errorf("it said %q", said)
	}
}

// TestUsage makes errors on the command line. Each gives a sentence that names the error.
func TestUsage(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args     []string
		sentence string
	}{
		{nil, "no T-Server is named: use --host HOST:PORT, or try --demo"},
		{[]string{"--host", "tserver:7000"}, "no DN is named"},
		{[]string{"--host", "tserver", "--dn", "7001"}, `--host "tserver" is not HOST:PORT`},
		{[]string{"--host", "tserver:7000", "--dn", "7001,,7003"}, `--dn: item 2 of the DN list "7001,,7003" is blank`},
		{[]string{"--host", "tserver:7000", "--dn", "7005-7001"}, "the range is reversed: write 7001-7005"},
		{[]string{"--host", "tserver:7000", "--dn", "7001,7001"}, "7001"},
		{[]string{"--host", "tserver:7000", "--dn-file", "testdata/bad.csv"}, "testdata/bad.csv has lines without a valid DN: line 3: "},
		{[]string{"--host", "tserver:7000", "--dn-file", "testdata/none.csv"}, "the DN file cannot be read"},
		{[]string{"--demo", "--theme", "pink"}, `unknown theme "pink"; the themes are dark, light, mono`},
	} {
		d := sit(t, wide, test.args...)
		if code := d.WaitExit(t); code != 2 {
			t.Errorf("capdeck %q ended with %d", test.args, code)
		}
		if said := unfolded(d.Screen); !strings.HasPrefix(said, "capdeck: ") || !strings.Contains(said, test.sentence) {
			t.Errorf("capdeck %q said %q, want %q", test.args, said, test.sentence)
		}
	}
}
