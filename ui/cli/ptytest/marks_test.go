//go:build unix

package ptytest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/ui/internal/screentest"
)

// TestMarksAndBulk marks two rows, hides them with a filter, and starts both.
func TestMarksAndBulk(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002", "7003", "7004")
	d := p.sitAt(t, wide, "7001-7004")
	d.waitAll(t, "4 of 4 DNs registered", "○ 4 off")

	d.Send(t, "  ")
	d.waitAll(t, "2 marked", "* 7001", "* 7002")
	d.Send(t, "/state:rec\r")
	d.waitAll(t, "filter: state:rec (0 of ", "2 marked (2 hidden)", "No DN matches the filter")
	d.Send(t, "s")
	d.waitAll(t, "Start the capture of 2 DNs?", "2 of them are hidden by the filter.", "[cancel]",
		"7001", "7002", "hidden by the filter")
	d.focus(t, "start")
	d.Send(t, "y")
	// Both become visible because of their new state.
	d.waitRow(t, "7001", "● REC", "start confirmed")
	d.waitRow(t, "7002", "● REC", "start confirmed")
	d.waitAll(t, "filter: state:rec (2 of ", "● 2 of 2 rec")
	if got := row(d.Screen, "7003"); got != "" {
		t.Errorf("the filter shows %q", got)
	}

	// One press removes one thing: the marks, then the filter.
	d.Send(t, "\x1b")
	d.waitGone(t, "2 marked")
	d.has(t, "filter: state:rec")
	d.Send(t, "\x1b")
	d.waitGone(t, "filter: state:rec")
	d.waitRow(t, "7003", "○ OFF")
	d.Send(t, "/7003")
	d.waitNoRow(t, "7001")
	d.Send(t, "\r")
	d.WaitText(t, "filter: 7003 (1 of ")
	// The cursor went to the only row that the filter left.
	d.Send(t, "s")
	d.waitRow(t, "7003", "● REC", "start confirmed")
	for _, frame := range p.sent(t) {
		if strings.Contains(frame, "37303034") && strings.Contains(frame, "7374617274") {
			t.Errorf("7004 was started, which no one asked for: %s", frame)
		}
	}
	d.quit(t)
}

// sent returns what the board has sent so far, in hex.
func (p *parties) sent(t *testing.T) []string {
	t.Helper()
	frames, _ := p.seen.of(board)
	return frames
}

// TestPanes opens and closes each pane and overlay with its key.
func TestPanes(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001", "7002")
	d := p.sitAt(t, wide, "7001,7002")
	d.waitAll(t, "2 of 2 DNs registered", "○ 2 off", "following")

	d.Send(t, "?")
	d.waitAll(t, "Help", "Start the capture of the marked DNs", "esc closes")
	d.Send(t, "\x1b")
	d.waitGone(t, "esc closes")

	d.Send(t, "\r")
	d.waitAll(t, "Detail of 7001", "Registration   registered", "Last command")
	d.Send(t, "\r")
	d.waitGone(t, "Detail of 7001")

	d.Send(t, "l")
	d.waitGone(t, "── Messages")
	d.Send(t, "l")
	d.WaitText(t, "── Messages")
	// The newest message in the format of T-Server's log.
	d.Send(t, "\t\x1b[A\r")
	d.waitAll(t, "message EventUserEvent", "AttributeThisDN", "AttributeUserData", "'screen-capture'")
	d.quit(t)
}

// TestThemeKey steps through the themes: the colours change, the text does not.
func TestThemeKey(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	own := []string{"XDG_CONFIG_HOME=" + t.TempDir()}
	d := sitWith(t, wide, own, "--host", p.server.Addr(), "--dn", "7001", "--theme", "dark")
	d.waitAll(t, "1 of 1 DN registered", "○ 1 off")
	title := func() screentest.Style { return d.Screen.Cell(1, 0).Style }
	dark := title()
	d.Send(t, "t")
	d.WaitFor(t, func(*screentest.Screen) bool { return title() != dark }, "another colour of the title")
	light := title()
	d.Send(t, "t")
	d.WaitFor(t, func(*screentest.Screen) bool { return title() != light }, "the third theme")
	if mono := title(); mono.FG != "" {
		t.Errorf("the theme mono has the colour %q", mono.FG)
	}
	d.has(t, "capdeck", "○ OFF")
	// Over contrast and colorblind.
	d.Send(t, "ttt")
	d.WaitFor(t, func(*screentest.Screen) bool { return title() == dark }, "the first theme again")
}

// TestASCII draws only ASCII, including names of every kind.
func TestASCII(t *testing.T) {
	t.Parallel()
	list := filepath.Join(t.TempDir(), "agents.csv")
	people := "7001,A. Ødegård,nuit\n7002,北京-01,日班\n7003,محمد علي,x\n7004,👨\u200d👩\u200d👧🇫🇷,é\nÉ5,Zoe\u0308,ü\n"
	if err := os.WriteFile(list, []byte(people), 0o600); err != nil {
		t.Fatal(err)
	}
	p := startParties(t, simserver.Options{}, "7001", "7002", "7003", "7004", "É5")
	d := sit(t, wide, "--host", p.server.Addr(), "--dn-file", list, "--ascii")
	d.waitAll(t, "5 of 5 DNs registered", "o 5 off")
	d.waitRow(t, "7001", "A. Odegard  o OFF")
	d.waitRow(t, "7002", "????-01     o OFF")
	d.waitRow(t, "7003", "???? ???    o OFF")
	d.waitRow(t, "7004", "??????FR    o OFF")
	d.waitRow(t, "E5", "Zoe         o OFF")
	d.Send(t, "s")
	d.waitRow(t, "7001", "* REC", "start confirmed")
	d.Send(t, "?")
	d.WaitText(t, "esc closes")
	d.Send(t, "\x1b")
	d.waitGone(t, "esc closes")
	d.Send(t, "G\r")
	d.WaitText(t, "Detail of E5")
	d.Send(t, "\r/日班")
	d.WaitText(t, " / ????|")
	d.Send(t, "\r")
	d.WaitText(t, "filter: ???? (1 of ")
	d.Send(t, "gx")
	d.focus(t, "stop")
	d.Send(t, "\x1b")
	d.waitGone(t, "Stop the capture of")
	d.quit(t)
	for at, b := range d.Raw() {
		if b >= 0x80 {
			t.Fatalf("byte %d is 0x%02x", at, b)
		}
	}
}

// TestReadOnly refuses with a sentence each command that would change something, and sends none of them.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	d := p.sitAt(t, wide, "7001", "--read-only")
	d.waitAll(t, "READ-ONLY", "1 of 1 DN registered", "○ 1 off")
	for key, verb := range map[string]string{"s": "start", "x": "stop", "p": "pause", "r": "resume"} {
		d.Send(t, key)
		d.WaitText(t, "this session is read-only: "+verb+" is not sent")
	}
	d.Send(t, "u")
	d.waitRow(t, "7001", "query confirmed")
	// The login, the registration, and the automatic query: the next query is the one that the key asked for.
	frames := p.seen.wait(t, board, 4)
	if want := plain("00000043 04 00000031" + queryData + userEvent96 + reference + "00000003"); len(frames) != 4 || frames[3] != want {
		t.Errorf("the board sent\n%s", strings.Join(frames, "\n"))
	}
	d.quit(t)
}
