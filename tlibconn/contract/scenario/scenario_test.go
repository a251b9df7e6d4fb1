package scenario

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

func example(t *testing.T) *Scenario {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "pause.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := Parse("pause.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestParse(t *testing.T) {
	s := example(t)
	if s.Name != "pause while a card number is told" || len(s.DNs) != 2 || s.DNs[1] != (DN{"colleague", "7002", 5}) || !s.NeedsOrders() || !s.NeedsSecondDesktop() {
		t.Errorf("it reads as %+v", s)
	}
	want := []string{
		"7 send start for agent",
		"9 expect accepted for agent within 1s",
		"12 expect enabled for agent within 2s",
		"15 send pause for agent, ConnID none (second-desktop)",
		"19 expect pause for agent",
		"21 expect paused or disabled for agent",
		"23 expect nothing for colleague within 500ms",
		"26 sleep 100ms",
		"27 call: ring {agent} +33123456",
		"30 call: hand-over {agent} {colleague}",
		"33 fault: recorder dn={agent},silent=on",
		"34 send stop for agent, ConnID 006c029a6685d0a1",
		"37 expect rejected 59 for agent",
	}
	for i := range s.Steps {
		if got := strings.Join([]string{strconv.Itoa(s.Steps[i].Line), s.Steps[i].Text()}, " "); i >= len(want) || got != want[i] {
			t.Errorf("step %d is %q", i+1, got)
		}
	}
	if len(s.Steps) != len(want) || s.Steps[7].For != 100*time.Millisecond {
		t.Errorf("there are %d steps, and the sleep is %s", len(s.Steps), s.Steps[7].For)
	}
	if err := s.Assign([]string{"8001"}); err != nil {
		t.Fatal(err)
	}
	if got := s.OrderOf(&s.Steps[9]); got != "hand-over 8001 7002" {
		t.Errorf("the order is %q", got)
	}
}

func TestAssignRefuses(t *testing.T) {
	for want, numbers := range map[string][]string{
		"uses 2 DNs, but 3 are given": {"1", "2", "3"},
		"are both DN 7002":            {"7002"},
	} {
		if err := example(t).Assign(numbers); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q", numbers, err, want)
		}
	}
	s, err := Parse("f", []byte("scenario: s\ndns:\n  agent:\nsteps:\n- send: start\n"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Assign(nil); err == nil || !strings.Contains(err.Error(), "f:3: the DN agent has no number") {
		t.Errorf("without a number: %v", err)
	}
}

// Each mistake is found with its line, and all of them at once.
func TestParseRefuses(t *testing.T) {
	const head = "scenario: s\ndns: {agent: \"7001\", other: \"7002\"}\nsteps:\n"
	for name, test := range map[string]struct{ text, want string }{
		"empty":             {"", "f is empty"},
		"no YAML":           {"a: [", "f is not valid YAML: line 1"},
		"tab":               {"scenario: s\n\tdns:", "f is not valid YAML"},
		"no mapping":        {"- a", "f:1: a scenario is a mapping"},
		"missing keys":      {"scenario: s", "f:1: the key steps is missing"},
		"unknown key":       {head + "- sleep: 1s\nextra: 1", `f:5: a scenario has no key "extra"`},
		"key twice":         {head + "- sleep: 1s\ndns: {a: 1}", "f:5: the key \"dns\" is there twice"},
		"two documents":     {head + "- sleep: 1s\n---\na: 1", "more than one document"},
		"no steps":          {head + "", "f:3: steps is a list of steps"},
		"two kinds":         {head + "- sleep: 1s\n  send: start", "f:4: a step has exactly one of send, expect, sleep, call or fault; this one has 2"},
		"verb":              {head + "- send: begin\n  dn: agent", `f:4: "begin" is no verb`},
		"no dn":             {head + "- send: start", "f:4: the step names no DN"},
		"unknown dn":        {head + "- send: start\n  dn: agnet", `f:5: no DN is called "agnet" under dns, which has agent, other`},
		"step's key":        {head + "- send: start\n  dn: agent\n  within: 2s", `f:6: the step send has no key "within"`},
		"role":              {head + "- send: start\n  dn: agent\n  role: recorder", `f:6: "recorder" is no role`},
		"conn-id":           {head + "- send: start\n  dn: agent\n  conn-id: 12", `f:6: "12" is no ConnID`},
		"expected":          {head + "- expect: running\n  dn: agent", `f:4: "running" cannot be expected`},
		"code":              {head + "- expect: rejected many\n  dn: agent", `f:4: "many" is no ErrorCode`},
		"nothing":           {head + "- expect: nothing\n  dn: agent", "f:4: expect: nothing needs a time"},
		"nothing or":        {head + "- expect: [nothing, paused]\n  dn: agent", "f:4: nothing can be expected only alone"},
		"expected none":     {head + "- expect: []\n  dn: agent", "f:4: expect names nothing"},
		"no unit":           {head + "- sleep: 5", `f:4: sleep: "5" is no time`},
		"negative":          {head + "- sleep: -5s", "is no time"},
		"call":              {head + "- call: park\n  dn: agent", `f:4: "park" is nothing that a call can do`},
		"call without to":   {head + "- call: ring\n  dn: agent", "f:4: call: ring needs the other party"},
		"call with to":      {head + "- call: hold\n  dn: agent\n  to: other", "f:6: call: hold has no other party"},
		"braces":            {head + "- fault: recorder dn={nobody}", "f:4: in braces stands the name of a DN, of which there are agent, other"},
		"open brace":        {head + "- fault: recorder dn={agent", "f:4: in braces"},
		"alias":             {head + "- send: &a start\n  dn: agent\n- send: *a\n  dn: agent", "f:4: send is an alias or an anchor"},
		"control character": {head + "- fault: \"a\\nb\"", "f:4: fault has a control character"},
		"several":           {head + "- send: begin\n  dn: agent\n- sleep: 5", "\nf:6: sleep"},
	} {
		if _, err := Parse("f", []byte(test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v\nwant %q", name, err, test.want)
		}
	}
	if _, err := Parse("f", []byte(head+strings.Repeat("- sleep: 5\n", 100))); err == nil || !strings.HasSuffix(err.Error(), "f: and 80 more") {
		t.Errorf("a hundred mistakes: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	text, err := os.ReadFile(filepath.Join("testdata", "pause.yaml"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Add("a: &a [*a]")
	f.Add("scenario: s\ndns: {a: 1}\nsteps: [{send: start, <<: {dn: a}}]")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse("f", []byte(text))
		if err != nil {
			return
		}
		if s.Name == "" || len(s.DNs) == 0 || len(s.Steps) == 0 {
			t.Errorf("%q reads as %+v", text, s)
		}
		for i := range s.Steps {
			step := &s.Steps[i]
			if step.Line <= 0 || strings.ContainsAny(step.Text(), "\n\r\x1b") {
				t.Errorf("step %d of %q is %q", i+1, text, step.Text())
			}
			_ = s.OrderOf(step)
		}
	})
}
