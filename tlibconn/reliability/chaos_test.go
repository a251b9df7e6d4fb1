package reliability

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	firstSeed = flag.Uint64("seed", 40_000, "the seed of the first episode; 0 means a random one")
	episodes  = flag.Int("episodes", 20, "the number of episodes; each seed is one more than the one before")
)

// TestChaos plays random episodes. An episode that fails prints what happened in it; -seed N -episodes 1 repeats
// it.
func TestChaos(t *testing.T) {
	seed := *firstSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixMilli())
	}
	t.Logf("the episodes have the seeds %d to %d", seed, seed+uint64(*episodes)-1)
	sum := newFigures()
	for i := range *episodes {
		t.Run(fmt.Sprintf("seed-%d", seed+uint64(i)), func(t *testing.T) {
			play(t, newPlan(seed+uint64(i)), sum)
		})
	}
	t.Log(sum)
}

// play plays one episode.
func play(t *testing.T, p *plan, sum *figures) {
	s := newStage(t, &p.setting)
	defer func() {
		if t.Failed() {
			t.Log(s.told())
		}
	}()
	for _, step := range p.steps {
		s.say(step.text)
		if err := step.do(s); err != nil {
			t.Errorf("%s: %v", step.text, err)
		}
		if step.kind != "" {
			sum.faults[step.kind]++
		}
		s.pace(step.pace)
		s.awaitLink(step.link)
	}
	if err := s.heal(); err != nil {
		t.Error(err)
	}
	if err := s.settle(); err != nil {
		t.Errorf("the board does not equal the truth: %v", err)
	}
	// The client is closed while commands are open.
	s.say("the end")
	last := dice{rand.New(rand.NewPCG(p.setting.seed, 1))}
	for _, dn := range p.setting.dns {
		s.client.command(dn, someVerb(last))
	}
	if err := s.close(); err != nil {
		t.Errorf("the end: %v", err)
	}
	if err := s.audit(); err != nil {
		t.Errorf("the record: %v", err)
	}
	sum.add(s)
}

// figures holds the totals of the episodes.
type figures struct {
	began                            time.Time
	episodes, commands, refused      int
	connections, received, automatic int
	faults, outcomes                 map[string]int
}

func newFigures() *figures {
	return &figures{began: time.Now(), faults: map[string]int{}, outcomes: map[string]int{}}
}

func (f *figures) add(s *stage) {
	f.episodes++
	f.commands += len(s.client.queued)
	f.refused += s.client.refused
	f.connections += int(s.client.session.Counters().Connections)
	f.received += len(s.seen.commands)
	for _, sent := range s.client.sent {
		if s.client.queued[sent.command].DN == "" {
			f.automatic++
		}
	}
	for _, ended := range s.client.outcomes {
		for _, command := range ended {
			f.outcomes[command.Life.String()]++
		}
	}
}

// String returns the report.
func (f *figures) String() string {
	kinds := func(of map[string]int) string {
		var words []string
		all := 0
		for _, kind := range slices.Sorted(maps.Keys(of)) {
			words = append(words, fmt.Sprintf("%s %d", kind, of[kind]))
			all += of[kind]
		}
		return fmt.Sprintf("%d: %s", all, strings.Join(words, ", "))
	}
	return fmt.Sprintf("%d episodes in %s: %d commands, %d more that were refused, and %d automatic queries; the servers received %d of them; %d connections, %d of them reconnects\nfaults %s\noutcomes %s",
		f.episodes, time.Since(f.began).Round(time.Second), f.commands, f.refused, f.automatic, f.received,
		f.connections, f.connections-f.episodes, kinds(f.faults), kinds(f.outcomes))
}
