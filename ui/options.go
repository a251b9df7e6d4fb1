package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"capdeck/model"
	"capdeck/model/action"
	"capdeck/model/effect"
	"capdeck/themes"
)

// Options says what an App shows and whom it asks. Model and Perform are
// required.
type Options struct {
	// Model is the state that the App shows and, from now on, updates.
	Model *model.Model
	// Site is the site of the session whose link the header shows.
	Site string
	// Host is the host:port that the user asked for: the header shows it until
	// a session names its own.
	Host string
	// Warning is a few words that stay in the header, such as TLS NOT VERIFIED;
	// "" for none.
	Warning string
	// Text returns text from the network that is not valid UTF-8 as it is to be
	// read, for servers with a code page. It is pure. nil shows that its bytes are not
	// text.
	Text func(text []byte) string
	// ASCII draws with ASCII signs only, and shows other characters of names and
	// messages as cell.ASCII does.
	ASCII bool
	// Opening is a note that is there at the start, "" for none.
	Opening string
	// FirstRun means that the user has not seen the board before: a line says how to
	// begin, until the first key. Quiet is a DN to try it on, "" for none.
	FirstRun bool
	Quiet    string
	// Themes are the themes that the model names, as they were loaded: App fits them
	// to Profile. A name that is not among them shows everything in the terminal's own
	// style.
	Themes []*themes.Theme
	// Profile says which styles and colours the terminal shows; themes.NoStyles, the
	// zero value, means none.
	Profile themes.Profile
	// Keys replaces the keys of the actions that it names, by the names of
	// ui/keymsg; an empty list leaves an action without a key. Actions that it
	// does not name keep those of model.Actions.
	Keys map[action.ID][]string
	// Perform carries out effects, in their order, without waiting, and
	// returns the commands whose messages the App is to get: model.Tick for
	// every effect.Wake, tea.Quit for an effect.Quit. nil means none.
	Perform func([]effect.Effect) tea.Cmd
	// NextBatch waits for the session's next batch and returns it as
	// model.Events; asking for it gives the previous batch back. It returns
	// nil when the session has ended. A nil NextBatch means that there is no
	// session.
	NextBatch tea.Cmd
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Zone is the zone that times are shown in; nil means time.Local.
	Zone *time.Location
	// Wrap guards the commands that the App starts itself against panics; nil
	// leaves them as they are.
	Wrap func(tea.Cmd) tea.Cmd
}

// FrameWritten must be sent to the App when the terminal has taken the frame that its
// last View returned (term.NewScreen sends it as its notice): an open dialog takes
// answers, and a click hits a row, only as a frame showed them.
type FrameWritten struct {
	// Frame is the number of the frame; they count up. A keymsg.Press says by it
	// before which frames it was read.
	Frame uint64
}
