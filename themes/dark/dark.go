// Package dark keeps the program silent at its start.
//
// Importing bubbletea v1 asks the terminal for its background colour, in an init function, and waits up to 5 seconds for an
// answer that many terminals, and all pipes, never give. It does not ask when lipgloss has been told. So this package tells
// lipgloss, in an init function that runs earlier: Go initialises packages in the order of their import paths as soon as their own
// imports are ready, and "capdeck/..." comes before "github.com/charmbracelet/bubbletea".
//
// That holds only while this package needs nothing but lipgloss. One import more, which lipgloss does not need itself, can make it ready
// later than bubbletea, and the question is back. Therefore: this file, this import, nothing else. The value itself means nothing, because
// the program uses no adaptive colour; a theme is chosen by name (themes.Auto).
//
// Whoever starts Bubble Tea imports it for its effect.
package dark

import "github.com/charmbracelet/lipgloss"

func init() {
	lipgloss.SetHasDarkBackground(true)
}
