package watch

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn"
	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/tlibtest"
	"capdeck/ui/cli/crash"
	"capdeck/ui/cli/process"
)

// floor is a simulated T-Server with a recorder and another client.
type floor struct {
	t        *testing.T
	server   *simserver.Server
	recorder *recorder.Recorder
	other    *capture.Session
}

func start(f func()) { go f() }

// newFloor starts a floor with the DNs 7001 to 7003. T-Server does not know 9999.
func newFloor(t *testing.T) *floor {
	t.Helper()
	dns := []string{"7001", "7002", "7003"}
	f := &floor{t: t, server: tlibtest.NewServer(dns...)}
	t.Cleanup(func() { _ = f.server.Close() })
	ctx, cancel := context.WithTimeout(t.Context(), tlibtest.Hang)
	defer cancel()
	var err error
	f.recorder, err = recorder.Start(ctx, recorder.Options{Addresses: []string{f.server.Addr()}, DNs: dns, Go: start})
	f.must(err)
	t.Cleanup(f.recorder.Close)
	f.other, err = capture.Open(t.Context(), capture.Options{Session: tlibconn.Options{Site: "desk", Addresses: []string{f.server.Addr()}, AppName: "desk", Go: start}}, journal.None{})
	f.must(err)
	t.Cleanup(f.other.Close)
	f.other.Register(dns...)
	for e, err := range f.other.Events() {
		f.must(err)
		if e.Kind == event.KindMessage && e.DN == "7003" {
			break
		}
	}
	return f
}

func (f *floor) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// asks sends a command of the other client.
func (f *floor) asks(verb event.Verb, dn string, connID uint64) {
	f.t.Helper()
	f.must(f.other.SendCommands(f.t.Context(), []event.Command{{ID: uint64(verb), Site: "desk", DN: dn, Verb: verb, ConnID: connID}}))
}

// got is what a test looks at in a line.
type got struct {
	raw            string
	Type, DN, Text string
	Capture        struct{ Old, New, By string }
	Registration   struct{ State string }
	Link           struct{ State string }
	Command        struct{ Verb string }
	Call           struct{ State, ConnID string }
	Agent          struct{ State string }
	Fault          struct{ Fault, Ended string }
	Incident       struct{ Event, Kind string }
	Vouched        struct{ Vouched bool }
	Behind         struct{ Behind bool }
	Row            struct{ State string }
	Message        struct{ Direction string }
}

// watching is a running capdeck watch.
type watching struct {
	t     *testing.T
	read  *os.File
	lines *bufio.Scanner
	stop  context.CancelFunc
	ended chan error
	all   []got
}

// watch runs the command with JSON lines.
func (f *floor) watch(arguments ...string) *watching {
	f.t.Helper()
	read, write, err := os.Pipe()
	f.must(err)
	f.t.Cleanup(func() { _ = read.Close() })
	// It hangs otherwise if a line does not come.
	f.must(read.SetReadDeadline(time.Now().Add(tlibtest.Hang)))
	ctx, stop := context.WithCancel(f.t.Context())
	w := &watching{t: f.t, read: read, lines: bufio.NewScanner(read), stop: stop, ended: make(chan error, 1)}
	w.lines.Buffer(nil, 1<<20)
	streams := process.Streams{In: nil, Out: write, Err: os.Stderr, Environment: func(string) (string, bool) { return "", false }, Guard: crash.New(crash.Options{Dir: f.t.TempDir()})}
	command := Command(streams)
	command.SetArgs(append([]string{"--host", f.server.Addr(), "--no-journal", "--json"}, arguments...))
	command.SilenceUsage, command.SilenceErrors = true, true
	go func() {
		err := command.ExecuteContext(ctx)
		_ = write.Close()
		w.ended <- err
	}()
	f.t.Cleanup(stop)
	return w
}

// next returns the next line; ok is false at the end.
func (w *watching) next() (line got, ok bool) {
	w.t.Helper()
	if !w.lines.Scan() {
		if err := w.lines.Err(); err != nil {
			w.t.Fatalf("%v; the last lines are\n%s", err, w.tail())
		}
		return got{}, false
	}
	line.raw = w.lines.Text()
	if err := json.Unmarshal(w.lines.Bytes(), &line); err != nil {
		w.t.Fatalf("%v: %s", err, line.raw)
	}
	w.all = append(w.all, line)
	return line, true
}

// until reads lines up to one that fits.
func (w *watching) until(what string, fits func(*got) bool) got {
	w.t.Helper()
	for {
		line, ok := w.next()
		if !ok {
			w.t.Fatalf("the lines end before %s:\n%s", what, w.tail())
		}
		if fits(&line) {
			return line
		}
	}
}

// end waits for the end of the command.
func (w *watching) end() error {
	w.t.Helper()
	for {
		if _, ok := w.next(); !ok {
			break
		}
	}
	select {
	case err := <-w.ended:
		return err
	case <-time.After(tlibtest.Hang):
		w.t.Fatal("capdeck watch does not end")
		return nil
	}
}

func (w *watching) tail() string {
	var texts []string
	for _, line := range w.all[max(0, len(w.all)-15):] {
		texts = append(texts, line.raw)
	}
	return strings.Join(texts, "\n")
}
