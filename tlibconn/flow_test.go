package tlibconn

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// flow is the session flow-00 to flow-12, recorded with the vendor's client library (WIRE.md, files).
type flow map[string]struct {
	Name   string   `json:"name"`
	Frames []string `json:"frames"`
	From   string   `json:"from"`
}

func readFlow(t testing.TB) flow {
	t.Helper()
	file, err := os.Open("testdata/flow.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	all := flow{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		entry := all[""]
		if err := json.Unmarshal(lines.Bytes(), &entry); err != nil {
			t.Fatal(err)
		}
		all[entry.Name] = entry
	}
	if len(all) != 13 {
		t.Fatalf("%d messages were recorded, want 13", len(all))
	}
	return all
}

func (f flow) bytes(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := hex.DecodeString(strings.Join(f[name].Frames, ""))
	if err != nil || len(raw) == 0 {
		t.Fatalf("%s: %v", name, err)
	}
	return raw
}

// everyType is the user data of flow-08.
func everyType() []wire.KeyValue {
	return []wire.KeyValue{
		wire.TextPair("screen-capture", "query"),
		wire.IntPair("n", -5),
		wire.BinaryPair("bin", []byte{1, 2, 3}),
		wire.ListPair("sub", wire.TextPair("k", "v"), wire.IntPair("i", 7)),
		wire.UnicodePair("utf", "héllo"),
		wire.TextPair("lat1", "café"),
	}
}

func TestRecordedSession(t *testing.T) {
	recorded := readFlow(t)
	s := newServer(t)
	c := open(t, s.address(), func(o *Options) { o.AppName = "agentdesk" })
	p := s.accept()

	// client waits for the bytes of one recorded message.
	client := func(name string) {
		t.Helper()
		p.Forget()
		p.next()
		if got, want := hex.EncodeToString(p.Received()), hex.EncodeToString(recorded.bytes(t, name)); got != want {
			t.Fatalf("%s\n got %s\nwant %s", name, got, want)
		}
	}
	server := func(name string) { t.Helper(); p.raw(recorded.bytes(t, name)) }

	client("flow-00")
	server("flow-01")
	up := c.link(event.LinkUp)
	if l := up.Link; l.Version != "8.1.103.78" || l.Application != "TS1" || l.Role != event.RolePrimary || l.Round != 1 {
		t.Errorf("the link is reported as %+v", l)
	}
	c.Register("7001")
	client("flow-02")
	server("flow-03")
	registered := c.message(wire.EventRegistered)
	if r := registered.Request; r.Kind != event.RequestRegister || r.Reference != 1 || r.Round != 1 {
		t.Errorf("the registration is answered as %+v", r)
	}

	ref, err := c.SendUserEvent(t.Context(), "7001", 0x006f01b2c3d4e5f6, []wire.KeyValue{wire.TextPair("screen-capture", "start")})
	if err != nil || ref != 2 {
		t.Fatalf("SendUserEvent returned %d, %v", ref, err)
	}
	client("flow-04")
	server("flow-05")
	server("flow-06")
	server("flow-07")
	if ack := c.message(wire.EventACK); ack.Request.Kind != event.RequestCapture || ack.Request.Reference != 2 {
		t.Errorf("the ACK answers %+v", ack.Request)
	}
	if indication := c.message(wire.EventUserEvent); indication.Request.Kind != event.RequestNone {
		t.Errorf("EventUserEvent answers %+v", indication.Request)
	}
	if unknown := c.message(wire.EventError); unknown.Request != (event.Request{}) {
		t.Errorf("an EventError with an unknown ReferenceID answers %+v", unknown.Request)
	}

	if ref, err = c.SendUserEvent(t.Context(), "7001", 0, everyType()); err != nil || ref != 3 {
		t.Fatalf("SendUserEvent returned %d, %v", ref, err)
	}
	client("flow-08")
	server("flow-09")
	server("flow-10")
	server("flow-11")
	c.message(wire.EventError)

	c.Unregister("7001")
	client("flow-12")
	if n := c.Counters().UnknownReference; n != 2 {
		t.Errorf("%d answers with an unknown ReferenceID were counted, want 2", n)
	}
	if !c.Link().State.Connected() {
		t.Errorf("the connection ended: %v", c.Err())
	}
}

// TestRecordedCommands sends the same bytes as commands.
func TestRecordedCommands(t *testing.T) {
	recorded := readFlow(t)
	s := newServer(t)
	c := open(t, s.address(), func(o *Options) { o.AppName = "agentdesk"; o.Site = "a" })
	p := s.accept()
	p.login()
	c.link(event.LinkUp)
	c.Register("7001")
	p.expect(wire.RequestRegisterAddress)
	command := event.Command{ID: 9, Site: "a", DN: "7001", Verb: event.VerbStart, ConnID: 0x006f01b2c3d4e5f6}
	if err := c.SendCommands(t.Context(), []event.Command{command}); err != nil {
		t.Fatal(err)
	}
	p.Forget()
	p.expect(wire.RequestSendEvent)
	if got, want := hex.EncodeToString(p.Received()), hex.EncodeToString(recorded.bytes(t, "flow-04")); got != want {
		t.Fatalf("\n got %s\nwant %s", got, want)
	}
	sent := c.until(func(e *event.Event) bool { return e.Kind == event.KindSent && e.Request.Kind == event.RequestCapture })
	if sent.Request.Command != 9 || sent.Request.Reference != 2 || sent.Request.SentAt.IsZero() || sent.Site != "a" || sent.Connection != 1 {
		t.Errorf("the command is reported as %+v", sent)
	}
	if got := sent.Capture().Verb; got != event.VerbStart {
		t.Errorf("the Sent event contains %q", got)
	}
	p.raw(recorded.bytes(t, "flow-05"))
	if ack := c.message(wire.EventACK); ack.Request != sent.Request {
		t.Errorf("the ACK answers %+v, sent was %+v", ack.Request, sent.Request)
	}
}
