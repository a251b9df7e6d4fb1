package ui

import (
	tea "github.com/charmbracelet/bubbletea"
)

// App is the screen of the program. It is used by one goroutine, that of
// Bubble Tea.
type App struct {
	options Options
}

// New returns an App. It shows nothing before it was told the window's size.
func New(options Options) *App { return &App{options: options} }

// Init asks for the first batch and the first tick.
func (a *App) Init() tea.Cmd { return nil }

// Update takes one message. It never waits.
func (a *App) Update(tea.Msg) (tea.Model, tea.Cmd) { return a, nil }

// View returns the screen: exactly as many lines as the window is high, each
// exactly as wide as the window.
func (a *App) View() string { return "" }
