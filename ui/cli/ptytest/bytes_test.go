//go:build unix

package ptytest

import (
	"testing"

	"capdeck/tlibconn/simserver"
)

// board is the program's number among the T-Server's clients: the recorder was the first.
const board = 2

// The requests of the program, written by hand from docs/protocol/WIRE.md (Session, Key-value lists) in the
// attribute order of the vectors flow-00, flow-02, flow-04 and flow-08: length, number of attributes and type; then
// each attribute.
const (
	login = "00000037 03 00000000" +
		"00000000 73 0014 74736572766572 20 70726f746f636f6c 20 342e32" + // ProtocolVersion: tserver protocol 4.2
		"0000006c 69 00000000" + // SessionID
		"00000040 73 0007 6361706465636b" // ApplicationName: capdeck
	registration = "00000034 05 00000003" +
		"00000002 69 00000001" + // ReferenceID
		"00000031 69 00000000" + // RegisterMode: share
		"00000032 69 00000000" + // ControlMode
		"00000014 73 0004 37303031" + // ThisDN: 7001
		"0000002f 69 00000001" // AddressType: DN

	// The contents of RequestSendEvent (49): ConnID or none, then UserData, ThisDN and UserEvent, then the
	// ReferenceID.
	connID      = "00000009 6c 00ff4ae3001a3d1f"
	startData   = "00000033 62 001c 0001 00 000e 73637265656e2d63617074757265 0005 7374617274"
	pauseData   = "00000033 62 001c 0001 00 000e 73637265656e2d63617074757265 0005 7061757365"
	resumeData  = "00000033 62 001d 0001 00 000e 73637265656e2d63617074757265 0006 726573756d65"
	stopData    = "00000033 62 001b 0001 00 000e 73637265656e2d63617074757265 0004 73746f70"
	queryData   = "00000033 62 001c 0001 00 000e 73637265656e2d63617074757265 0005 7175657279"
	userEvent96 = "00000014 73 0004 37303031" + "0000003a 69 00000060"
	reference   = "00000002 69"
)

// request is one key of the test, the end of the row afterwards, and the frame that the key must send.
type request struct{ key, verb, sign, done, frame string }

// TestBytesWithoutCall compares the bytes that the T-Server's socket received with bytes written by hand, for a DN
// without a call: no ConnID.
func TestBytesWithoutCall(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{}, "7001")
	d := p.sitAt(t, wide, "7001")
	d.waitAll(t, "1 of 1 DN registered", "○ 1 off")
	p.compare(t, d, []string{
		login, registration,
		"00000043 04 00000031" + queryData + userEvent96 + reference + "00000002",
	}, []request{
		{"s", "start", "● REC", "start confirmed", "00000043 04 00000031" + startData + userEvent96 + reference + "00000003"},
		{"p", "pause", "‖ PAUSED", "pause confirmed", "00000043 04 00000031" + pauseData + userEvent96 + reference + "00000004"},
		{"r", "resume", "● REC", "resume confirmed", "00000044 04 00000031" + resumeData + userEvent96 + reference + "00000005"},
		{"x", "stop", "○ OFF", "stop confirmed", "00000042 04 00000031" + stopData + userEvent96 + reference + "00000006"},
		{"u", "query", "○ OFF", "query confirmed", "00000043 04 00000031" + queryData + userEvent96 + reference + "00000007"},
	})
	d.quit(t)
}

// TestBytesWithCall does the same for a DN on a call: each names its ConnID.
func TestBytesWithCall(t *testing.T) {
	t.Parallel()
	p := startParties(t, simserver.Options{Seed: 1}, "7001")
	d := p.sitAt(t, wide, "7001", "--no-query", "--columns", "dn,capture,call,connid,last")
	d.waitAll(t, "1 of 1 DN registered")
	id, err := p.server.Ring("7001", "+33123456")
	if err != nil {
		t.Fatal(err)
	}
	d.waitRow(t, "7001", "ringing +33123456", "00ff4ae3001a3d1f")
	if err = p.server.Answer("7001", id); err != nil {
		t.Fatal(err)
	}
	d.waitRow(t, "7001", "talking +33123456")
	p.compare(t, d, []string{login, registration}, []request{
		{"s", "start", "● REC", "start confirmed", "00000050 05 00000031" + connID + startData + userEvent96 + reference + "00000002"},
		{"p", "pause", "‖ PAUSED", "pause confirmed", "00000050 05 00000031" + connID + pauseData + userEvent96 + reference + "00000003"},
		{"r", "resume", "● REC", "resume confirmed", "00000051 05 00000031" + connID + resumeData + userEvent96 + reference + "00000004"},
		{"x", "stop", "○ OFF", "stop confirmed", "0000004f 05 00000031" + connID + stopData + userEvent96 + reference + "00000005"},
		{"u", "query", "○ OFF", "query confirmed", "00000050 05 00000031" + connID + queryData + userEvent96 + reference + "00000006"},
	})
	if err = p.server.Release("7001", id); err != nil {
		t.Fatal(err)
	}
	d.waitGone(t, "talking +33123456")
	// The call is over, so no ConnID is sent. (If 2 s pass here, the board itself sends the same query first.)
	d.Send(t, "u")
	frames := p.seen.wait(t, board, 8)
	if want := plain("00000043 04 00000031" + queryData + userEvent96 + reference + "00000007"); frames[7] != want {
		t.Errorf("after the call\n got %s\nwant %s", frames[7], want)
	}
}

// compare performs the requests by their keys, and compares everything that the board has sent: first what it sends
// by itself, then one frame per key.
func (p *parties) compare(t *testing.T, d *desk, first []string, requests []request) {
	t.Helper()
	want := first
	for _, r := range requests {
		d.Send(t, r.key)
		if r.verb == "pause" || r.verb == "stop" {
			d.focus(t, r.verb)
			d.Send(t, "\r")
		}
		d.waitRow(t, "7001", r.sign, r.done)
		want = append(want, r.frame)
	}
	got := p.seen.wait(t, board, len(want))
	if len(got) != len(want) {
		t.Errorf("%d frames were received, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != plain(want[i]) {
			t.Errorf("frame %d\n got %s\nwant %s", i+1, got[i], plain(want[i]))
		}
	}
}

// TestAppName compares the login with the recorded one.
func TestAppName(t *testing.T) {
	t.Parallel()
	p := startServer(t, simserver.Options{}, "7001")
	d := p.sitAt(t, wide, "7001", "--app-name", "agentdesk", "--no-query")
	d.waitAll(t, "1 of 1 DN registered")
	// The vector flow-00.
	const want = "00000039030000000000000000730014747365727665722070726f746f636f6c20342e320000006c6900000000000000407300096167656e746465736b"
	if got := p.seen.wait(t, 1, 1)[0]; got != want {
		t.Errorf("the login\n got %s\nwant %s", got, want)
	}
}
