package ui

import (
	"strings"
	"testing"
	"time"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/tlibconn/event"
)

// figures returns the columns of the line that begins with name, below the line that
// begins with title, in the text pane.
func (w *window) figures(title, name string) []string {
	w.t.Helper()
	below := false
	for _, line := range w.pane() {
		fields := strings.Fields(line)
		if below = below || strings.Contains(line, title); below && len(fields) > 0 && fields[0] == name {
			return fields[1:]
		}
	}
	w.t.Fatalf("no line of %q begins with %q:\n%s", title, name, strings.Join(w.pane(), "\n"))
	return nil
}

// TestStatisticsFigures sends commands that are answered after known times, and checks the
// figures.
func TestStatisticsFigures(t *testing.T) {
	w := running(t, 200, 60, 4, nil)
	w.now = w.now.Add(time.Minute)
	for i, word := range []string{"enabled", "disabled", "enabled"} {
		verb := map[string]event.Verb{"enabled": event.VerbStart, "disabled": event.VerbStop}[word]
		w.keys(map[string]string{"enabled": "s", "disabled": "x"}[word])
		w.screen()
		w.keys("y")
		command := w.leaves("7001", verb)
		w.now = w.now.Add(2 * time.Millisecond)
		w.accept(command)
		w.now = w.now.Add(time.Duration(i+1) * 100 * time.Millisecond)
		w.indicate("7001", word, 0)
		w.flush()
	}
	w.keys("S")
	if got := strings.Join(w.figures("Outcomes", "all"), " "); got != "3 3 0 0 0 0 0 0" {
		t.Errorf("the outcomes are %s", got)
	}
	if got := strings.Join(w.figures("Outcomes", "stop"), " "); got != "1 1 0 0 0 0 0 0" {
		t.Errorf("the outcomes of stop are %s", got)
	}
	if got := strings.Join(w.figures("Times", "all"), " "); got != "3 204 ms 302 ms 302 ms 3 2.0 ms 2.0 ms 2.0 ms" {
		t.Errorf("the times are %s", got)
	}
	w.shows("to 200 ms       1 █")
	w.shows("to 500 ms       2 █")
	w.shows("Counted since the start at 14:02:10")
}

// TestStatisticsOfSilence checks the statistics of a recorder that stops answering and
// answers again.
func TestStatisticsOfSilence(t *testing.T) {
	w := running(t, 140, 60, 30, nil)
	w.keys("S")
	w.shows("no indication yet")
	w.shows("Last indication: never")
	w.keys("au")
	w.screen()
	w.keys("y")
	for _, c := range w.leave() {
		w.accept(c)
	}
	w.flush()
	w.later(6 * time.Second)
	w.shows("! SILENT since 14:02:10 (6s)")
	w.shows("DNs unanswered since then, within 30 s: more than 20. Silences: 1.")
	w.later(14 * time.Second)
	w.indicate("7001", "enabled", 0)
	w.flush()
	w.shows("Recorder     answers")
	w.shows("Silences: 1, the longest that ended lasted 20 s.")
}

// TestTextPaneKeys checks that the title names the key that closes the pane, even if it was
// replaced.
func TestTextPaneKeys(t *testing.T) {
	w := running(t, 120, 40, 4, func(o *Options, _ *model.Options) {
		o.Keys = map[action.ID][]string{action.Statistics: {"z"}}
	})
	w.keys("z")
	w.shows("z closes")
	w.keys("h")
	w.shows("h closes")
	w.showsNot("Statistics")
	w.keys("<enter>")
	w.shows("Detail of 7001")
	w.shows("enter closes")
	w.keys("z<esc>")
	w.showsNot("closes")
}
