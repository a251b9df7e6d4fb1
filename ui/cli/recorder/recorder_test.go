package recorder_test

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
	"capdeck/ui/cli"
	"capdeck/ui/cli/control"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/process"
)

func ok(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// serve starts a T-Server without a recorder.
func serve(t *testing.T, options simserver.Options, dns ...string) *simserver.Server {
	t.Helper()
	options.Go, options.DNs = func(f func()) { go f() }, tlibtest.DNs(dns...)
	server, err := simserver.New(options)
	ok(t, err)
	t.Cleanup(func() { server.Close() })
	return server
}

// player is `capdeck recorder` run by a test.
type player struct {
	t      *testing.T
	orders *os.File
	lines  chan string
	stop   func()
	ended  chan exit.Code
}

// play starts `capdeck recorder` at a T-Server, with a pipe for orders.
func play(t *testing.T, server *simserver.Server, args ...string) *player {
	t.Helper()
	in, orders, err := os.Pipe()
	ok(t, err)
	printed, out, err := os.Pipe()
	ok(t, err)
	ctx, stop := context.WithCancel(context.Background())
	p := &player{t: t, orders: orders, lines: make(chan string, 10_000), stop: stop, ended: make(chan exit.Code, 1)}
	go func() {
		streams := process.Streams{In: in, Out: out, Err: out, Environment: func(string) (string, bool) { return "", false }}
		code := cli.Run(ctx, append([]string{"recorder", "--host", server.Addr()}, args...), streams)
		out.Close()
		p.ended <- code
	}()
	go func() {
		defer close(p.lines)
		for scan := bufio.NewScanner(printed); scan.Scan(); {
			p.lines <- scan.Text()
		}
	}()
	t.Cleanup(func() {
		stop()
		orders.Close()
		for range p.lines {
		}
	})
	return p
}

// await returns the next line that contains all parts.
func (p *player) await(parts ...string) string {
	p.t.Helper()
	guard := time.After(tlibtest.Hang)
	var before []string
	for {
		select {
		case line, open := <-p.lines:
			if !open {
				p.t.Fatalf("the output ended without %q:\n%s", parts, strings.Join(before, "\n"))
			}
			before = append(before, line)
			if containsAll(line, parts) {
				return line
			}
		case <-guard:
			p.t.Fatalf("no line contains %q:\n%s", parts, strings.Join(before, "\n"))
		}
	}
}

func containsAll(line string, parts []string) bool {
	for _, part := range parts {
		if !strings.Contains(line, part) {
			return false
		}
	}
	return true
}

// end stops the command and returns the rest of its lines and its exit code.
func (p *player) end() (rest []string, code exit.Code) {
	p.stop()
	return p.ending()
}

// ending waits for the command's end and returns the rest of its lines and its exit code.
func (p *player) ending() (rest []string, code exit.Code) {
	for line := range p.lines {
		rest = append(rest, line)
	}
	return rest, <-p.ended
}

// desk is an agent's desktop.
type desk struct{ *tlibtest.Peer }

func newDesk(t *testing.T, server *simserver.Server, dns ...string) *desk {
	t.Helper()
	d := &desk{tlibtest.Dial(t, server.Addr())}
	d.Start("desk", dns...)
	return d
}

func (d *desk) command(dn string, connID uint64, word string) {
	d.TB.Helper()
	d.SendUserEvent(dn, connID, wire.TextPair(event.CaptureKey, word))
}

func TestLines(t *testing.T) {
	server := serve(t, simserver.Options{}, "7001", "7002")
	p := play(t, server, "--dn", "7001-7002,7009", "--fault", "dn=7002,verb=pause,silent=on")
	p.await("refused the recorder's registration of DN 7009: 59 DN is not configured in CME")
	p.await("recording 2 of 3 DNs as recorder")
	desk := newDesk(t, server, "7001", "7002")
	desk.command("7001", 0x6c029a6685d0a1, "start")
	p.await("  7001    start -> enabled     006c029a6685d0a1  after ", " ms", "  accepted")
	desk.command("7002", 0, "pause")
	p.await("  7002    pause -> nothing     no ConnID ", "  ignored  [silent]")
	ok(t, server.Order("dn=7001,error=50"))
	_, err := p.orders.WriteString("recorder dn=7001,unasked=paused\n")
	ok(t, err)
	p.await("ok")
	p.await("unasked -> paused", "rejected 50 Unknown error")
	rest, code := p.end()
	if want := []string{
		"commands     2  (start 1, stop 0, pause 1, resume 0, query 0)",
		"indications  2  (accepted 1, rejected 1, unanswered 0), and 0 not sent",
		"faults       silent 1, late 0, conn-id 0, twice 0, wrong 0",
	}; code != exit.OK || strings.Join(rest, "\n") != strings.Join(want, "\n") {
		t.Errorf("the end is %d %q, want %q", code, rest, want)
	}
}

// next returns the next object of a type.
func (p *player) next(kind string) map[string]any {
	p.t.Helper()
	for {
		value := map[string]any{}
		line := p.await("{")
		if err := json.Unmarshal([]byte(line), &value); err != nil || value["schema"] != 1.0 {
			p.t.Fatalf("%s is not an object of the schema 1: %v", line, err)
		}
		at, _ := value["time"].(string)
		if _, err := time.Parse("2006-01-02T15:04:05.000Z07:00", at); err != nil {
			p.t.Error(err)
		}
		if value["type"] == kind {
			return value
		}
	}
}

// has fails unless an object has these values.
func has(t *testing.T, got, want map[string]any) {
	t.Helper()
	for key, value := range want {
		if got[key] != value {
			t.Errorf("%s is %v, want %v", key, got[key], value)
		}
	}
}

func TestJSON(t *testing.T) {
	server := serve(t, simserver.Options{}, "7001")
	p := play(t, server, "--dn", "7001", "--json", "--announce")
	has(t, p.next("indication"), map[string]any{"indication": "disabled", "command": nil, "outcome": "accepted"})
	desk := newDesk(t, server, "7001")
	desk.command("7001", 0xc1, "start")
	got := p.next("indication")
	has(t, got, map[string]any{
		"dn": "7001", "command": 1.0, "verb": "start", "verbConnID": "00000000000000c1", "indication": "enabled",
		"connID": "00000000000000c1", "outcome": "accepted",
	})
	if _, isNumber := got["afterMs"].(float64); !isNumber {
		t.Errorf("the object has no afterMs: %v", got)
	}
	_, err := p.orders.WriteString("recorder wrong=on,twice=on\nrecorder wrong=on\nstates\n")
	ok(t, err)
	has(t, p.next("order"), map[string]any{"outcome": "ok", "order": "recorder wrong=on,twice=on"})
	if got = p.next("order"); got["outcome"] != "refused" || !strings.Contains(got["reason"].(string), "has no effect") {
		t.Errorf("the idle order is %v", got)
	}
	if got = p.next("order"); got["lines"].([]any)[0] != "7001 enabled" {
		t.Errorf("the states are %v", got)
	}
	desk.command("7001", 0, "query")
	for range 2 {
		got = p.next("indication")
		has(t, got, map[string]any{"command": 2.0, "indication": "disabled"})
		if len(got["faults"].([]any)) != 2 {
			t.Errorf("the wrong indication is %v", got)
		}
	}
	rest, code := p.end()
	counts := map[string]any{}
	ok(t, json.Unmarshal([]byte(rest[len(rest)-1]), &counts))
	has(t, counts, map[string]any{"type": "counts", "commands": 2.0, "indications": 4.0, "accepted": 4.0, "linesDropped": 0.0})
	has(t, counts["verbs"].(map[string]any), map[string]any{"query": 1.0, "start": 1.0, "stop": 0.0})
	has(t, counts["faults"].(map[string]any), map[string]any{"twice": 1.0, "wrong": 1.0, "late": 0.0})
	if code != exit.OK {
		t.Errorf("exit code %d", code)
	}
}

// An order from the socket changes what the recorder does, and one that does nothing is refused.
func TestControl(t *testing.T) {
	server := serve(t, simserver.Options{}, "7001")
	path := filepath.Join(t.TempDir(), "r.sock")
	p := play(t, server, "--dn", "7001", "--control", path)
	p.await("recording 1 DN")
	client, err := control.Dial(t.Context(), path, func(f func()) { go f() })
	ok(t, err)
	desk := newDesk(t, server, "7001")
	for _, tt := range []struct{ order, lines, refused string }{
		{"recorder silent=on", "", ""},
		{"recorder silent=on", "", `the order "silent=on" has no effect`},
		{"recorder", "", "usage: recorder FAULT"},
		{"recorder dn=7009,silent=on", "", `the recorder does not record the DN "7009"`},
		{"states", "7001 disabled", ""},
		{"states 7009", "", `the DN "7009" is not one of --dn`},
		{"counts", "commands     1  (start 1,", ""},
		{"counts now", "", "counts takes no arguments"},
		{"help", "recorder FAULT", ""},
		{"ring 7001", "", `unknown order "ring"; use recorder, states, counts or help`},
	} {
		lines, refused := client.Order(t.Context(), tt.order)
		text := ""
		if refused != nil {
			text = refused.Error()
		}
		if !strings.Contains(strings.Join(lines, "\n"), tt.lines) || !strings.Contains(text, tt.refused) || (tt.refused == "") != (refused == nil) {
			t.Errorf("%s: got %q and %v", tt.order, lines, refused)
		}
		if tt.order == "recorder silent=on" && refused == nil {
			desk.command("7001", 0, "start")
			p.await("start -> nothing", "ignored  [silent]")
		}
	}
	if _, err = os.Stat(path); err != nil {
		t.Error(err)
	}
	p.end()
	if _, err = os.Stat(path); err == nil {
		t.Error("the socket is left behind")
	}
}

func TestUsage(t *testing.T) {
	server := serve(t, simserver.Options{}, "7001")
	locked := serve(t, simserver.Options{Password: "secret"}, "7001")
	other := filepath.Join(t.TempDir(), "file")
	ok(t, os.WriteFile(other, []byte("x"), 0o600))
	for _, tt := range []struct {
		args []string
		code exit.Code
		want string
	}{
		{nil, exit.Usage, "recorder needs a DN"},
		{[]string{"--host", "", "--dn", "7001"}, exit.Usage, "recorder needs a T-Server"},
		{[]string{"--dn", "7001", "--delay", "-1s"}, exit.Usage, "--delay -1s: use a time from 0s to 24h0m0s"},
		{[]string{"--dn", "7001", "--fault", "loud=on"}, exit.Usage, `--fault: the order "loud=on" has the unknown word "loud"`},
		{[]string{"--dn", "7001", "--fault", "dn=7002,silent=on"}, exit.Usage, `the DN "7002" is not one of --dn and --dn-file`},
		{[]string{"--dn", "7001", "--fault", "unasked=enabled"}, exit.Usage, "unasked and restart are orders to a running recorder"},
		{[]string{"--dn", "7001", "--control", other}, exit.Usage, "it exists and is not a socket"},
		{[]string{"--dn", "7001", "--state-file", other}, exit.Usage, "line 1 is not JSON"},
		{[]string{"--dn", "7001", "--host", "127.0.0.1:1", "--control", filepath.Join(other, "r.sock")}, exit.Usage, "--control: cannot take orders on "},
		{[]string{"--dn", "7009"}, exit.Rejected, "capdeck: T-Server refused the registration of DN 7009: 59 DN is not configured in CME; nothing is recorded"},
		{[]string{"--dn", "7008,7009"}, exit.Rejected, "capdeck: T-Server refused the registration of all DNs, such as 7008: 59 DN is not configured in CME; nothing is recorded"},
		{[]string{"--dn", "7001", "--host", "127.0.0.1:1"}, exit.Connect, "cannot connect to T-Server 127.0.0.1:1"},
		{[]string{"--dn", "7001", "--host", locked.Addr()}, exit.Login, "refused the login"},
	} {
		p := play(t, server, tt.args...)
		p.await(tt.want)
		if rest, code := p.ending(); code != tt.code || strings.Contains(strings.Join(rest, "\n"), "commands ") {
			t.Errorf("%q: exit code %d, want %d, after %q", tt.args, code, tt.code, rest)
		}
	}
}
