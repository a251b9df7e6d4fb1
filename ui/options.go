package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/effect"
	"capdeck/themes"
)

// Options configures an App. Model is required.
type Options struct {
	// Model is the state that the App shows. Only the App may update it.
	Model *model.Model
	// Site is the site of the session whose link the header shows.
	Site string
	// Host is the host:port that the user asked for. The header shows it until the
	// session reports the address of its connection.
	Host string
	// Warning is a few words that stay in the header, such as TLS NOT VERIFIED;
	// "" for none.
	Warning string
	// Text converts text from the network that is not valid UTF-8, for servers with a
	// code page. It must be pure. If it is nil, such bytes are shown as bytes.
	Text func(text []byte) string
	// ASCII restricts the screen to ASCII glyphs. Other characters of names and messages
	// are shown as cell.ASCII does.
	ASCII bool
	// Opening is a note that is shown at the start, "" for none.
	Opening string
	// FirstRun reports that the user has not seen the board before. Until the first key, a
	// line tells how to begin. Quiet is a DN to try a command on, "" for none.
	FirstRun bool
	Quiet    string
	// Themes are the themes that the model names, as loaded: App fits them to Profile. If
	// the model names another theme, everything has the terminal's own style.
	Themes []*themes.Theme
	// Profile is the set of styles and colours that the terminal can show. The zero value,
	// themes.NoStyles, is none.
	Profile themes.Profile
	// Keys replaces the keys of the actions that it contains. Keys have the names of
	// ui/keymsg. An empty list leaves an action without a key. All other actions keep the
	// keys of model.Actions.
	Keys map[action.ID][]string
	// Perform carries out effects in order, without blocking. It returns the commands whose
	// messages the App needs: model.Tick for every effect.Wake, tea.Quit for an
	// effect.Quit. If it is nil, effects are dropped.
	Perform func([]effect.Effect) tea.Cmd
	// NextBatch waits for the next batch of the session and returns it as model.Events. A
	// call gives the previous batch back. It returns nil when the session has ended. If
	// NextBatch is nil, there is no session.
	NextBatch tea.Cmd
	// Now is the clock, time.Now if nil.
	Now func() time.Time
	// Zone is the time zone of the times shown, time.Local if nil.
	Zone *time.Location
	// Wrap guards the commands that the App starts itself against panics. If it is nil,
	// they are not guarded.
	Wrap func(tea.Cmd) tea.Cmd
}

// FrameWritten reports that the frame of the last View was written to the terminal. Send
// it to the App (term.NewScreen does so as its notice): only then does an open dialog
// accept answers, and a click act on the rows of that frame.
type FrameWritten struct {
	// Frame is the number of the frame. Numbers increase. A keymsg.Press has the number of
	// the last frame written before it was read.
	Frame uint64
}
