package plain

import (
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

// TestShowTellsAll: show reports everything that the screen's detail reports about a DN.
func TestShowTellsAll(t *testing.T) {
	l := upListener(t, nil, dns(1)...)
	list := func(id wire.AttributeID, pairs ...wire.KeyValue) wire.Attribute {
		a, err := wire.ListAttribute(id, pairs)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	text := wire.TextAttribute
	l.message(wire.EventUserEvent, thisDN("7001"), list(wire.AttributeUserData, wire.IntPair(event.CaptureKey, 7)))
	l.message(wire.EventUserEvent, thisDN("7001"), list(wire.AttributeUserData, wire.UnicodePair(event.CaptureKey, "Enabled ")))
	l.message(wire.EventUserEvent, thisDN("7001"), wire.LongAttribute(wire.AttributeConnID, 0xc1),
		list(wire.AttributeUserData, wire.TextPair(event.CaptureKey, "enabled"), wire.TextPair(event.CaptureKey, "paused")))
	l.message(wire.EventRinging, thisDN("7001"), wire.LongAttribute(wire.AttributeConnID, 0xc1),
		wire.IntAttribute(wire.AttributeCallType, 2), text(wire.AttributeOtherDN, "+33"))
	l.message(wire.EventAgentLogin, thisDN("7001"), text(wire.AttributeAgentID, "4711"))
	l.message(wire.EventAgentNotReady, thisDN("7001"), list(wire.AttributeReason, wire.TextPair("ReasonCode", "lunch")))
	l.line("pause 7001")
	l.line("yes")
	l.accept(l.leave()[0])
	l.later(time.Second)
	l.flush()
	l.said()
	l.line("show 7001")
	said := l.said()
	for _, part := range []string{
		"7001 capture: recording since 14:02:10, heard at 14:02:10, never stale by age, ConnID 00000000000000c1\n",
		"7001 by call: no ConnID, off, heard at 14:01:10\n",
		"7001 by call: ConnID 00000000000000c1, recording, heard at 14:02:10\n",
		"7001 call: ConnID 00000000000000c1, ringing +33, inbound, since 14:02:10 (1s), the current one\n",
		"7001 agent: 4711, not ready, reason lunch\n",
		"7001 last command: pause accepted, sent 14:02:10, accepted after 0 ms, no ConnID, by kim\n",
		"7001 not understood: 'Enabled ', under a capture key, 2 times, last 14:02:10\n",
		"7001 more pairs: a message held more than one capture pair, only the first was used, last 14:02:10\n",
		"7001 echo: not known yet",
		"7001 message: 14:02:10 received EventUserEvent, DN 7001, not understood: 7\n",
		"7001 message: 14:02:10 sent RequestSendEvent, DN 7001, pause, reference ",
	} {
		if !strings.Contains(said, part) {
			t.Errorf("it lacks %q:\n%s", part, said)
		}
	}
	if first, last := strings.Index(said, "EventRegistered"), strings.Index(said, "EventACK"); first < 0 || last < first {
		t.Errorf("the messages are not in order:\n%s", said)
	}
	for range 3 * shownMessages {
		l.message(wire.EventAgentReady, thisDN("7001"))
	}
	l.flush()
	l.said()
	l.line("show 7001")
	if said = l.said(); strings.Count(said, " message: ") != shownMessages {
		t.Errorf("it says %d messages", strings.Count(said, " message: "))
	}
	l.link(event.Link{State: event.LinkDown, Address: "sip-a:5000"})
	l.message(wire.EventUnregistered, thisDN("7001"), wire.IntAttribute(wire.AttributeErrorCode, 58))
	l.flush()
	l.said()
	l.line("show 7001")
	l.tells("7001 registration: lost, 58 ", "7001 stale: because ", "7001 by call: ", "from before the link or the registration was lost\n")
}

func TestShowWithoutADN(t *testing.T) {
	l := upListener(t, nil, dns(1)...)
	l.line("show")
	l.says("14:02:10 Name the DN to show, as in show 7001; list names all DNs on the board.")
	if !l.app.Failed() {
		t.Error("it does not count")
	}
}

// TestWhoseCommandItWasIsOpen: the first event of a command after the login may be an echo
// of ours or another client's command.
func TestWhoseCommandItWasIsOpen(t *testing.T) {
	l := upListener(t, nil, dns(1)...)
	l.line("start 7001")
	for _, c := range l.leave() {
		l.accept(c)
	}
	l.indicate("7001", "start")
	l.indicate("7001", "enabled")
	l.flush()
	l.tells("recording, was off, start confirmed in 0 ms (T-Server does not say whose)")
}

// TestShowTellsOfResyncs: when it was requested, and its result.
func TestShowTellsOfResyncs(t *testing.T) {
	l := upListener(t, nil, dns(1)...)
	l.said()
	l.line("show 7001")
	if said := l.said(); strings.Contains(said, "resync") {
		t.Errorf("nothing was asked, and it says\n%s", said)
	}
	l.line("resync 7001")
	l.said()
	l.line("show 7001")
	if said := l.said(); !strings.Contains(said, "7001 resync: asked 14:02:10, no answer yet\n") {
		t.Errorf("asked, it says\n%s", said)
	}
	l.later(11 * time.Second)
	l.said()
	l.line("show 7001")
	if said := l.said(); !strings.Contains(said, "7001 resync: failed: no answer came in time\n") {
		t.Errorf("without an answer it says\n%s", said)
	}
}
