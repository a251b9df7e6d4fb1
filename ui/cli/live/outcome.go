package live

import (
	"time"

	"capdeck/model/board"
	"capdeck/tlibconn/journal"
	"capdeck/ui/cli/exit"
)

// Outcomes returns the journal's entries for commands that have ended.
func Outcomes(commands []board.Command) []journal.Outcome {
	outcomes := make([]journal.Outcome, len(commands))
	for i := range commands {
		c := &commands[i]
		outcomes[i] = journal.Outcome{
			Time: c.Ended, Site: c.Key.Site, DN: c.Key.DN, Command: uint64(c.ID), Verb: c.Verb.String(),
			Outcome: c.Life.String(), Code: c.Code, Text: c.Text, Why: c.Why,
			ToAccepted: between(c.Sent, c.Accepted), ToIndication: between(c.Sent, c.Indicated),
		}
		if c.NoACK && c.Why == "" {
			outcomes[i].Why = "no EventACK came"
		}
	}
	return outcomes
}

// between returns the time from sent to an answer, or 0 without an answer.
func between(sent, answered time.Time) time.Duration {
	if sent.IsZero() || answered.IsZero() {
		return 0
	}
	return answered.Sub(sent)
}

// ExitCode returns the exit code for the life of a command that has ended.
func ExitCode(life board.Life) exit.Code {
	switch life {
	case board.LifeConfirmed:
		return exit.OK
	case board.LifeRejected:
		return exit.Rejected
	case board.LifeSuperseded, board.LifeContradicted, board.LifeUnanswered:
		return exit.Unconfirmed
	case board.LifeLost:
		return exit.Lost
	}
	return exit.Failure
}
