package crash

import (
	"reflect"

	tea "github.com/charmbracelet/bubbletea"
)

// Wrap returns cmd under the Guard: if it panics, the program ends as the package documentation says, and Bubble Tea
// gets no message. Commands in the batch or sequence that cmd returns are wrapped too. Wrap returns nil for nil.
func (g *Guard) Wrap(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		var msg tea.Msg
		g.run("a command", func() { msg = cmd() })
		return g.wrapAll(msg)
	}
}

// wrapAll wraps the commands in msg if it is a list of them: a tea.BatchMsg, or the result of tea.Sequence, whose
// type Bubble Tea does not export.
func (g *Guard) wrapAll(msg tea.Msg) tea.Msg {
	list := reflect.ValueOf(msg)
	if list.Kind() != reflect.Slice || list.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return msg
	}
	wrapped := reflect.MakeSlice(list.Type(), list.Len(), list.Len())
	for i := range list.Len() {
		if cmd, ok := list.Index(i).Interface().(tea.Cmd); ok {
			wrapped.Index(i).Set(reflect.ValueOf(g.Wrap(cmd)))
		}
	}
	return wrapped.Interface()
}

// guarded is a model under a Guard.
type guarded struct {
	guard *Guard
	model tea.Model
	view  string
}

// Model returns model under the Guard: a panic in its Init, Update or View, or in a command that it returns, ends
// the program as the package documentation says. After any panic under the Guard, wherever it occurred, Bubble Tea
// is asked to quit, and the model is neither updated nor drawn any more.
func (g *Guard) Model(model tea.Model) tea.Model { return &guarded{guard: g, model: model} }

// Init initialises the model and starts the command that waits for a panic.
func (m *guarded) Init() tea.Cmd {
	var cmd tea.Cmd
	m.guard.run("Init", func() { cmd = m.model.Init() })
	return tea.Batch(m.guard.Wrap(cmd), m.guard.quitAfterCrash)
}

// quitAfterCrash is a command that makes Bubble Tea quit after a panic.
func (g *Guard) quitAfterCrash() tea.Msg {
	select {
	case <-g.crashed:
		return tea.QuitMsg{}
	case <-g.ended:
		return nil
	}
}

// Update passes msg on to the model.
func (m *guarded) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if m.guard.hasCrashed() {
		return m, nil
	}
	var cmd tea.Cmd
	m.guard.run("Update", func() { m.model, cmd = m.model.Update(msg) })
	return m, m.guard.Wrap(cmd)
}

// View returns the model's view, or its last view after a panic.
func (m *guarded) View() string {
	if !m.guard.hasCrashed() {
		m.guard.run("View", func() { m.view = m.model.View() })
	}
	return m.view
}

func (g *Guard) hasCrashed() bool {
	select {
	case <-g.crashed:
		return true
	default:
		return false
	}
}
