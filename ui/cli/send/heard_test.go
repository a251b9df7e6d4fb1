package send

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn"
	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/event"
	"capdeck/tlibconn/tlibtest"
	"capdeck/tlibconn/wire"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/live"
)

// scriptedServer is a T-Server for one client, one DN and one command. Each test defines
// its answers to the command.
type scriptedServer struct {
	*tlibtest.Peer
	out []byte // sent with one write, without a pause between messages

	reference wire.Attribute // that of the command

	answer   func(d *scriptedServer, ack func())
	register func(d *scriptedServer) // answers a registration; nil means as usual
}

// hangUp closes the connection after the client has received everything.
func (d *scriptedServer) hangUp() {
	d.flush()
	d.Close()
}

// unregister sends EventUnregistered, as when another application seizes the DN.
func (d *scriptedServer) unregister(attributes ...wire.Attribute) {
	d.say(wire.EventUnregistered, append(attributes, wire.TextAttribute(wire.AttributeThisDN, "7001"))...)
}

func (d *scriptedServer) say(kind wire.MessageType, attributes ...wire.Attribute) {
	d.out = append(d.out, tlibtest.Frame(d.TB, kind, attributes...)...)
}

// flush writes the collected messages. A client that has its answer may have left.
func (d *scriptedServer) flush() {
	_, _ = d.Conn.Write(d.out)
	d.out = d.out[:0]
}

// user sends an EventUserEvent with one pair, for a call unless its ConnID is 0.
func (d *scriptedServer) user(pair wire.KeyValue, connID uint64) { d.pairs(connID, pair) }

func (d *scriptedServer) pairs(connID uint64, pairs ...wire.KeyValue) {
	attributes := []wire.Attribute{tlibtest.ThisDN("7001"), tlibtest.UserData(d.TB, pairs...)}
	if connID != 0 {
		attributes = append(attributes, tlibtest.ConnID(connID))
	}
	d.say(wire.EventUserEvent, attributes...)
}

func (d *scriptedServer) word(word string) { d.user(wire.TextPair(event.CaptureKey, word), 0) }

// serve answers until the client leaves.
func (d *scriptedServer) serve() {
	defer d.Close()
	d.Serve(func(m wire.Message) bool {
		reference := tlibtest.Reference(tlibtest.ReferenceOf(m))
		switch m.Type {
		case wire.RequestRegisterAddress:
			if d.register != nil {
				d.register(d)
				break
			}
			d.say(wire.EventRegistered, reference, tlibtest.ThisDN("7001"))
			d.say(wire.EventEstablished, tlibtest.ThisDN("7001"), tlibtest.ConnID(0xa))
		case wire.RequestSendEvent:
			d.reference = reference
			d.answer(d, func() { d.say(wire.EventACK, reference) })
		default:
			return false
		}
		d.flush()
		return true
	})
}

// sent sends a start to such a T-Server and returns the output and the exit code.
func sent(t *testing.T, asJSON bool, requestTimeout time.Duration, answer func(d *scriptedServer, ack func())) (string, exit.Code) {
	t.Helper()
	return sentTo(t, asJSON, requestTimeout, scriptedServer{answer: answer})
}

// sentTo is like sent, with a T-Server that may answer registrations in its own way.
func sentTo(t *testing.T, asJSON bool, requestTimeout time.Duration, server scriptedServer) (string, exit.Code) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		if conn, closed := listener.Accept(); closed == nil {
			server.Peer = tlibtest.NewPeer(t, conn)
			server.serve()
		}
	}()
	entries := []dnfile.Entry{{DN: "7001"}}
	planned := plan{verb: event.VerbStart, asJSON: asJSON, rounds: 1}
	s := newSender(entries, board.Options{RequestTimeout: requestTimeout, IndicationTimeout: 300 * time.Millisecond}, planned)
	var out bytes.Buffer
	s.patience = 300 * time.Millisecond
	s.journal, s.limit, s.output = live.Unrecorded{}, time.Now().Add(30*time.Second), newOutput(&out, io.Discard, planned)
	err = s.connect(t.Context(), capture.Options{Session: tlibconn.Options{
		Site: live.Site, Addresses: []string{listener.Addr().String()}, NoReconnect: true,
	}}, entries)
	listener.Close()
	<-served
	var coded *exit.Error
	if err != nil && !errors.As(err, &coded) {
		t.Fatal(err)
	}
	return out.String(), exit.CodeOf(err)
}

// Everything that was received for a command's DN and explains its outcome, or casts doubt on
// it, is reported.
func TestSendSaysWhatItHeard(t *testing.T) {
	const code, ended = wire.AttributeErrorCode, `,"exitCode":`
	for _, tt := range []struct {
		name   string
		answer func(d *scriptedServer, ack func())
		code   exit.Code
		text   string // part of the line
		json   string // part of the object
	}{
		{
			"another case", func(d *scriptedServer, ack func()) { ack(); d.word("Enabled") }, exit.Unconfirmed,
			"7001  start ! NO ANSWER in 300 ms  unknown  not understood: 'Enabled'\n", `"outcome":"unanswered","capture":"unknown","connID":"000000000000000a",`,
		},
		{
			"a trailing blank", func(d *scriptedServer, ack func()) { ack(); d.word("paused"); d.word("enabled ") }, exit.Unconfirmed,
			"not understood: 'enabled '\n", `"notUnderstood":"'enabled '"` + ended,
		},
		{
			"a number", func(d *scriptedServer, ack func()) { ack(); d.user(wire.IntPair(event.CaptureKey, 1), 0) }, exit.Unconfirmed,
			"not understood: 1\n", `"notUnderstood":"1"` + ended,
		},
		{
			"an empty text", func(d *scriptedServer, ack func()) { ack(); d.word("") }, exit.Unconfirmed,
			"not understood: ''\n", `"notUnderstood":"''"` + ended,
		},
		{
			"UTF-16, twice", func(d *scriptedServer, ack func()) {
				ack()
				d.word("?")
				d.user(wire.UnicodePair(event.CaptureKey, "\x1b[2JÄnabled"), 0)
			}, exit.Unconfirmed,
			"not understood: '␛[2JÄnabled' (the last of 2)\n", `"notUnderstood":"'␛[2JÄnabled'"` + ended,
		},
		{
			"not understood, then confirmed", func(d *scriptedServer, ack func()) { ack(); d.word("Enabled"); d.word("enabled") }, exit.OK,
			"  enabled  not understood: 'Enabled'\n", `"outcome":"confirmed"`,
		},
		{
			"another call", func(d *scriptedServer, ack func()) { ack(); d.user(wire.TextPair(event.CaptureKey, "enabled"), 0xb) }, exit.Unconfirmed,
			"enabled for another call, 000000000000000b\n", `"otherCalls":[{"capture":"enabled","connID":"000000000000000b"}]` + ended,
		},
		{
			"two recorders", func(d *scriptedServer, ack func()) { ack(); d.word("enabled"); d.word("disabled") }, exit.Unconfirmed,
			"7001  start ! CONFLICT  disabled  conflict: enabled, then disabled\n", `"conflict":["enabled","disabled"]` + ended,
		},
		{
			"what the command explains", func(d *scriptedServer, ack func()) { d.word("disabled"); d.word("enabled"); ack() }, exit.OK,
			"  enabled\n", `"outcome":"confirmed"`,
		},
		{
			"an error without a ReferenceID", func(d *scriptedServer, _ func()) {
				d.say(wire.EventError, wire.TextAttribute(wire.AttributeThisDN, "7001"), wire.IntAttribute(code, 53), wire.TextAttribute(wire.AttributeErrorMessage, "Bad\x1bvalue"))
			}, exit.Lost,
			"start ! LOST", `"errorsWithoutReference":[{"code":53,"text":"Bad␛value"}]` + ended,
		},
		{
			"an error without anything", func(d *scriptedServer, _ func()) { d.say(wire.EventError, wire.IntAttribute(code, 58)) }, exit.Lost,
			"error 58 " + board.ErrorText(58) + ", without a ReferenceID\n", `"code":58`,
		},
		{
			"errors of another client", func(d *scriptedServer, ack func()) {
				d.say(wire.EventError, wire.TextAttribute(wire.AttributeThisDN, "7002"), wire.IntAttribute(code, 59))
				d.say(wire.EventError, wire.TextAttribute(wire.AttributeThisDN, "7002"), wire.IntAttribute(wire.AttributeReferenceID, 999), wire.IntAttribute(code, 59))
				ack()
				d.word("enabled")
			}, exit.OK,
			" ms  enabled\n", `"outcome":"confirmed"`,
		},
		{
			"an error that no request waits for", func(d *scriptedServer, ack func()) {
				ack()
				d.say(wire.EventError, wire.IntAttribute(wire.AttributeReferenceID, 999), wire.IntAttribute(code, 53), wire.TextAttribute(wire.AttributeErrorMessage, "Bad\x1bvalue"))
			}, exit.Unconfirmed,
			"unknown  error 53 Bad␛value, with a ReferenceID that no request is waiting for, 999\n", `"errorsNotAwaited":[{"code":53,"text":"Bad␛value","referenceID":999}]` + ended,
		},
		{
			"an error after the ACK", func(d *scriptedServer, ack func()) {
				ack()
				d.say(wire.EventError, d.reference, wire.IntAttribute(code, 53))
			}, exit.Unconfirmed,
			"error 53 " + board.ErrorText(53) + ", after the answer to the same ReferenceID, 2\n", `"referenceID":2}]` + ended,
		},
		{
			"two values", func(d *scriptedServer, ack func()) {
				ack()
				d.pairs(0, wire.TextPair(event.CaptureKey, "enabled"), wire.TextPair(event.CaptureKey, "disabled"))
			}, exit.OK,
			" ms  enabled  a message held more than one capture value; only the first is used\n", `"morePairs":true` + ended,
		},
		{
			"the link is lost after the ACK", func(d *scriptedServer, ack func()) { ack(); d.say(wire.EventLinkDisconnected) }, exit.Unconfirmed,
			"7001  start ! NO ANSWER in 300 ms  unknown  link lost (link down): T-Server has no link to the switch\n",
			`"link":{"state":"link down","reason":"T-Server has no link to the switch"}` + ended,
		},
		{
			"the link is lost before the ACK", func(d *scriptedServer, _ func()) { d.say(wire.EventLinkDisconnected) }, exit.Lost,
			"unknown  link lost (link down): T-Server has no link to the switch\n",
			`"link":{"state":"link down","reason":"T-Server has no link to the switch"}` + ended,
		},
		{
			"the link comes back", func(d *scriptedServer, ack func()) {
				ack()
				d.say(wire.EventLinkDisconnected)
				d.say(wire.EventLinkConnected)
			}, exit.Unconfirmed,
			"no link to the switch, up again\n", `"upAgain":true}` + ended,
		},
		{
			"confirmed, then the link is lost", func(d *scriptedServer, ack func()) { ack(); d.word("enabled"); d.say(wire.EventLinkDisconnected) }, exit.OK,
			"  link lost (link down): T-Server has no link to the switch\n", `"outcome":"confirmed"`,
		},
		{
			"the connection is lost", func(d *scriptedServer, _ func()) { d.hangUp() }, exit.Lost,
			"connection lost  unknown  link lost (not connected): the connection to T-Server 127.0.0.1:", `"link":{"state":"not connected","reason":"`,
		},
		{
			"the registration is lost", func(d *scriptedServer, ack func()) { ack(); d.unregister(wire.IntAttribute(code, 42)) }, exit.Unconfirmed,
			"unknown  registration lost 42 " + board.ErrorText(42) + "\n", `"registration":{"state":"lost","code":42,"text":"` + board.ErrorText(42) + `"}` + ended,
		},
		{
			"the registration is lost with a text", func(d *scriptedServer, _ func()) {
				d.unregister(wire.IntAttribute(code, 42), wire.TextAttribute(wire.AttributeErrorMessage, "Seized\x1b"))
			}, exit.Lost,
			"unknown  registration lost 42 Seized␛\n", `"registration":{"state":"lost","code":42,"text":"Seized␛"}` + ended,
		},
		{
			"the registration is lost without a reason", func(d *scriptedServer, ack func()) { ack(); d.unregister() }, exit.Unconfirmed,
			"unknown  registration lost\n", `"registration":{"state":"lost"}` + ended,
		},
		{
			"out of service", func(d *scriptedServer, ack func()) {
				ack()
				d.say(wire.EventDNOutOfService, wire.TextAttribute(wire.AttributeThisDN, "7001"))
			}, exit.Unconfirmed,
			"unknown  DN out of service\n", `"registration":{"state":"out of service"}` + ended,
		},
		{
			"back in service", func(d *scriptedServer, ack func()) {
				ack()
				d.say(wire.EventDNOutOfService, wire.TextAttribute(wire.AttributeThisDN, "7001"))
				d.say(wire.EventDNBackInService, wire.TextAttribute(wire.AttributeThisDN, "7001"))
			}, exit.Unconfirmed,
			"DN out of service, back in service\n", `"heldAgain":true}` + ended,
		},
		{
			"another DN's registration", func(d *scriptedServer, ack func()) {
				d.say(wire.EventUnregistered, wire.TextAttribute(wire.AttributeThisDN, "7002"), wire.IntAttribute(code, 42))
				ack()
				d.word("enabled")
			}, exit.OK,
			" ms  enabled\n", `"outcome":"confirmed"`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			patience := time.Minute
			if tt.code == exit.Lost {
				patience = 2 * time.Second
			}
			text, code := sent(t, false, patience, tt.answer)
			if !strings.Contains(text, tt.text) || code != tt.code || strings.Count(text, "\n") != 1 {
				t.Errorf("the output is %q, exit code %d; want %q, %d", text, code, tt.text, tt.code)
			}
			text, code = sent(t, true, patience, tt.answer)
			if !strings.Contains(text, tt.json) || code != tt.code || !json.Valid([]byte(text)) {
				t.Errorf("the output is %q, exit code %d; want %q, %d", text, code, tt.json, tt.code)
			}
		})
	}
}

// A link that is lost before the registration is answered, and does not come back, ends the
// wait. Nothing was sent.
func TestSendDoesNotWaitForALostLink(t *testing.T) {
	t.Parallel()
	server := scriptedServer{register: func(d *scriptedServer) { d.say(wire.EventLinkDisconnected) }}
	text, code := sentTo(t, false, time.Minute, server)
	if !strings.HasPrefix(text, "7001  start not sent: 127.0.0.1:") || !strings.HasSuffix(text, " has no link to the switch, and the link did not come up in time\n") || code != exit.Connect {
		t.Errorf("it prints %q, exit code %d", text, code)
	}
}

// The last few errors without a ReferenceID are kept for each DN.
func TestLooseErrorsAreBounded(t *testing.T) {
	l := newLoose()
	var batch event.Batch
	start := time.Now()
	for i := range mostLoose + 3 {
		m := wire.Message{Type: wire.EventError, Attributes: []wire.Attribute{wire.IntAttribute(wire.AttributeErrorCode, int32(i))}}
		body, err := m.AppendBody(nil)
		if err != nil {
			t.Fatal(err)
		}
		e := batch.AddMessage(event.KindMessage, body, wire.Limits{})
		e.Time = start.Add(time.Duration(i))
		l.apply(e, "", nil)
	}
	if got, _ := l.since("7001", start); len(got) != mostLoose || got[0].Code != 3 {
		t.Errorf("the kept errors are %+v", got)
	}
	if got, _ := l.since("7001", start.Add(mostLoose+2)); len(got) != 1 {
		t.Errorf("the later errors are %+v", got)
	}
}
