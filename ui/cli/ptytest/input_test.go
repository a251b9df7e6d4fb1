//go:build unix

package ptytest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/simserver"
	"capdeck/ui/internal/screentest"
)

// captureKey is the user data key of capture commands, in hex. Every command contains it, and nothing else that the
// board sends.
const captureKey = "73637265656e2d63617074757265"

// notCommands holds bytes that a terminal sends without a press of a command, and that contain the letters of
// commands: those that were seen to send commands, and similar ones.
func notCommands() []string {
	return []string{
		"\x1bOs", // PuTTY's keypad
		"\x1bOx\x1bOy",
		"\x1b]11;rgb:ssss/xxxx/pppp\x1b\\",
		"\x1b]11;rgb:1e1e/1e1e/1e1e\x07",
		"\x1bP>|XTerm(388) sxpru\x1b\\",
		"\x1b_Gi=31;sxpru\x1b\\",
		"\x1b^sxpru\x1b\\",
		"\x1b[200~sxpru\x1b[201~",
		strings.Repeat("\x1b[<35;101;37M", 26),
		"\x1b[M sx\x1b[M#sx\x1b[M@pu", // X10
		"\x1b[35;83;88M",
		"\x1b[?62;22;52c",
		"\x1b[>0;388;0s",
		"\x1b[1;2;3x",
		"\x1b[115;1:3u", // s was released
		"\x1b[[s",
		"\x1bO1;2;3s",
		"\u009bs\x9bx",
		"\x9dsxpru\x1b\\",
		"\x1b[1;1R", // the position of the cursor
		"\x1b[1;2R",
		"\x1b[4$p",
		"\x1b[1 \x01 s",
		"\x1b]11;\x18sps\x1b\\",
	}
}

// piece is a part of the bytes of a terminal, sent after a pause.
type piece struct {
	pause time.Duration
	text  string
}

// inPieces holds sequences that are cut more than once, or arrive after their time is over.
func inPieces() [][]piece {
	const short, long = 60 * time.Millisecond, 80 * time.Millisecond
	return [][]piece{
		{{0, "\x1b]"}, {short, "1"}, {short, "1;rgb:ssss/pppp/rrrr\x1b\\"}},
		{{0, "\x1b]"}, {long, "1"}, {long, "1;rgb:ssss/pp"}, {long, "pp/rrrr\x1b\\"}},
		{{0, "\x1bP"}, {long, "1"}, {long, "$r0;1;4s\x1b\\"}},
		{{0, "\x1b"}, {long, "P"}, {long, "1$"}, {long, "r0;1;4s\x1b\\"}},
		{{0, "\x1b"}, {long, "[O"}, {long, "a"}},
		{{0, "\x1b["}, {1200 * time.Millisecond, "s"}},
		{{0, "\x1b]11;rgb:"}, {2200 * time.Millisecond, "ssss/pppp/rrrr\x1b\\"}},
		{{0, "\x1b[200~abc"}, {10500 * time.Millisecond, "sps\r\x1b[201~"}},
	}
}

// cuts returns the positions at which a text is cut: all of them at its beginning, and before its end.
func cuts(text string) []int {
	at := []int{1, 2, 3, 4, 5, len(text) - 2, len(text) - 1}
	return slices.Compact(slices.DeleteFunc(at, func(at int) bool { return at >= len(text) || at < 1 }))
}

// inputDesk is a board whose T-Server counts the commands that it receives. It has no recorder, so the commands stay
// without an outcome.
type inputDesk struct {
	*desk
	parties *parties
	cases   int
}

func sitForInput(t *testing.T, args ...string) *inputDesk {
	t.Helper()
	p := startServer(t, simserver.Options{}, "7001", "7002", "7003")
	return &inputDesk{desk: p.sitAt(t, wide, "7001-7003", append([]string{"--no-query"}, args...)...), parties: p}
}

// commands returns how many commands the T-Server has received.
func (d *inputDesk) commands() int {
	frames, _ := d.parties.seen.of(1)
	n := 0
	for _, frame := range frames {
		if strings.Contains(frame, captureKey) {
			n++
		}
	}
	return n
}

// waitCommands waits until the T-Server has received that many commands.
func (d *inputDesk) waitCommands(t *testing.T, n int) {
	t.Helper()
	guard := time.After(hangGuard)
	for d.commands() < n {
		_, changed := d.parties.seen.of(1)
		if d.commands() >= n {
			return
		}
		select {
		case <-changed:
		case <-guard:
			t.Fatalf("the T-Server has received %d commands, want %d", d.commands(), n)
		}
	}
}

// settled waits until the program has processed all input: it types a text into the filter that no case has typed,
// and cancels.
func (d *inputDesk) settled(t *testing.T, name string) {
	t.Helper()
	d.cases++
	mark := fmt.Sprintf("case%d.", d.cases)
	d.Send(t, "/"+mark)
	d.WaitFor(t, func(screen *screentest.Screen) bool { return strings.Contains(screen.Text(), mark) }, "the prompt after "+name)
	d.Send(t, "\x03")
	d.waitGone(t, mark)
}

// TestNothingButAKeySendsACommand sends bytes that are not keys, whole and cut everywhere, at once and with the
// pause of a lost packet in between. With --confirm never, no command is sent. The pauses are part of the input; the
// test does not wait for anything with them.
func TestNothingButAKeySendsACommand(t *testing.T) {
	t.Parallel()
	config := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(config, []byte("[keys]\nresume = [\"r\", \"f3\"]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := sitForInput(t, "--confirm", "never", "--config", config)
	d.waitAll(t, "3 of 3 DNs registered", "following")
	check := func(name string) {
		t.Helper()
		d.settled(t, name)
		if n := d.commands(); n != 0 {
			t.Fatalf("%s sent %d commands", name, n)
		}
	}
	for _, text := range notCommands() {
		d.Send(t, text)
		check(fmt.Sprintf("%q", text))
		for i, at := range cuts(text) {
			d.Send(t, text[:at])
			gap := []time.Duration{80 * time.Millisecond, 3 * time.Millisecond}[i%2]
			<-time.After(gap)
			d.Send(t, text[at:])
			check(fmt.Sprintf("%q, cut after %d bytes for %v,", text, at, gap))
		}
	}
	for _, pieces := range inPieces() {
		name := ""
		for _, piece := range pieces {
			<-time.After(piece.pause)
			d.Send(t, piece.text)
			name += fmt.Sprintf("%v, %q, ", piece.pause, piece.text)
		}
		check(name)
	}
	t.Logf("%d cases", d.cases)

	// Keys are still keys: one command for one key, however long it is held down.
	d.Send(t, "1g"+strings.Repeat("s", 40)+"x")
	d.waitCommands(t, 2)
	d.waitRow(t, "7001", "stop accepted")
	d.settled(t, "a key that is held down")
	if n := d.commands(); n != 2 {
		t.Errorf("40 times start, and stop, sent %d commands", n)
	}
	d.Send(t, "j")
	d.waitAll(t, ">  7002")
	d.Send(t, "\x1bOR")
	d.waitCommands(t, 3)
	d.quitAsking(t)
}

// quitAsking quits while commands wait for an answer.
func (d *inputDesk) quitAsking(t *testing.T) {
	t.Helper()
	d.Send(t, "q")
	d.focus(t, "quit")
	d.Send(t, "\r")
	if code := d.WaitExit(t); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
}

// TestWhatCameBeforeTheStart leaves in the terminal's queue answers to another program's queries, and the beginning
// of a paste whose rest arrives later.
func TestWhatCameBeforeTheStart(t *testing.T) {
	t.Parallel()
	d := sitForInput(t, "--confirm", "never")
	d.Send(t, "sxpru\x1b]11;rgb:ssss/xxxx/pppp\x1b\\\x1bP>|XTerm(388) sxpru\x1b\\y\x1b[200~sx")
	d.waitAll(t, "3 of 3 DNs registered", "following")
	d.Send(t, "pru\x1b[201~")
	d.settled(t, "what came before the start")
	if n := d.commands(); n != 0 {
		t.Errorf("it sent %d commands", n)
	}
	if raw := string(d.Raw()); strings.Contains(raw, "was not sent") || strings.Contains(raw, "is not sent") {
		t.Error("what came before the start became a command")
	}
	d.Send(t, "s")
	d.waitCommands(t, 1)
	d.quitAsking(t)
}

// TestKeyBehindSuspend types the key of a command in the same read as the key that stops the program: it is not a
// command.
func TestKeyBehindSuspend(t *testing.T) {
	t.Parallel()
	d := sitForInput(t, "--confirm", "never")
	d.waitAll(t, "3 of 3 DNs registered", "following")
	d.Send(t, "\x1asx")
	d.waitAll(t, "! capdeck was not suspended: there is no shell")
	d.settled(t, "a key after ctrl+z")
	if n := d.commands(); n != 0 {
		t.Errorf("keys after ctrl+z sent %d commands", n)
	}
	d.Send(t, "s")
	d.waitCommands(t, 1)
	d.quitAsking(t)
}

// TestPasteThatDoesNotEnd types while a paste is open: the user is told, in a prompt as well, and the keys work
// again afterwards.
func TestPasteThatDoesNotEnd(t *testing.T) {
	t.Parallel()
	d := sitForInput(t, "--confirm", "never")
	d.waitAll(t, "3 of 3 DNs registered", "following")
	d.Send(t, "/")
	d.WaitText(t, "/")
	d.Send(t, "\x1b[200~x")
	d.WaitText(t, "a paste has not ended; keys are read as part of it")
	d.WaitText(t, "the paste was discarded, because its end did not arrive")
	d.Send(t, "sx")
	d.WaitText(t, "input was discarded, because it may be the rest of a paste")
	<-time.After(1200 * time.Millisecond) // the silence after which keys count
	d.settled(t, "a paste that does not end")
	if n := d.commands(); n != 0 {
		t.Errorf("it sent %d commands", n)
	}
	d.Send(t, "s")
	d.waitCommands(t, 1)
	d.quitAsking(t)
}

// TestAnswerBehindItsQuestion types an answer in the same read as the key that asks: it is not an answer.
func TestAnswerBehindItsQuestion(t *testing.T) {
	t.Parallel()
	d := sitForInput(t)
	d.waitAll(t, "3 of 3 DNs registered", "following")
	d.Send(t, "xy\ry\r")
	d.WaitText(t, "Stop the capture of 1 DN?")
	if n := d.commands(); n != 0 {
		t.Fatalf("the answer that came with its question sent %d commands", n)
	}
	d.focus(t, "stop")
	d.Send(t, "y")
	d.waitCommands(t, 1)
	d.quitAsking(t)
}
