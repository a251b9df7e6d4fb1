package board_test

import (
	"time"

	"capdeck/model/board"
	"capdeck/model/say"
)

// init gives the tests of package board the words for a command, since the package cannot
// import say.
func init() {
	board.CommandText = func(c board.Command, now time.Time) string {
		c.Text = "" // of T-Server
		return say.CommandAsWas(say.Shown, &c, now).Text
	}
}
