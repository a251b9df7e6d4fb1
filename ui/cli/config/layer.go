package config

import (
	"maps"
	"slices"
)

// Source is where a value came from: a later one goes before an earlier one.
type Source uint8

// The sources, from the weakest to the strongest.
const (
	SourceDefault Source = iota
	// SourceLocale is the variables that say which characters the terminal has.
	SourceLocale
	SourceFile
	SourceEnvironment
	SourceFlag
)

// DefaultOrigin is the Origin of a default.
const DefaultOrigin = "default"

// Value is what a layer says of a flag.
type Value struct {
	// Text is the value as the flag reads it.
	Text string
	// Source is the layer's.
	Source Source
	// Origin names the place for people: DefaultOrigin, FILE:LINE, the name of
	// a variable, or --flag.
	Origin string
}

// Layer is what one source says, by the flags' names. Each is loaded alone.
type Layer map[string]Value

// Defaults is the layer that has a value for every key.
func (s *Spec) Defaults() Layer {
	layer := Layer{}
	for _, setting := range s.settings {
		layer[setting.Name] = Value{Text: setting.Default, Origin: DefaultOrigin}
	}
	return layer
}

// Merge returns for each name the value of its strongest layer. The layers stay
// as they are.
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
