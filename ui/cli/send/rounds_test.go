package send

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn"
	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/live"
)

// parties are a simulated T-Server and the journal of a run of send.
type parties struct {
	*simserver.Server
	recorded *journal.Memory
}

// record is the journal of a run, in memory.
type record struct{ *journal.Memory }

func (record) State() journal.State         { return journal.State{} }
func (record) Tell([]journal.Process) error { return nil }
func (record) Close() error                 { return nil }

func dnsOf(n int) []string {
	dns := make([]string, n)
	for i := range dns {
		dns[i] = fmt.Sprint(7001 + i)
	}
	return dns
}

// startParties starts a T-Server with n DNs, and a recorder for them if recorded is true.
func startParties(t *testing.T, n int, recorded bool) *parties {
	t.Helper()
	start := func(f func()) { go f() }
	options := simserver.Options{Go: start}
	for _, dn := range dnsOf(n) {
		options.DNs = append(options.DNs, simserver.DN{Number: dn})
	}
	server, err := simserver.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	if recorded {
		rec, err := recorder.Start(t.Context(), recorder.Options{Addresses: []string{server.Addr()}, DNs: dnsOf(n), Go: start})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(rec.Close)
	}
	return &parties{Server: server, recorded: &journal.Memory{}}
}

// send runs send for DNs and returns the lines of standard output and standard error.
func (p *parties) send(ctx context.Context, t *testing.T, planned plan, options board.Options, dns ...string) (out, errOut []string, err error) {
	t.Helper()
	var written, errors bytes.Buffer
	err = p.sendTo(ctx, t, &written, &errors, planned, options, dns...)
	return strings.Split(strings.TrimSuffix(written.String(), "\n"), "\n"), strings.Split(strings.TrimSuffix(errors.String(), "\n"), "\n"), err
}

func (p *parties) sendTo(ctx context.Context, t *testing.T, out, errOut io.Writer, planned plan, options board.Options, dns ...string) error {
	t.Helper()
	var entries []dnfile.Entry
	for _, dn := range dns {
		entries = append(entries, dnfile.Entry{DN: dn})
	}
	s := newSender(entries, options, planned)
	s.patience = 30 * time.Second
	s.journal, s.limit, s.output = record{p.recorded}, time.Now().Add(s.patience), newOutput(out, errOut, planned)
	return s.connect(ctx, capture.Options{Session: tlibconn.Options{
		Site: live.Site, Addresses: []string{p.Addr()}, NoReconnect: true, BatchInterval: batchInterval,
	}}, entries)
}

// object is a line of --json.
type object struct {
	result
	Results  int
	Outcomes map[string]int
	Rounds   int
	Began    string
}

func objects(t *testing.T, lines []string) []object {
	t.Helper()
	all := make([]object, len(lines))
	for i, line := range lines {
		// The keys acceptedMs and indicationMs of a summary hold objects.
		if strings.HasPrefix(line, `{"type":"summary"`) {
			line = strings.ReplaceAll(strings.ReplaceAll(line, "acceptedMs", "a"), "indicationMs", "i")
		}
		if err := json.Unmarshal([]byte(line), &all[i]); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
	return all
}

func at(t *testing.T, text string) time.Time {
	t.Helper()
	parsed, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// Each round sends once for each DN, and no round begins before the previous one has ended
// or earlier than the interval allows.
func TestRounds(t *testing.T) {
	t.Parallel()
	const interval = 300 * time.Millisecond
	p := startParties(t, 3, true)
	planned := plan{verb: event.VerbQuery, asJSON: true, rounds: 3, interval: interval, numbered: true}
	lines, _, err := p.send(t.Context(), t, planned, board.Options{}, dnsOf(3)...)
	if err != nil {
		t.Fatal(err)
	}
	results := objects(t, lines)
	if len(results) != 10 {
		t.Fatalf("%d lines:\n%s", len(results), strings.Join(lines, "\n"))
	}
	for i, r := range results[:9] {
		if r.Round != i/3+1 || r.Outcome != "confirmed" {
			t.Errorf("line %d is %s", i+1, lines[i])
		}
		times := []string{r.Queued, r.Sent, r.Accepted, r.Indication, r.Ended}
		if slices.Contains(times, "") || at(t, r.Sent).Before(at(t, r.Queued)) || at(t, r.Ended).Before(at(t, r.Indication)) || r.EndedMS == nil || r.WaitedMS == nil {
			t.Errorf("the times are wrong: %s", lines[i])
		}
		if i < 3 {
			continue
		}
		for _, before := range results[i/3*3-3 : i/3*3] {
			if queued := at(t, r.Queued); queued.Before(at(t, before.Ended)) {
				t.Errorf("round %d began before DN %s had ended", r.Round, before.DN)
			}
		}
	}
	sum := results[9]
	if earliest := at(t, sum.Began).Add(2 * interval); at(t, results[6].Queued).Before(earliest.Add(-time.Millisecond)) {
		t.Errorf("the third round began %s too early", earliest.Sub(at(t, results[6].Queued)))
	}
	if sum.Rounds != 3 || sum.Results != 9 || sum.Outcomes["confirmed"] != 9 || sum.ExitCode != exit.OK || !strings.Contains(lines[9], `"of":3`) || !strings.Contains(lines[9], `"indicationMs":{"count":9,"p50":`) {
		t.Errorf("the summary is %s", lines[9])
	}
	if n := len(p.recorded.Outcomes()); n != 9 {
		t.Errorf("the journal has %d outcomes", n)
	}
}

// As lines, results name their round, and the summary goes to standard error.
func TestSummaryOfLines(t *testing.T) {
	t.Parallel()
	p := startParties(t, 1, true)
	planned := plan{verb: event.VerbStart, rounds: 2, numbered: true}
	out, errOut, err := p.send(t.Context(), t, planned, board.Options{}, "7001", "9999")
	if exit.CodeOf(err) != exit.Rejected || len(out) != 4 {
		t.Fatalf("%v\n%s", err, strings.Join(out, "\n"))
	}
	for _, want := range []string{"7001  round 1  start confirmed ", "7001  round 2  start confirmed ", "9999  round 2  start refused 59: "} {
		if !slices.ContainsFunc(out, func(line string) bool { return strings.HasPrefix(line, want) }) {
			t.Errorf("no line begins with %q:\n%s", want, strings.Join(out, "\n"))
		}
	}
	if len(errOut) != 1 || !strings.HasPrefix(errOut[0], "2 rounds in ") || !strings.Contains(errOut[0], ": 2 confirmed, 2 refused; accepted p50 ") || !strings.Contains(errOut[0], "; indication p50 ") {
		t.Errorf("the summary is %q", errOut)
	}
}

// With --wait accepted EventACK ends a command, as many rounds as there are: without a
// recorder the board waits for more indications than it keeps for a DN.
func TestAccepted(t *testing.T) {
	t.Parallel()
	p := startParties(t, 2, false)
	const rounds = board.MaxOpenCommands + 3
	planned := plan{verb: event.VerbStart, asJSON: true, accepted: true, rounds: rounds, numbered: true}
	lines, _, err := p.send(t.Context(), t, planned, board.Options{IndicationTimeout: 500 * time.Millisecond}, "7001", "7002")
	if err != nil || len(lines) != 2*rounds+1 {
		t.Fatalf("%v, %d lines", err, len(lines))
	}
	for i, r := range objects(t, lines)[:2*rounds] {
		if r.Outcome != "accepted" || r.ExitCode != exit.OK || r.Ended != r.Accepted || r.Indication != "" || r.Text != "not waited for the indication" {
			t.Fatalf("line %d is %s", i+1, lines[i])
		}
	}
	outcomes := p.recorded.Outcomes()
	if len(outcomes) != 2*rounds || outcomes[0].Outcome != "accepted" || outcomes[0].Why != "not waited for the indication" {
		t.Errorf("the journal has %d outcomes, the first is %+v", len(outcomes), outcomes[0])
	}
	planned = plan{verb: event.VerbStart, accepted: true, rounds: 1}
	lines, _, err = p.send(t.Context(), t, planned, board.Options{}, "7001")
	if err != nil || !strings.HasPrefix(lines[0], "7001  start accepted, not waited for the indication (") || !strings.HasSuffix(lines[0], " ms)  unknown") {
		t.Errorf("%v, the line is %q", err, lines[0])
	}
}

// No command leaves before the rate allows it.
func TestRate(t *testing.T) {
	t.Parallel()
	const rate = 20 // and 2 at once
	p := startParties(t, 12, true)
	planned := plan{verb: event.VerbStart, asJSON: true, accepted: true, rate: rate, rounds: 1}
	lines, _, err := p.send(t.Context(), t, planned, board.Options{}, dnsOf(12)...)
	if err != nil {
		t.Fatal(err)
	}
	results := objects(t, lines)
	first, sent := at(t, results[0].Queued), make([]time.Time, len(results))
	for i, r := range results {
		sent[i] = at(t, r.Sent)
		if queued := at(t, r.Queued); queued.Before(first) {
			first = queued
		}
	}
	slices.SortFunc(sent, time.Time.Compare)
	for i := 2; i < len(sent); i++ {
		if earliest := first.Add(time.Duration(i-1) * time.Second / rate); sent[i].Before(earliest.Add(-time.Millisecond)) {
			t.Errorf("command %d left %s too early", i+1, earliest.Sub(sent[i]))
		}
	}
}

// A command names the call of the DN, unless another one is asked for.
func TestConnID(t *testing.T) {
	t.Parallel()
	p := startParties(t, 1, true)
	connID, err := p.Ring("7001", "5550100")
	if err == nil {
		err = p.Answer("7001", connID)
	}
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"capture": fmt.Sprintf("%016x", connID), "current": fmt.Sprintf("%016x", connID), "none": "", "00000000000abcde": "00000000000abcde",
	} {
		policy, err := board.ParseConnIDPolicy(text)
		if err != nil {
			t.Fatal(err)
		}
		lines, _, err := p.send(t.Context(), t, plan{verb: event.VerbStart, asJSON: true, rounds: 1}, board.Options{ConnID: policy}, "7001")
		if err != nil {
			t.Error(err)
		}
		if got := objects(t, lines)[0].ConnID; got != want {
			t.Errorf("--conn-id %s: the command names %q, want %q", text, got, want)
		}
		if intents := p.recorded.Intents(); say16(intents[len(intents)-1].ConnID) != want {
			t.Errorf("--conn-id %s: the request names %x", text, intents[len(intents)-1].ConnID)
		}
	}
}

func say16(connID uint64) string {
	if connID == 0 {
		return ""
	}
	return fmt.Sprintf("%016x", connID)
}

// hook calls a function before the first write, and fails each write with err.
type hook struct {
	bytes.Buffer
	first func()
	err   error
}

func (h *hook) Write(p []byte) (int, error) {
	if h.first != nil {
		h.first()
		h.first = nil
	}
	if h.err != nil {
		return 0, h.err
	}
	return h.Buffer.Write(p)
}

// A signal ends a run: every DN has its line, and the exit code is 8 if not everything was
// sent.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	p := startParties(t, 10, true)
	for name, tt := range map[string]struct {
		planned plan
		dns     int
		code    exit.Code
		errOut  string
	}{
		"while commands wait":   {plan{rate: 1, rounds: 1}, 10, exit.Incomplete, ""},
		"between two rounds":    {plan{rounds: 5, interval: time.Hour, numbered: true}, 1, exit.Incomplete, "1 of 5 rounds in "},
		"after everything left": {plan{rounds: 1}, 1, exit.OK, ""},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			out, errOut := &hook{first: stop}, &bytes.Buffer{}
			tt.planned.verb = event.VerbStart
			err := p.sendTo(ctx, t, out, errOut, tt.planned, board.Options{}, dnsOf(tt.dns)...)
			if exit.CodeOf(err) != tt.code {
				t.Errorf("exit code %d, want %d", exit.CodeOf(err), tt.code)
			}
			for _, dn := range dnsOf(tt.dns) {
				if n := strings.Count("\n"+out.String(), "\n"+dn+"  "); n != 1 {
					t.Errorf("DN %s has %d lines:\n%s", dn, n, out.String())
				}
			}
			if tt.dns > 1 && !strings.Contains(out.String(), "start not sent: interrupted\n") {
				t.Errorf("no line reports a command that was not sent:\n%s", out.String())
			}
			if !strings.HasPrefix(errOut.String(), tt.errOut) || tt.errOut != "" && !strings.Contains(errOut.String(), "stopped: interrupted") {
				t.Errorf("standard error says %q", errOut.String())
			}
		})
	}
}

// When the results cannot be written any more, nothing more is sent, and what was sent has
// its outcome in the journal.
func TestReaderLeaves(t *testing.T) {
	t.Parallel()
	p := startParties(t, 10, true)
	planned := plan{verb: event.VerbStart, rate: 1, rounds: 3, numbered: true}
	err := p.sendTo(t.Context(), t, &hook{err: syscall.EPIPE}, io.Discard, planned, board.Options{}, dnsOf(10)...)
	sent := len(p.recorded.Intents())
	if want := fmt.Sprintf("%d commands were not sent: ", 30-sent); exit.CodeOf(err) != exit.Incomplete || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("%v, exit code %d; want %q", err, exit.CodeOf(err), want)
	}
	confirmed := 0
	for _, outcome := range p.recorded.Outcomes() {
		if outcome.Outcome == "confirmed" {
			confirmed++
		}
	}
	if sent == 0 || confirmed != sent {
		t.Errorf("%d commands were sent, %d confirmed", sent, confirmed)
	}
	planned = plan{verb: event.VerbStart, rounds: 1}
	if err = p.sendTo(t.Context(), t, &hook{err: syscall.EPIPE}, io.Discard, planned, board.Options{}, "7001"); err != nil {
		t.Errorf("after everything was sent: %v", err)
	}
	full := errors.New("no space left on device")
	if err = p.sendTo(t.Context(), t, &hook{err: full}, io.Discard, planned, board.Options{}, "7001"); exit.CodeOf(err) != exit.Failure || !errors.Is(err, full) {
		t.Errorf("on a full disk: %v", err)
	}
}
