package watch

import (
	"context"
	"errors"
	"time"

	"capdeck/model/board"
	"capdeck/model/say"
	"capdeck/tlibconn"
	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/event"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/live"
	"capdeck/ui/cli/metrics"
)

// lateWait is how long events may take to arrive after the output held up watch, before what
// is due counts as due: longer than the session collects events.
const lateWait = 2 * tlibconn.DefaultBatchInterval

var (
	errOutput     = errors.New("the output failed")
	errReaderLeft = errors.New("the reader of the output left")
)

// watcher watches DNs, prints lines, and knows when to end.
type watcher struct {
	given    *flags.Watch
	session  *capture.Session
	journal  live.Journal
	metrics  *metrics.Server // nil without --metrics
	truth    *truth
	lines    lines
	messages messages
	until    *conditions
	output   *output
	chunk    []byte // lines that are handed over together

	began         time.Time
	up            bool // the link has been up
	journalFailed bool
	printed       int       // lines
	late          bool      // the output held up watch, and events of that time may wait
	at            time.Time // of the last event
	over          bool
	refused       error // why the session ended
}

// changed is called with each change of the board.
func (w *watcher) changed(change *board.Change) {
	w.lines.changed(change)
	w.until.changed(change, !w.given.Queries.None)
}

// run watches until it is over. The error is that of ctx.
func (w *watcher) run(ctx context.Context) error {
	for !w.over {
		if err := w.wait(ctx); err != nil {
			return err
		}
		if w.over {
			return nil
		}
		w.settle(ctx)
		if err := w.push(ctx, 0); err != nil {
			return err
		}
		w.over = w.over || w.until.met() || w.refused != nil || w.timedOut()
	}
	return nil
}

func (w *watcher) timedOut() bool {
	return w.given.Timeout > 0 && time.Since(w.began) >= w.given.Timeout
}

// wait applies one batch, or returns when something is due.
func (w *watcher) wait(ctx context.Context) error {
	now := time.Now()
	next := w.truth.deadline(now)
	if earliest := now.Add(lateWait); w.late && next.Before(earliest) {
		next = earliest
	}
	if w.given.Timeout > 0 {
		if end := w.began.Add(w.given.Timeout); end.Before(next) {
			next = end
		}
	}
	waiting, cancel := context.WithDeadline(ctx, next)
	defer cancel()
	batch, err := w.session.NextBatch(waiting)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, context.DeadlineExceeded):
		w.late = false
		w.lines.late(time.Now(), false)
		return nil
	case err != nil:
		return err
	}
	w.lines.late(time.Now(), batch.Behind || w.late)
	for i := range batch.Events {
		if err := w.event(ctx, &batch.Events[i]); err != nil || w.over {
			return err
		}
	}
	return nil
}

// mostTogether is how many bytes of lines are handed over at a time.
const mostTogether = 64 << 10

// event applies an event, and prints its message before what follows from it.
func (w *watcher) event(ctx context.Context, e *event.Event) error {
	w.at = e.Time
	if w.given.Messages {
		if r, row, ok := w.messages.of(e, w.truth.board); ok && (w.lines.filter == nil || row != nil && w.lines.lets(row)) {
			w.lines.add(e.Time, r)
		}
	}
	if e.Kind == event.KindLink && e.Link != nil {
		w.link(e)
	}
	w.truth.board.Apply(e)
	w.collect()
	w.over = w.over || w.until.met()
	return w.push(ctx, mostTogether)
}

// link notes a state of the link. After a refusal there is no further attempt.
func (w *watcher) link(e *event.Event) {
	w.lines.linkChanged(e.Time, e.Link)
	switch {
	case e.Link.State == event.LinkUp:
		w.up = true
	case e.Link.State == event.LinkRefused:
		w.refused = &exit.Error{Code: exit.Login, Err: errors.New(e.Link.Reason)}
	case e.Link.State == event.LinkWaiting && e.Link.Retry.IsZero():
		w.refused = &exit.Error{Code: exit.Connect, Err: errors.New(e.Link.Reason)}
	}
}

// settle does what is due, and sends the automatic queries.
func (w *watcher) settle(ctx context.Context) {
	now := time.Now()
	if w.late {
		// Answers that came in time may wait behind the output.
		now = w.at
	}
	rows := w.truth.board.Rows()
	if w.lines.filter != nil && w.lines.filter.DependsOnTime() {
		w.lines.rematch(rows)
	}
	entries := w.truth.expire(now)
	for i := range entries {
		w.lines.happened(&entries[i], w.truth.board.Row(entries[i].Incident.Key))
	}
	w.until.tick(rows)
	w.checkJournal(now)
	if queries := w.truth.board.NextQueries(now, nil); len(queries) > 0 {
		if err := w.session.SendCommands(ctx, queries); err != nil {
			w.unsent(now, queries, err)
		}
	}
	if keys := w.truth.board.NextResyncs(now); len(keys) > 0 {
		dns := make([]string, len(keys))
		for i, key := range keys {
			dns[i] = key.DN
		}
		if err := w.session.QueryAddresses(ctx, dns); err != nil {
			w.addressesUnsent(now, keys, err)
		}
	}
	if w.metrics != nil {
		if taken := w.truth.figures.Take(now); taken != nil {
			w.metrics.Publish(taken)
		}
	}
	w.collect()
}

// unsent records queries that the session did not accept.
func (w *watcher) unsent(now time.Time, queries []event.Command, err error) {
	for _, query := range queries {
		w.truth.board.Apply(&event.Event{
			Kind: event.KindUnsent, Time: now, Site: query.Site, DN: query.DN, Problem: err.Error(), Obstacle: tlibconn.ObstacleOf(err),
			Request: event.Request{Kind: event.RequestCapture, Command: query.ID, Automatic: true},
		})
	}
}

// addressesUnsent records the DNs that the session did not query.
func (w *watcher) addressesUnsent(now time.Time, keys []board.Key, err error) {
	for _, key := range keys {
		w.truth.board.Apply(&event.Event{
			Kind: event.KindUnsent, Time: now, Site: key.Site, DN: key.DN, Problem: err.Error(), Obstacle: tlibconn.ObstacleOf(err),
			Request: event.Request{Kind: event.RequestAddress},
		})
	}
}

// checkJournal reports whether the journal, in which queries are recorded, can be written.
func (w *watcher) checkJournal(now time.Time) {
	why := ""
	if failed := w.journal.State().Err; failed != nil {
		why = live.JournalProblem(failed)
	}
	if failed := why != ""; failed != w.journalFailed {
		w.journalFailed = failed
		w.truth.incidents.JournalFailed(live.Site, failed, why, now)
		w.lines.add(now, record{Type: typeJournal, Text: say.Journal(failed, why).Text, Journal: &journalRecord{failed, why}})
		if !failed {
			w.truth.board.ResumeQueries()
		}
	}
}

// collect adds the lines that are ready to those that are handed over, as many as are asked
// for.
func (w *watcher) collect() {
	taken := w.lines.take()
	for i := range taken {
		if w.given.Count > 0 && w.printed == w.given.Count {
			return
		}
		w.chunk = append(w.chunk, taken[i].line(w.given.JSON)...)
		w.printed++
	}
	w.over = w.over || w.given.Count > 0 && w.printed == w.given.Count
}

// push hands over the lines if they have more than least bytes, or if it is over. It waits
// while the output has too much to write. The error is that of ctx.
func (w *watcher) push(ctx context.Context, least int) error {
	if len(w.chunk) <= least && !w.over || len(w.chunk) == 0 {
		return nil
	}
	waited, err := w.output.add(ctx, w.chunk)
	if waited {
		w.late = true
		w.lines.late(time.Now(), true)
	}
	w.chunk = w.chunk[:0]
	return err
}
