//go:build unix

package ptytest

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
	"capdeck/ui/internal/screentest"
)

// numbers returns n DNs from first on.
func numbers(first, n int) []string {
	dns := make([]string, n)
	for i := range dns {
		dns[i] = strconv.Itoa(first + i)
	}
	return dns
}

// TestTenThousandDNs registers and queries 10,000 DNs, and shows what the recorder reports for them.
func TestTenThousandDNs(t *testing.T) {
	const n = 10_000
	dns := numbers(10_000, n)
	initial := make(map[string]event.Indication, n)
	for i, dn := range dns {
		initial[dn] = []event.Indication{event.Enabled, event.Enabled, event.Paused, event.Disabled}[i%4]
	}
	p := startServer(t, simserver.Options{}, dns...)
	p.record(t, recorder.Options{DNs: dns, Initial: initial})
	d := p.sitAt(t, wide, "10000-19999", "--query-rate", "0")
	d.waitAll(t, "10,000 of 10,000 DNs registered", "● 5,000 rec", "‖ 2,500 paused", "○ 2,500 off", "? 0 unknown", "! 0 faults", "~ 0 stale")
	d.Send(t, "G")
	d.waitRow(t, "19999", "○ OFF")
	d.Send(t, "/19998\r")
	d.WaitText(t, "filter: 19998 (1 of ")
	d.waitRow(t, "19998", "‖ PAUSED")
	// A login, and a registration and a query for each DN.
	if got := len(p.seen.wait(t, board, 1+2*n)); got != 1+2*n {
		t.Errorf("the board sent %d frames, want %d", got, 1+2*n)
	}
	d.quit(t)
}

// mostMemory is the memory that a board of 1,000 DNs may use under any flood, in KiB.
const mostMemory = 150 << 10

// TestFlood has a T-Server that sends as fast as the board reads: batches and message log are full, and the memory
// stays bounded.
func TestFlood(t *testing.T) {
	const events = 5_000_000
	dns := numbers(7000, stalledDNs)
	p := startServer(t, simserver.Options{}, dns...)
	d := p.sitAt(t, wide, "7000-7999", "--no-query")
	d.WaitText(t, "1,000 of 1,000 DNs registered")
	if err := p.server.Order(fmt.Sprintf("flood=%d", events)); err != nil {
		t.Fatal(err)
	}
	// The log holds the newest 100,000.
	gone := regexp.MustCompile(`4,9\d\d,\d\d\d older gone`)
	d.WaitFor(t, func(screen *screentest.Screen) bool { return gone.MatchString(screen.Text()) }, "the flood to be read")
	peak := memory(t, d, "VmHWM")
	t.Logf("peak of the resident memory: %d KiB", peak)
	if peak > mostMemory {
		t.Errorf("the resident memory grew to %d KiB", peak)
	}
	d.quit(t)
}

// The size of the load of TestStalledTerminal.
const (
	stalledDNs   = 1000
	stalledRound = 100_000 // events
)

// TestStalledTerminal has a terminal that accepts nothing while events change the states of all DNs, six times as
// many events as the message log holds. The board continues: it reads all events, answers the T-Server's keep-alive,
// and needs no more memory for the last events than before. When the terminal accepts output again, the next frame
// shows the latest state.
func TestStalledTerminal(t *testing.T) {
	dns := numbers(7000, stalledDNs)
	p := startServer(t, simserver.Options{MaxQueued: 256 << 20}, dns...)
	d := p.sitAt(t, wide, "7000-7999", "--no-query")
	d.WaitText(t, "1,000 of 1,000 DNs registered")
	p.fire(t, 0, dns)
	d.waitRow(t, "7000", stalledSigns[0])

	d.Pause()
	var peak [6]int
	for round := range peak {
		p.fire(t, round+1, dns)
		peak[round] = memory(t, d, "VmHWM")
	}
	t.Logf("peaks of the resident memory, KiB: %v", peak)
	// The log is full after the first round. Only garbage that was not collected yet can grow after that. 600,000
	// events that were never read would be 45 MB as bytes alone, and several times that in memory.
	if peak[5] > mostMemory || peak[5]-peak[1] > 60<<10 {
		t.Errorf("the resident memory grew, KiB a round: %v", peak)
	}
	before := d.Screen.Bytes()
	d.Resume()
	last := stalledState(6, stalledRound-stalledDNs)
	d.waitRow(t, "7000", stalledSigns[last])
	var counts [3]int
	for i := range dns {
		counts[stalledState(6, stalledRound-stalledDNs+i)]++
	}
	d.waitAll(t, fmt.Sprintf("● %d rec", counts[0]), fmt.Sprintf("‖ %d paused", counts[1]), fmt.Sprintf("○ %d off", counts[2]))
	for i := range 20 {
		d.waitRow(t, dns[i], stalledSigns[stalledState(6, stalledRound-stalledDNs+i)])
	}
	// The output after the terminal accepted it again: the rest of the kernel's buffer, two frames that waited, and
	// the current one.
	t.Logf("bytes after the stall: %d", d.Screen.Bytes()-before)
	if drawn := d.Screen.Bytes() - before; drawn > 160<<10 {
		t.Errorf("%d bytes came after the stall: frames had piled up", drawn)
	}
	d.quit(t)
}

var (
	stalledSigns = [...]string{"● REC", "‖ PAUSED", "○ OFF"}
	stalledWords = [...]string{"enabled", "paused", "disabled"}
)

// stalledState is the state that event i of a round reports: it differs at each pass over the DNs, and the state
// after the last pass differs from the one before the first.
func stalledState(round, i int) int { return (i/stalledDNs + i + round + 1) % 3 }

// fire sends one round of events over the DNs in turn, and waits until the board has read the last one, which is
// followed by a poll that the board answers. Round 0 is a single event for each DN.
func (p *parties) fire(t *testing.T, round int, dns []string) {
	t.Helper()
	n := stalledRound
	if round == 0 {
		n = len(dns)
	}
	mark := fmt.Sprintf("end of round %d", round)
	p.meddler.conn(t, 1).behind(t, mark, fmt.Sprintf("703250 0000%02x", round))
	for i := range n {
		pairs := []wire.KeyValue{wire.TextPair("screen-capture", stalledWords[stalledState(round, i)])}
		if round == 0 {
			pairs[0] = wire.TextPair("screen-capture", stalledWords[i%3])
		}
		if i == n-1 {
			pairs = append(pairs, wire.TextPair("mark", mark))
		}
		if err := p.server.UserEvent(dns[i%len(dns)], 0, pairs...); err != nil {
			t.Fatal(err)
		}
	}
	p.seen.waitFrame(t, 1, plain(fmt.Sprintf("703270 0000%02x", round)))
}

// memory returns a line of the program's /proc/PID/status, in KiB.
func memory(t *testing.T, d *desk, name string) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", d.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(status) {
		fields := strings.Fields(string(line))
		if len(fields) == 3 && fields[0] == name+":" {
			kib, failed := strconv.Atoi(fields[1])
			if failed != nil {
				t.Fatal(failed)
			}
			return kib
		}
	}
	t.Fatalf("no %s in %s", name, status)
	return 0
}
