package recorder_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"capdeck/tlibconn/simserver"
	"capdeck/ui/cli/exit"
)

// The states outlive the recorder, also those of DNs that it does not record now.
func TestStateFile(t *testing.T) {
	server := serve(t, simserver.Options{}, "7001", "7002")
	path := filepath.Join(t.TempDir(), "states.json")
	desk := newDesk(t, server, "7001", "7002")
	p := play(t, server, "--dn", "7001-7002", "--state-file", path)
	p.await("recording 2 DNs")
	desk.command("7001", 0, "start")
	desk.command("7002", 0, "start")
	desk.command("7002", 0, "pause")
	p.await("7002", "pause -> paused")
	p.end()
	text, err := os.ReadFile(path)
	ok(t, err)
	if want := "{\n \"schema\": 1,\n \"states\": {\n  \"7001\": \"enabled\",\n  \"7002\": \"paused\"\n }\n}\n"; string(text) != want {
		t.Errorf("the file contains %s", text)
	}
	info, err := os.Stat(path)
	ok(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the file has the mode %v", info.Mode())
	}
	p = play(t, server, "--dn", "7002", "--state-file", path, "--announce")
	p.await("7002", "unasked -> paused")
	desk.command("7002", 0, "stop")
	p.await("7002", "stop -> disabled")
	p.end()
	p = play(t, server, "--dn", "7001", "--state-file", path, "--announce")
	p.await("7001", "unasked -> enabled")
	p.end()
	text, err = os.ReadFile(path)
	ok(t, err)
	if !strings.Contains(string(text), `"7002": "disabled"`) {
		t.Errorf("the state of a DN that is not recorded is lost: %s", text)
	}
}

func TestHostileStateFiles(t *testing.T) {
	server := serve(t, simserver.Options{}, "7001")
	folder := t.TempDir()
	for name, tt := range map[string]struct{ text, want string }{
		"other JSON":    {`[1,2]`, "it is not a state file"},
		"cut":           {`{"schema":1,"states":{"7001":"enab`, "it is incomplete"},
		"newer":         {`{"schema":2,"states":{}}`, "its schema is 2, and this capdeck knows only 1"},
		"unknown state": {`{"schema":1,"states":{"7001\u001b[2J":"on"}}`, `the state of DN 7001␛[2J is "on"; use enabled, paused or disabled`},
		"unknown field": {`{"schema":1,"status":{}}`, `unknown field "status"`},
		"more":          {"{\"schema\":1,\"states\":{}}\n{}", "something follows the states"},
		"line":          {"{\"schema\":1,\n\"states\":}", "line 2 is not JSON"},
	} {
		path := filepath.Join(folder, strings.ReplaceAll(name, " ", "-"))
		ok(t, os.WriteFile(path, []byte(tt.text), 0o600))
		p := play(t, server, "--dn", "7001", "--state-file", path)
		p.await("--state-file: "+path, tt.want)
		if _, code := p.ending(); code != exit.Usage {
			t.Errorf("%s: exit code %d", name, code)
		}
		if text, err := os.ReadFile(path); err != nil || string(text) != tt.text {
			t.Errorf("%s: the file was changed to %q (%v)", name, text, err)
		}
	}
	empty := filepath.Join(folder, "empty")
	ok(t, os.WriteFile(empty, nil, 0o644))
	p := play(t, server, "--dn", "7001", "--state-file", empty)
	p.await("recording 1 DN")
	p.end()
}
