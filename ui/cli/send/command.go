// Package send is the command capdeck send: it sends one command for each of its DNs,
// without a model or a screen, and prints the outcome of each. The board decides the
// outcomes.
package send

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"capdeck/model/board"
	"capdeck/model/say"
	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/event"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/live"
	"capdeck/ui/cli/process"
)

const long = `Send registers the DNs at the T-Server, sends one command for each DN, waits for
the recorder's indications, and prints a line (with --json, an object) for each
DN. Name DNs as for the board: 7001, 7005-7050, or a list separated by commas.

A line also reports what else was received for its DN: an answer that capdeck
does not understand, in quotes; an indication for another call; a message with
more than one capture value, of which the first counts; an error without a
ReferenceID, or with one that no request is waiting for; a lost link or
registration, and why. A command that is contradicted within a quarter of a
second of its confirmation, as by a second recorder, is a CONFLICT.

The exit code is 0 only if every command was confirmed; otherwise it is the worst
of: 7 lost, 3 not connected, 4 login refused, 5 rejected or DN refused,
6 unanswered, contradicted, superseded or in conflict, 1 any other failure.`

// Command returns the command.
func Command(streams process.Streams) *cobra.Command {
	var given flags.Session
	var asJSON bool
	command := &cobra.Command{
		Use:     "send VERB DN...",
		Short:   "Send start, stop, pause, resume or query for DNs without a screen",
		Long:    long,
		Example: "  capdeck send start 7001 --host tserver.example:7000\n  capdeck send query 7001,7005-7050 --json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 {
				return exit.UsageError("send needs a verb and a DN, as in: capdeck send start 7001 --host HOST:PORT")
			}
			return nil
		},
		RunE: func(command *cobra.Command, args []string) error {
			verb := event.ParseVerb(args[0])
			if verb == event.VerbNone {
				return exit.UsageError("unknown command %q; use start, stop, pause, resume or query", args[0])
			}
			// Each argument is a list.
			dns := flags.DNs{List: strings.Join(args[1:], "\n"), From: "the DNs"}
			return run(command.Context(), streams, &given, &dns, verb, asJSON)
		},
	}
	given.Register(command.Flags())
	flags.RegisterConfig(command.Flags())
	command.Flags().BoolVar(&asJSON, "json", false, "print one JSON object for each DN")
	return command
}

func run(ctx context.Context, streams process.Streams, given *flags.Session, dns *flags.DNs, verb event.Verb, asJSON bool) error {
	if strings.TrimSpace(dns.List) == "" {
		return exit.UsageError("send needs a DN, but the argument is blank")
	}
	if err := given.Connection.Named(); err != nil {
		return err
	}
	entries, err := dns.Entries(&given.Connection)
	if err != nil {
		return err
	}
	boardOptions, err := given.BoardOptions()
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	return streams.RunHeadless(stop, func() error {
		options, recorded, err := live.Prepare(given, streams, nil)
		if err != nil {
			return err
		}
		// A command is sent once or not at all, so there is no reason to reconnect.
		options.Session.NoReconnect = true
		sender := newSender(entries, boardOptions, verb)
		sender.journal = recorded
		sender.patience = live.Patience(options.Session.Addresses, given.Timing.RequestTimeout)
		sender.limit = time.Now().Add(sender.patience)
		sender.output = newOutput(streams.Out, asJSON, verb)
		return live.Close(sender.connect(ctx, options, entries), recorded)
	})
}

func newSender(entries []dnfile.Entry, options board.Options, verb event.Verb) *sender {
	s := &sender{
		board: board.New(options), text: options.Text, verb: verb, waiting: make(map[string]bool, len(entries)),
		loose:    loose{errors: map[string][]looseError{}, commands: map[int32]string{}},
		failures: failures{registrations: map[string]registrationFailure{}},
	}
	s.board.Add(live.Entries(entries)...)
	for _, entry := range entries {
		s.waiting[entry.DN] = true
	}
	return s
}

// sender sends one command for each of its DNs as soon as T-Server has answered the DN's
// registration, and reports each DN once.
type sender struct {
	session  *capture.Session
	journal  live.Journal
	board    *board.Board
	text     func(text []byte) string // board.Options.Text
	verb     event.Verb
	waiting  map[string]bool // DNs whose command is not queued yet
	open     int             // commands that have not ended
	settled  []board.Command // confirmed, and not yet reported
	loose    loose
	failures failures
	ready    bool          // the link has been up
	limit    time.Time     // when the link must be up, or up again
	patience time.Duration // how long a lost link may stay down
	output   *output
}

// connect opens the session and runs in it.
func (s *sender) connect(ctx context.Context, options capture.Options, entries []dnfile.Entry) error {
	if failed := s.journal.State().Err; failed != nil {
		return s.giveUp(exit.Failure, say.JournalRequired(live.JournalProblem(failed)))
	}
	var err error
	if s.session, err = capture.Open(ctx, options, s.journal); err != nil {
		return exit.UsageError("%w", err)
	}
	defer s.session.Close()
	s.session.Register(dnfile.DNs(entries)...)
	return s.run(ctx)
}

func (s *sender) run(ctx context.Context) error {
	for {
		if err := s.wait(ctx); err != nil {
			return s.giveUp(exit.Failure, "interrupted: "+err.Error())
		}
		now := time.Now()
		s.board.Expire(now)
		if code, why := s.unreachable(now); code != exit.OK {
			return s.giveUp(code, why)
		}
		s.queue(now)
		if commands := s.board.Release(now, 0); len(commands) > 0 {
			if err := s.session.SendCommands(ctx, commands); err != nil {
				return s.giveUp(exit.Failure, err.Error())
			}
		}
		s.report(now)
		if len(s.waiting) == 0 && s.open == 0 && len(s.settled) == 0 {
			return s.output.finish()
		}
	}
}

// wait applies one batch, or returns when a deadline of the board has passed. The error is
// that of ctx.
func (s *sender) wait(ctx context.Context) error {
	until := s.limit
	if s.ready {
		until = time.Now().Add(time.Second)
	}
	if deadline, ok := s.board.NextDeadline(); ok && deadline.Before(until) {
		until = deadline
	}
	if len(s.settled) > 0 && s.settled[0].Ended.Add(settleTime).Before(until) {
		until = s.settled[0].Ended.Add(settleTime)
	}
	waiting, cancel := context.WithDeadline(ctx, until)
	defer cancel()
	batch, err := s.session.NextBatch(waiting)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
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
	case now.After(s.limit) && (!s.ready || s.onlyWaits()):
		return exit.Connect, say.NotUp(&link)
	}
	return exit.OK, ""
}

// onlyWaits reports whether only DNs are left that cannot be registered before the link is
// up. Commands that were sent end by their own timeouts.
func (s *sender) onlyWaits() bool { return len(s.waiting) > 0 && s.open == 0 && len(s.settled) == 0 }

// queue queues the commands of DNs whose registration T-Server has answered, and reports
// the DNs that it refused.
func (s *sender) queue(now time.Time) {
	for _, row := range s.board.Rows() {
		dn := row.Key().DN
		if !s.waiting[dn] {
			continue
		}
		registration := row.Registration()
		switch registration.State {
		case board.RegistrationNone, board.RegistrationPending:
			continue
		case board.RegistrationHeld, board.RegistrationOutOfService:
			if _, err := s.board.Queue(now, row.Key(), s.verb, ""); err != nil {
				s.output.refused(row, exit.Failure, "not sent", 0, err.Error(), heard{})
			} else {
				s.open++
			}
		case board.RegistrationNoAnswer:
			s.output.refused(row, exit.Unconfirmed, "not registered", 0, "T-Server did not answer the registration", heardOf(row, &s.loose, 0, time.Time{}))
		default:
			s.output.refused(row, exit.Rejected, "refused", registration.Code, registration.Text, heard{})
		}
		delete(s.waiting, dn)
	}
}

// report records and prints the outcomes of the commands that have ended. It prints a
// confirmed command after settleTime.
func (s *sender) report(now time.Time) {
	ended := s.board.TakeOutcomes()
	for _, command := range ended {
		s.open--
		if command.Life == board.LifeConfirmed {
			s.settled = append(s.settled, command)
			continue
		}
		s.print(command)
	}
	for len(s.settled) > 0 && now.Sub(s.settled[0].Ended) >= settleTime {
		s.print(s.settled[0])
		s.settled = s.settled[1:]
	}
	if len(ended) > 0 {
		// Closing the journal reports entries that it had no room for.
		_ = s.journal.Outcome(live.Outcomes(ended))
	}
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

// giveUp reports every DN that has no outcome yet, with why.
func (s *sender) giveUp(code exit.Code, why string) error {
	s.report(time.Now())
	for _, command := range s.settled {
		s.print(command)
	}
	for _, row := range s.board.Rows() {
		if s.waiting[row.Key().DN] {
			s.output.refused(row, code, "not sent", 0, why, heard{})
			continue
		}
		for _, open := range row.OpenCommands() {
			lost := exit.Lost
			if open.Life == board.LifeQueued {
				lost = code
			}
			s.output.refused(row, lost, open.Life.String()+", outcome unknown", 0, why, s.heardOf(row, open.ConnID, open.Sent))
		}
	}
	return s.output.finish()
}
