package live

import (
	"context"
	"fmt"
	"os"
	"time"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/model/coverage"
	"capdeck/model/effect"
	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/journal"
	"capdeck/ui/cli/charset"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/metrics"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/settings"
)

// Options describe the board that Run runs.
type Options struct {
	Streams  process.Streams
	Flags    *flags.Board
	Settings *settings.Settings
	// DNs are the initial rows.
	DNs   []dnfile.Entry
	Board board.Options
	// Coverage is the policy of coverage, but for what Flags excludes by a filter.
	Coverage coverage.Options
	// Charset is the character set of T-Server.
	Charset charset.Charset
	Confirm model.Confirm
	Columns []column.ID
	// RawMessages makes the messages pane begin with the messages instead of the event feed.
	RawMessages bool
	// ThemeNames are in the order in which the key cycles through them. The first is
	// in use.
	ThemeNames []string
	// Mouse reports whether the terminal reports the mouse.
	Mouse bool
	// Version is that of capdeck.
	Version string
}

// Board is a running board, for the front that shows it.
type Board struct {
	Options
	// Context is cancelled when the program exits.
	Context context.Context
	// Model belongs to the goroutine of the front during Front.Run.
	Model *model.Model
	// Addresses are the addresses of the T-Server and its backup.
	Addresses []string

	session  *capture.Session
	journal  Journal
	recorded *recordedNews
	watched  *journal.Watched // the journal, which passes its records to the front
	news     stateNews
	metrics  *metrics.Server // nil without --metrics
	keeper   keeper
}

// Front shows the model of a board until the program exits.
type Front interface {
	// Run returns when the user, a signal or an internal error ends the program. By then
	// every open command has its outcome.
	Run() error
	// Finish shows what is left, after the session and the journal are closed. It may
	// take any time.
	Finish() error
}

// Run opens the journal and the session, shows the board with the front that newFront
// returns, and closes both when the front returns.
func Run(ctx context.Context, options Options, newFront func(*Board) Front) error {
	b := &Board{Options: options, Context: ctx, news: make(stateNews, 1), recorded: newRecordedNews()}
	sessionOptions, recorded, err := Prepare(&b.Flags.Session, b.Streams, b.news.changed)
	if err != nil {
		return err
	}
	b.journal, b.watched = recorded, b.recorded.watch(recorded)
	b.Addresses = sessionOptions.Session.Addresses
	if err = b.serveMetrics(); err != nil {
		return Close(err, recorded)
	}
	defer b.metrics.Close()
	if err = b.keep(); err != nil {
		return Close(err, recorded)
	}
	front, err := b.show(sessionOptions, newFront)
	_, crashed := b.Streams.Guard.Crashed()
	err = Close(joined(err, b.keeper.close(crashed)), recorded)
	if front != nil {
		if last := front.Finish(); err == nil {
			err = last
		}
	}
	return err
}

// show opens the session and runs the front. It returns a nil front if the session cannot
// be opened.
func (b *Board) show(options capture.Options, newFront func(*Board) Front) (Front, error) {
	var err error
	if b.session, err = capture.Open(b.Context, options, b.watched); err != nil {
		return nil, exit.UsageError("%w", err)
	}
	defer b.session.Close()
	b.session.Register(dnfile.DNs(b.DNs)...)
	b.Model = b.newModel()
	front := newFront(b)
	return front, front.Run()
}

func (b *Board) newModel() *model.Model {
	truth := board.New(b.Board)
	truth.Add(Entries(b.DNs)...)
	return model.New(model.Options{
		Board: truth, Site: Site, By: process.UserName(), ReadOnly: b.Flags.Safety.ReadOnly, Confirm: b.Confirm, Themes: b.ThemeNames,
		CommandRate: b.Flags.Confirmation.CommandRate, WriteLock: b.Flags.Confirmation.WriteLock, NotRecorded: b.Flags.Safety.Journal.None,
		Process: ProcessName(time.Now()), NotifyIncidents: b.Flags.Screen.Notify.Incidents(), Coverage: b.Coverage, CoverageExclude: b.Flags.Coverage.Exclude,
		Text: b.Board.Text, CheckDN: b.Charset.Check, Columns: b.Columns, Mouse: b.Mouse, RawMessages: b.RawMessages,
		NoStopsByOthers: b.Flags.Coverage.NoStopsByOthers,
		Keys:            b.Settings.File.Bindings.Replaced(), Publishes: b.metrics != nil, KeepsEvidence: b.keeper.evidence != nil,
	})
}

// ProcessName returns a name for this process that no other one has: when it was started,
// and its number.
func ProcessName(now time.Time) string {
	return fmt.Sprintf("%s-%d", now.UTC().Format("20060102-150405"), os.Getpid())
}

// TellNews starts to send messages about the journal, the evidence and the metrics: the state
// of each now and after each change, what the journal records, commands of earlier runs
// without an outcome, their incidents that nobody has acknowledged, and why the metrics are no longer served. send returns false once no one receives
// messages.
func (b *Board) TellNews(send func(model.Msg) bool) {
	if state := b.journal.State(); state.Err != nil {
		b.news.changed(state)
	}
	start := b.Streams.Guard.Go
	start(func() { b.news.tell(b.Context, b.journal, send) })
	start(func() { b.recorded.tell(b.Context, send) })
	start(func() { b.tellEvidence(send) })
	if b.keeper.follower != nil {
		start(func() { b.followIncidents(send) })
	}
	if b.metrics != nil {
		start(func() { b.tellMetrics(send) })
	}
	if !b.Flags.Safety.Journal.None {
		start(func() { tellUnknown(b.journal, send) })
	}
}

// End gives the open commands their outcomes, since a signal ends the program without the
// model's knowledge. After an internal error it does not trust the model, and the journal
// shows their outcome as unknown.
func (b *Board) End(update func(model.Msg) []effect.Effect, front effect.Front) {
	if _, crashed := b.Streams.Guard.Crashed(); !crashed {
		effect.CarryOut(front, update(model.Ending{Now: time.Now(), Why: "capdeck exited"}))
	}
}

// NextBatch waits for events of the session. It returns false if the session is closed.
func (b *Board) NextBatch() (model.Events, bool) {
	batch, err := b.session.NextBatch(b.Context)
	if err != nil {
		return model.Events{}, false
	}
	return model.Events{Now: time.Now(), Batch: batch}, true
}
