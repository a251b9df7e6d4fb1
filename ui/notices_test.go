package ui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/themes"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

func TestBannerSaysWhatIsWrong(t *testing.T) {
	tests := []struct {
		name         string
		link         event.Link
		header, line string
	}{
		{"connecting", event.Link{State: event.LinkConnecting, Attempt: 1}, "CONNECTING", "Connecting to sip-a:5000."},
		{
			"connecting again",
			event.Link{State: event.LinkConnecting, Attempt: 4, Reason: "connection refused"},
			"CONNECTING",
			"Connecting to sip-a:5000. Connection refused.",
		},
		{"logging in", event.Link{State: event.LinkLoggingIn}, "LOGGING IN", "Connected to sip-a:5000; waiting for the answer to the login."},
		{"link down", event.Link{State: event.LinkDown}, "LINK DOWN", "sip-a:5000 has no link to the switch: commands are refused until it is back."},
		{"waiting", event.Link{State: event.LinkWaiting, Reason: "no such host."}, "NOT CONNECTED", "Not connected to sip-a:5000. No such host."},
		{"refused", event.Link{State: event.LinkRefused, Reason: "119 bad password"}, "LOGIN REFUSED", "sip-a:5000 refused the login. 119 bad password. Check --app-name and the password and start capdeck again, or press ctrl+r to try again."},
		{"closed", event.Link{State: event.LinkClosed}, "CLOSED", "The connection to sip-a:5000 was closed for good. Start capdeck again."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWindow(t, 160, 24, nil, entries("7001")...)
			if test.link.State == event.LinkWaiting {
				test.link.Retry = w.now.Add(4500 * time.Millisecond)
			}
			w.link(test.link)
			w.flush()
			lines := w.lines()
			if !strings.Contains(lines[0], "  "+test.header+"  ") {
				t.Errorf("the header is %q", lines[0])
			}
			if got := strings.TrimSpace(lines[3]); !strings.HasPrefix(got, test.line) {
				t.Errorf("the line below is %q", got)
			}
			w.row("7001")
			w.linkUp()
			w.flush()
			w.showsNot(test.line)
		})
	}
}

// TestBannerInNarrowWindows checks that what to do is not cut off and that the host is
// named once.
func TestBannerInNarrowWindows(t *testing.T) {
	reason := "cannot connect to T-Server sip-a:5000: connection refused; is T-Server running there, and is the port right?"
	for _, test := range []struct {
		width, height int
		lines         []string
	}{
		{160, 24, []string{"Cannot connect to T-Server sip-a:5000: connection refused; is T-Server running there, and is the port right? capdeck does not reconnect by itself: press", "ctrl+r."}},
		{80, 24, []string{
			"Cannot connect to T-Server sip-a:5000: connection refused; is T-Server running",
			"there, and is the port right? capdeck does not reconnect by itself: press",
			"ctrl+r.",
		}},
		{40, 12, []string{"Cannot connect to T-Server sip-a:5000:", "connection refused; is T-Server", "running there, and is the port right?"}},
		{40, 6, []string{"Cannot connect to T-Server sip-a:5000:", "connection refused; is T-Server"}},
	} {
		w := newWindow(t, test.width, test.height, nil, entries("7001")...)
		w.link(event.Link{State: event.LinkWaiting, Reason: reason})
		w.flush()
		for _, line := range test.lines {
			w.shows(line)
		}
		w.row("7001")
	}
}

func TestBeforeAnySession(t *testing.T) {
	w := newWindow(t, 120, 24, func(o *Options, _ *model.Options) { o.Host = "" })
	w.shows("NOT CONNECTED")
	w.shows("Not connected. Start capdeck with --host HOST:PORT, or with --demo.")
	w.shows("The board is empty. Start capdeck with --dn 7001,7005-7050 or --dn-file FILE.")
	w.shows("0 of 0 DNs registered")
	w = newWindow(t, 120, 24, nil)
	w.shows("Not connected to sip-a:5000 yet.")
}

// TestNoConfirmIsAFlag checks that the header tells when no command asks for confirmation,
// in words that cannot be read as automatic queries being off.
func TestNoConfirmIsAFlag(t *testing.T) {
	w := running(t, 200, 24, 3, func(_ *Options, m *model.Options) { m.Confirm = model.ConfirmNever })
	w.flush()
	w.shows("NO CONFIRM")
	w.showsNot("NEVER ASKS")
	w = running(t, 200, 24, 3, nil)
	w.flush()
	w.showsNot("NO CONFIRM")
}

func TestHeaderFlags(t *testing.T) {
	w := running(t, 200, 24, 30, func(_ *Options, m *model.Options) { m.ReadOnly = true })
	w.batch.Behind = true
	w.flush()
	w.shows("  BEHIND  READ-ONLY")
	w.shows("queried 0 of 30")
	w.link(event.Link{State: event.LinkUp, Role: event.RoleBackup, KeepAlive: "ADDP no answer", Other: "sip-b:5000 is not reached", RoundTrip: 3 * time.Millisecond})
	w.flush()
	w.shows("LINK UP  backup  ADDP no answer  READ-ONLY  queried 0 of 30  sip-b:5000 is not reached")
	w.link(event.Link{State: event.LinkUp, RoundTrip: 3 * time.Millisecond})
	w.flush()
	w.shows("LINK UP  primary  ADDP 3 ms")
	w.showsNot("s start")
	w.shows("u query")
	w.update(tea.WindowSizeMsg{Width: 60, Height: 16})
	header := w.lines()[0]
	if !strings.Contains(header, "READ-ONLY") || !strings.Contains(header, "LINK UP") {
		t.Errorf("in a narrow window the header is %q", header)
	}
}

func TestSilentRecorderIsTold(t *testing.T) {
	w := newWindow(t, 120, 24, nil, entries(dns(30)...)...)
	w.linkUp()
	w.register(dns(30)...)
	w.flush()
	queries := w.leave()
	w.flush()
	for _, query := range queries {
		w.accept(query)
	}
	w.flush()
	w.later(6 * time.Second)
	w.shows("RECORDER SILENT since 14:02")
	for _, dn := range dns(10) {
		if row := w.row(dn); !strings.Contains(row, "~ ? UNKNOWN") || !strings.Contains(row, "! NO ANSWER") {
			t.Fatalf("%s reads %q", dn, row)
		}
	}
	w.indicate("7001", "enabled", 0)
	w.flush()
	w.showsNot("RECORDER SILENT")
}

// ofTeams returns DNs, with the given number of DNs for each team in order.
func ofTeams(count int, teams ...string) []board.Entry {
	all := entries(dns(count * len(teams))...)
	for i := range all {
		all[i].Team = teams[i/count]
	}
	return all
}

// TestSilentTeamIsTold checks that the header names a team whose recorder is silent while
// others answer, or the number of such teams, and that a silence of the whole site replaces
// this.
func TestSilentTeamIsTold(t *testing.T) {
	const long = "the night shift of Reykjavík"
	tests := []struct {
		name    string
		teams   []string
		answers string // teams whose first DN answers
		want    string
	}{
		{"one", []string{"day", "night"}, "day", "RECORDER SILENT team night since 14:02"},
		{"no team", []string{"day", ""}, "day", "RECORDER SILENT no team since 14:02"},
		{"two", []string{"day", "night", "late"}, "day", "RECORDER SILENT 2 teams since 14:02"},
		{"a long name", []string{"day", long}, "day", "RECORDER SILENT team the ni… of Reykjavík since 14:02"},
		{"all", []string{"day", "night"}, "", "RECORDER SILENT since 14:02"},
		{"controls", []string{"day", "ni\x1b[31mght"}, "day", "RECORDER SILENT team ni"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWindow(t, 120, 24, nil, ofTeams(4, tt.teams...)...)
			w.linkUp()
			w.register(dns(4 * len(tt.teams))...)
			w.flush()
			queries := w.leave()
			w.flush()
			w.later(time.Second)
			for _, query := range queries {
				w.accept(query)
			}
			if tt.answers != "" {
				w.indicate("7001", "enabled", 0)
			}
			w.flush()
			w.later(6 * time.Second)
			w.shows(tt.want)
			w.update(tea.WindowSizeMsg{Width: 80, Height: 24})
			w.shows(strings.TrimSuffix(tt.want, " since 14:02"))
			if tt.answers != "" {
				w.showsNot("RECORDER SILENT since")
			}
			for i := range tt.teams {
				w.indicate(dns(20)[4*i], "enabled", 0)
			}
			w.flush()
			w.showsNot("RECORDER SILENT")
		})
	}
}

func TestRowsSayWhatIsWrong(t *testing.T) {
	tests := []struct {
		name string
		do   func(*window)
		row  string
	}{
		{"refused, server's text", func(w *window) { w.refuse("7002", 59, "not here") }, "! REFUSED 59 not here"},
		{"refused, our text", func(w *window) { w.refuse("7002", 59, "") }, "! REFUSED 59 DN is not configured in CME"},
		{"lost", func(w *window) {
			w.indicate("7002", "enabled", 0)
			w.message(wire.EventUnregistered, thisDN("7002"), wire.IntAttribute(wire.AttributeErrorCode, 58))
		}, "~ ● REC"},
		{"lost, why", func(w *window) {
			w.message(wire.EventUnregistered, thisDN("7002"), wire.IntAttribute(wire.AttributeErrorCode, 58))
		}, "! REGISTRATION LOST 58 out of service"},
		{"out of service", func(w *window) { w.message(wire.EventDNOutOfService, thisDN("7002")) }, "! OUT OF SERVICE"},
		{"two recorders", func(w *window) { w.indicate("7002", "enabled", 0); w.indicate("7002", "disabled", 0) }, "! CONFLICT enabled/disabled"},
		{"pending again", func(w *window) {
			w.indicate("7002", "paused", 0)
			w.link(event.Link{State: event.LinkUp, Round: 2})
		}, "registration pending"},
		{"pending again, not vouched for", func(w *window) {
			w.indicate("7002", "paused", 0)
			w.link(event.Link{State: event.LinkUp, Round: 2})
		}, "~ ‖ PAUSED"},
		{"no answer to a registration", func(w *window) {
			e := w.stamp(w.batch.Add(event.KindRegistration))
			e.DN, e.Registration = "7002", event.RegistrationNoAnswer
		}, "! NOT REGISTERED, no answer"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := running(t, 120, 24, 3, nil)
			test.do(w)
			w.flush()
			if row := w.row("7002"); !strings.Contains(row, test.row) {
				t.Errorf("the row reads %q, want %q", row, test.row)
			}
		})
	}
}

func TestNotRegisteredIsSaid(t *testing.T) {
	w := newWindow(t, 100, 24, nil, entries("7001")...)
	if row := w.row("7001"); !strings.Contains(row, "? UNKNOWN") || !strings.Contains(row, "not registered yet") {
		t.Errorf("the row reads %q", row)
	}
}

// TestConnectionLostKeepsTheOutcome checks that a row keeps the outcome of its last command
// while the banner reports that the connection was lost.
func TestConnectionLostKeepsTheOutcome(t *testing.T) {
	w := running(t, 120, 24, 3, nil)
	w.indicate("7001", "disabled", 0)
	w.keys("s")
	commands := w.leave()
	w.accept(commands[0])
	w.indicate("7001", "enabled", 0)
	w.link(event.Link{State: event.LinkWaiting, Lost: true, Reason: "T-Server closed it"})
	w.flush()
	if row := w.row("7001"); !strings.Contains(row, "~ ● REC") || !strings.Contains(row, "start confirmed") || strings.Contains(row, "registration pending") {
		t.Errorf("the row reads %q", row)
	}
	if row := w.row("7002"); !strings.Contains(row, "not connected") {
		t.Errorf("the row without a command reads %q", row)
	}
}

func TestUnknownThemeIsPlain(t *testing.T) {
	w := running(t, 80, 24, 3, func(o *Options, m *model.Options) {
		o.Themes, o.Profile, m.Themes = themed(t), themes.TrueColor, []string{"light", "no such theme"}
	})
	if !strings.Contains(w.screen(), "\x1b[") {
		t.Error("light has no style")
	}
	w.keys("t")
	if strings.Contains(w.screen(), "\x1b[") {
		t.Error("an unknown theme has a style")
	}
}

// TestThemeRemark checks the remark about a theme whose states look alike on the terminal.
// On a terminal without colours it appears only when the user chooses the theme.
func TestThemeRemark(t *testing.T) {
	parse := func(name, text string) *themes.Theme {
		theme, err := themes.Parse(name+".toml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return theme
	}
	clear := parse("clear", "[roles]\nrec = { fg = \"red\" }\nfault = { bold = true }\n")
	dull := parse("dull", "[roles]\nrec = { fg = \"#d70000\" }\npaused = { fg = \"#d80000\" }\n")
	const remark = "theme dull: with 256 colours rec and paused look alike; their signs tell them apart"
	const colourless = "theme dull: with no colours rec, paused, off, unknown and fault look alike; their signs tell them apart"
	for _, test := range []struct {
		profile                  themes.Profile
		start, clear, back, edit string
	}{
		{themes.TrueColor, "", "theme: clear", "theme: dull", "edited"},
		{themes.ANSI256, remark, "theme: clear", remark, remark},
		{themes.NoColor, "", "theme clear: with no colours rec, paused, off and unknown look alike; their signs tell them apart", colourless, "edited"},
	} {
		w := running(t, 120, 24, 3, func(o *Options, m *model.Options) {
			o.Themes, o.Profile, m.Themes = []*themes.Theme{dull, clear}, test.profile, []string{"dull", "clear"}
		})
		note := func(when, want string) {
			t.Helper()
			if got := w.model.Note().Text; got != want {
				t.Errorf("%v, %s: %q, want %q", test.profile, when, got, want)
			}
		}
		w.app.Init()
		note("at the start", test.start)
		w.keys("t")
		note("after t", test.clear)
		w.keys("t")
		note("after t again", test.back)
		w.update(model.Say{Now: w.now, Text: "edited"})
		w.update(ThemesChanged{Now: w.now, Themes: []*themes.Theme{dull, clear}})
		note("after its file was edited", test.edit)
	}
}

func TestDetailShowsEverything(t *testing.T) {
	w := floor(t, 160, 70, nil)
	const second = 0x006f01b2c3d4ffff
	w.call(wire.EventDialing, "7004", second, "+50")
	w.indicate("7004", "paused", second)
	w.message(wire.EventAgentLogin, thisDN("7004"), wire.TextAttribute(wire.AttributeAgentID, "4712"))
	w.message(wire.EventUserEvent, thisDN("7004"), w.capture("Enabled"))
	w.flush()
	w.keys("/7004<enter>")
	w.keys("<esc><enter>")
	for _, text := range []string{
		"7004   label Lee   team night   site sip-a", "registered", "‖ PAUSED", "since 14:13:33.", "heard 14:13:33.",
		"ConnID 006f01b2c3d4ffff", "006f01b2c3d4e6a0   ● REC", "held +4930", "dialing +50", "(current)", "4712   logged in",
		"resume accepted, waiting", "accepted after 3 ms", "by kim", "Enabled", "under a capture key, 1 time",
		"echo our own commands", "14:02:10.050 <- EventHeld",
	} {
		w.shows(text)
	}
}

func TestMessageTextIsWhole(t *testing.T) {
	w := running(t, 60, 30, 1, nil)
	long := strings.Repeat("0123456789", 20)
	w.message(wire.EventUserEvent, thisDN("7001"), wire.TextAttribute(wire.AttributeErrorMessage, long))
	w.stamp(w.batch.AddMessage(event.KindMessage, []byte{1, 0, 0, 0, 96, 0, 0, 0, 2, 'q'}, wire.Limits{}))
	w.flush()
	w.shows("undecodable: ")
	w.keys("<tab><up><enter>")
	shown := strings.ReplaceAll(strings.ReplaceAll(w.screen(), "\n", ""), " ", "")
	if !strings.Contains(shown, "'"+long+"'") {
		t.Errorf("the long text is not complete:\n%s", w.screen())
	}
	w.keys("<down>")
	w.shows("undecodable")
	w.shows("01 00 00 00 60 00 00 00 02 71")
}

func TestMessagesTellGapsOfTheLog(t *testing.T) {
	w := running(t, 120, 24, 1, nil)
	w.message(wire.EventUserEvent, thisDN("7001"), wire.TextAttribute(wire.AttributeErrorMessage, strings.Repeat("y", 70_000)))
	w.flush()
	w.shows("1 cut, following")
	w.shows("cut, 70,")
	w.keys("<tab><up><down><end>")
	w.keys("<up>")
	for i := range 3 {
		w.indicate("7001", []string{"enabled", "disabled"}[i%2], 0)
	}
	w.flush()
	w.shows("1 cut, 3 newer below")
}

func TestHelpNamesEveryAction(t *testing.T) {
	w := running(t, 200, 200, 1, func(_ *Options, m *model.Options) { m.Mouse, m.ReadOnly = true, true })
	w.keys("?")
	for _, row := range model.Actions() {
		w.shows(strings.Join(row.Keys, ", "))
		help := row.Help
		if own := row.In[action.PaneBoard]; own != "" {
			help = own
		}
		w.shows(help)
	}
	w.shows("refused: this session is read-only")
	w.shows("wheel")
	w.shows("The recorder reports that the screen is being captured")
}

func TestDialogListsTargets(t *testing.T) {
	w := running(t, 80, 24, 40, nil)
	w.keys("a")
	w.keys("p")
	w.shows("Pause the capture of 40 DNs?")
	w.shows("1 to 15 of 40; up and down scroll")
	w.keys("<pgdown>")
	w.shows("16 to 30 of 40")
	w.keys("<pgdown>")
	w.shows("26 to 40 of 40")
	w.shows("   7040")
	w.model.Board().Remove(w.now, board.Key{Site: site, DN: "7040"})
	w.later(time.Second)
	w.shows("no longer on the board")
}
