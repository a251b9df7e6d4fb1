package ui

import (
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/effect"
)

// pace gives a window an event each millisecond and the Ticks that it requests, and counts
// its frames.
type pace struct {
	*window
	ticks  []time.Time
	frames int
}

func newPace(t *testing.T) *pace {
	p := &pace{window: running(t, 120, 24, 3, nil)}
	p.later(time.Minute)
	p.app.View()
	p.effects = nil
	return p
}

// step lets a millisecond pass, with an event if requested, and draws.
func (p *pace) step(word string) {
	p.now = p.now.Add(time.Millisecond)
	var later []time.Time
	for _, at := range p.ticks {
		if at.After(p.now) {
			later = append(later, at)
			continue
		}
		p.update(model.Tick{Now: p.now})
	}
	p.ticks = later
	if word != "" {
		p.indicate("7001", word, 0)
		p.update(model.Events{Now: p.now, Batch: p.batch})
		p.batch.Reset()
	}
	for _, e := range p.effects {
		if wake, ok := e.(effect.Wake); ok {
			p.ticks = append(p.ticks, wake.At)
		}
	}
	p.effects = nil
	if p.app.dirty {
		p.frames++
	}
	p.app.View()
}

// TestEventsDrawTwentyFramesASecond sends a batch each millisecond for a second, as happens
// when the program lags behind.
func TestEventsDrawTwentyFramesASecond(t *testing.T) {
	p := newPace(t)
	for i := range 1000 {
		p.step([]string{"enabled", "paused", "disabled"}[i%3])
	}
	// The model's own Tick once a second is not an event.
	if p.frames < 19 || p.frames > 22 {
		t.Errorf("1000 batches in a second made %d frames", p.frames)
	}
}

// TestLastEventsAreDrawn sends three batches in three milliseconds and checks that the
// first is drawn at once and the others together 50 ms later.
func TestLastEventsAreDrawn(t *testing.T) {
	p := newPace(t)
	p.step("enabled")
	if p.frames != 1 {
		t.Fatalf("the first batch made %d frames", p.frames)
	}
	p.shows("● REC")
	p.step("paused")
	p.step("disabled")
	for range 47 {
		p.step("")
	}
	if p.frames != 1 {
		t.Fatalf("%d frames after 49 ms", p.frames)
	}
	p.step("")
	p.step("")
	if p.frames != 2 {
		t.Errorf("%d frames after 51 ms", p.frames)
	}
	p.shows("○ OFF")
}

// TestKeysAreDrawnAtOnce checks that keys between batches are drawn without delay.
func TestKeysAreDrawnAtOnce(t *testing.T) {
	p := newPace(t)
	p.step("enabled")
	for i := range 10 {
		p.step("paused")
		before := p.screen()
		p.update(tea.KeyMsg{Type: []tea.KeyType{tea.KeyDown, tea.KeyUp}[i%2]})
		if p.screen() == before {
			t.Fatalf("key %d was not drawn at once", i)
		}
	}
	p.shows("‖ PAUSED")
}
