package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"capdeck/model/action"
	"capdeck/model/board"
	"capdeck/model/effect"
)

// take returns the first effect of a kind, and forgets all.
func take[T effect.Effect](f *floor) (found T, ok bool) {
	for _, e := range f.effects {
		if found, ok = e.(T); ok {
			break
		}
	}
	f.effects = nil
	return found, ok
}

func dnsOf(keys []board.Key) string {
	var all []string
	for _, key := range keys {
		all = append(all, key.DN)
	}
	return strings.Join(all, " ")
}

func TestCopy(t *testing.T) {
	f := newFloor(t, 3, Options{})
	f.indicate("7001", "enabled")
	f.flush()
	f.do(action.Copy)
	got, _ := take[effect.Copy](f)
	f.want("the cursor's", dnsOf(got.Keys)+", "+got.What, "7001, 1 DN")
	f.do(action.Mark, action.Mark, action.Copy)
	got, _ = take[effect.Copy](f)
	f.want("the marked", dnsOf(got.Keys)+", "+got.What, "7001 7002, 2 DNs")
	f.do(action.Detail, action.NextPane, action.Copy)
	got, _ = take[effect.Copy](f)
	f.want("the detail", fmt.Sprint(got.Of, got.What), fmt.Sprint(effect.CopiedDetail, "the detail of 7003"))
	f.do(action.Detail, action.NextPane, action.Copy)
	got, _ = take[effect.Copy](f)
	f.want("the message", fmt.Sprint(got.Of, got.What, got.Message), fmt.Sprint(effect.CopiedMessage, "the message", 5))
	f.do(action.Up, action.Detail, action.NextPane, action.NextPane, action.Copy)
	if got, _ = take[effect.Copy](f); got.Of != effect.CopiedMessage || got.Message != 4 {
		t.Errorf("in the message's detail: %+v", got)
	}
}

func TestCopyOfNothing(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.do(action.Filter)
	f.update(OverlayText{Now: f.now, Text: "nobody"})
	f.press("enter")
	f.do(action.Copy)
	if _, ok := take[effect.Copy](f); ok || !f.m.Note().IsError {
		t.Errorf("copied what nobody sees; the note is %q", f.m.Note().Text)
	}
}

// export opens the dialog and confirms a choice by its number.
func (f *floor) export(choice int) {
	f.do(action.Export)
	f.shown()
	for range choice {
		f.press("right")
	}
	f.press("enter")
}

func (f *floor) typed(text string) {
	f.update(OverlayText{Now: f.now, Text: text})
	f.press("enter")
}

func TestExportChoices(t *testing.T) {
	f := newFloor(t, 4, Options{})
	f.do(action.Export)
	f.want("choices", f.choices(", "), "cancel, all 4 rows, messages 5")
	f.shown()
	f.press("y")
	if f.m.Overlay().Dialog() == nil || f.m.Overlay().Prompt() != nil {
		t.Error("the yes key answered a question of several choices")
	}
	f.press("enter")
	if f.m.Overlay().Dialog() != nil || f.m.Overlay().Prompt() != nil {
		t.Error("cancel had not the focus")
	}
	f.do(action.Mark, action.Filter)
	f.typed("team:night")
	f.do(action.SortNext, action.SortReverse)
	f.do(action.Export)
	f.want("choices", f.choices(", "), "cancel, all 4 rows, filtered 2, marked 1, messages 5")
	f.press("esc")
	for i, want := range []string{"7001 7002 7003 7004", "7004 7002", "7001", ""} {
		f.export(i + 1)
		f.typed("x.csv")
		got, ok := take[effect.Export](f)
		if !ok || dnsOf(got.Keys) != want || got.Messages != (want == "") || got.Overwrite {
			t.Errorf("choice %d: %+v", i+1, got)
		}
	}
}

func TestExportFileName(t *testing.T) {
	f := newFloor(t, 1, Options{})
	f.export(1)
	f.want("the proposal", f.m.Overlay().Prompt().Text, "capdeck-board-20261123-140210.csv")
	for _, bad := range []string{"", "  ", "x", "x.txt", ".csv", "a/.jsonl", "x.csv.gz"} {
		f.typed(bad)
		if p := f.m.Overlay().Prompt(); p == nil || p.Problem == "" {
			t.Fatalf("%q was taken", bad)
		}
	}
	if _, ok := take[effect.Export](f); ok {
		t.Error("a file without a format is written")
	}
	f.typed(" ~/a b.JSONL ")
	if got, _ := take[effect.Export](f); got.Path != "~/a b.JSONL" || got.Format != effect.JSONL || f.m.Overlay().Prompt() != nil {
		t.Errorf("got %+v", got)
	}
	f.export(2)
	f.want("the other proposal", f.m.Overlay().Prompt().Text, "capdeck-messages-20261123-140210.csv")
	f.press("esc")
	if _, ok := take[effect.Export](f); ok || f.m.Overlay().Prompt() != nil {
		t.Error("esc did not give it up")
	}
}

func TestExported(t *testing.T) {
	f := newFloor(t, 2, Options{})
	f.export(1)
	f.typed("x.csv")
	asked, _ := take[effect.Export](f)
	answer := Exported{Now: f.now, Export: asked, Path: "/home/kim/x.csv"}

	answer.Exists = true
	f.update(answer)
	d := f.m.Overlay().Dialog()
	if d == nil || d.Question != "Overwrite /home/kim/x.csv?" {
		t.Fatalf("the dialog is %+v", d)
	}
	f.shown()
	f.press("y", "enter")
	if _, ok := take[effect.Export](f); ok || f.m.Overlay().Dialog() != nil {
		t.Error("yes is an answer, or cancel had not the focus")
	}
	f.update(answer)
	f.shown()
	f.press("right", "enter")
	if got, ok := take[effect.Export](f); !ok || !got.Overwrite || got.Path != "x.csv" || dnsOf(got.Keys) != "7001 7002" {
		t.Errorf("got %+v", got)
	}

	f.do(action.Export) // something else is asked meanwhile
	f.update(answer)
	f.want("the question stays", f.m.Overlay().Dialog().Question, "Export what?")
	f.want("said", f.m.Note().Text, "/home/kim/x.csv already exists: nothing was written")
	f.press("esc")
	for _, typing := range []action.ID{action.Filter, action.Palette, action.Register, action.Columns} {
		f.do(typing)
		f.update(answer)
		if f.later(time.Hour); f.m.Overlay().Dialog() != nil || !strings.Contains(f.m.Note().Text, "already exists") {
			t.Errorf("%s: a dialog takes the keys that are typed for it", typing)
		}
		f.press("esc")
	}

	answer.Exists, answer.Written = false, 1204
	f.update(answer)
	f.want("said", f.m.Note().Text, "1,204 rows written to /home/kim/x.csv")
	answer.Export.Messages = true
	f.update(answer)
	f.want("said", f.m.Note().Text, "1,204 messages written to /home/kim/x.csv")
	answer.Problem = "the disk is full"
	f.update(answer)
	f.later(time.Hour)
	if note := f.m.Note(); note.Text != "the disk is full" || !note.IsError {
		t.Errorf("the note is %+v", note)
	}
}

// TestNotify checks that the first alert is shown at once, and then one in ten seconds for
// all that follow.
func TestNotify(t *testing.T) {
	f := newFloorOn(t, 9, Options{}, board.Options{Watch: board.WatchStopped | board.WatchFault | board.WatchLink})
	for _, dn := range dns(9) {
		f.indicate(dn, "enabled")
	}
	f.flush()
	f.later(time.Minute)
	stop := func(dn string) { f.indicate(dn, "disabled") }
	told := func(want string) {
		t.Helper()
		got, _ := take[effect.Notify](f)
		f.want("told", got.Text, want)
		if want != "" {
			f.want("the note", f.m.Note().Text, want)
		}
	}
	stop("7001")
	f.flush()
	told("7001: the capture stopped unasked")
	f.later(alertPause - 2*time.Second)
	for i := range 7 {
		stop(fmt.Sprint(7002 + i))
	}
	f.flush()
	f.later(time.Second)
	told("")
	f.later(time.Second)
	told("7002: the capture stopped unasked and 6 more")
	f.later(time.Hour)
	told("")
	f.refuse("7001")
	f.flush()
	told("7001: REFUSED 59")
}

func TestNotifyIsOff(t *testing.T) {
	f := newFloor(t, 1, Options{})
	f.indicate("7001", "enabled")
	f.flush()
	f.later(time.Minute)
	f.indicate("7001", "disabled")
	f.refuse("7001")
	f.flush()
	if got, ok := take[effect.Notify](f); ok || f.m.Note().Text != "" {
		t.Errorf("told %+v", got)
	}
}
