package send

import (
	"context"
	"errors"
	"time"

	"capdeck/model/board"
	"capdeck/model/bulk"
	"capdeck/model/say"
	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/event"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/live"
)

func newSender(entries []dnfile.Entry, options board.Options, planned plan) *sender {
	s := &sender{
		plan: planned, board: board.New(options), text: options.Text, pace: bulk.New(planned.rate),
		loose:    newLoose(),
		failures: failures{registrations: map[string]registrationFailure{}},
	}
	s.board.Add(live.Entries(entries)...)
	return s
}

// sender sends a command for each of its DNs in each round, as soon as T-Server has answered
// the DN's registration, and reports each DN once a round.
type sender struct {
	plan     plan
	session  *capture.Session
	journal  live.Journal
	board    *board.Board
	text     func(text []byte) string // board.Options.Text
	pace     *bulk.Bulks
	round    round
	loose    loose
	failures failures
	ready    bool          // the link has been up
	limit    time.Time     // when the link must be up, or up again
	patience time.Duration // how long a lost link may stay down
	output   *output
}

// connect opens the session and runs in it.
func (s *sender) connect(ctx context.Context, options capture.Options, entries []dnfile.Entry) error {
	s.begin(time.Now())
	if failed := s.journal.State().Err; failed != nil {
		return s.giveUp(exit.Failure, say.JournalRequired(live.JournalProblem(failed)))
	}
	var err error
	// The end of ctx must not close the session: its link would be what ended the commands.
	if s.session, err = capture.Open(context.WithoutCancel(ctx), options, s.journal); err != nil {
		return exit.UsageError("%w", err)
	}
	defer s.session.Close()
	s.session.Register(dnfile.DNs(entries)...)
	return s.run(ctx)
}

func (s *sender) run(ctx context.Context) error {
	for {
		err := s.wait(ctx)
		switch {
		case ctx.Err() != nil:
			return s.giveUp(exit.Incomplete, say.Interrupted())
		case err != nil:
			return s.giveUp(exit.Failure, err.Error())
		}
		now := time.Now()
		s.board.Expire(now)
		if code, why := s.unreachable(now); code != exit.OK {
			return s.giveUp(code, why)
		}
		s.queue(now)
		if commands := s.pace.Release(now, s.board); len(commands) > 0 {
			if err := s.session.SendCommands(ctx, commands); err != nil && ctx.Err() == nil {
				return s.giveUp(exit.Failure, err.Error())
			}
		}
		s.report(now)
		if s.output.flush() != nil {
			s.sendNoMore(now)
		}
		if !s.round.ended() {
			continue
		}
		if s.round.number == s.plan.rounds {
			return s.output.finish(now)
		}
		if !now.Before(s.round.began.Add(s.plan.interval)) {
			s.begin(now)
		}
	}
}

// wait applies one batch, or returns when there is something to do. An error means that the
// session has ended, or ctx.
func (s *sender) wait(ctx context.Context) error {
	waiting, cancel := context.WithDeadline(ctx, s.next(time.Now()))
	defer cancel()
	batch, err := s.session.NextBatch(waiting)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil
	case err != nil:
		return err
	}
	for i := range batch.Events {
		s.apply(&batch.Events[i])
	}
	return nil
}

// next returns when there is something to do even if nothing arrives.
func (s *sender) next(now time.Time) time.Time {
	until := s.limit
	if s.ready {
		until = now.Add(time.Second)
	}
	earlier := func(at time.Time, ok bool) {
		if ok && at.Before(until) {
			until = at
		}
	}
	earlier(now, s.round.fresh)
	earlier(s.board.NextDeadline())
	earlier(s.pace.NextRelease(now, s.board))
	if settled := s.round.settled; len(settled) > 0 {
		earlier(settled[0].Ended.Add(settleTime), true)
	}
	earlier(s.round.began.Add(s.plan.interval), s.round.ended())
	return until
}

// apply applies one event. It keeps nothing about DNs that were not named.
func (s *sender) apply(e *event.Event) {
	s.board.Apply(e)
	if link, _ := s.board.Link(live.Site); e.Kind == event.KindLink && link.State == event.LinkUp {
		s.ready, s.limit = true, e.Time.Add(s.patience) // the same batch may contain its loss
	}
	dn := e.DN
	if dn == "" {
		dn = say.Readable(e.ThisDN(), s.text)
	}
	if dn != "" && s.board.Row(board.Key{Site: live.Site, DN: dn}) == nil {
		return
	}
	s.loose.apply(e, dn, s.text)
	s.failures.apply(e, s.board, dn)
	if s.plan.accepted {
		s.noteAccepted(board.CommandID(e.Request.Command))
	}
}

// heardOf returns what was received for a row since a time, with failures of the link and
// of its registration.
func (s *sender) heardOf(row *board.Row, connID uint64, since time.Time) heard {
	h := heardOf(row, &s.loose, connID, since)
	h.Link = s.failures.linkSince(s.board, since)
	h.Registration = s.failures.registrationSince(row, since)
	return h
}

// unreachable returns why nothing can be sent any more, or exit.OK: the connection failed,
// or it was lost and no answer is outstanding.
func (s *sender) unreachable(now time.Time) (exit.Code, string) {
	link, _ := s.board.Link(live.Site)
	switch {
	case link.State == event.LinkUp:
		s.ready, s.limit = true, now.Add(s.patience)
		return exit.OK, ""
	case link.State == event.LinkRefused:
		return exit.Login, link.Reason
	case link.State == event.LinkWaiting && link.Retry.IsZero() || link.State == event.LinkClosed:
		if link.Lost {
			return exit.Lost, link.Reason
		}
		return exit.Connect, link.Reason
	case now.After(s.limit) && (!s.ready || s.round.onlyWaits()):
		return exit.Connect, say.NotUp(&link)
	}
	return exit.OK, ""
}

// giveUp reports every DN of the round that has no outcome yet, with why. code is that of
// the commands that were not sent.
func (s *sender) giveUp(code exit.Code, why string) error {
	now := time.Now()
	s.output.cancelled = code
	s.board.CancelAll(now, why)
	s.report(now)
	for _, command := range s.round.settled {
		s.print(command)
	}
	for _, row := range s.board.Rows() {
		if s.round.waiting[row.Key().DN] {
			s.output.refused(row, code, "not sent", 0, why, heard{})
		}
		for _, open := range row.OpenCommands() {
			if _, ours := s.round.open[open.ID]; ours {
				s.output.refused(row, exit.Lost, open.Life.String()+", outcome unknown", 0, why, s.heardOf(row, open.ConnID, open.Sent))
			}
		}
	}
	if s.round.number < s.plan.rounds {
		s.output.stopped(code, why)
	}
	return s.output.finish(now)
}

// sendNoMore cancels what was not sent, because nobody reads the results. Commands that
// were sent still get their outcomes, for the journal.
func (s *sender) sendNoMore(now time.Time) {
	unsent := s.board.CancelAll(now, "the results cannot be written") + len(s.round.waiting)
	s.output.unsent += unsent + (s.plan.rounds-s.round.number)*len(s.board.Rows())
	s.plan.rounds = s.round.number
	clear(s.round.waiting)
	s.report(now)
}
