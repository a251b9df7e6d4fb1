package send

import (
	"time"

	"capdeck/model/board"
	"capdeck/model/say"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/live"
)

// round is the state of one command for each DN.
type round struct {
	number  int // from 1
	began   time.Time
	fresh   bool                           // nothing was queued yet
	waiting map[string]bool                // DNs whose command is not queued yet
	open    map[board.CommandID]*board.Row // commands that have not ended
	settled []board.Command                // confirmed, and not yet reported
}

// ended reports whether every DN of the round was reported.
func (r *round) ended() bool { return len(r.waiting) == 0 && len(r.open) == 0 && len(r.settled) == 0 }

// onlyWaits reports whether only DNs are left that cannot be registered before the link is
// up. Commands that were sent end by their own timeouts.
func (r *round) onlyWaits() bool {
	return len(r.waiting) > 0 && len(r.open) == 0 && len(r.settled) == 0
}

// begin begins the next round.
func (s *sender) begin(now time.Time) {
	rows := s.board.Rows()
	s.round = round{
		number: s.round.number + 1, began: now, fresh: true,
		waiting: make(map[string]bool, len(rows)), open: map[board.CommandID]*board.Row{},
	}
	for _, row := range rows {
		s.round.waiting[row.Key().DN] = true
	}
	s.loose.nextRound()
	s.output.round = s.round.number
}

// queue queues the commands of DNs whose registration T-Server has answered, and reports
// the DNs that it refused.
func (s *sender) queue(now time.Time) {
	s.round.fresh = false
	if len(s.round.waiting) == 0 {
		return
	}
	for _, row := range s.board.Rows() {
		dn := row.Key().DN
		if !s.round.waiting[dn] {
			continue
		}
		registration := row.Registration()
		switch registration.State {
		case board.RegistrationNone, board.RegistrationPending:
			continue
		case board.RegistrationHeld, board.RegistrationOutOfService:
			if s.plan.accepted && len(row.OpenCommands()) >= board.MaxOpenCommands {
				continue // earlier rounds did not wait for their indications
			}
			if id, err := s.board.Queue(now, row.Key(), s.plan.verb, ""); err != nil {
				s.output.refused(row, exit.Failure, "not sent", 0, err.Error(), heard{})
			} else {
				s.round.open[id] = row
			}
		case board.RegistrationNoAnswer:
			s.output.refused(row, exit.Unconfirmed, "not registered", 0, "T-Server did not answer the registration", heardOf(row, &s.loose, 0, time.Time{}))
		default:
			s.output.refused(row, exit.Rejected, "refused", registration.Code, registration.Text, heard{})
		}
		delete(s.round.waiting, dn)
	}
}

// noteAccepted ends a command that T-Server has just accepted. The board goes on to wait
// for its indication, of which nothing is reported.
func (s *sender) noteAccepted(id board.CommandID) {
	row := s.round.open[id]
	if row == nil {
		return
	}
	for _, command := range row.OpenCommands() {
		if command.ID != id || command.Life != board.LifeAccepted {
			continue
		}
		command.Ended, command.Why = command.Accepted, say.NotAwaited()
		s.end(command)
	}
}

// report records and prints the outcomes of the commands that have ended. It prints a
// confirmed command after settleTime.
func (s *sender) report(now time.Time) {
	for _, command := range s.board.TakeOutcomes() {
		s.end(command)
	}
	for len(s.round.settled) > 0 && now.Sub(s.round.settled[0].Ended) >= settleTime {
		s.print(s.round.settled[0])
		s.round.settled = s.round.settled[1:]
	}
}

// end records the outcome of a command and prints it, unless it waits for settleTime or was
// reported when it was accepted.
func (s *sender) end(command board.Command) {
	if _, ours := s.round.open[command.ID]; !ours {
		return
	}
	delete(s.round.open, command.ID)
	// Closing the journal reports entries that it had no room for.
	_ = s.journal.Outcome(live.Outcomes([]board.Command{command}))
	if command.Life == board.LifeConfirmed && !s.plan.accepted {
		s.round.settled = append(s.round.settled, command)
		return
	}
	s.print(command)
}

// print prints a command that has ended, with what was received for its DN.
func (s *sender) print(command board.Command) {
	row := s.board.Row(command.Key)
	since := command.Sent
	if since.IsZero() {
		since = command.Queued
	}
	s.output.command(command, row, s.heardOf(row, command.ConnID, since))
}
