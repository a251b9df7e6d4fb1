package incidents

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"capdeck/model/board"
)

// lines returns the IDs on the screen, with > in front of the cursor and * behind marks.
func (p *Pane) lines() string {
	var lines []string
	shown := p.Shown()
	for at := p.Top(); at < min(p.Top()+p.Height(), len(shown)); at++ {
		line := strings.TrimPrefix(shown[at].ID, "p-")
		if under, _ := p.Cursor(); under.ID == shown[at].ID {
			line = ">" + line
		}
		if p.Marked(shown[at].ID) {
			line += "*"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, " ")
}

func TestPane(t *testing.T) {
	f := newFixture(Options{})
	p := NewPane(f.Incidents)
	p.SetHeight(3)
	want := func(what, want string) {
		t.Helper()
		if got := p.lines(); got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	want("empty", "")
	p.MoveBy(1)
	p.ToggleMark()
	if len(p.Targets()) != 0 {
		t.Error("an empty list has targets")
	}
	end := func(n int) { f.change(n, board.Change{Kind: board.ChangeCallEnded, ConnID: 9}) }
	for range 4 {
		f.stop(0, false)
		end(0)
	}
	want("newest first", ">4 3 2")
	p.MoveBy(-9)
	want("first", ">4 3 2")
	f.stop(1, false)
	want("a new one", "5 >4 3")
	p.MoveBy(9)
	want("last", "3 2 >1")
	f.stop(2, false)
	want("the window stands still", "3 2 >1")
	p.MoveBy(-1)
	p.ToggleMark()
	want("marked", "3 2* >1")
	p.MoveToID("p-3")
	p.MoveToID("p-99")
	want("moved", ">3 2* 1")
	if got := p.Targets(); len(got) != 1 || got[0].ID != "p-2" {
		t.Errorf("targets %v", got)
	}
	f.Acknowledge([]string{"p-2", "p-3"}, ReasonTest, "", "", f.now)
	want("acknowledged", "5 4 >1")
	if p.Marks() != 0 || p.Targets()[0].ID != "p-1" {
		t.Errorf("marks %d, targets %v", p.Marks(), p.Targets())
	}
	p.NextView()
	want("open", "6 >5")
	p.NextView()
	want("all", "6 >5 4")
	p.NextView()
	p.ToggleMark()
	if !p.ClearMarks() || p.ClearMarks() {
		t.Error("the marks are not cleared")
	}
}

// TestPaneProperties checks after random steps that cursor and marks are of incidents that
// are listed, and that the cursor does not change if its incident stays.
func TestPaneProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newFixture(Options{})
		p := NewPane(f.Incidents)
		for range rapid.IntRange(1, 50).Draw(t, "steps") {
			before, had := p.Cursor()
			moved := true
			switch rapid.IntRange(0, 6).Draw(t, "pane") {
			case 0:
				p.MoveBy(rapid.IntRange(-9, 9).Draw(t, "by"))
			case 1:
				p.ToggleMark()
			case 2:
				p.NextView()
			case 3:
				p.SetHeight(rapid.IntRange(0, 5).Draw(t, "height"))
			default:
				moved = false
				randomStep(t, f)
			}
			checkPane(t, p)
			after, has := p.Cursor()
			listed := false
			for _, incident := range p.Shown() {
				listed = listed || incident.ID == before.ID
			}
			if !moved && had && listed && (!has || after.ID != before.ID) {
				t.Fatalf("the cursor moved from %s to %s", before.ID, after.ID)
			}
		}
	})
}

func checkPane(t *rapid.T, p *Pane) {
	shown := p.Shown()
	under, ok := p.Cursor()
	if ok != (len(shown) > 0) {
		t.Fatalf("a cursor: %t, of %d", ok, len(shown))
	}
	visible := !ok
	for at := p.Top(); at < min(p.Top()+p.Height(), len(shown)); at++ {
		visible = visible || shown[at].ID == under.ID
	}
	if !visible || p.Top() < 0 || p.Top() > 0 && p.Top()+p.Height() > len(shown) {
		t.Fatalf("of %d, %d from %d do not show the cursor: %s", len(shown), p.Height(), p.Top(), fmt.Sprint(under.ID))
	}
	if p.Marks() > len(shown) {
		t.Fatalf("%d marks of %d", p.Marks(), len(shown))
	}
}
