package send

import (
	"time"

	"capdeck/tlibconn/event"
)

// plan is what a run sends and how it reports it.
type plan struct {
	verb     event.Verb
	asJSON   bool
	accepted bool          // EventACK ends a command
	rate     int           // commands a second, 0 for no limit
	rounds   int           // each sends a command for each DN
	interval time.Duration // from the beginning of a round to that of the next, at least
	numbered bool          // results name their round, and a summary follows
}
