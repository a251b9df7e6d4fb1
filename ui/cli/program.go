package cli

import (
	"context"
	"errors"
	"time"

	"capdeck/model"
	"capdeck/model/board"
	"capdeck/model/column"
	"capdeck/model/effect"
	"capdeck/themes"
	"capdeck/tlibconn/capture"
	"capdeck/tlibconn/journal"
	"capdeck/ui/cli/charset"
	"capdeck/ui/cli/crash"
	"capdeck/ui/cli/demo"
	"capdeck/ui/cli/dnfile"
	"capdeck/ui/cli/exit"
	"capdeck/ui/cli/flags"
	"capdeck/ui/cli/live"
	"capdeck/ui/cli/process"
	"capdeck/ui/cli/settings"
	"capdeck/ui/cli/term"
)

// program is the board: session, model, and the way out. What shows the model
// is in screen.go and, without repainting, in plain.go.
type program struct {
	streams      process.Streams
	flags        *flags.Board
	settings     *settings.Settings
	entries      []dnfile.Entry
	boardOptions board.Options
	written      charset.Charset // T-Server's
	confirm      model.Confirm
	themeNames   []string
	themes       []*themes.Theme
	profile      themes.Profile
	columns      []column.ID
	hooks        hooks
	plain        bool   // without repainting
	opening      string // what is said first, "" for nothing

	guard     *crash.Guard
	addresses []string // of the T-Servers
	session   *capture.Session
	journal   live.Journal
	sent      *live.Sent
	watched   *journal.Watched // the journal, of which the screen is told
	news      live.StateNews
	state     *model.Model // of whoever shows it while that runs
	ctx       context.Context
	front     front

	writer      *term.Writer // of the screen; nil without one
	stops       *term.Stops  // likewise
	multiplexer multiplexer
	jobs        jobs
}

// front shows the model of a session, until it ends.
type front interface {
	// run returns when the user, a signal or an internal error ends the
	// program. The commands that are open have their outcomes then.
	run() error
	// finish is called when session and journal are closed: what is left to be
	// shown may take any time.
	finish() error
}

// run shows the board until the user, a signal or an internal error ends it.
func (p *program) run(ctx context.Context) error {
	collectOften(p.streams.Environment)
	p.guard = p.streams.Guard
	// Without the file a fatal error of the runtime is told on the terminal.
	_ = p.guard.CatchFatal()
	var err error
	if !p.guard.Do(func() { err = p.show(ctx) }) {
		err = errors.New("an internal error ended the board")
	}
	return err
}

func (p *program) show(ctx context.Context) error {
	var cancel context.CancelFunc
	p.ctx, cancel = context.WithCancel(ctx)
	defer cancel()
	if p.flags.Demo {
		simulated, err := demo.Start(p.ctx, p.guard.Go)
		if err != nil {
			return err
		}
		defer simulated.Close()
		p.flags.Connection.Host, p.entries = simulated.Addr(), simulated.Entries
	}
	p.news = make(live.StateNews, 1)
	options, recorded, err := live.Prepare(&p.flags.Session, p.streams, p.news.Changed)
	if err != nil {
		return err
	}
	p.journal, p.sent = recorded, live.NewSent()
	p.watched = p.sent.Watch(recorded)
	p.addresses = options.Session.Addresses
	err = live.Close(p.connect(options), recorded)
	if p.front != nil {
		if last := p.front.finish(); err == nil {
			err = last
		}
	}
	return err
}

// connect shows the board of a session.
func (p *program) connect(options capture.Options) error {
	var err error
	if p.session, err = capture.Open(p.ctx, options, p.watched); err != nil {
		return exit.UsageError("%w", err)
	}
	defer p.session.Close()
	p.session.Register(dnfile.DNs(p.entries)...)
	p.state = p.newModel()
	p.front = &screenFront{program: p, interrupted: make(chan struct{})}
	if p.plain {
		p.front = newPlainFront(p)
	}
	return p.front.run()
}

func (p *program) newModel() *model.Model {
	truth := board.New(p.boardOptions)
	truth.Add(live.Entries(p.entries)...)
	return model.New(model.Options{
		Board: truth, Site: live.Site, By: process.UserName(), ReadOnly: p.flags.Safety.ReadOnly, Confirm: p.confirm, Themes: p.themeNames,
		CommandRate: p.flags.Confirmation.CommandRate, WriteLock: p.flags.Confirmation.WriteLock, NotRecorded: p.flags.Safety.Journal.None,
		Text: p.boardOptions.Text, CheckDN: p.written.Check, Columns: p.columns, Mouse: !p.flags.Screen.NoMouse && !p.plain,
		Keys: p.settings.File.Bindings.Replaced(),
	})
}

// tellJournal sends what becomes known of the journal: its state now and
// whenever it changes, and commands of earlier runs without an outcome. send is
// false where nobody takes messages any more.
func (p *program) tellJournal(send func(model.Msg) bool) {
	if state := p.journal.State(); state.Err != nil {
		p.news.Changed(state)
	}
	p.guard.Go(func() { p.news.Tell(p.ctx, p.journal, send) })
	p.guard.Go(func() { p.sent.Tell(p.ctx, send) })
	if !p.flags.Safety.Journal.None && !p.flags.Demo {
		p.guard.Go(func() { live.TellUnknown(p.journal, send) })
	}
}

// end gives the commands that are open their outcomes: a signal ends the program
// without the model's knowledge. After an internal error nothing of the model is
// trusted, and the journal says that their outcome is unknown.
func (p *program) end(update func(model.Msg) []effect.Effect, front effect.Front) {
	if _, crashed := p.guard.Crashed(); !crashed {
		effect.CarryOut(front, update(model.Ending{Now: time.Now(), Why: "capdeck ended"}))
	}
}

// quiet is the DN of the demo that a newcomer is to try, "" outside it.
func (p *program) quiet() string {
	if p.flags.Demo {
		return demo.QuietDN
	}
	return ""
}

// nextBatch waits for events of the session; false says that it has ended.
func (p *program) nextBatch() (model.Events, bool) {
	batch, err := p.session.NextBatch(p.ctx)
	if err != nil {
		return model.Events{}, false
	}
	return model.Events{Now: time.Now(), Batch: batch}, true
}
