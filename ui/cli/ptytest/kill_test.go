//go:build unix

package ptytest

import (
	"encoding/hex"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"capdeck/tlibconn/event"
	"capdeck/tlibconn/journal"
	"capdeck/tlibconn/recorder"
	"capdeck/tlibconn/simserver"
	"capdeck/tlibconn/wire"
)

var (
	kills    = flag.Int("kills", 5, "how often TestKill kills the program")
	killSeed = flag.Uint64("kill-seed", 0, "the seed of the moments at which it does; 0 draws one")
)

// killDNs is the number of DNs of the killed board: a command for all of them is one write to the journal and one to
// the socket, or several.
const killDNs = 300

// TestKill kills the program while it sends commands. Every command that the T-Server received is in the journal.
func TestKill(t *testing.T) {
	t.Parallel()
	seed := *killSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixMilli())
	}
	t.Logf("to kill at the same moments: go test ./ui/cli/ptytest -run 'TestKill$' -kills %d -kill-seed %d", *kills, seed)
	random := rand.New(rand.NewPCG(seed, 0))
	var sum killed
	for n := range *kills {
		t.Run(fmt.Sprint(n+1), func(t *testing.T) { killOnce(t, random, &sum) })
	}
	t.Logf("%d kills: the T-Server had received %d commands, the journal had %d; of %d of them the outcome is unknown",
		*kills, sum.received, sum.recorded, sum.unknown)
}

// killed counts the results of the kills.
type killed struct{ received, recorded, unknown int }

func killOnce(t *testing.T, random *rand.Rand, sum *killed) {
	moment := newKillMoment(random)
	gone := make(chan struct{})
	var once sync.Once
	p := startServer(t, simserver.Options{AnyDN: true, Log: func(sentence string) {
		if strings.Contains(sentence, "(capdeck, ") && strings.Contains(sentence, " left: ") {
			once.Do(func() { close(gone) })
		}
	}})
	var dns []string
	for n := range killDNs {
		dns = append(dns, fmt.Sprint(7001+n))
	}
	p.record(t, recorder.Options{DNs: dns})
	variables, dir := withState(t)
	d := sitWith(t, wide, variables, "--host", p.server.Addr(), "--dn", fmt.Sprintf("7001-%d", 7000+killDNs), "--no-query")
	d.waitAll(t, fmt.Sprintf("%d of %d DNs registered", killDNs, killDNs))
	before, _ := p.seen.of(board)
	dead := make(chan error, 1)
	if moment.keys == "" {
		d.Send(t, "a"+moment.key)
		d.focus(t, moment.verb)
		go func() { dead <- p.killAt(d, len(before), moment) }()
		d.Send(t, "y")
	} else {
		go func() { dead <- p.killAt(d, len(before), moment) }()
		d.Send(t, moment.keys)
	}
	if err := <-dead; err != nil {
		t.Fatal(err)
	}
	d.WaitExit(t)
	select {
	case <-gone:
	case <-time.After(hangGuard):
		t.Fatal("the T-Server does not see the end of the connection")
	}
	frames, _ := p.seen.of(board)
	p.compareKilled(t, frames[len(before):], readJournal(t, dir, journal.Filter{}), sum)
}

// killMoment is the keys that are typed, and the moment at which the program is killed.
type killMoment struct {
	key, verb string        // of a command for all DNs
	keys      string        // commands for one DN each, instead
	after     int           // commands that the T-Server has received
	pause     time.Duration // between the last of these commands and the kill
}

func newKillMoment(random *rand.Rand) killMoment {
	m := killMoment{key: "s", verb: "start", after: random.IntN(killDNs), pause: time.Duration(random.IntN(5000)) * time.Microsecond}
	switch random.IntN(3) {
	case 0:
		m.key, m.verb = "u", "query"
	case 1:
		m.keys, m.after = strings.Repeat("sjuj", 40), random.IntN(60)
	}
	if random.IntN(4) == 0 {
		m.after, m.pause = 0, time.Duration(random.IntN(150_000))*time.Microsecond
	}
	return m
}

// killAt kills the program at its moment.
func (p *parties) killAt(d *desk, before int, moment killMoment) error {
	guard := time.After(hangGuard)
	for {
		frames, changed := p.seen.of(board)
		if len(frames)-before >= moment.after {
			break
		}
		select {
		case <-changed:
		case <-guard:
			return fmt.Errorf("the T-Server has received %d frames, not %d", len(frames)-before, moment.after)
		}
	}
	<-time.After(moment.pause)
	return d.cmd.Process.Kill()
}

// compareKilled looks up every command that the T-Server received in the
// journal.
func (p *parties) compareKilled(t *testing.T, frames []string, entries []journal.Entry, sum *killed) {
	t.Helper()
	byNumber := map[int32]journal.Entry{}
	for _, e := range entries {
		if e.Recorded {
			byNumber[e.Intent.Reference] = e
			sum.recorded++
		}
		if e.Outcome.Outcome == journal.OutcomeUnknown {
			sum.unknown++
		}
	}
	for _, frame := range frames {
		bytes, err := hex.DecodeString(frame)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(string(bytes), "p2") {
			continue
		}
		var batch event.Batch
		e := batch.AddMessage(event.KindMessage, bytes[4:], wire.Limits{})
		if e.Kind != event.KindMessage || e.Message.Type != wire.RequestSendEvent {
			t.Fatalf("the T-Server received %s: %s", frame, e.Problem)
		}
		sum.received++
		number, _ := e.Message.Int(wire.AttributeReferenceID)
		intent := byNumber[number].Intent
		if intent.DN != string(e.ThisDN()) || intent.Verb != e.Capture().Verb.String() || intent.Server != p.server.Addr() || intent.Connection != 1 {
			t.Errorf("the T-Server received %s for %s with ReferenceID %d, where the journal has %+v", e.Capture().Verb, e.ThisDN(), number, intent)
		}
	}
}
