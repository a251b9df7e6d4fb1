package model

import (
	"strings"
	"testing"

	"capdeck/model/board"
)

// BenchmarkFilterKey applies a filter that is being typed to a board of 10,000 DNs.
func BenchmarkFilterKey(b *testing.B) {
	for _, label := range []string{"Miller, Anna ", "Ödegård, Anna "} {
		f := newFloor(b, benchDNs, Options{})
		for _, dn := range dns(benchDNs) {
			f.m.Board().Add(board.Entry{Key: keyOf(dn), Label: label + dn, Team: "Night Shift"})
		}
		f.flush()
		for _, text := range []string{"nothing such", "7", "agent:anna1 !team:day", "dn:10000-12000 state:rec"} {
			b.Run(strings.Fields(label)[0]+"/"+strings.ReplaceAll(text, " ", "_"), func(b *testing.B) {
				for b.Loop() {
					f.update(SetFilter{Now: f.now, Text: text})
				}
			})
		}
	}
}
