package board

import (
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
)

func TestEchoIsLearnedAndAbsorbed(t *testing.T) {
	last := func(d *desk) string {
		c, _ := d.row(dn).LastCommand()
		return CommandText(c, d.now)
	}
	for name, c := range map[string]struct {
		play func(d *desk)
		text string
		know EchoKnowledge
	}{
		"unknown and ambiguous": {func(d *desk) {
			d.send(dn, event.VerbStart)
			d.user(dn, "start", 0)
		}, "start sent (ours or other)", EchoUnknown},
		"learned yes": {func(d *desk) {
			d.ack(d.send(dn, event.VerbStart))
			d.user(dn, "start", 0)
			d.wait(2 * time.Second)
		}, "start accepted, waiting 2 s", EchoYes},
		"learned no": {func(d *desk) {
			d.ack(d.send(dn, event.VerbStart))
			d.wait(2 * time.Second)
		}, "start accepted, waiting 2 s", EchoNo},
		"not accepted teaches nothing": {func(d *desk) {
			d.send(dn, event.VerbStart)
			d.wait(2 * time.Second)
		}, "start sent, waiting 2 s", EchoUnknown},
		"a rival teaches nothing, and is shown": {func(d *desk) {
			d.ack(d.send(dn, event.VerbStart))
			d.user(dn, "start", 0)
			d.user(dn, "start", 0)
			d.wait(2 * time.Second)
		}, "start by another client", EchoUnknown},
		"two of ours at once teach nothing": {func(d *desk) {
			d.ack(d.send(dn, event.VerbStart))
			d.ack(d.send(dn, event.VerbStart))
			d.user(dn, "start", 0)
			d.wait(2 * time.Second)
		}, "start accepted, waiting 2 s", EchoUnknown},
		"three echoed commands teach at once": {func(d *desk) {
			d.ack(d.send(dn, event.VerbQuery))
			d.user(dn, "query", 0)
			d.ack(d.send(dn, event.VerbPause))
			d.user(dn, "pause", 0)
			d.ack(d.send(dn, event.VerbResume))
			d.user(dn, "resume", 0)
			d.ack(d.send(dn, event.VerbStart))
			d.user(dn, "start", 0)
		}, "start accepted", EchoYes},
		"echo yes, one is absorbed": {func(d *desk) {
			d.teach(EchoYes)
			d.ack(d.send(dn, event.VerbStop))
			d.user(dn, "stop", 0)
		}, "stop accepted", EchoYes},
		"echo yes, the second is another's": {func(d *desk) {
			d.teach(EchoYes)
			d.ack(d.send(dn, event.VerbStop))
			d.user(dn, "stop", 0)
			d.user(dn, "stop", 0)
		}, "stop by another client", EchoYes},
		"echo yes, another call is another's": {func(d *desk) {
			d.teach(EchoYes)
			d.ack(d.send(dn, event.VerbStop))
			d.user(dn, "stop", connA)
		}, "stop by another client", EchoYes},
		"echo yes, too late": {func(d *desk) {
			d.teach(EchoYes)
			d.ack(d.send(dn, event.VerbStop))
			d.after(2001 * time.Millisecond)
			d.user(dn, "stop", 0)
		}, "stop by another client", EchoYes},
		"echo no, nothing is absorbed": {func(d *desk) {
			d.teach(EchoNo)
			d.ack(d.send(dn, event.VerbStop))
			d.user(dn, "stop", 0)
		}, "stop by another client", EchoNo},
		"one that says otherwise does not unteach": {func(d *desk) {
			d.teach(EchoYes)
			d.ack(d.send(dn, event.VerbStop))
			d.wait(2 * time.Second)
		}, "stop accepted, waiting 2 s", EchoYes},
		"two do": {func(d *desk) {
			d.teach(EchoYes)
			for range 2 {
				d.ack(d.send(dn, event.VerbStop))
				d.wait(2 * time.Second)
			}
		}, "stop accepted, waiting 2 s", EchoNo},
		"ambiguous, then learned no elsewhere": {func(d *desk) {
			d.b.Add(Entry{Key: key("7002")})
			d.registered("7002")
			d.ack(d.send("7002", event.VerbStart))
			d.after(time.Second)
			d.send(dn, event.VerbStop)
			d.user(dn, "stop", 0)
			d.wait(2 * time.Second)
		}, "stop by another client", EchoNo},
		"a new connection knows nothing": {func(d *desk) {
			d.teach(EchoYes)
			d.lose()
			d.connect()
		}, "", EchoUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, Options{}, dn)
			c.play(d)
			if got := last(d); strings.TrimSpace(got) != c.text {
				t.Errorf("the last command reads %q, want %q", got, c.text)
			}
			if got := d.b.Echo("sip"); got != c.know {
				t.Errorf("echo is %v, want %v", got, c.know)
			}
		})
	}
}
