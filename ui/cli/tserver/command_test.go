package tserver_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/simserver/selfsigned"
	"capdeck/ui/cli"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/password"
	"capdeck/ui/cli/process"
)

// tserver is `capdeck tserver` run by a test, which writes orders and reads lines.
type tserver struct {
	t      *testing.T
	orders *os.File
	lines  chan string
}

func startTServer(t *testing.T, variables map[string]string, args ...string) *tserver {
	t.Helper()
	in, orders, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	printed, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	s := &tserver{t: t, orders: orders, lines: make(chan string, 1000)}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan exit.Code, 1)
	go func() {
		lookup := func(name string) (string, bool) {
			value, set := variables[name]
			return value, set
		}
		streams := process.Streams{In: in, Out: out, Err: out, Environment: lookup}
		ended <- cli.Run(ctx, append([]string{"tserver", "--listen", "127.0.0.1:0"}, args...), streams)
		out.Close()
	}()
	go func() {
		defer close(s.lines)
		for scan := bufio.NewScanner(printed); scan.Scan(); {
			s.lines <- scan.Text()
		}
	}()
	t.Cleanup(func() {
		orders.Close()
		stop()
		if code := <-ended; code != exit.OK {
			t.Errorf("exit code %d", code)
		}
	})
	return s
}

// await returns what follows the part in the next line that contains it.
func (s *tserver) await(part string) string {
	s.t.Helper()
	guard := time.After(30 * time.Second)
	for {
		select {
		case text, open := <-s.lines:
			if !open {
				s.t.Fatalf("the output ended without %q", part)
			}
			if _, rest, found := strings.Cut(text, part); found {
				return rest
			}
		case <-guard:
			s.t.Fatalf("the output never contained %q", part)
		}
	}
}

func (s *tserver) order(text string) {
	s.t.Helper()
	if _, err := fmt.Fprintln(s.orders, text); err != nil {
		s.t.Fatal(err)
	}
}

func TestTServerPair(t *testing.T) {
	s := startTServer(t, nil, "--no-recorder", "--pair-listen", "127.0.0.1:0")
	primary, _, _ := strings.Cut(s.await("the simulated T-Server listens on "), " ")
	backup, _, _ := strings.Cut(s.await("the simulated T-Server's backup refuses connections; it listens on "), " ")
	s.order("ring 7001 X")
	s.await("ok ConnID ")
	s.order("switchover")
	s.await("ok the primary is " + backup)
	s.order("answer 7001")
	s.await("ok")
	s.order("clients")
	s.await("ok no client is connected")
	if conn, err := net.Dial("tcp", primary); err == nil {
		t.Errorf("the backup accepted %v", conn.LocalAddr())
	}
	for order, want := range map[string]string{
		"backup answer 7001":              "refused: answer applies only to the primary; omit backup",
		"backup recorder silent=on":       "refused: recorder applies only to the primary; omit backup",
		"backup nonsense":                 `refused: unknown order "nonsense" to the backup; try help`,
		"backup fault dn=7001,error=59":   "refused: the fault \"dn=7001,error=59\" has no effect: this T-Server is a warm backup, which does not accept clients; give the order",
		"backup fault connect=on":         "refused: the fault \"connect=on\" has no effect: this T-Server is a warm backup, which refuses connections",
		"backup start":                    "refused: the backup is warm and refuses connections until it is primary; use the order standby hot to make it accept them",
		"backup restart":                  "refused: the backup is warm and refuses",
		"backup drop":                     "refused: no client is connected",
		"drop nobody":                     "refused: no client has logged in as nobody",
		"fault dn=7001,hardware-error=52": "refused: the fault \"dn=7001,hardware-error=52\" has no effect: no client has registered DN 7001",
		"start":                           "refused: this T-Server is listening already",
		"standby warm":                    "refused: the backup is warm already",
		"standby tepid":                   `refused: unknown kind of standby "tepid"; use warm or hot`,
	} {
		s.order(order)
		s.await(want)
	}
	s.order("standby hot")
	s.await("the simulated T-Server listens on " + primary + " again")
	s.await("ok")
	conn, err := net.Dial("tcp", primary)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	s.await("connected")
	s.order("backup fault dn=7001,error=59")
	s.await("refused: the fault \"dn=7001,error=59\" has no effect: this T-Server is a backup, which sends no events")
	s.order("backup fault register=59")
	s.await("ok")
	s.order("backup drop")
	s.await("ok 1 client")
	s.order("restart soon")
	s.await("refused: the fault \"restart=soon\": restart takes nothing or a time, not \"soon\"")
	s.order("restart")
	s.await("ok the primary is " + primary)
	s.order("standby warm")
	s.await("ok")
	s.order("restart 1h")
	s.await("ok the primary is " + backup)
	s.order("stop")
	s.await("ok the primary is " + backup + ", which refuses connections")
	s.order("backup start")
	s.await("ok")
	s.order("switchover")
	s.await("ok the primary is " + primary)
}

// TestTServerLocked checks that the recorder passes the password and mutual TLS.
func TestTServerLocked(t *testing.T) {
	authority, err := selfsigned.NewAuthority("test")
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := authority.Issue(selfsigned.Options{Name: "tserver", Hosts: []string{"tserver.test"}})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key, err := certificate.Write(dir, "server")
	if err != nil {
		t.Fatal(err)
	}
	ca, err := authority.Write(dir, "ca")
	if err != nil {
		t.Fatal(err)
	}
	s := startTServer(t, map[string]string{password.Variable: "s3cret"}, "--dns", "7001", "--tls-cert", cert, "--tls-key", key, "--tls-client-ca", ca)
	address, _, _ := strings.Cut(s.await("the simulated T-Server listens on "), " ")
	s.await("logged in")
	s.order("clients")
	s.await("recorder")

	conn, err := tls.Dial("tcp", address, &tls.Config{RootCAs: authority.Pool(), ServerName: "tserver.test", MinVersion: tls.VersionTLS12})
	if err == nil {
		// The refusal of a missing certificate follows the handshake.
		defer func() { _ = conn.Close() }()
		if _, err = conn.Read(make([]byte, 1)); err == nil {
			t.Error("a client without a certificate got in")
		}
	}
	s.await("tls: client didn't provide a certificate")
}

// TestTServerPorts checks a T-Server with a plain port and one with TLS.
func TestTServerPorts(t *testing.T) {
	authority, err := selfsigned.NewAuthority("test")
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := authority.Issue(selfsigned.Options{Name: "tserver", Hosts: []string{"127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	cert, key, err := certificate.Write(t.TempDir(), "server")
	if err != nil {
		t.Fatal(err)
	}
	// A recorder that is still starting at the end would change the exit code.
	s := startTServer(t, nil, "--dns", "7001", "--no-recorder", "--tls-cert", cert, "--tls-key", key, "--listen-tls", "127.0.0.1:0")
	plain, rest, _ := strings.Cut(s.await("the simulated T-Server listens on "), " and ")
	secure, _, found := strings.Cut(rest, " (TLS) with 1 DN")
	if !found {
		t.Fatalf("the ports are %q and %q", plain, rest)
	}
	conn, err := net.Dial("tcp", plain)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	s.await("connected")
	locked, err := tls.Dial("tcp", secure, &tls.Config{RootCAs: authority.Pool(), MinVersion: tls.VersionTLS12})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = locked.Close() }()
	s.await("connected")
}

func TestTServerFlagErrors(t *testing.T) {
	dir := t.TempDir()
	empty := filepath.Join(dir, "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, want string
		args       []string
	}{
		{"a key is missing", "TLS needs a certificate and its key: use --tls-cert and --tls-key", []string{"--tls-cert", empty}},
		{"only an authority", "TLS needs a certificate and its key", []string{"--tls-client-ca", empty}},
		{"a file without a certificate", "--tls-cert " + empty + " contains no certificate in PEM form", []string{"--tls-cert", empty, "--tls-key", empty}},
		{"TLS without a certificate", "--listen-tls and --pair-listen-tls need --tls-cert and --tls-key", []string{"--listen-tls", "127.0.0.1:0"}},
		{"more agents than DNs", "--agents, --calls-per-second and --events-per-second: 2 agents need as many DNs, and there are 1", []string{"--dns", "7001", "--agents", "2"}},
		{"a rate that is not one", "--calls-per-second -1: use a number from 0 to 100000", []string{"--agents", "2", "--calls-per-second", "-1"}},
		{"a rate without agents", "--calls-per-second -1: use a number from 0 to 100000", []string{"--calls-per-second", "-1"}},
		{"a rate that is not a number", "--events-per-second NaN: use a number from 0 to 100000", []string{"--events-per-second", "nan"}},
		{"life and load", "--life and a load exclude each other", []string{"--life", "--agents", "2"}},
		{"backup and pair", "--backup and --pair-listen exclude each other", []string{"--backup", "--pair-listen", "127.0.0.1:0"}},
		{"no recorder and its fault", "--no-recorder excludes --recorder-fault, --recorder-2 and --recorder-2-fault", []string{"--no-recorder", "--recorder-fault", "silent=on"}},
		{"no recorder and a second one", "--no-recorder excludes --recorder-fault, --recorder-2 and --recorder-2-fault", []string{"--no-recorder", "--recorder-2"}},
		{"a fault without a client", "--fault: the fault \"drop=fin\" has no effect: no client is connected", []string{"--fault", "drop=fin"}},
		{"a bad port of the pair", "--pair-listen \"127.0.0.1:99999\": invalid port 99999; ports are 0 to 65535", []string{"--pair-listen", "127.0.0.1:99999"}},
		{"no port", "--listen \"foo\" is not HOST:PORT, as in 127.0.0.1:7000", []string{"--listen", "foo"}},
		{"a missing password file", "--password-file nowhere: there is no such file", []string{"--password-file", "nowhere"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			output, out, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			streams := process.Streams{In: os.Stdin, Out: out, Err: out, Environment: func(string) (string, bool) { return "", false }}
			code := cli.Run(context.Background(), append([]string{"tserver", "--listen", "127.0.0.1:0"}, tt.args...), streams)
			out.Close()
			text, err := bufio.NewReader(output).ReadString('\n')
			if err != nil || !strings.HasPrefix(text, "capdeck: "+tt.want) || code != exit.Usage {
				t.Errorf("exit code %d, %q, %v", code, text, err)
			}
		})
	}
}

// TestTServerTwoRecorders checks that two recorders on the same DNs obey separate orders.
func TestTServerTwoRecorders(t *testing.T) {
	s := startTServer(t, nil, "--dns", "7001", "--recorder-2", "--recorder-2-fault", "wrong=on")
	s.await("(recorder, ")
	s.await("(recorder-2, ")
	s.order("recorder-2 dn=7001,silent=on")
	s.await("ok")
	s.order("recorder-2 nonsense")
	s.await(`refused: the order "nonsense" has the unknown word`)
	alone := startTServer(t, nil, "--dns", "7001")
	alone.await("logged in")
	alone.order("recorder-2 silent=on")
	alone.await("refused: recorder-2 does not run; see --no-recorder and --recorder-2")
	for _, order := range []string{"switchover", "standby hot", "backup stop"} {
		alone.order(order)
		alone.await("refused: there is no backup; start capdeck tserver with --pair-listen")
	}
}
