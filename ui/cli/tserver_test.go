package cli

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

	"capdeck/tlibconn/simserver/testcert"
)

// tserver is `capdeck tserver` run by a test, which orders and reads lines.
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
	ended := make(chan ExitCode, 1)
	go func() {
		lookup := func(name string) (string, bool) {
			value, set := variables[name]
			return value, set
		}
		streams := Streams{In: in, Out: out, Err: out, Environment: lookup}
		ended <- Run(ctx, append([]string{"tserver", "--listen", "127.0.0.1:0"}, args...), streams)
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
		if code := <-ended; code != ExitOK {
			t.Errorf("exit code %d", code)
		}
	})
	return s
}

// await returns what stands behind the part in the next line that has it.
func (s *tserver) await(part string) string {
	s.t.Helper()
	guard := time.After(30 * time.Second)
	for {
		select {
		case text, open := <-s.lines:
			if !open {
				s.t.Fatalf("it ended without %q", part)
			}
			if _, rest, found := strings.Cut(text, part); found {
				return rest
			}
		case <-guard:
			s.t.Fatalf("it never said %q", part)
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
	backup, _, _ := strings.Cut(s.await("the simulated T-Server's backup listens on "), " ")
	s.order("ring 7001 X")
	s.await("ok ConnID ")
	s.order("switchover")
	s.await("ok the primary is " + backup)
	s.order("answer 7001")
	s.await("ok")
	s.order("backup answer 7001")
	s.await("no: DN 7001 has no call for that")
	s.order("backup fault connect=refuse")
	s.await("the simulated T-Server refuses connections on " + primary)
	s.await("ok")
	if conn, err := net.Dial("tcp", primary); err == nil {
		t.Errorf("the backup took %v", conn.LocalAddr())
	}
	s.order("backup start")
	s.await("ok")
	conn, err := net.Dial("tcp", primary)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	s.await("has connected")
	s.order("backup drop nobody")
	s.await("ok 0 clients")
	s.order("backup drop")
	s.await("ok 1 client")
	s.order("restart soon")
	s.await("no: the fault \"restart=soon\": restart takes nothing or a time, not \"soon\"")
	s.order("restart")
	s.await("listens on " + backup + " again")
	s.order("stop")
	s.await("refuses connections on " + backup)
	s.order("switchover")
	s.await("ok the primary is " + primary)
}

// The recorder beside the server gets in through its password and mutual TLS.
func TestTServerLocked(t *testing.T) {
	authority, err := testcert.NewAuthority("test")
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := authority.Issue(testcert.Options{Name: "tserver", Hosts: []string{"tserver.test"}})
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
	s := startTServer(t, map[string]string{passwordVariable: "s3cret"}, "--dns", "7001", "--tls-cert", cert, "--tls-key", key, "--tls-client-ca", ca)
	address, _, _ := strings.Cut(s.await("the simulated T-Server listens on "), " ")
	s.await("has logged in")
	s.order("clients")
	s.await("recorder")

	conn, err := tls.Dial("tcp", address, &tls.Config{RootCAs: authority.Pool(), ServerName: "tserver.test", MinVersion: tls.VersionTLS12})
	if err == nil {
		// The refusal of a missing certificate comes behind the handshake.
		defer func() { _ = conn.Close() }()
		if _, err = conn.Read(make([]byte, 1)); err == nil {
			t.Error("a client without a certificate got in")
		}
	}
	s.await("tls: client didn't provide a certificate")
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
		{"a key is missing", "TLS needs a certificate and its key: give --tls-cert and --tls-key", []string{"--tls-cert", empty}},
		{"only an authority", "TLS needs a certificate and its key", []string{"--tls-client-ca", empty}},
		{"no certificate in it", "--tls-cert " + empty + ", --tls-key " + empty + ": tls: failed to find any PEM data", []string{"--tls-cert", empty, "--tls-key", empty}},
		{"backup and pair", "--backup and --pair-listen exclude each other", []string{"--backup", "--pair-listen", "127.0.0.1:0"}},
		{"the pair's port", "the simulated T-Server cannot start: the backup: ", []string{"--pair-listen", "127.0.0.1:99999"}},
		{"the password's file", "--password-file: open nowhere", []string{"--password-file", "nowhere"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			output, out, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			streams := Streams{In: os.Stdin, Out: out, Err: out, Environment: func(string) (string, bool) { return "", false }}
			code := Run(context.Background(), append([]string{"tserver", "--listen", "127.0.0.1:0"}, tt.args...), streams)
			out.Close()
			text, err := bufio.NewReader(output).ReadString('\n')
			if err != nil || !strings.HasPrefix(text, "capdeck: "+tt.want) || code == ExitOK {
				t.Errorf("exit code %d, %q, %v", code, text, err)
			}
		})
	}
}

// Two recorders on the same DNs take orders of their own.
func TestTServerTwoRecorders(t *testing.T) {
	s := startTServer(t, nil, "--dns", "7001", "--recorder-2", "--recorder-2-fault", "wrong=on")
	s.await("(recorder, ")
	s.await("(recorder-2, ")
	s.order("recorder-2 dn=7001,silent=on")
	s.await("ok")
	s.order("recorder-2 nonsense")
	s.await(`no: the order "nonsense" has the unknown word`)
	alone := startTServer(t, nil, "--dns", "7001")
	alone.await("has logged in")
	alone.order("recorder-2 silent=on")
	alone.await("no: there is no recorder-2: see --no-recorder and --recorder-2")
}
