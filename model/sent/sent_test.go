package sent

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"capdeck/tlibconn/journal"
)

// fixture is a pane in which commands for DN 7001 are recorded.
type fixture struct {
	*Pane
	now time.Time
}

func newFixture() *fixture {
	return &fixture{New(false), time.Date(2026, 11, 23, 14, 2, 10, 0, time.UTC)}
}

// words returns one word for each line: the command and its outcome.
func (f *fixture) words() string {
	words := make([]string, 0, MaxLines)
	for _, line := range f.View().Lines {
		switch {
		case line.Remark != nil:
			words = append(words, fmt.Sprintf("failed=%t", line.Remark.Failed))
		case line.Intent.Automatic:
			words = append(words, fmt.Sprintf("queries%d-%d", line.Intent.Count, line.Intent.Last))
		default:
			words = append(words, fmt.Sprintf("%d:%s", line.Intent.Command, strings.ReplaceAll(line.Outcome.Outcome, " ", "-")))
		}
	}
	return strings.Join(words, " ")
}

func (f *fixture) intents(commands ...uint64) {
	var intents []journal.Intent
	for _, command := range commands {
		intents = append(intents, journal.Intent{Time: f.now, Command: command, DN: "7001", Verb: "start", ConnID: command})
	}
	f.Record(intents, nil)
}

func (f *fixture) outcome(command uint64, word string) {
	f.Record(nil, []journal.Outcome{{Time: f.now, Command: command, DN: "7001", Verb: "start", Outcome: word}})
}

func TestLines(t *testing.T) {
	f := newFixture()
	f.Record([]journal.Intent{
		{Connection: 1, Automatic: true, Verb: "query", Reference: 1, Last: 3, Count: 3},
		{Connection: 1, Automatic: true, Verb: "query", Reference: 4, Last: 9, Count: 4},
		{Connection: 2, Automatic: true, Verb: "query", Reference: 1, Last: 2, Count: 2},
	}, nil)
	f.intents(1, 2)
	f.outcome(2, "confirmed")
	f.outcome(3, "cancelled") // it was never recorded: it never left
	f.SetJournal(JournalState{Now: f.now, Failed: true, Why: "no space left on device"})
	f.SetJournal(JournalState{Now: f.now, Failed: true, Why: "no space left on device"})
	if !f.Journal().Failed {
		t.Error("the journal works though it has failed")
	}
	f.SetJournal(JournalState{Now: f.now})
	f.outcome(4, "lost") // given up while the disk was slow
	f.intents(4)
	if got, want := f.words(), "queries7-9 queries2-2 1:open 2:confirmed 3:cancelled failed=true failed=false 4:lost"; got != want {
		t.Errorf("the lines are %q, want %q", got, want)
	}
	f.Record([]journal.Intent{{Connection: 2, Automatic: true, Verb: "query", Reference: 8, Last: 8, Count: 1}}, nil)
	f.Record([]journal.Intent{{Connection: 2, Automatic: true, Verb: "query", Reference: 9, Last: 9, Count: 1}}, nil)
	if got := f.words(); !strings.HasSuffix(got, " 4:lost queries2-9") {
		t.Errorf("after a command, automatic queries are %q", got)
	}
	last := f.View().Lines[7]
	if !last.Recorded || last.Intent.ConnID != 4 {
		t.Errorf("the intent that came late is %+v", last.Entry)
	}
}

// TestLinesAreBounded checks that the oldest lines are dropped, and that the outcome of a
// dropped one adds no line.
func TestLinesAreBounded(t *testing.T) {
	f := newFixture()
	for i := range uint64(MaxLines + 50) {
		f.intents(i + 1)
	}
	f.outcome(50, "confirmed")
	f.outcome(51, "confirmed")
	view := f.View()
	if len(view.Lines) != MaxLines || view.Older != 50 || view.Lines[0].Intent.Command != 51 || view.Lines[0].Outcome.Outcome != "confirmed" {
		t.Errorf("%d lines behind %d, the first %+v", len(view.Lines), view.Older, view.Lines[0].Entry)
	}
	if len(f.open) != MaxLines-1 {
		t.Errorf("%d commands are open", len(f.open))
	}
}

// TestScroll scrolls at random while lines are added, and checks that the pane moves only
// by the steps, or follows.
func TestScroll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newFixture()
		height := rapid.IntRange(0, 30).Draw(t, "height")
		f.SetHeight(height)
		next := uint64(1)
		first := func() uint64 {
			view := f.View()
			return view.Lines[min(f.Top(), max(len(view.Lines)-height, 0))].Number
		}
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			var before uint64
			held := !f.View().Following
			if held {
				before = first()
			}
			if rapid.Bool().Draw(t, "comes") {
				for range rapid.IntRange(1, 700).Draw(t, "count") {
					f.intents(next)
					next++
				}
				if held && first() != before {
					t.Fatalf("the pane moved from line %d to %d by itself", before, first())
				}
				continue
			}
			page := max(height, 1)
			steps := rapid.SampledFrom([]int{-1, 1, -page, page, -2 * MaxLines, 2 * MaxLines}).Draw(t, "steps")
			f.Scroll(steps)
			view := f.View()
			if !view.Following && (f.Top() >= len(view.Lines) || view.Newer <= 0) {
				t.Fatalf("line %d of %d is the first, %d are below, and the pane does not follow", f.Top(), len(view.Lines), view.Newer)
			}
			if held && !view.Following && steps == -1 && first() != max(before-1, view.Lines[0].Number) {
				t.Fatalf("up went from line %d to %d", before, first())
			}
			if steps == 2*MaxLines && !view.Following {
				t.Fatal("end does not follow")
			}
		}
	})
}
