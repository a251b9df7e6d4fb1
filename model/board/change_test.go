package board

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/wire"
)

var kindNames = [...]string{
	ChangeIndication: "indication", ChangeQueryFailed: "query failed", ChangeSent: "sent", ChangeEnded: "ended", ChangeOther: "other",
	ChangeCall: "call", ChangeCallEnded: "call ended", ChangeCallRenamed: "call renamed", ChangeWatched: "watched",
	ChangeUnwatched: "unwatched", ChangeStale: "stale", ChangeAgent: "agent", ChangeStopped: "stopped", ChangeFault: "fault",
	ChangeLink: "link", ChangeSilence: "silence", ChangeAdded: "added", ChangeRemoved: "removed",
}

var causeNames = [...]string{CauseNone: "none", CauseCommand: "command", CauseOther: "other", CauseCall: "call", CauseQuery: "query"}

// changeText returns a change in words, with the time since start.
func changeText(c *Change, start time.Time) string {
	text := kindNames[c.Kind]
	if c.Row != nil && c.Key.DN != dn {
		text = c.Key.DN + " " + text
	}
	switch c.Kind {
	case ChangeIndication:
		text += fmt.Sprintf(" %v after %v, cause %s", c.State, c.Before, causeNames[c.Cause])
	case ChangeQueryFailed, ChangeSent, ChangeEnded:
		text += fmt.Sprintf(" %v %v", c.Command.Verb, c.Command.Life)
	case ChangeOther:
		text += " " + c.Verb.String()
	case ChangeCall, ChangeCallEnded, ChangeCallRenamed:
		if c.Call != nil {
			text += " " + c.Call.State.String()
		}
		if c.Found {
			text += " found"
		}
	case ChangeStale:
		text += fmt.Sprintf(" [%v]", c.Row.Stale())
	case ChangeAgent:
		agent := c.Row.Agent()
		text += fmt.Sprintf(" %s %s", agent.ID, agent.StateText())
	case ChangeStopped:
		text += fmt.Sprintf(" by other %v", c.Stopped.ByOther)
	case ChangeFault:
		text += " " + c.Fault.String()
	case ChangeLink:
		text += fmt.Sprintf(" %v", c.Up)
	case ChangeSilence:
		text += fmt.Sprintf(" %v %q whole %v since %v", c.Silent, c.Team, c.Whole, c.Since.Sub(start))
	}
	if c.From != 0 {
		text += fmt.Sprintf(" from %x", c.From&0xff)
	}
	if c.ConnID != 0 {
		text += fmt.Sprintf(" %x", c.ConnID&0xff)
	}
	if !c.Repeated.IsZero() {
		text += fmt.Sprintf(", repeated at %v", c.Repeated.Sub(start))
	}
	if c.At.IsZero() {
		return text
	}
	return fmt.Sprintf("%v %s", c.At.Sub(start), text)
}

// listen returns the changes from now on, in words.
func listen(d *desk) *[]string {
	log, start := new([]string), d.now
	d.b.OnChange(func(c *Change) { *log = append(*log, changeText(c, start)) })
	return log
}

// TestChanges plays short histories on an established call c1 and compares the changes
// that are reported, in their order.
func TestChanges(t *testing.T) {
	const c1, c2 uint64 = 0xc1, 0xc2
	asks := Options{AutomaticQueries: true, Requery: time.Minute, QueryRate: 200}
	query := func(d *desk) {
		asked := d.b.NextQueries(d.now, nil)
		if len(asked) != 1 {
			d.t.Fatalf("%d automatic queries, want 1", len(asked))
		}
		d.leave(asked[0])
		d.ack(CommandID(asked[0].ID))
	}
	for name, c := range map[string]struct {
		o    Options
		play func(d *desk)
		want string
	}{
		"unasked": {Options{}, func(d *desk) { d.user(dn, "enabled", c1); d.user(dn, "enabled", c1) }, `
			0s indication enabled after unknown, cause call c1`},
		"the same again without a call": {Options{}, func(d *desk) {
			d.call(wire.EventReleased, dn, c1)
			d.user(dn, "disabled", 0)
			d.user(dn, "disabled", 0)
			d.user(dn, "disabled", c2)
			d.user(dn, "disabled", 0)
		}, `
			0s call ended talking c1
			0s indication disabled after unknown, cause call
			0s indication disabled after disabled, cause none c2, repeated at 0s
			0s indication disabled after disabled, cause none`},
		"a command of ours": {Options{}, func(d *desk) {
			id := d.send(dn, event.VerbStart)
			d.after(time.Second)
			d.ack(id)
			d.user(dn, "enabled", c1)
		}, `
			0s sent start sent c1
			1s indication enabled after unknown, cause command c1
			1s ended start confirmed c1`},
		"another client's command": {Options{}, func(d *desk) {
			d.user(dn, "start", c1)
			d.user(dn, "enabled", c1)
			d.after(5 * time.Second)
			d.user(dn, "query", c1)
			d.user(dn, "enabled", c1)
			d.user(dn, "query", c1)
			d.user(dn, "paused", c1)
		}, `
			0s other start c1
			0s indication enabled after unknown, cause other c1
			5s indication paused after enabled, cause query c1, repeated at 5s
			5s fault CONFLICT`},
		"a command that no one obeyed does not explain what follows later": {Options{}, func(d *desk) {
			d.user(dn, "start", c1)
			d.after(20 * time.Second)
			d.call(wire.EventHeld, dn, c1)
			d.call(wire.EventRetrieved, dn, c1)
			d.user(dn, "enabled", c1)
		}, `
			0s other start c1
			20s call held c1
			20s call talking c1
			20s indication enabled after unknown, cause call c1`},
		"a query that names the call": {asks, func(d *desk) {
			query(d)
			d.user(dn, "enabled", 0)
		}, `
			0s indication enabled after unknown, cause query c1`},
		"an unanswered query and its late answer": {asks, func(d *desk) {
			query(d)
			d.wait(6 * time.Second)
			d.user(dn, "enabled", c1)
		}, `
			5s silence true "" whole true since 0s
			5s query failed query unanswered c1
			5s stale [a query went unanswered]
			5s fault NO ANSWER
			6s silence false "" whole true since 0s
			6s indication enabled after unknown, cause query c1
			6s stale []
			6s fault `},
		"an unanswered query of an enabled capture": {asks, func(d *desk) {
			d.user(dn, "enabled", c1)
			d.b.wantQuery(d.row(dn), d.now.Add(time.Millisecond), false)
			query(d)
			d.wait(20 * time.Second)
		}, `
			0s indication enabled after unknown, cause call c1
			5s query failed query unanswered c1
			5s stale [a query went unanswered]
			5s fault NO ANSWER`},
		"a command without an answer": {Options{}, func(d *desk) {
			d.user(dn, "enabled", c1)
			d.ack(d.send(dn, event.VerbQuery))
			d.wait(5 * time.Second)
		}, `
			0s indication enabled after unknown, cause call c1
			0s sent query sent c1
			5s query failed query unanswered c1
			5s ended query unanswered c1
			5s stale [a query went unanswered]
			5s fault NO ANSWER`},
		"stopped unasked": {Options{}, func(d *desk) {
			d.user(dn, "enabled", c1)
			d.after(10 * time.Second)
			d.user(dn, "disabled", c1)
			d.wait(3 * time.Second)
		}, `
			0s indication enabled after unknown, cause call c1
			10s indication disabled after enabled, cause none c1
			12s stopped by other false c1`},
		"stopped by another client": {Options{}, func(d *desk) {
			d.user(dn, "enabled", c1)
			d.after(10 * time.Second)
			d.user(dn, "stop", c1)
			d.user(dn, "disabled", c1)
			d.wait(3 * time.Second)
		}, `
			0s indication enabled after unknown, cause call c1
			10s other stop c1
			10s indication disabled after enabled, cause other c1
			12s stopped by other true c1`},
		"a conflict": {Options{}, func(d *desk) {
			d.user(dn, "enabled", c1)
			d.after(time.Second)
			d.user(dn, "paused", c1)
			d.after(time.Second)
			d.user(dn, "paused", c1)
		}, `
			0s indication enabled after unknown, cause call c1
			1s indication paused after enabled, cause none c1
			1s fault CONFLICT
			2s indication paused after paused, cause none c1
			2s fault `},
		"a consult and a transfer": {Options{}, func(d *desk) {
			d.call(wire.EventHeld, dn, c1)
			d.call(wire.EventDialing, dn, c2, wire.LongAttribute(wire.AttributeTransferConnID, c1))
			d.call(wire.EventEstablished, dn, c2)
			d.call(wire.EventPartyChanged, dn, c1, wire.LongAttribute(wire.AttributePreviousConnID, c2))
			d.call(wire.EventReleased, dn, c1)
			d.call(wire.EventReleased, dn, c1)
		}, `
			0s call held c1
			0s call dialing c2
			0s call talking c2
			0s call renamed talking from c2 c1
			0s call ended talking c1
			0s call ended c1`},
		"a rename of what is not known": {Options{}, func(d *desk) {
			d.call(wire.EventPartyChanged, dn, 0xc3, wire.LongAttribute(wire.AttributePreviousConnID, c2))
			d.call(wire.EventPartyChanged, dn, 0xc4)
		}, `
			0s call renamed call from c2 c3
			0s call call c4`},
		"more calls than are kept": {Options{}, func(d *desk) {
			for id := range uint64(MaxCalls) {
				d.after(time.Second)
				d.call(wire.EventRinging, dn, 0xd0+id)
			}
		}, `
			1s call ringing d0
			2s call ringing d1
			3s call ringing d2
			4s call ringing d3
			5s call ringing d4
			6s call ringing d5
			7s call ringing d6
			8s call ended talking c1
			8s call ringing d7`},
		"registered again": {Options{}, func(d *desk) {
			d.registered(dn, textPair("conn-1", "c2"), textPair("ps-1", "12"), textPair("AgentStatus", "2"))
			d.registered(dn, textPair("conn-1", "c2"), textPair("ps-1", "12"), textPair("AgentStatus", "2"))
		}, `
			0s agent  ready
			0s call ended talking found c1
			0s call talking found c2`},
		"registration lost": {Options{}, func(d *desk) {
			d.user(dn, "enabled", c1)
			d.message(wire.EventUnregistered, thisDN(dn))
			d.call(wire.EventEstablished, dn, c2)
			d.message(wire.EventAgentReady, thisDN(dn), wire.TextAttribute(wire.AttributeAgentID, "1"))
			d.registered(dn, textPair("conn-1", "c2"), textPair("ps-1", "12"))
		}, `
			0s indication enabled after unknown, cause call c1
			0s unwatched
			0s stale [the DN is not registered]
			0s fault REGISTRATION LOST
			0s call talking c2
			0s agent 1 ready
			0s agent  
			0s watched
			0s fault `},
		"the connection is lost": {Options{}, func(d *desk) {
			d.user(dn, "enabled", c1)
			d.send(dn, event.VerbStop)
			d.after(time.Second)
			d.lose()
			d.after(time.Second)
			d.connect()
			d.registered(dn, textPair("conn-1", "c1"), textPair("ps-1", "12"))
		}, `
			0s indication enabled after unknown, cause call c1
			0s sent stop sent c1
			1s link false
			1s ended stop lost c1
			1s unwatched
			1s stale [the link was lost]
			1s fault LOST
			2s link true
			2s call talking found c1
			2s watched`},
		"the link to the switch is lost": {Options{}, func(d *desk) {
			d.link(event.Link{State: event.LinkDown})
			d.call(wire.EventEstablished, dn, c2)
			d.after(time.Second)
			d.link(event.Link{State: event.LinkUp})
			d.after(time.Second)
			d.link(event.Link{State: event.LinkUp, Lost: true})
		}, `
			0s link false
			0s unwatched
			0s call talking c2
			1s link true
			1s watched
			2s link false
			2s unwatched
			2s link true`},
		"a new connection without a word of its link": {Options{}, func(d *desk) {
			d.after(time.Second)
			d.conn++
			d.message(wire.EventAgentReady, thisDN(dn))
		}, `
			1s link false
			1s unwatched
			1s agent  ready`},
		"stale by age": {Options{StaleAfter: 30 * time.Second}, func(d *desk) {
			d.user(dn, "enabled", c1)
			d.wait(time.Minute)
		}, `
			0s indication enabled after unknown, cause call c1
			30s stale [not heard from for too long]`},
		"a call ends under its capture": {Options{}, func(d *desk) {
			d.user(dn, "enabled", c1)
			d.call(wire.EventReleased, dn, c1)
			d.wait(time.Minute)
		}, `
			0s indication enabled after unknown, cause call c1
			0s call ended talking c1
			2s stale [the call ended]`},
		"added and removed": {Options{}, func(d *desk) {
			d.b.Add(Entry{Key: key(dn), Team: "day"})
			if _, err := d.b.Queue(d.now, key(dn), event.VerbStop, "test"); err != nil {
				d.t.Fatal(err)
			}
			d.b.Remove(d.now, key(dn))
		}, `
			added
			0s ended stop cancelled
			0s removed`},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, c.o, dn)
			d.b.Expire(d.now)
			d.call(wire.EventEstablished, dn, c1)
			log := listen(d)
			c.play(d)
			want := strings.Split(strings.ReplaceAll(strings.TrimPrefix(c.want, "\n"), "\t", ""), "\n")
			if got := strings.Join(*log, "\n"); got != strings.Join(want, "\n") {
				t.Errorf("the changes are\n%s\n\nwant\n%s", got, strings.Join(want, "\n"))
			}
		})
	}
}

// TestSilenceChanges plays recorders that fall silent by team, and answer again.
func TestSilenceChanges(t *testing.T) {
	d := newDesk(t, Options{}, "1", "2", "3", "4", "5", "6")
	for i, name := range []string{"1", "2", "3", "4", "5", "6"} {
		d.b.Add(Entry{Key: key(name), Team: []string{"day", "night"}[i/3]})
	}
	d.wait(time.Minute)
	var log []string
	start := d.now
	d.b.OnChange(func(c *Change) {
		if c.Kind == ChangeSilence {
			log = append(log, changeText(c, start))
		}
	})
	ask := func(dns ...string) {
		for _, name := range dns {
			d.ack(d.send(name, event.VerbQuery))
		}
		d.wait(DefaultIndicationTimeout)
	}
	d.user("4", "disabled", 0)
	ask("1", "2", "3")
	ask("4", "5", "6")
	d.user("4", "disabled", 0)
	d.user("1", "disabled", 0)
	want := []string{
		`5s silence true "day" whole false since 0s`,
		`10s silence true "" whole true since 5s`,
		`10s silence false "" whole true since 5s`,
		`10s silence false "day" whole false since 0s`,
	}
	if got := strings.Join(log, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("the silences are\n%s\n\nwant\n%s", got, strings.Join(want, "\n"))
	}
}
