package screentest_test

import (
	"io"
	"strings"
	"testing"

	"capdeck/ui/internal/screentest"
)

// draw returns a screen of 10 columns and 4 rows on which text was written byte by byte.
func draw(t *testing.T, text string) *screentest.Screen {
	t.Helper()
	screen := screentest.New(10, 4)
	for i := range len(text) {
		if _, err := screen.Write([]byte{text[i]}); err != nil {
			t.Fatal(err)
		}
	}
	return screen
}

func TestScreenText(t *testing.T) {
	tests := []struct {
		name, text string
		rows       string
		x, y       int
	}{
		{"blank", "", "///", 0, 0},
		{"text", "7001 ●", "7001 ●///", 6, 0},
		{"lines", "a\r\nb\nc", "a/b/ c/", 2, 2},
		{"margin: the cursor waits", "0123456789", "0123456789///", 9, 0},
		{"margin: the next character wraps", "0123456789x", "0123456789/x//", 1, 1},
		{"margin: a return does not wrap", "0123456789\rx", "x123456789///", 1, 0},
		{"margin: a line feed does not wrap twice", "0123456789\r\nx", "0123456789/x//", 1, 1},
		{"margin: erasing removes the last character", "0123456789\x1b[K", "012345678///", 9, 0},
		{"margin: a mark joins the last character", "012345678e\u0301x", "012345678e\u0301/x//", 1, 1},
		{"wide at the margin wraps", "012345678北", "012345678/北//", 2, 1},
		{"wide up to the margin", "01234567北x", "01234567北/x//", 1, 1},
		{"scroll", "a\r\nb\r\nc\r\nd\r\ne", "b/c/d/e", 1, 3},
		{"overwriting the first half of a wide one", "北京\r\x1b[Cx", " x京///", 2, 0},
		{"overwriting both halves", "北京\rxy", "xy京///", 2, 0},
		{"overwriting the second half with a wide one", "a北b\r北", "北 b///", 2, 0},
		{"marks", "e\u0301北\u0301x", "e\u0301北\u0301x///", 4, 0},
		{"vowel sign occupies a cell", "निx", "निx///", 3, 0},
		{"home and position", "\x1b[2;3Hx\x1b[Hy", "y/  x//", 1, 0},
		{"position of row 0", "\x1b[3;0Hx\x1b[0;0Hy", "y//x/", 1, 0},
		{"position beyond the screen", "\x1b[99;99Hx", "///         x", 9, 3},
		{"cursor moves", "\x1b[2B\x1b[3Cx\x1b[A\x1b[2Dy\x1b[1Gz", "/z y/   x/", 1, 1},
		{"erase to the right", "abc\x1b[2D\x1b[K", "a///", 1, 0},
		{"erase line", "abc\x1b[D\x1b[2K", "///", 2, 0},
		{"erase from inside a wide one", "a北b\x1b[1;3H\x1b[K", "a///", 2, 0},
		{"erase below", "abc\r\ndef\r\nghi\x1b[2;2H\x1b[J", "abc/d//", 1, 1},
		{"erase screen", "abc\r\ndef\x1b[2J", "///", 3, 1},
		{"title shows nothing", "\x1b]2;capdeck\a", "///", 0, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			screen := draw(t, test.text)
			if got := strings.TrimSuffix(strings.ReplaceAll(screen.Text(), "\n", "/"), "/"); got != test.rows {
				t.Errorf("screen is %q, want %q", got, test.rows)
			}
			if x, y := screen.Cursor(); x != test.x || y != test.y {
				t.Errorf("cursor is at %d,%d, want %d,%d", x, y, test.x, test.y)
			}
			if err := screen.Err(); err != nil {
				t.Errorf("unexpected failure: %v", err)
			}
			if screen.Bytes() != int64(len(test.text)) {
				t.Errorf("counted %d bytes of %d", screen.Bytes(), len(test.text))
			}
		})
	}
}

func TestScreenStyle(t *testing.T) {
	tests := []struct {
		name, text string
		want       screentest.Style
	}{
		{"plain", "x", screentest.Style{}},
		{"16 colours", "\x1b[31;102mx", screentest.Style{FG: "1", BG: "10"}},
		{"bright and plain background", "\x1b[97;44mx", screentest.Style{FG: "15", BG: "4"}},
		{"256 colours", "\x1b[38;5;208;48;5;0mx", screentest.Style{FG: "208", BG: "0"}},
		{"24 bits", "\x1b[38;2;215;0;10;1mx", screentest.Style{FG: "#d7000a", Bold: true}},
		{"attributes", "\x1b[1;2;3;4;7mx", screentest.Style{Bold: true, Faint: true, Italic: true, Underline: true, Reverse: true}},
		{"attributes off", "\x1b[1;2;3;4;7;31;41m\x1b[22;23;24;27;39;49mx", screentest.Style{}},
		{"reset", "\x1b[1;31m\x1b[0mx", screentest.Style{}},
		{"short reset", "\x1b[1;31m\x1b[mx", screentest.Style{}},
		{"reset within", "\x1b[1;0;31mx", screentest.Style{FG: "1"}},
		{"erasing keeps the background only", "x\r\x1b[1;31;44m\x1b[K", screentest.Style{BG: "4"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			screen := draw(t, test.text)
			if got := screen.Cell(0, 0).Style; got != test.want {
				t.Errorf("style is %+v, want %+v", got, test.want)
			}
			if err := screen.Err(); err != nil {
				t.Errorf("unexpected failure: %v", err)
			}
		})
	}
}

func TestScreenRefuses(t *testing.T) {
	tests := []struct{ name, text, reason string }{
		{"question for the background", "\x1b]11;?\x1b\\", "operating system command"},
		{"question for the cursor", "\x1b[6n", "control sequence"},
		{"question for the terminal", "\x1b[c", "control sequence"},
		{"another private prefix", "\x1b[>c", "control sequence"},
		{"tab", "\t", "0x09"},
		{"backspace", "\b", "0x08"},
		{"NUL", "\x00", "0x00"},
		{"DEL", "\x7f", ""},
		{"escape sequence", "\x1bc", `ESC "c"`},
		{"charset", "\x1b(0", "ESC"},
		{"device control string", "\x1bP+q\x1b\\", "device control"},
		{"application program command", "\x1b_x\x1b\\", "application program"},
		{"margins", "\x1b[2;3r", "control sequence"},
		{"insert line", "\x1b[L", "control sequence"},
		{"erase to the left", "\x1b[1K", "control sequence"},
		{"unknown mode", "\x1b[?9h", "control sequence"},
		{"mode without number", "\x1b[?h", "control sequence"},
		{"ANSI mode", "\x1b[4h", "control sequence"},
		{"no wrapping", "\x1b[?7l", "control sequence"},
		{"relative positions", "\x1b[?6h", "control sequence"},
		{"intermediate", "\x1b[1 q", "control sequence"},
		{"blink", "\x1b[5m", "graphic rendition 5"},
		{"curly underline", "\x1b[4:3m", "sub-parameter"},
		{"colour out of range", "\x1b[38;5;256m", "malformed"},
		{"colour cut off", "\x1b[38;2;1;2m", "malformed"},
		{"C1 as a byte", "\x9b31m", "byte 0x9b"},
		{"C1 as UTF-8", "\u009b31m", "control character U+009B"},
		{"no UTF-8", "\xe5ab", "not UTF-8"},
		{"joined emoji", "👨\u200d👩", "U+200D"},
		{"selector", "❤\ufe0f", "U+FE0F"},
		{"half a flag", "🇫", "U+1F1EB"},
		{"bidi override", "\u202e", "U+202E"},
		{"mark at the beginning", "\u0301", "no character before"},
		{"clipboard question", "\x1b]52;c;?\a", "OSC 52"},
		{"another clipboard", "\x1b]52;p;YQ==\a", "OSC 52"},
		{"clipboard that is not base64", "\x1b]52;c;*\a", "OSC 52"},
		{"hyperlink", "\x1b]8;;x\a", "operating system command"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			err := draw(t, test.text).Err()
			if err == nil || !strings.Contains(err.Error(), test.reason) {
				t.Errorf("%q gives the failure %v, want %q", test.text, err, test.reason)
			}
		})
	}
}

func TestScreenTakesReplacementCharacter(t *testing.T) {
	screen := draw(t, "a\ufffdb")
	if screen.Row(0) != "a\ufffdb" || screen.Err() != nil {
		t.Errorf("row %q, failure %v", screen.Row(0), screen.Err())
	}
}

func TestScreenModes(t *testing.T) {
	screen := draw(t, "main\x1b[?1049h\x1b[2J\x1b[H\x1b[?25l\x1b[?2004h\x1b[?1002;1006halt")
	if !screen.AltScreen() || screen.CursorVisible() || !screen.Bracketed() || !screen.MouseOn() {
		t.Errorf("alternate %v, cursor %v, bracketed %v, mouse %v", screen.AltScreen(), screen.CursorVisible(), screen.Bracketed(), screen.MouseOn())
	}
	if got := screen.Row(0); got != "alt" {
		t.Errorf("the alternate screen shows %q", got)
	}
	write(t, screen, "\x1b[?2004l\x1b[?25h\x1b[?1002l\x1b[?1006l\x1b[?1049l")
	if screen.AltScreen() || !screen.CursorVisible() || screen.Bracketed() || screen.MouseOn() {
		t.Errorf("alternate %v, cursor %v, bracketed %v, mouse %v", screen.AltScreen(), screen.CursorVisible(), screen.Bracketed(), screen.MouseOn())
	}
	if x, _ := screen.Cursor(); screen.Row(0) != "main" || x != 4 {
		t.Errorf("the main screen shows %q, cursor in column %d", screen.Row(0), x)
	}
	if err := screen.Err(); err != nil {
		t.Error(err)
	}
}

func TestScreenSideEffects(t *testing.T) {
	screen := draw(t, "\x1b]0;old\a\x1b]2;capdeck; sip-a\x1b\\\a\x1b]52;c;NzAwMQ==\a\x1b]52;c;\x1b\\\a")
	if got := screen.Title(); got != "capdeck; sip-a" {
		t.Errorf("title is %q", got)
	}
	if got := screen.Clipboard(); len(got) != 2 || got[0] != "7001" || got[1] != "" {
		t.Errorf("clipboard is %q", got)
	}
	if got := screen.Bells(); got != 2 {
		t.Errorf("the bell rang %d times, want 2", got)
	}
	if err := screen.Err(); err != nil {
		t.Error(err)
	}
}

func TestScreenResize(t *testing.T) {
	screen := draw(t, "0123456789\r\nb\r\nc\r\nd")
	screen.Resize(5, 2)
	if got := screen.Text(); got != "01234\nb\n" {
		t.Errorf("smaller: %q", got)
	}
	screen.Resize(7, 3)
	write(t, screen, "\x1b[3;7Hz")
	if got := screen.Text(); got != "01234\nb\n      z\n" {
		t.Errorf("larger: %q", got)
	}
	if screen.Width() != 7 || screen.Height() != 3 {
		t.Errorf("size is %d x %d, want 7 x 3", screen.Width(), screen.Height())
	}
}

func TestScreenOutside(t *testing.T) {
	screen := draw(t, "x")
	if screen.Row(-1)+screen.Row(4) != "" || screen.Cell(10, 0) != (screentest.Cell{}) || screen.Cell(0, -1) != (screentest.Cell{}) {
		t.Error("there is something outside the screen")
	}
	if tiny := screentest.New(0, -3); tiny.Width() != 1 || tiny.Height() != 1 {
		t.Errorf("the smallest screen is %d x %d, want 1 x 1", tiny.Width(), tiny.Height())
	}
	tiny := screentest.New(1, 1)
	write(t, tiny, "a\r\n北")
	if tiny.Err() == nil {
		t.Error("a wide character in one column is not a failure")
	}
}

func write(t *testing.T, w io.Writer, text string) {
	t.Helper()
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
}

func FuzzScreen(f *testing.F) {
	for _, seed := range []string{"7001 ● REC\r\n", "\x1b[2;3H北\x1b[K\x1b[1;38;5;2mx\x1b[0m", "\x1b[?1049h\x1b[J", "e\u0301\x1b]52;c;YQ==\a", "\x1b[;;;m\x9b\xe5"} {
		f.Add([]byte(seed), uint8(10), uint8(4))
	}
	f.Fuzz(func(t *testing.T, text []byte, width, height uint8) {
		screen := screentest.New(int(width), int(height))
		write(t, screen, string(text))
		screen.Resize(int(height), int(width))
		write(t, screen, string(text))
		rows := strings.Split(screen.Text(), "\n")
		if len(rows) != screen.Height()+1 {
			t.Errorf("%d rows on a screen of %d", len(rows)-1, screen.Height())
		}
		if x, y := screen.Cursor(); x < 0 || x >= screen.Width() || y < 0 || y >= screen.Height() {
			t.Errorf("cursor at %d,%d outside %d x %d", x, y, screen.Width(), screen.Height())
		}
	})
}
