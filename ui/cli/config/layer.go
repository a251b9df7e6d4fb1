package config

import (
	"maps"
	"slices"
)

// Source is where a value was set. A later source overrides an earlier one.
type Source uint8

// The sources, from the weakest to the strongest.
const (
	SourceDefault Source = iota
	// SourceLocale stands for the locale variables, which name the characters that the terminal can show.
	SourceLocale
	SourceFile
	SourceEnvironment
	SourceFlag
)

// DefaultOrigin is the Origin of a default.
const DefaultOrigin = "default"

// Value is the value of a flag in one layer.
type Value struct {
	// Text is the value in the form that the flag parses.
	Text string
	// Source is the layer's source.
	Source Source
	// Origin names the place for people: DefaultOrigin, FILE:LINE, the name of a variable, or --flag.
	Origin string
}

// Layer holds the values of one source by the names of the flags. Each layer is loaded alone.
type Layer map[string]Value

// Defaults returns the layer that has a value for every key.
func (s *Spec) Defaults() Layer {
	layer := Layer{}
	for _, setting := range s.settings {
		layer[setting.Name] = Value{Text: setting.Default, Origin: DefaultOrigin}
	}
	return layer
}

// Merge returns the value of the strongest layer for each name. It does not change the layers.
func Merge(layers ...Layer) Layer {
	merged := Layer{}
	for _, layer := range layers {
		for name, value := range layer {
			if before, given := merged[name]; !given || value.Source >= before.Source {
				merged[name] = value
			}
		}
	}
	return merged
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
