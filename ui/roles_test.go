package ui

import (
	"fmt"
	"strings"
	"testing"

	"capdeck/model"
	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/ui/internal/screentest"
)

// themedFloor is floor with a theme.
func themedFloor(t *testing.T, theme *themes.Theme, profile themes.Profile) *window {
	return floor(t, 120, 40, func(o *Options, m *model.Options) {
		o.Themes, o.Profile, o.Warning = []*themes.Theme{theme}, profile, "TLS NOT VERIFIED"
		m.Themes = []string{theme.Name()}
	})
}

// everything makes the window of floor show as many roles as possible at once: cursor and
// marks, every state, stale states, faults, the flags, order and filter of the header, a
// banner, messages and a note.
func everything(w *window) {
	w.keys("jj kk")
	w.keys("oO")
	w.keys("/!7010<enter>")
	w.keys("jjjjf")
	w.update(model.JournalState{Now: w.now, Failed: true, Why: "no space left on device"})
	w.update(model.Say{Now: w.now, Text: "the theme file cannot be read", IsError: true})
}

// styleOf returns the style of cells behind an escape sequence.
func styleOf(t *testing.T, open string) screentest.Style {
	t.Helper()
	screen := screentest.New(1, 1)
	if _, err := screen.Write([]byte(open + "x")); err != nil || screen.Err() != nil {
		t.Fatal(err, screen.Err())
	}
	return screen.Cell(0, 0).Style
}

// place returns the position of a text in the first line of the screen that contains
// another text.
func place(screen *screentest.Screen, in, text string) (x, y int, found bool) {
	for y := range screen.Height() {
		if !strings.Contains(screen.Row(y), in) {
			continue
		}
		var line strings.Builder
		columns := map[int]int{} // by the bytes of line
		for x := range screen.Width() {
			columns[line.Len()] = x
			if c := screen.Cell(x, y); c.Text != "" {
				line.WriteString(c.Text)
			} else if !c.Continued {
				line.WriteByte(' ')
			}
		}
		at := strings.Index(line.String(), text)
		return columns[at], y, at >= 0
	}
	return 0, 0, false
}

// played is a text on the screen and its role.
type played struct {
	in, text string
	role     themes.Role
	selected bool
}

// roleScreens are screens with the roles of texts on them.
var roleScreens = []struct {
	name string
	do   func(*window)
	cast []played
}{
	{"board", func(w *window) { w.keys("jj kk") }, []played{
		{"LINK UP", "capdeck", themes.Title, false},
		{"LINK UP", "sip-a:5000", themes.Text, false},
		{"LINK UP", "LINK UP", themes.LinkUp, false},
		{"LINK UP", "8.1.104.12", themes.Faint, false},
		{"LINK UP", "TLS NOT VERIFIED", themes.Banner, false},
		{"‖ 1 paused", "● 3 rec", themes.Rec, false},
		{"‖ 1 paused", "‖ 1 paused", themes.Paused, false},
		{"‖ 1 paused", "○ 5 off", themes.Off, false},
		{"‖ 1 paused", "? 3 unknown", themes.Unknown, false},
		{"‖ 1 paused", "! 4 faults", themes.Fault, false},
		{"‖ 1 paused", "~ 1 stale", themes.Stale, false},
		{"on calls", "1 marked", themes.Marked, false},
		{"Last command", "Capture", themes.Header, false},
		{"A. Ødegård", "7001", themes.Text, false},
		{"A. Ødegård", "● REC", themes.Rec, false},
		{"A. Ødegård", "11m", themes.Faint, false},
		{"A. Ødegård", "11m", themes.Faint, false},
		{"A. Ødegård", "start confirmed 84 ms", themes.Faint, false},
		{"北京-01", ">", themes.Accent, true},
		{"北京-01", "7002", themes.Text, true},
		{"北京-01", "‖ PAUSED◀", themes.NotCaptured, true},
		{"北京-01", "3s", themes.Faint, true},
		{"* 7003", "*", themes.Marked, false},
		{"* 7003", "○ OFF", themes.Off, false},
		{"resume accepted", "resume accepted, waiting 3 s", themes.Pending, false},
		{"~ ? UNKNOWN", "~", themes.Stale, false},
		{"~ ? UNKNOWN", "? UNKNOWN", themes.Unknown, false},
		{"~ ? UNKNOWN", "! NO ANSWER", themes.Fault, false},
		{"start ! REJECTED", "start ! REJECTED", themes.Fault, false},
		{"! REFUSED 59", "! REFUSED 59 DN is not", themes.Fault, false},
		{"registration pending", "registration pending", themes.Pending, false},
		{"── Messages", "──", themes.Border, false},
		{"── Messages", "Messages", themes.Header, false},
		{"── Messages", "following", themes.Faint, false},
		{"-> RequestSendEvent       7008", "->", themes.Sent, false},
		{"-> RequestSendEvent       7008", "start", themes.Accent, false},
		{"-> RequestSendEvent       7008", "RequestSendEvent", themes.Text, false},
		{"<- EventUserEvent         7002", "<-", themes.Received, false},
		{"<- EventUserEvent         7002", "paused", themes.Paused, false},
		{"? 'Paused'", "? 'Paused'", themes.Warning, false},
		{"<- EventError", "1161 incorrect object state", themes.Error, false},
		{"q quit", "space", themes.Key, false},
		{"q quit", "mark", themes.Faint, false},
	}},
	{"everything", everything, []played{
		{"LINK UP", "JOURNAL FAILED", themes.Fault, false},
		{"LINK UP", "FROZEN", themes.Banner, false},
		{"cannot be written", "The journal", themes.Error, false},
		{"the rows keep their order", "FROZEN since", themes.Banner, false},
		{"filter:", "filter: !7010", themes.Accent, false},
		{"Last command", "▼DN", themes.Accent, false},
		{"the theme file", "! the theme file cannot be read", themes.Error, false},
	}},
	{"selected states", func(w *window) { w.keys("G") }, []played{
		{">  7012", "? UNKNOWN", themes.Unknown, true},
		{">  7012", "registration pending", themes.Pending, true},
	}},
	{"selected fault", func(w *window) { w.keys("Gk") }, []played{{">  7011", "! REFUSED 59", themes.Fault, true}}},
	{"selected stale", func(w *window) { w.keys("jjjj") }, []played{
		{">  7005", "~", themes.Stale, true},
		{">  7005", "? UNKNOWN", themes.Unknown, true},
		{">  7005", "! NO ANSWER", themes.Fault, true},
	}},
	{"selected off", func(w *window) { w.keys("jjjj ") }, []played{
		{"* 7005", "*", themes.Marked, false},
		{">  7006", "○ OFF", themes.Off, true},
	}},
	{"selected rec", func(w *window) { w.keys(" k") }, []played{
		{">* 7001", "*", themes.Marked, true},
		{">* 7001", "● REC", themes.Rec, true},
		{">* 7001", "start confirmed", themes.Faint, true},
	}},
	{"confirmed now", func(w *window) { w.confirms() }, []played{
		{"4711", "start confirmed", themes.Done, true},
		{"北京-01", "‖ PAUSED◀", themes.NotCaptured, false},
	}},
	{"selected message", func(w *window) { w.keys("<tab><up>") }, []played{
		{">14:13:30.134", "->", themes.Sent, true},
		{">14:13:30.134", "RequestSendEvent", themes.Text, true},
		{">14:13:30.134", "ref 26", themes.Faint, true},
	}},
	{"dialog", func(w *window) { w.keys("jj /team:day<enter>"); w.keys("x") }, []played{
		{"── > Confirm", "> Confirm", themes.Header, false},
		{"Stop the capture", "Stop the capture", themes.Title, false},
		{"hidden by the filter.", "1 of them is hidden", themes.Warning, false},
		{"[cancel]", "[cancel]", themes.Focus, false},
		{"[cancel]", "stop", themes.Text, false},
		{"enter confirm", "enter", themes.Key, false},
	}},
	{"filter", func(w *window) { w.keys("/state:xyz") }, []played{
		{" / state:xyz", "state:xyz", themes.Input, false},
		{" / state:xyz", "│", themes.Accent, false},
	}},
	{"link down", func(w *window) { w.lose(0, cutReason); w.flush() }, []played{
		{"ctrl+r now", "NOT CONNECTED", themes.LinkDown, false},
		{"ctrl+r now", "attempt 1", themes.Warning, false},
		{"ctrl+r now", "ctrl+r now", themes.Key, false},
		{"connection reset by peer", "The connection", themes.Error, false},
		{"A. Ødegård", "~", themes.Stale, true},
		{"A. Ødegård", "● REC", themes.Rec, true},
	}},
	{"standby", func(w *window) { w.link(event.Link{State: event.LinkStandby, Role: event.RoleBackup}); w.flush() }, []played{
		{"is a backup", "is a backup", themes.Warning, false},
	}},
}

// TestRolesArePlayed checks the cells of the screen in every theme. Each text has the style
// of its role. On the row under the cursor it keeps its own colour on the background of the
// selection. Without colours there are only attributes, and without styles every cell is
// plain.
func TestRolesArePlayed(t *testing.T) {
	tested := map[themes.Role]bool{themes.Selected: true}
	for _, theme := range themed(t) {
		for _, profile := range []themes.Profile{themes.TrueColor, themes.ANSI, themes.NoColor, themes.NoStyles} {
			shown := theme.For(profile)
			for _, s := range roleScreens {
				t.Run(fmt.Sprintf("%s, profile %d, %s", theme.Name(), profile, s.name), func(t *testing.T) {
					w := themedFloor(t, theme, profile)
					s.do(w)
					screen := w.shown()
					for _, p := range s.cast {
						tested[p.role] = true
						want := styleOf(t, shown.Open(p.role))
						if p.selected {
							want = styleOf(t, shown.OpenSelected(p.role))
						}
						x, y, found := place(screen, p.in, p.text)
						if !found {
							t.Errorf("the screen has no %q in a line with %q:\n%s", p.text, p.in, screen.Text())
							continue
						}
						for i := range []rune(p.text) {
							if got := screen.Cell(x+i, y).Style; got != want {
								t.Errorf("%q in %q: cell %d is %+v, the role %s is %+v", p.text, p.in, i, got, p.role, want)
								break
							}
						}
					}
					if profile <= themes.NoColor {
						isColourless(t, screen, profile)
					}
				})
			}
		}
	}
	for _, role := range themes.Roles() {
		if !tested[role] {
			t.Errorf("no text on the screens has the role %s", role)
		}
	}
}

// isColourless checks that cells have no colour, and attributes only if the profile has
// them.
func isColourless(t *testing.T, screen *screentest.Screen, profile themes.Profile) {
	t.Helper()
	for y := range screen.Height() {
		for x := range screen.Width() {
			style := screen.Cell(x, y).Style
			if style.FG != "" || style.BG != "" || profile == themes.NoStyles && style != (screentest.Style{}) {
				t.Fatalf("column %d of line %d is %+v with %v", x, y, style, profile)
			}
		}
	}
}

// TestMonoIsColourless checks that the theme mono uses only attributes.
func TestMonoIsColourless(t *testing.T) {
	for _, theme := range themed(t) {
		if theme.Name() != "mono" {
			continue
		}
		w := themedFloor(t, theme, themes.TrueColor)
		everything(w)
		screen := w.shown()
		for y := range screen.Height() {
			for x := range screen.Width() {
				if style := screen.Cell(x, y).Style; style.FG != "" || style.BG != "" {
					t.Fatalf("column %d of line %d is %+v", x, y, style)
				}
			}
		}
	}
}

// letters name the styles of a golden screen.
const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// coloured returns the screen as plain text, then the same cells as letters for their
// styles (a dot for the terminal's own), then the meaning of each letter: the escape
// sequence, and the roles with that style, with + for those on the row under the cursor.
func coloured(t *testing.T, screen *screentest.Screen, theme *themes.Theme) string {
	t.Helper()
	names, opens, roles := map[screentest.Style]byte{{}: '.'}, []string{}, map[byte][]string{}
	add := func(open, role string) {
		style := styleOf(t, open)
		if _, known := names[style]; !known {
			names[style] = letters[len(opens)]
			opens = append(opens, open)
		}
		roles[names[style]] = append(roles[names[style]], role)
	}
	for _, role := range themes.Roles() {
		add(theme.Open(role), role.String())
	}
	for _, role := range themes.Roles() {
		add(theme.OpenSelected(role), "+"+role.String())
	}
	var cells, legend strings.Builder
	for y := range screen.Height() {
		line := make([]byte, screen.Width())
		for x := range line {
			name, known := names[screen.Cell(x, y).Style]
			if !known {
				t.Fatalf("no role has the style of column %d of line %d: %+v", x, y, screen.Cell(x, y))
			}
			line[x] = name
		}
		cells.WriteString(strings.TrimRight(string(line), ".") + "\n")
	}
	for i, open := range opens {
		if name := letters[i]; strings.IndexByte(cells.String(), name) >= 0 {
			fmt.Fprintf(&legend, "\n%c  %-24s %s", name, strings.Trim(open, "\x1b[m"), strings.Join(roles[name], " "))
		}
	}
	return screen.Text() + "\n" + cells.String() + legend.String()
}

// TestGoldenThemes compares a screen of each theme, with its styles.
func TestGoldenThemes(t *testing.T) {
	for _, theme := range themed(t) {
		t.Run(theme.Name(), func(t *testing.T) {
			w := themedFloor(t, theme, themes.TrueColor)
			everything(w)
			screen := w.shown()
			golden(t, "theme-"+theme.Name()+"-120x40", coloured(t, screen, theme))
		})
	}
}

// confirms starts the capture of 7003, and the recorder confirms that.
func (w *window) confirms() {
	w.keys("jjs")
	for _, command := range w.leave() {
		w.accept(command)
	}
	w.indicate("7003", "enabled", 0)
	w.flush()
}
