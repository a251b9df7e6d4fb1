package plain

import (
	"strings"
	"testing"

	"capdeck/model"
	"capdeck/model/board"
)

func TestTargets(t *testing.T) {
	entries := append(dns(12), board.Entry{Key: board.Key{Site: site, DN: "0701"}}, board.Entry{Key: board.Key{Site: site, DN: "front-desk"}})
	l := upListener(t, nil, entries...)
	l.line("mark 7003, 7011")
	l.says("14:02:10 2 DNs are marked.")
	l.line("filter dn:700 !7001")
	l.said()
	tests := []struct{ named, want string }{
		{"7001", "7001"},
		{"7002,7001", "7001 7002"},
		{"7011-7999,7001", "7001 7011 7012"},
		{"7001 7001-7002", "7001 7002"},
		{"7001;7002\tfront-desk", "7001 7002 front-desk"},
		{"front-desk 7001", "7001 front-desk"},
		{"front-desk marked", "7003 7011 front-desk"},
		{`"front-desk"`, "front-desk"},
		{`"marked"`, `the DN "marked" is not on the board`},
		{"front desk", `one DN or several? for one, write "front desk" in double quotes; for several, write front,desk`},
		{"0700-0799", "0701"},
		{"front-desk", "front-desk"},
		{"marked", "7003 7011"},
		{"Shown,7012", "7002 7003 7004 7005 7006 7007 7008 7009 7012"},
		{"", `name the DNs, as in 7001,7005-7050, or type marked or shown`},
		{"7001,9999", `the DN "9999" is not on the board`},
		{"7001,701", `the DN "701" is not on the board`},
		{"9000-9010", "no DN in 9000-9010 is on the board"},
		{"7005-7001", "the range is reversed: write 7001-7005"},
		{"1-22", `the DN "1-22" is not on the board`},
		{strings.Repeat("9", 50), `the DN "` + strings.Repeat("9", 40) + `..." is not on the board`},
	}
	for _, tt := range tests {
		targets, err := l.app.targets(tt.named)
		var got []string
		if err != nil {
			got = append(got, err.Error())
		} else {
			for _, key := range targets.keys {
				got = append(got, key.DN)
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%q names %q, want %q", tt.named, got, tt.want)
		}
	}
	l.line("unmark 7011")
	l.line("unmark")
	l.line("start marked")
	l.line("unmark")
	l.line("filter dn:nobody")
	l.line("start shown")
	l.says(
		"14:02:10 1 DN is marked.",
		"14:02:10 0 DNs are marked.",
		"14:02:10 start is not sent: no DN is marked.",
		"14:02:10 No DN is marked.",
		"14:02:10 0 of 14 DNs are shown; the filter is dn:nobody.",
		"14:02:10 start is not sent: the filter shows no DN.",
	)
	l.sends()
}

func TestUnknownWords(t *testing.T) {
	l := upListener(t, nil, dns(1)...)
	for line, want := range map[string]string{
		"sttart 7001":            `"sttart" is not understood; did you mean start?`,
		"mess":                   "did you mean messages?",
		"qiut":                   "did you mean list or quiet or quit?",
		"frobnicate":             `"frobnicate" is not understood: type help.`,
		"s":                      `is not understood: type help.`,
		"\x1b[A":                 `"\x1b[A" is not understood`,
		strings.Repeat("x", 999): `"` + strings.Repeat("x", mostTyped) + `..." is not understood`,
		"quit now":               `Nothing was done: unexpected "now". Type help.`,
		"messages many":          `"many" is not a number of messages: type 1 to 1,000.`,
		"filter state:xyz":       "The filter is not changed: unknown state \"xyz\"",
		"list colour:red":        `unknown filter field "colour"`,
		"show 9999":              `The DN "9999" is not on the board`,
	} {
		l.line(line)
		l.tells(want)
	}
	l.line("   ")
	l.says()
	l.sends()
}

// TestAnswers asks for everything that can be looked at.
func TestAnswers(t *testing.T) {
	l := upListener(t, nil, dns(3)...)
	l.line("messages")
	l.tells("connection: LINK UP", "14:01:10 received EventRegistered, DN 7003, reference 3", "received EventUserEvent, DN 7003, disabled")
	l.line("start 7001")
	l.confirm(l.leave()...)
	l.said()
	l.line("list")
	l.says(
		"14:02:10 7001 A. Ødegård: recording, start confirmed in 0 ms",
		"14:02:10 7002: off",
		"14:02:10 7003: off",
		"14:02:10 3 DNs of 3.",
	)
	l.line("list state:rec")
	l.says("14:02:10 7001 A. Ødegård: recording, start confirmed in 0 ms", "14:02:10 1 DN of 3.")
	l.line("show 7001")
	l.says(
		"14:02:10 7001 DN: label A. Ødegård, site sip-a",
		"14:02:10 7001 registration: registered",
		"14:02:10 7001 capture: recording since 14:02:10, heard at 14:02:10, never stale by age",
		"14:02:10 7001 by call: no ConnID, recording, heard at 14:02:10",
		"14:02:10 7001 call: none",
		"14:02:10 7001 agent: nothing known",
		"14:02:10 7001 last command: start confirmed in 0 ms, sent 14:02:10, accepted after 0 ms, recording after 0 ms, no ConnID, by kim",
		"14:02:10 7001 echo: not known yet whether this T-Server echoes our own commands",
		"14:02:10 7001 message: 14:01:10 received EventRegistered, DN 7001, reference 1",
		"14:02:10 7001 message: 14:01:10 received EventUserEvent, DN 7001, disabled",
		"14:02:10 7001 message: 14:02:10 sent RequestSendEvent, DN 7001, start, reference 4",
		"14:02:10 7001 message: 14:02:10 received EventACK, DN 7001, reference 4",
		"14:02:10 7001 message: 14:02:10 received EventUserEvent, DN 7001, enabled",
	)
	l.line("filter state:off")
	l.says("14:02:10 2 of 3 DNs are shown; the filter is state:off.")
	l.line("mark 7001")
	l.says("14:02:10 1 DN is marked; the filter hides 1 of them.")
	l.line("status")
	l.says(
		"14:02:10 Link up: sip-a:5000 is primary, version 8.1.104.12.",
		"14:02:10 3 DNs, 3 registered: 1 recording, 0 paused, 2 off, 0 unknown.",
		"14:02:10 2 of 3 DNs are shown; the filter is state:off.",
		"14:02:10 1 DN is marked; the filter hides 1 of them.",
	)
	l.line("filter")
	l.says("14:02:10 All 3 DNs are shown.")
	l.line("counts")
	l.tells("3 DNs, 3 registered")
	l.line("messages 1")
	l.says("14:02:10 received EventUserEvent, DN 7001, enabled")
	l.line("help")
	help := l.said()
	for _, word := range words() {
		if !strings.Contains(help, " "+word.name) {
			t.Errorf("the help does not name %s:\n%s", word.name, help)
		}
	}
}

// TestEveryVerb checks that each capture action of the board can be typed.
func TestEveryVerb(t *testing.T) {
	for _, action := range model.Actions() {
		if action.Verb == 0 {
			continue
		}
		l := upListener(t, nil, dns(1)...)
		l.line(string(action.ID) + " 7001")
		if action.Dangerous {
			l.sends()
			l.line("yes")
		}
		l.sends(action.Verb.String() + " 7001")
	}
}
