package check

import (
	"fmt"
	"os"
	"os/signal"
	"strings"
	"time"

	"capdeck/tlibconn/contract"
	"capdeck/ui/cell"
	"capdeck/ui/cli/process"
)

// tellsOfPuttingBack makes the check say that it puts the DNs back, and for how long at most. An
// interruption by the keyboard after that ends it at once. before is called before anything is
// written. end must be called at the end of the check.
func (g *given) tellsOfPuttingBack(streams process.Streams, options *contract.Options, before func()) (end func()) {
	dns := options.DN
	if g.played != nil {
		dns = strings.Join(g.numbers(), ", ")
	}
	// An interruption before the sentence only ends the check, also if it comes twice.
	again, giveUp := make(chan os.Signal, 1), make(chan struct{})
	options.GiveUp = giveUp
	options.PuttingBack = func(interrupted string, most time.Duration) {
		signal.Notify(again, os.Interrupt)
		text := fmt.Sprintf("DN %s is being put back, which takes at most %s; to leave it as it is, press ctrl+C again.", dns, max(most, time.Second).Round(time.Second))
		if interrupted != "" {
			text = interrupted + ". " + text
		}
		before()
		fmt.Fprintf(streams.Err, "capdeck: %s\n", cell.Clean(text))
	}
	ended := make(chan struct{})
	streams.Guard.Go(func() {
		defer signal.Stop(again)
		select {
		case <-again:
			close(giveUp)
		case <-ended:
		}
	})
	return func() { close(ended) }
}
