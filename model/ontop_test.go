package model

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"capdeck/model/action"
)

// TestNothingUnaskedChangesWhatIsOnTop checks for arbitrary events that nothing but the user
// closes an overlay that takes the keys, or replaces it.
func TestNothingUnaskedChangesWhatIsOnTop(t *testing.T) {
	var ids []action.ID
	for _, row := range Actions() {
		ids = append(ids, row.ID)
	}
	rapid.Check(t, func(t *rapid.T) {
		f := newFloor(t, 4, Options{Themes: []string{"dark", "light"}, WriteLock: time.Minute})
		top := f.m.Overlay()
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			dialog, prompt, picker, taken := top.Dialog(), top.Prompt(), top.Picker(), top.TakesKeys()
			unasked := false
			switch rapid.IntRange(0, 9).Draw(t, "step") {
			case 0, 1:
				f.shown()
				f.press(rapid.SampledFrom([]string{"enter", "esc", "y", "right", "tab", "down", "space"}).Draw(t, "key"))
			case 2:
				f.update(OverlayText{Now: f.now, Text: rapid.SampledFrom([]string{"x.csv", "700", "7001-7009", "exp", "state:"}).Draw(t, "text")})
			case 3:
				if top.Palette() != nil {
					f.paletteShown()
					f.press("enter")
				}
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
			if unasked && taken && (top.Dialog() != dialog || top.Prompt() != prompt || top.Picker() != picker) {
				t.Fatal("what came by itself changed what keys go to")
			}
		}
	})
}
