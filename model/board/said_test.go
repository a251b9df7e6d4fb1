package board_test

import (
	"time"

	"capdeck/model/board"
	"capdeck/model/say"
)

// init lends the words for a command to the tests of package board, which cannot import
// say.
func init() {
	board.CommandText = func(c board.Command, now time.Time) string {
		c.Text = "" // of T-Server
		return say.CommandAsWas(say.Shown, &c, now).Text
	}
}
