package model

import (
	"testing"

	"capdeck/model/action"
	"capdeck/model/board"
)

const benchDNs = 10_000

// BenchmarkRegister adds 10,000 DNs to the board with the prompt, and 90,000 with a range.
func BenchmarkRegister(b *testing.B) {
	for _, list := range []string{"10000-19999", "10000-99999"} {
		b.Run(list, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				f := newFloor(b, 1, Options{})
				f.do(action.Register)
				b.StartTimer()
				f.update(OverlayText{Now: f.now, Text: list})
				f.press("enter")
			}
		})
	}
}

// BenchmarkUnregister removes 10,000 rows from the board while a command waits for each of
// them.
func BenchmarkUnregister(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		f, keys := benchBulk(b)
		b.StartTimer()
		f.m.remove(keys)
		f.later(0)
	}
}

// BenchmarkCancelBulk cancels 10,000 commands that wait.
func BenchmarkCancelBulk(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		f, _ := benchBulk(b)
		b.StartTimer()
		f.do(action.Cancel)
	}
}

// BenchmarkBulks returns the progress of a command for 10,000 DNs.
func BenchmarkBulks(b *testing.B) {
	f, _ := benchBulk(b)
	for b.Loop() {
		f.m.Bulks()
	}
}

// benchBulk gives a command for 10,000 DNs.
func benchBulk(b *testing.B) (f *floor, keys []board.Key) {
	f = newFloor(b, benchDNs, Options{Confirm: ConfirmNever, CommandRate: 1})
	for _, dn := range dns(benchDNs) {
		keys = append(keys, keyOf(dn))
	}
	f.do(action.MarkAll, action.Query)
	return f, keys
}
