package model

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"capdeck/model/action"
)

// TestOneThingIsOnTop lets anything happen in any order: a dialog, a prompt and
// the list of columns are never open together, and what comes by itself neither
// closes one of them nor opens another over it.
func TestOneThingIsOnTop(t *testing.T) {
	var ids []action.ID
	for _, row := range Actions() {
		ids = append(ids, row.ID)
	}
	rapid.Check(t, func(t *rapid.T) {
		f := newFloor(t, 4, Options{Themes: []string{"dark", "light"}, WriteLock: time.Minute})
		m := f.m
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			dialog, prompt, picker := m.dialog, m.prompt, m.picker
			unasked := false
			key := rapid.SampledFrom([]string{"enter", "esc", "y", "right", "tab", "down", "space"}).Draw(t, "key")
			switch rapid.IntRange(0, 9).Draw(t, "step") {
			case 0:
				f.shown()
				f.dialogKeys(key)
			case 1:
				f.update(PickerKey{Now: f.now, Key: key})
			case 2:
				f.update(PromptText{Now: f.now, Text: rapid.SampledFrom([]string{"x.csv", "700", "7001-7009", "exp", "state:"}).Draw(t, "text")})
				if view, open := m.Palette(); open {
					f.update(PaletteShown{Now: f.now, ID: view.ID, Chosen: view.Chosen})
				}
			case 3:
				f.update(PromptKey{Now: f.now, Key: key})
			case 4:
				unasked = true
				f.update(Exported{Now: f.now, Path: "/home/kim/x.csv", Exists: true})
			case 5:
				unasked = true
				f.update(Resumed{Now: f.now, Stopped: time.Hour})
				f.update(ThemesChanged{Now: f.now, Names: []string{"light"}})
			case 6:
				unasked = true
				f.disturb(t)
			default:
				f.do(rapid.SampledFrom(ids).Draw(t, "action"))
			}
			open := 0
			for _, isOpen := range []bool{m.dialog != nil, m.prompt != nil, m.picker != nil} {
				if isOpen {
					open++
				}
			}
			if open > 1 {
				t.Fatalf("the dialog %v, the prompt %v and the picker %v are open together", m.dialog, m.prompt, m.picker)
			}
			wasOpen := dialog != nil || prompt != nil || picker != nil
			if unasked && wasOpen && (m.dialog != dialog || m.prompt != prompt || m.picker != picker) {
				t.Fatal("what came by itself changed what keys go to")
			}
		}
	})
}
